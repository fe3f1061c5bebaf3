"""Who was said to be a child in a dossier is one in all that follows there, also where nobody says it again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from lintas.node.author import author
from lintas.node.known_children import known_children
from lintas.node.order import BadBody
from tests.kinds.every import every_kind
from tests.kinds.samples import FILE
from tests.support.federation import START_MS, Federation3

MY, VN, ID = "my-ca", "vn-ca", "id-ca"
OFFENCE = {"name": "trafficking in persons", "band": "10 years or more"}
CHILD = {
    "person": "Trần Thị Ví Dụ", "born": "2016", "document": "EX 000-0043", "offence": OFFENCE, "age": "child",
    "language": "Vietnamese", "needs": "a safe place",
}  # fmt: skip
IMAGE = FILE | {"name": "portrait.jpg", "media": "image/jpeg"}
TODAY = datetime.fromtimestamp(START_MS / 1000, UTC).date()


class House:
    """A person was referred to us."""

    def __init__(self, **said: Any) -> None:
        self.fed = Federation3.build((MY, VN, ID), kinds=("victim",))
        fields = {name: value for name, value in (CHILD | said).items() if value is not None}
        self.dossier = self.fed.open(VN, "victim", "refer", fields, {"caring": (MY,), "receiving": (VN,)}).dossier
        self.fed.settle()

    def speaks_of_a_child(self, **said: Any) -> bool:
        verb = every_kind()["victim"].item.verb("refer")
        assert verb
        return known_children(self.fed.nodes[MY], self.dossier, TODAY)(verb.says, said)

    def pays(self, file: dict[str, Any], purpose: str = "", persons: int = 1) -> None:
        """We record a compensation, with a file that says nothing of anybody's age."""
        node, said = self.fed.nodes[MY], {"outcome": "paid", "file": file}
        inside = node.replica(self.dossier).now().firm
        order = self.fed.order(MY, "record compensation", said, persons=persons, inside=inside)
        author(node, self.dossier, replace(order, purpose=purpose))


@pytest.mark.parametrize(
    "told", [{"age": "child", "born": None}, {"age": "not known", "born": None}, {"age": "adult", "born": "2016"}]
)
def test_a_child_is_remembered_by_age_or_by_birth(told: dict[str, Any]) -> None:
    house = House(**told)
    assert house.speaks_of_a_child(person="tran thi vi du")
    assert house.speaks_of_a_child(person="Ví Dụ Trần Thị")
    assert house.speaks_of_a_child(person="Another", document="EX0000043")
    assert house.speaks_of_a_child(), "whoever names nobody may mean the child"
    assert not house.speaks_of_a_child(person="Another Person")


def test_nobody_is_taken_for_a_child_among_adults() -> None:
    house = House(age="adult", born="1990-05")
    assert not house.speaks_of_a_child(person="Trần Thị Ví Dụ")
    assert not house.speaks_of_a_child()


def test_an_image_in_a_later_act_is_of_the_child_that_is_known_there() -> None:
    house = House()
    house.fed.act(MY, house.dossier, "take into care", {"by": "2026-11-24", "age": "child"})
    house.pays(FILE)
    for purpose, persons in (("", 1), ("to be found", 1), ("", 2)):
        with pytest.raises(BadBody, match="an image of a child needs a purpose and a second person"):
            house.pays(IMAGE, purpose, persons)
    house.pays(IMAGE, "to be found", 2)


def test_an_image_of_an_adult_needs_neither() -> None:
    house = House(age="adult", born="1990-05")
    house.fed.act(MY, house.dossier, "take into care", {"by": "2026-11-24", "age": "adult"})
    house.pays(IMAGE)
