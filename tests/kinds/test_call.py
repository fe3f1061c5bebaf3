"""A call in the words of two private offices."""

from __future__ import annotations

from tests.kinds.table import Table


def arranged() -> Table:
    table = Table("call", "KH", "arrange", guest="TH")
    assert (table.phase(), table.awaited()) == ("to be agreed", "TH")
    table.do("TH", "agree")
    assert (table.phase(), table.awaited()) == ("agreed", "")
    return table


def test_my_minister_speaks_to_theirs_and_the_dossier_says_from_when_to_when() -> None:
    table = arranged()
    call = table.do("KH", "call", called="TH")
    assert (table.phase(call), table.awaited(call)) == ("ringing", "TH")
    table.do("TH", "answer the call", call)
    assert (table.phase(call), table.awaited(call)) == ("under way", "")
    table.do("KH", "connect", call)
    table.do("TH", "take a seat", call)
    table.do("TH", "leave a seat", call)
    table.do("TH", "hang up", call)
    assert table.phase(call) == "left by those who were called"
    table.do("KH", "hang up", call)
    assert table.phase(call) == "over"
    table.void("KH", "take a seat", call)
    table.do("KH", "conclude")
    assert table.phase() == "concluded"


def test_nobody_answers_and_i_ring_once_more() -> None:
    table = arranged()
    call = table.do("TH", "call", called="KH")
    table.do("TH", "hang up", call)
    assert table.phase(call) == "not answered"
    table.void("KH", "answer the call", call)
    again = table.do("TH", "call", called="KH")
    table.do("KH", "decline the call", again)
    assert (table.phase(again), table.awaited(again)) == ("call declined", "")
    table.do("TH", "hang up", again)
    assert table.phase(again) == "not answered"


def test_it_is_urgent_and_i_ring_before_they_have_agreed() -> None:
    table = Table("call", "KH", "arrange", guest="TH")
    call = table.do("KH", "call", called="TH")
    table.void("TH", "call", called="KH")
    table.do("TH", "answer the call", call)
    assert table.phase(call) == "under way"


def test_of_three_one_drops_out_and_comes_back_and_my_hanging_up_ends_it_for_all() -> None:
    table = Table("call", "KH", "arrange", guest="TH VN")
    call = table.do("KH", "call", called="TH VN")
    table.do("TH", "answer the call", call)
    table.do("VN", "decline the call", call)
    table.do("VN", "come back to the call", call)
    table.do("TH", "hang up", call)
    assert table.phase(call) == "under way"
    table.do("TH", "come back to the call", call)
    table.do("KH", "hang up", call)
    assert table.phase(call) == "over"
    table.void("VN", "take a seat", call)


def test_my_browser_died_and_i_take_my_seat_again_and_nobody_else_is_moved() -> None:
    table = arranged()
    call = table.do("KH", "call", called="TH")
    table.do("TH", "answer the call", call)
    table.do("KH", "take a seat", call)
    assert (table.phase(call), table.awaited(call)) == ("under way", "")
    table.do("TH", "hang up", call)
    table.void("TH", "take a seat", call)
    table.do("TH", "come back to the call", call)
    table.do("TH", "take a seat", call)
    assert table.phase(call) == "under way"


def test_i_hang_up_while_they_pick_up() -> None:
    table = arranged()
    call = table.do("KH", "call", called="TH")
    seen = table.replica.tips()
    table.do("KH", "hang up", call, seen=seen)
    table.do("TH", "answer the call", call, seen=seen)
    assert table.phase(call) == "over"


def test_a_change_of_what_was_arranged_is_to_be_agreed_again() -> None:
    table = arranged()
    table.do("TH", "propose otherwise")
    table.do("KH", "change the arrangement")
    assert (table.phase(), table.awaited()) == ("to be agreed", "TH")
    table.do("TH", "decline")
    assert table.phase() == "declined"
    table.do("TH", "agree")
    assert table.phase() == "agreed"
    table.do("KH", "call off")
    assert table.phase() == "called off"
