"""Dialogue partners, as the desk of a country coordinator tells them."""

from __future__ import annotations

from tests.kinds.table import Table


def opened() -> Table:
    return Table("partnership", "VN", "open the partnership", partner="XP", state="VN MY ID")


def test_a_partner_proposes_through_the_coordinator_who_answers_with_what_all_agreed_to() -> None:
    table = opened()
    proposal = table.do("XP", "propose")
    assert (table.phase(proposal), table.awaited(proposal)) == ("with the coordinator", "VN")
    assert "needs coordinator: passed on" in table.void("MY", "agree", proposal)
    table.do("VN", "pass it on to all states", proposal)
    table.do("VN", "agree", proposal)
    table.do("MY", "object", proposal)
    assert (table.phase(proposal), table.awaited(proposal)) == ("before the states", "ID MY")
    assert "needs state: agrees" in table.void("VN", "answer that all agree", proposal)
    table.do("MY", "agree", proposal)
    table.do("ID", "agree", proposal)
    assert "is for state" in table.void("XP", "agree", proposal)
    table.do("VN", "answer that all agree", proposal)
    assert table.phase(proposal) == "agreed"


def test_what_was_agreed_to_is_the_proposal_as_it_stands() -> None:
    table = opened()
    proposal = table.do("XP", "propose")
    table.do("VN", "pass it on to all states", proposal)
    for state in ("VN", "MY", "ID"):
        table.do(state, "agree", proposal)
    table.do("XP", "change the proposal", proposal)
    assert "needs state: agrees" in table.void("VN", "answer that all agree", proposal)
    assert table.awaited(proposal) == "ID MY VN"


def test_the_next_coordinator_takes_the_office_with_its_file() -> None:
    table = opened()
    table.do("VN", "hand over the file")
    offer = table.do("VN", "offer to hand over", successor="ID")
    table.do("ID", "take over", offer)
    table.do("ID", "record the term")
    assert table.held("coordinator") == "ID"
    assert "is for coordinator" in table.void("VN", "record the term")


def test_a_work_plan_is_the_partners_word_and_needs_every_state() -> None:
    table = opened()
    assert "is for partner" in table.void("VN", "lay down a work plan")
    plan = table.do("XP", "lay down a work plan")
    for state in ("VN", "MY"):
        table.do(state, "agree", plan)
    assert "needs state: agrees" in table.void("XP", "record that all agreed", plan)
    table.do("ID", "agree", plan)
    table.do("XP", "record that all agreed", plan)
    assert table.phase(plan) == "decided"


def test_a_partner_comes_to_the_open_part_and_its_pledge_is_confirmed() -> None:
    table = opened()
    session = table.do("VN", "invite to an open session")
    table.do("XP", "accept the invitation", session)
    table.do("VN", "record what was said", session)
    pledge = table.do("XP", "pledge")
    table.do("XP", "deliver", pledge)
    table.do("VN", "confirm receipt", pledge)
    assert (table.phase(session), table.phase(pledge)) == ("held", "received")
