"""The hotline in a duty officer's words."""

from __future__ import annotations

from tests.kinds.table import Table


def manned() -> Table:
    table = Table("hotline", "KH", "open the line", end="TH")
    assert (table.phase(), table.awaited()) == ("an end is not yet on duty", "TH")
    table.do("TH", "come on duty")
    assert (table.phase(), table.awaited()) == ("open", "")
    return table


def test_i_know_that_a_person_over_there_has_read_it() -> None:
    table = manned()
    message = table.do("KH", "say", reader="TH")
    assert (table.phase(message), table.awaited()) == ("not yet acknowledged", "TH")
    assert "needs reader" in table.void("KH", "settle", message)
    table.do("TH", "acknowledge", message)
    assert table.phase(message) == "acknowledged"
    table.do("TH", "wait for authority", message)
    assert table.phase(message) == "acknowledged, authority pending"
    table.do("TH", "reply", message)
    assert (table.phase(message), table.awaited(message)) == ("replied", "KH")
    table.do("KH", "settle", message)
    assert (table.phase(message), table.awaited()) == ("settled", "")


def test_what_follows_must_be_read_again() -> None:
    table = manned()
    message = table.do("KH", "say", reader="TH")
    table.do("TH", "acknowledge", message)
    table.do("KH", "follow up", message)
    assert (table.phase(message), table.awaited()) == ("not yet acknowledged", "TH")
    assert "needs reader" in table.void("KH", "settle", message)
    table.do("TH", "acknowledge", message)
    table.do("KH", "settle", message)


def test_my_relief_takes_the_desk_and_finds_what_is_open() -> None:
    table = manned()
    message = table.do("KH", "say", reader="TH")
    table.do("TH", "hand over the desk")
    assert (table.phase(), table.awaited()) == ("desk changing", "TH")
    table.do("TH", "acknowledge", message)
    table.do("TH", "take the desk")
    assert (table.phase(), table.phase(message)) == ("open", "acknowledged")
    assert "reply" in table.can("TH", message)


def test_a_message_is_turned_into_a_dossier_by_either_side() -> None:
    table = manned()
    message = table.do("KH", "say", reader="TH")
    table.do("TH", "acknowledge", message)
    table.do("TH", "turn into a dossier", message)
    assert (table.phase(message), table.awaited()) == ("goes on elsewhere", "")
    table.void("KH", "settle", message)


def test_a_message_to_several_shows_that_not_all_have_read_it() -> None:
    table = Table("hotline", "KH", "open the line", end="TH VN")
    table.do("TH", "come on duty")
    table.do("VN", "come on duty")
    message = table.do("KH", "say", reader="TH VN")
    table.do("VN", "acknowledge", message)
    assert (table.phase(message), table.awaited(message)) == ("acknowledged by some", "KH TH VN")
    table.do("TH", "acknowledge", message)
    assert table.phase(message) == "acknowledged"


def test_a_test_call_needs_nothing_but_an_answer() -> None:
    table = manned()
    call = table.do("TH", "test the line", called="KH")
    assert table.awaited() == "KH"
    table.do("KH", "answer the test", call)
    assert (table.phase(call), table.awaited()) == ("answered by all", "")


def test_each_closes_its_own_end_only() -> None:
    table = Table("hotline", "KH", "open the line", end="TH VN")
    table.do("TH", "come on duty")
    table.do("VN", "come on duty")
    table.do("TH", "close our end")
    assert table.phase() == "open"
    table.do("VN", "close our end")
    assert table.phase() == "one end holds the line"
    table.do("KH", "close our end")
    assert table.phase() == "closed"
    table.void("KH", "say", reader="TH")
