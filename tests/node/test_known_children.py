"""Who was said to be a child in a dossier is one in all that follows there, also where nobody says it again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from lintas.dossier.safeguards import young
from lintas.node.author import author
from lintas.node.known_children import known_children
from lintas.node.order import BadBody
from tests.kinds.every import every_kind
from tests.kinds.samples import FILE
from tests.node.recalling import rest, taken_back
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


@pytest.mark.parametrize("age", [["child"], {"years": 12}, 12, True])
def test_an_age_in_a_form_that_nobody_can_read_is_not_known(age: object) -> None:
    """Whoever sends a body can write anything into it, and may not stop us by that from saying something here."""
    verb = every_kind()["victim"].item.verb("refer")
    assert verb
    assert young(verb.says, {"age": age}, TODAY)
    assert not young(verb.says, {"age": "adult"}, TODAY)
    assert not young(verb.says, {}, TODAY)


def test_that_a_child_was_told_of_outlives_the_act_that_told() -> None:
    house = House()
    told = next(house.fed.nodes[VN].store.acts(house.dossier)).id
    house.fed.act(MY, house.dossier, "take into care", {"by": "2026-11-24", "age": "adult"})
    house.fed.settle()
    taken_back(house.fed, house.dossier, told, code=VN)
    rest(house.fed)
    assert told in house.fed.nodes[MY].recalls.gone
    house.fed.restart(MY)
    assert house.speaks_of_a_child(person="Another Person"), "nobody knows any more who it was"
    with pytest.raises(BadBody, match="an image of a child needs a purpose and a second person"):
        house.pays(IMAGE)
    house.pays(IMAGE, "to be found", 2)


def test_an_age_that_was_corrected_and_then_recalled_tells_of_nobody() -> None:
    house = House()
    told = next(house.fed.nodes[VN].store.acts(house.dossier)).id
    house.fed.act(VN, house.dossier, "correct", {"cause": "error", "text": "An adult"}, re=(told,))
    house.fed.settle()
    taken_back(house.fed, house.dossier, told, code=VN)
    rest(house.fed)
    assert not house.speaks_of_a_child(person="Trần Thị Ví Dụ")
