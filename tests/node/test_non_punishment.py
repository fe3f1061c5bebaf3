"""Who may be a victim is in no alert before non-punishment was considered: by name, script, document and birth."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from lintas.kinds.parts.papers import Outcome
from lintas.node.non_punishment import considers
from lintas.node.order import BadBody
from lintas.node.release import ReleaseOrder, release
from tests.kinds.every import every_kind
from tests.kinds.samples import body
from tests.support.federation import START_MS, Federation3

MY, VN, ID = "my-ca", "vn-ca", "id-ca"
OFFENCE = {"name": "online fraud", "band": "4 years or more"}
WHY = "may be a victim"


def day(days: int) -> str:
    return (datetime.fromtimestamp(START_MS / 1000, UTC).date() + timedelta(days=days)).isoformat()


class House:
    """A person was referred to us as a victim of trafficking, made to defraud others; and we give alerts."""

    def __init__(self) -> None:
        self.fed = Federation3.build((MY, VN, ID), kinds=("victim", "border_alert", "pursuit"))
        self.victim = self.refer()

    def refer(self) -> bytes:
        said = {
            "person": "Nguyễn Văn Mẫu", "other_names": ["阮文某"], "born": "1990-05", "document": "EX 000-0042",
            "offence": {"name": "trafficking in persons", "band": "10 years or more"}, "age": "adult",
            "language": "Vietnamese", "needs": "a safe place",
        }  # fmt: skip
        found = self.fed.open(VN, "victim", "refer", said, {"caring": (MY,), "receiving": (VN,)}).dossier
        self.fed.settle()
        return found

    def alert(self, **said: Any) -> bytes:
        """The dossier of an alert by us."""
        fields = {"offence": OFFENCE, "measure": "tell", "basis": "an exercise", "review_on": day(9), "until": day(30)}
        return self.fed.open(MY, "border_alert", "alert", fields | said, {"watching": (VN,)}).dossier

    def consider(self) -> None:
        for verb, said in (
            ("take into care", {"by": day(2), "age": "adult"}),
            ("record the finding", {"victim": "yes", "found_by": "an exercise desk", "reasons": "as told"}),
            ("consider non-punishment", {"considered": "set aside", "reasons": "made to do it"}),
        ):
            self.fed.act(MY, self.victim, verb, said)
            self.fed.settle()


@pytest.fixture
def house() -> House:
    return House()


@pytest.mark.parametrize("said", [
    {"person": "Nguyễn Văn Mẫu"}, {"person": "Mau, NGUYEN VAN"}, {"person": "A", "other_names": ["阮文某"]},
    {"person": "Another", "documents": ["ex0000042"]}, {"person": "Nguyen Van Mau", "born": "1990"},
    {"person": "Nguyen Van Mau", "born": "1990-05-17"},
])  # fmt: skip
def test_whoever_was_referred_as_a_victim_is_in_no_alert_yet(house: House, said: dict[str, Any]) -> None:
    with pytest.raises(BadBody) as caught:
        house.alert(**said)
    (problem,) = caught.value.problems
    assert WHY in problem.reason
    assert problem.field in said


@pytest.mark.parametrize("said", [
    {"person": "Somebody Else"}, {"person": "Nguyen Van Mau", "born": "1971-01-01"}, {"documents": ["EX0000043"]}, {},
])  # fmt: skip
def test_another_person_is(house: House, said: dict[str, Any]) -> None:
    assert house.alert(**said)


def test_once_it_was_considered_the_officers_decide(house: House) -> None:
    house.consider()
    assert house.alert(person="Nguyen Van Mau")


def test_who_was_named_by_mistake_is_not_held_to_it(house: House) -> None:
    (act,) = [row.id for row in house.fed.nodes[VN].store.acts(house.victim)][:1]
    house.fed.act(VN, house.victim, "correct", {"cause": "error", "text": "another person"}, re=(act,))
    house.fed.settle()
    assert house.alert(person="Nguyen Van Mau")


def test_a_pursuit_is_an_alert_and_a_question_is_none(house: House) -> None:
    said = {
        "person": "Nguyen Van Mau", "offence": OFFENCE, "order": "an order", "order_on": day(-1), "until": day(30),
        "to_do": "locate and tell", "extradition": "not yet decided",
    }  # fmt: skip
    with pytest.raises(BadBody) as caught:
        house.fed.open(MY, "pursuit", "alert", said, {"watching": (VN,)})
    assert WHY in str(caught.value.problems)


def test_one_kind_is_about_victims_and_every_alert_asks_for_it() -> None:
    assert [name for name, kind in every_kind().items() if considers(kind)] == ["victim"]


def test_a_matter_that_is_over_asks_for_nothing_more(house: House) -> None:
    for verb, said in (("close", body(Outcome)), ("file away", {})):
        with pytest.raises(BadBody):
            house.alert(person="Nguyen Van Mau")
        house.fed.act(VN, house.victim, verb, said)
        house.fed.settle()
    assert house.alert(person="Nguyen Van Mau")


def test_an_alert_that_stands_is_passed_on_to_nobody_else_either(house: House) -> None:
    house.consider()
    alert = house.alert(person="Nguyen Van Mau")
    house.fed.settle()
    house.refer()
    house.fed.act(MY, alert, "ask another as well", {"text": "for you too"}, {"watching": (ID,)})
    my = house.fed.nodes[MY]
    said = next(iter(my.store.acts(alert))).id
    with pytest.raises(BadBody, match=WHY):
        release(my, alert, ReleaseOrder((house.fed.nodes[ID].id,), (said,), house.fed.desks[MY]))
