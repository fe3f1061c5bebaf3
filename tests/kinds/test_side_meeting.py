"""Meetings on the side, as private offices and protocol officers tell them."""

from __future__ import annotations

from tests.kinds.table import Table


def test_i_know_when_my_principal_calls_on_the_secretary_general_and_what_both_noted() -> None:
    table = Table("side_meeting", "VN", "ask for a meeting", asked="ASEC")
    assert (table.phase(), table.awaited()) == ("asked for", "ASEC")
    table.do("ASEC", "propose other times")
    assert (table.phase(), table.awaited()) == ("answered", "VN")
    table.do("VN", "fix the time")
    table.do("ASEC", "name the delegation")
    table.do("VN", "name the delegation")
    assert (table.phase(), table.awaited()) == ("fixed", "VN")
    table.do("VN", "put the note")
    assert (table.phase(), table.awaited()) == ("note put", "ASEC")
    table.do("ASEC", "agree to the note")
    assert (table.phase(), table.awaited()) == ("held, note agreed", "")


def test_a_time_is_not_fixed_before_anybody_said_yes() -> None:
    table = Table("side_meeting", "VN", "ask for a meeting", asked="MY ID")
    table.void("VN", "fix the time")
    table.do("MY", "decline")
    table.void("VN", "fix the time")
    table.do("ID", "accept")
    table.do("VN", "fix the time")
    table.do("VN", "close without a note")
    assert table.phase() == "held"


def test_a_visit_that_is_called_off_is_cancelled_for_all() -> None:
    table = Table("side_meeting", "VN", "ask for a meeting", asked="MY")
    table.do("MY", "accept")
    table.do("VN", "fix the time")
    table.do("VN", "call it off")
    assert table.phase() == "cancelled"
    table.void("MY", "propose other times")


def test_where_everybody_declined_nobody_owes_anything() -> None:
    table = Table("side_meeting", "VN", "ask for a meeting", asked="MY")
    table.do("MY", "decline")
    assert (table.phase(), table.awaited()) == ("nobody is left to meet", "")
    table.refused("ID", "write")
