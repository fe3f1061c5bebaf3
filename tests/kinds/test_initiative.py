"""Initiatives, as the desk that proposes one and the Secretariat's programme officer tell them."""

from __future__ import annotations

from lintas.kinds.initiative import KIND
from tests.kinds.table import Table


def proposed() -> Table:
    return Table("initiative", "VN", "propose", secretariat="XS", state="VN MY ID", partner="XP")


def under_way() -> Table:
    table = proposed()
    endorsement = table.do("VN", "put up for endorsement")
    for state in ("VN", "MY", "ID"):
        table.do(state, "agree", endorsement)
    table.do("VN", "record that all agreed", endorsement)
    table.do("VN", "begin the work")
    return table


def test_an_initiative_goes_from_proposal_to_evaluation_with_a_partners_pledge() -> None:
    table = proposed()
    assert (table.phase(), table.awaited()) == ("proposed", "XS")
    table.do("XS", "appraise")
    pledge = table.do("XP", "pledge")
    endorsement = table.do("VN", "put up for endorsement")
    assert (table.phase(), table.awaited(endorsement)) == ("before the states", "ID MY VN")
    for state in ("VN", "MY", "ID"):
        table.do(state, "agree", endorsement)
    table.do("VN", "record that all agreed", endorsement)
    assert (table.phase(), table.awaited()) == ("endorsed", "VN XP")
    table.do("VN", "begin the work")
    milestone = table.do("VN", "set a milestone", owner="MY")
    assert "needs no task" in table.void("VN", "evaluate")
    table.do("MY", "take up", milestone)
    table.do("MY", "report done", milestone)
    table.do("VN", "close", milestone)
    table.do("XP", "deliver a part", pledge)
    table.do("XP", "deliver", pledge)
    assert (table.phase(pledge), table.awaited(pledge)) == ("delivered", "VN")
    table.do("VN", "confirm receipt", pledge)
    table.do("VN", "report results")
    table.do("VN", "evaluate")
    table.do("VN", "close")
    assert (table.phase(), table.awaited()) == ("completed", "")


def test_no_work_begins_without_everybodys_agreement_and_the_secretariat_does_not_decide() -> None:
    table = proposed()
    assert "needs endorsement: decided" in table.void("VN", "begin the work")
    endorsement = table.do("VN", "put up for endorsement")
    table.do("XS", "appraise")
    assert "is for state" in table.void("XS", "agree", endorsement)
    assert "is for state" in table.void("XP", "agree", endorsement)
    table.do("VN", "agree", endorsement)
    table.do("MY", "object", endorsement)
    assert (table.phase(endorsement), table.awaited(endorsement)) == ("objected to", "ID MY")
    assert "needs no endorsement" in table.void("VN", "put up for endorsement")
    assert "needs state: agrees" in table.void("VN", "record that all agreed", endorsement)


def test_support_is_asked_answered_and_delivered_and_who_asked_says_so() -> None:
    table = proposed()
    support = table.do("MY", "ask for support")
    assert (table.phase(support), table.awaited(support)) == ("asked", "XS")
    table.do("XS", "say what will be given", support)
    assert "needs secretariat: given" in table.void("MY", "confirm that it came", support)
    table.do("XS", "give it", support)
    assert (table.phase(support), table.awaited(support)) == ("given, not yet confirmed", "MY")
    table.do("MY", "confirm that it came", support)
    assert table.phase(support) == "delivered"


def test_a_pilot_begins_once_all_who_take_part_accepted_the_newest_data_rule_and_ends_with_a_word() -> None:
    table = under_way()
    pilot = table.do("VN", "plan a pilot", taking_part="MY ID")
    table.do("MY", "accept the data rule", pilot)
    known = table.tips("VN", "MY")
    table.do("VN", "change the pilot", pilot)
    table.do("ID", "accept the data rule", pilot, seen=known)
    assert (table.phase(pilot), table.awaited(pilot)) == ("planned", "ID MY")
    assert "needs taking part: accepts" in table.void("VN", "begin the pilot", pilot)
    table.do("MY", "accept the data rule", pilot)
    table.do("ID", "accept the data rule", pilot)
    table.do("VN", "begin the pilot", pilot)
    table.do("ID", "report what we saw", pilot)
    assert "needs no pilot" in table.void("VN", "evaluate")
    table.do("VN", "evaluate the pilot", pilot)
    assert (table.phase(pilot), table.awaited(pilot)) == ("evaluated", "VN")
    table.do("VN", "stop the pilot", pilot)
    table.do("VN", "evaluate")
    assert (table.phase(pilot), table.phase()) == ("stopped", "evaluated")


def test_a_pledge_is_its_givers_and_pledges_are_not_added_up() -> None:
    table = proposed()
    pledge = table.do("XP", "pledge")
    table.do("XP", "change the pledge", pledge)
    assert "is for giver" in table.void("VN", "deliver", pledge)
    assert "needs giver: delivered" in table.void("VN", "confirm receipt", pledge)
    table.do("XP", "withdraw the pledge", pledge)
    assert table.phase(pledge) == "withdrawn"
    assert [path[-1].name for path in KIND.item.walk() if path[-1].totals] == []
