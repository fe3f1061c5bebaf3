"""The calendar of a meeting: place, times with their zone, the form; under embargo a time and a reference alone."""

from __future__ import annotations

from typing import Any

import pytest

from lintas.compose.meeting_calendar import NothingToMeetFor, calendar_of
from lintas.node.delegations import delegations
from tests.support.federation import Federation3

CHAIR, MEMBER = "aa-ca", "bb-ca"
PLENARY = {"what": "Plenary; all", "starts": "2026-12-08 09:30", "zone": "Asia/Ho_Chi_Minh", "ends": "2026-12-08 11:00",
           "place": "Main hall", "held": "hybrid"}  # fmt: skip
DINNER = {"what": "Dinner", "starts": "2026-12-08 19:00", "zone": "Nowhere/Atall"}
NOTICE = {"body": "Working group", "place": "Exercise city", "opens": "2026-12-08", "closes": "2026-12-09",
          "agenda": "1. Lists"}  # fmt: skip


class Met:
    """A meeting of two, as the calendar of the member shows it."""

    def __init__(self, **more: Any) -> None:
        self.fed = Federation3.build((CHAIR, MEMBER), kinds=("meeting", "side_meeting"))
        self.dossier = self.fed.open(CHAIR, "meeting", "convene", {**NOTICE, **more}, {"member": (MEMBER,)}).dossier
        self.fed.settle()

    def lines(self) -> list[str]:
        data = calendar_of(self.fed.nodes[MEMBER], self.dossier, "https://example.test/")
        return data.replace(b"\r\n ", b"").decode().split("\r\n")

    def circulate(self, **more: Any) -> None:
        self.fed.act(CHAIR, self.dossier, "circulate the agenda", {**NOTICE, **more})
        self.fed.settle()


def test_it_has_place_times_with_the_zone_and_the_form() -> None:
    lines = Met(sessions=[PLENARY]).lines()
    assert "DTSTART;TZID=Asia/Ho_Chi_Minh:20261208T093000" in lines
    assert "DTEND;TZID=Asia/Ho_Chi_Minh:20261208T110000" in lines
    assert "SUMMARY:EXERCISE Plenary\\; all" in lines
    assert "LOCATION:Main hall\\, hybrid" in lines
    assert "TZOFFSETTO:+0700" in lines
    assert "DTSTART;VALUE=DATE:20261209" in lines
    assert "LOCATION:Exercise city" in lines
    assert "CLASS:PRIVATE" in lines


def test_the_newest_word_stands_and_keeps_its_number() -> None:
    met = Met(sessions=[PLENARY])
    before = {line for line in met.lines() if line.startswith("UID")}
    met.circulate(sessions=[{**PLENARY, "starts": "2026-12-08 10:00"}])
    lines = met.lines()
    assert before == {line for line in lines if line.startswith("UID")}
    assert "DTSTART;TZID=Asia/Ho_Chi_Minh:20261208T100000" in lines
    assert "SEQUENCE:1" in lines
    assert not [line for line in lines if "T093000" in line]


def test_a_programme_replaces_the_sessions_of_the_notice_and_a_meeting_on_the_side_has_a_calendar_of_its_own() -> None:
    met = Met(sessions=[PLENARY])
    met.fed.act(CHAIR, met.dossier, "set the programme", {"sessions": [DINNER, {**PLENARY, "what": "Retreat"}]})
    met.fed.settle()
    lines = met.lines()
    assert [line for line in lines if line.startswith("SUMMARY:EXERCISE") and "Meeting" not in line] == [
        "SUMMARY:EXERCISE Retreat", "SUMMARY:EXERCISE Dinner",
    ]  # fmt: skip
    asked = {"sort": "courtesy call", "between": "our minister and the Secretary-General", "subject": "x",
             "by": "2026-12-01", "suits": [DINNER]}  # fmt: skip
    side = met.fed.open(CHAIR, "side_meeting", "ask for a meeting", asked, {"asked": (MEMBER,)}).dossier
    met.fed.settle()
    assert b"SUMMARY:EXERCISE Dinner" in calendar_of(met.fed.nodes[MEMBER], side)


def test_who_comes_is_the_newest_list_of_each_party_and_no_state_comes_first() -> None:
    met = Met()
    head = {"who": "Director of an invented office", "as": "head of delegation"}
    met.fed.act(MEMBER, met.dossier, "name the delegation", {"delegates": [head]})
    met.fed.act(CHAIR, met.dossier, "name the delegation", {"delegates": [head, {**head, "as": "interpreter"}]})
    met.fed.settle()
    met.fed.act(MEMBER, met.dossier, "name the delegation", {"delegates": [{**head, "as": "adviser"}]})
    met.fed.settle()
    found = delegations(met.fed.nodes[CHAIR], met.dossier)
    assert [(each.party, [one["as"] for one in each.delegates or ()]) for each in found] == [
        (CHAIR, ["head of delegation", "interpreter"]), (MEMBER, ["adviser"]),
    ]  # fmt: skip
    met.fed.act(MEMBER, met.dossier, "leave", {"text": "We cannot come."})
    met.fed.settle()
    assert [each.party for each in delegations(met.fed.nodes[CHAIR], met.dossier)] == [CHAIR]


def test_under_embargo_a_time_and_a_reference_leave_and_no_word() -> None:
    data = "\n".join(Met(sessions=[PLENARY], embargo="2026-12-07").lines())
    for word in ("Plenary", "Main hall", "Exercise city", "hybrid"):
        assert word not in data
    assert "under embargo until 2026-12-07" in data
    assert "CLASS:CONFIDENTIAL" in data
    assert "DTSTART;TZID=Asia/Ho_Chi_Minh:20261208T093000" in data


def test_an_embargo_that_is_over_keeps_nothing() -> None:
    assert "SUMMARY:EXERCISE Plenary\\; all" in Met(sessions=[PLENARY], embargo="2020-01-01").lines()


def test_a_zone_that_is_not_known_here_is_said_and_guessed_by_nobody() -> None:
    lines = Met(sessions=[DINNER]).lines()
    assert "DTSTART:20261208T190000" in lines
    assert any("Nowhere/Atall (this node does not know that zone)" in line for line in lines)


def test_a_meeting_that_is_called_off_is_called_off_in_the_calendar() -> None:
    met = Met(sessions=[PLENARY])
    met.fed.act(CHAIR, met.dossier, "cancel", {"reasons": "A storm."})
    met.fed.settle()
    lines = met.lines()
    assert lines.count("STATUS:CANCELLED") == lines.count("BEGIN:VEVENT") == 3


def test_who_cannot_read_it_has_no_calendar_of_it() -> None:
    fed = Federation3.build((CHAIR, MEMBER, "cc-ca"), kinds=("meeting",))
    said = {**NOTICE, "sessions": [PLENARY]}
    dossier = fed.open(CHAIR, "meeting", "convene", said, {"member": (MEMBER, "cc-ca")}, readers=("cc-ca",)).dossier
    fed.settle()
    assert b"Plenary" in calendar_of(fed.nodes["cc-ca"], dossier)
    with pytest.raises(NothingToMeetFor):
        calendar_of(fed.nodes[MEMBER], dossier)
