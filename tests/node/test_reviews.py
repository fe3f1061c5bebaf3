"""When whoever referred a person and whoever cares for the person must look again: sooner for a child than an adult."""

from __future__ import annotations

from typing import Any

import pytest

from lintas.node.clocks import KEPT, RUNNING, ShownClock, clocks
from lintas.node.due import PASSED, SOON
from lintas.node.standing import standing
from tests.kinds.every import every_kind
from tests.kinds.samples import body
from tests.support.federation import Federation3

KH, VN, TH, LA = "kh-vic", "vn-vic", "th-vic", "la-vic"
DAY_MS = 86_400_000
KIND = every_kind()["victim"].item


class Matter:
    """KH refers a person; VN cares, TH may; LA is to receive. The age is the one that each act states."""

    def __init__(self, age: str, **said: Any) -> None:
        self.fed = Federation3.build((KH, VN, TH, LA), kinds=("victim",))
        first = next(verb for verb in KIND.verbs if verb.begins)
        names = {"caring": (VN, TH), "receiving": (LA,)}
        filled = {name: value for name, value in body(first.says).items() if name != "review_by"}
        self.dossier = self.fed.open(KH, "victim", "refer", filled | {"age": age} | said, names).dossier
        self.fed.settle()

    def do(self, code: str, name: str, **said: Any) -> int:
        """Done by a party, with no nearer day unless it is given; when."""
        verb = KIND.verb(name)
        assert verb
        filled = {field: value for field, value in body(verb.says).items() if field != "review_by"}
        done = self.fed.act(code, self.dossier, name, filled | said)
        self.fed.settle()
        return done.judged.act.header.time_ms

    def clocks(self, name: str, at: str = KH) -> dict[str, ShownClock]:
        return {each.owed_by: each for each in clocks(self.fed.nodes[at], self.dossier) if each.name == name}

    def days(self, name: str, owes: str) -> float:
        """How long it has, in days, as who owes it sees it and as another does."""
        here, there = self.clocks(name, owes)[owes], self.clocks(name, LA)[owes]
        assert here.due_ms == there.due_ms
        assert here.due_ms
        return (here.due_ms - here.since_ms) / DAY_MS


@pytest.mark.parametrize(("age", "days"), [("adult", 180), ("child", 90), ("not known", 90)])
def test_a_child_and_whoever_may_be_one_is_looked_at_again_in_half_the_time(age: str, days: int) -> None:
    matter = Matter(age)
    matter.do(VN, "take into care", age=age)
    assert matter.days("review the referral", KH) == days
    assert matter.days("review the care", VN) == days
    matter.do(KH, "review", age=age)
    matter.do(VN, "review", age=age)
    assert matter.days("review the referral again", KH) == days
    assert matter.days("review the care again", VN) == days


def test_who_turns_out_to_be_a_child_is_looked_at_again_sooner_and_who_grew_up_later() -> None:
    matter = Matter("adult")
    matter.do(VN, "take into care", age="adult")
    matter.do(VN, "review", age="child")
    assert matter.days("review the care again", VN) == 90
    assert matter.days("review the referral", KH) == 180
    matter.do(VN, "review", age="adult")
    assert matter.days("review the care again", VN) == 180


def test_a_day_that_is_named_brings_the_review_nearer_and_never_moves_it_away() -> None:
    matter = Matter("child", review_by="2026-11-01")
    first = matter.clocks("review the referral")[KH]
    assert (first.until, first.due_at[0].local) == ("2026-11-01", "2026-11-01 23:59")
    matter.do(KH, "review", age="child", review_by="2027-12-01")
    later = matter.clocks("review the referral again")[KH]
    assert later.until == ""
    assert matter.days("review the referral again", KH) == 90


def test_a_review_keeps_the_time_of_its_author_and_moves_that_of_nobody_else() -> None:
    matter = Matter("child")
    matter.do(VN, "take into care", age="child")
    before = matter.do(VN, "review", age="child")
    matter.fed.clock.now_ms += 30 * DAY_MS
    matter.do(KH, "review", age="child")
    again = matter.clocks("review the care again")[VN]
    assert (again.state, again.since_ms) == (RUNNING, before)
    assert matter.clocks("review the care")[VN].state == KEPT
    assert matter.clocks("review the referral")[KH].state == KEPT
    assert list(matter.clocks("review the referral again")) == [KH]


def test_who_does_not_care_for_the_person_owes_no_review_of_the_care() -> None:
    matter = Matter("child")
    matter.do(TH, "decline")
    assert matter.clocks("review the care") == {}
    matter.do(VN, "take into care", age="child")
    matter.do(VN, "review", age="child")
    assert set(matter.clocks("review the care")) == set(matter.clocks("review the care again")) == {VN}
    matter.do(VN, "end care")
    assert matter.clocks("review the care again")[VN].state == KEPT


def test_a_closed_referral_is_reviewed_no_more_and_care_that_goes_on_is() -> None:
    matter = Matter("child")
    matter.do(VN, "take into care", age="child")
    matter.do(KH, "close")
    assert matter.clocks("review the referral")[KH].state == KEPT
    assert matter.clocks("review the care")[VN].state == RUNNING


def test_it_presses_in_the_list_of_who_owes_it_when_it_is_due() -> None:
    matter = Matter("child")
    began = matter.do(VN, "take into care", age="child")
    found = standing(matter.fed.nodes[VN], matter.dossier)
    assert (began + 90 * DAY_MS, True) in found.owed
    matter.fed.clock.now_ms = began + 89 * DAY_MS
    assert matter.clocks("review the care", VN)[VN].pressing == SOON
    matter.fed.clock.now_ms = began + 91 * DAY_MS
    assert matter.clocks("review the care", VN)[VN].pressing == PASSED
