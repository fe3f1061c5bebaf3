"""Courses, as training officers tell them."""

from __future__ import annotations

from tests.kinds.table import Table


def announced() -> Table:
    return Table("course", "SG", "announce", state="VN MY")


def test_places_are_offered_by_state_and_each_says_how_many_it_takes() -> None:
    table = announced()
    ours = table.do("SG", "offer places", receiving="VN")
    theirs = table.do("SG", "offer places", receiving="MY")
    assert (table.phase(ours), table.awaited(ours)) == ("offered", "VN")
    table.do("VN", "take places", ours)
    table.do("MY", "take none", theirs)
    assert (table.phase(ours), table.phase(theirs)) == ("taken", "none taken")
    assert "is for receiving" in table.void("MY", "take places", ours)


def test_whom_we_sent_attended_and_is_certified_by_the_organiser_alone() -> None:
    table = announced()
    person = table.do("VN", "enrol")
    assert (table.phase(person), table.awaited(person)) == ("enrolled", "SG")
    table.do("SG", "put on the waiting list", person)
    assert table.phase(person) == "on the waiting list"
    table.do("SG", "admit the person", person)
    assert "is for organiser" in table.void("VN", "record attendance", person)
    assert "cannot follow admitted" in table.void("SG", "certify", person)
    table.do("SG", "record attendance", person)
    assert "needs no enrolment" in table.void("SG", "report on the course")
    table.do("SG", "certify", person)
    table.do("SG", "report on the course")
    table.do("SG", "close the course")
    assert (table.phase(person), table.phase(), table.awaited()) == ("certified", "closed", "")


def test_a_state_takes_its_own_people_off_and_nobody_elses() -> None:
    table = announced()
    person = table.do("VN", "enrol")
    assert "is for sending" in table.void("MY", "take the person off", person)
    table.do("VN", "send another person", person)
    table.do("VN", "take the person off", person)
    assert table.phase(person) == "taken off"
    assert "needs sending: enrolled" in table.void("SG", "admit the person", person)


def test_who_was_taken_off_while_attending_stands_as_one_who_attended() -> None:
    table = announced()
    person = table.do("VN", "enrol")
    table.do("SG", "admit the person", person)
    known = table.tips("SG")
    table.do("SG", "record attendance", person)
    table.do("VN", "take the person off", person, seen=known)
    assert (table.phase(person), table.awaited(person)) == ("attended", "SG")


def test_whom_a_state_without_a_node_named_by_letter_is_enrolled_for_it_until_it_says_that_this_is_its_own() -> None:
    table = announced()
    assert "is for organiser" in table.void("VN", "enrol for another")
    person = table.do("SG", "enrol for another")
    table.do("SG", "admit the person", person)
    table.do("SG", "invite", state="TL")
    table.do("SG", "ask to confirm", person, for_whom_it_was_entered="TL")
    assert (table.phase(person), table.awaited(person)) == ("admitted", "SG TL")
    table.do("TL", "confirm as ours", person)
    assert (table.phase(person), table.awaited(person)) == ("admitted", "SG")
    table.do("TL", "say that it is not ours", person)
    table.do("SG", "take the person off", person)
    assert table.phase(person) == "taken off"


def test_nobody_says_of_those_whom_a_state_enrolled_itself_that_they_are_its_own() -> None:
    table = announced()
    person = table.do("VN", "enrol")
    table.void("MY", "say that it was entered for us", person)
    table.void("VN", "ask to confirm", person, for_whom_it_was_entered="MY")
