"""The closed kind: what officials do in it, and what every kind that is closed must not have."""

from __future__ import annotations

import pytest

from lintas.dossier.traits import CLOSED, PROTECTED, REALTIME
from tests.kinds.table import KINDS, Table


def opened() -> Table:
    return Table("closed_matter", "VN", "open", counterpart="MY")


def test_a_matter_is_taken_up_asked_about_and_closed_between_two_offices() -> None:
    table = opened()
    assert (table.phase(), table.awaited()) == ("not yet taken up by all", "MY")
    table.do("MY", "accept")
    assert table.phase() == "open"
    question = table.do("VN", "ask", asked="MY")
    assert table.awaited(question) == "MY"
    table.void("VN", "close")
    table.do("MY", "answer", question)
    assert table.awaited(question) == "VN"
    table.do("VN", "settle", question)
    table.do("VN", "close")
    assert (table.phase(), table.awaited()) == ("closed", "")


def test_who_declined_may_take_it_up_after_all_and_is_asked_nothing_before() -> None:
    table = opened()
    table.do("MY", "decline")
    assert table.phase() == "nobody takes it up"
    table.void("MY", "ask", asked="VN")
    table.do("MY", "take up after all")
    assert table.phase() == "open"


@pytest.mark.parametrize("verb", ["open", "bring in another side", "extend"])
def test_two_officers_answer_for_whom_it_reaches_and_how_long_it_lasts(verb: str) -> None:
    declared = KINDS["closed_matter"].item.verb(verb)
    assert declared
    assert declared.persons == 2


def test_no_closed_kind_adds_anything_up_or_rings_anywhere() -> None:
    found = [kind.item for kind in KINDS.values() if CLOSED in kind.item.traits]
    assert found
    for item in found:
        assert not any(types[-1].totals for types in item.walk())
        assert item.traits.isdisjoint({REALTIME, PROTECTED})
