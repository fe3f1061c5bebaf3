"""When a time is over, in both states, and what is said of a day off."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

from lintas.calendars.calendar import Calendar
from lintas.dossier.grammar import WorkingDays
from lintas.node.clocks import RUNNING, ShownClock, clocks
from lintas.node.due import PASSED, SOON, due_at, due_ms, pressing
from lintas.node.policy import Policy
from tests.support.federation import Federation3

DAY_MS = 86_400_000
EAST = Calendar(
    "BB", "Test/East", timezone(timedelta(hours=8)), holidays={date(2026, 11, 23): "Day of the invented state"},
    first=date(2026, 1, 1), last=date(2026, 12, 31), confidence="not verified", version="12345678",
)  # fmt: skip
QUESTION = {
    "question": "Whose boat?",
    "purpose": "To return it",
    "offence": {"name": "fraud", "band": "4 years or more"},
}
TERMS = {"purpose": "Boats stolen at sea", "basis": "Agreement of the invented states"}


def ms(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> int:
    return int(datetime(year, month, day, hour, minute, tzinfo=UTC).timestamp() * 1000)


def test_working_days_begin_after_the_day_of_receipt_and_end_with_the_last() -> None:
    # Friday evening there; Saturday and Sunday are free, Monday is a holiday: Tuesday and Wednesday count.
    received = ms(2026, 11, 20, 10)
    assert due_ms(WorkingDays(2), received, EAST) == ms(2026, 11, 25, 16) - 1


def test_the_day_of_receipt_is_that_of_the_one_who_owes() -> None:
    # Late on Friday in UTC is early on Saturday there.
    assert due_ms(WorkingDays(1), ms(2026, 11, 20, 20), EAST) == ms(2026, 11, 24, 16) - 1


def test_a_named_day_ends_at_midnight_there() -> None:
    assert due_ms("2026-12-24", 0, EAST) == ms(2026, 12, 24, 16) - 1


def test_what_is_no_day_is_not_due() -> None:
    assert due_ms("soon", 0, EAST) is None


def test_hours_run_through_nights_and_holidays() -> None:
    assert due_ms(timedelta(hours=8), ms(2026, 11, 22, 23), EAST) == ms(2026, 11, 23, 7)


def test_a_due_day_off_is_named_with_what_the_calendar_is_worth() -> None:
    found = due_at(ms(2026, 11, 23, 3), EAST)
    assert (found.local, found.off, found.known) == ("2026-11-23 11:00", "Day of the invented state", True)
    assert (found.calendar, found.confidence) == ("12345678", "not verified")
    assert not due_at(ms(2027, 11, 23, 3), EAST).known


def test_a_time_presses_in_its_last_quarter_and_not_before_two_days() -> None:
    assert pressing(8_000, 0, 5_999) == ""
    assert pressing(8_000, 0, 6_000) == SOON
    assert pressing(8_000, 0, 8_001) == PASSED
    assert pressing(100 * DAY_MS, 0, 97 * DAY_MS) == ""
    assert pressing(100 * DAY_MS, 0, 98 * DAY_MS) == SOON


def answer_by(day: str) -> tuple[Federation3, bytes]:
    """A question of aa-ca to bb-ca for a named day; both know the calendar of BB alone."""
    fed = Federation3.build(["aa-ca", "bb-ca"], kinds=("exchange",))
    for node in fed.nodes.values():
        node.policy = Policy(calendars={"BB": EAST})
    opened = fed.open("aa-ca", "exchange", "open", TERMS, {"member": ("bb-ca",)})
    fed.settle()
    said = QUESTION | {"urgency": "adopted", "by": day}
    fed.act("aa-ca", opened.dossier, "ask", said, {"asked": ("bb-ca",)}, readers=("bb-ca",))
    fed.settle()
    return fed, opened.dossier


def owed(fed: Federation3, code: str, dossier: bytes) -> ShownClock:
    (found,) = [c for c in clocks(fed.nodes[code], dossier) if c.name == "answer by the day named"]
    return found


def test_both_sides_see_the_same_end_of_a_named_day_in_both_states() -> None:
    fed, dossier = answer_by("2026-11-23")
    here, there = owed(fed, "aa-ca", dossier), owed(fed, "bb-ca", dossier)
    assert here.state == RUNNING
    assert (here.due_ms, here.due_at) == (there.due_ms, there.due_at)
    assert [(at.state, at.local, at.off, at.known) for at in here.due_at] == [
        ("BB", "2026-11-23 23:59", "Day of the invented state", True),
        ("AA", "2026-11-23 15:59", "", False),
    ]


def test_a_named_day_stays_although_the_clock_stood_still() -> None:
    fed, dossier = answer_by("2026-11-23")
    due = owed(fed, "bb-ca", dossier).due_ms
    request = fed.nodes["bb-ca"].replica(dossier).now().items[-1]
    fed.act("bb-ca", dossier, "stop the clock", {"reasons": "leave of a judge"}, item=request)
    fed.clock.now_ms += DAY_MS
    fed.act("bb-ca", dossier, "resume", item=request)
    assert owed(fed, "bb-ca", dossier).due_ms == due


def test_what_presses_is_told() -> None:
    fed, dossier = answer_by("2026-11-23")
    due = owed(fed, "bb-ca", dossier).due_ms
    assert due is not None
    fed.clock.now_ms = due - 60_000
    assert owed(fed, "bb-ca", dossier).pressing == SOON
    fed.clock.now_ms = due
    assert owed(fed, "bb-ca", dossier).pressing == PASSED


def test_a_calendar_of_the_operator_changes_the_day_and_is_cited() -> None:
    fed, dossier = answer_by("2026-11-23")
    fed.nodes["bb-ca"].policy = Policy(calendars={"BB": replace(EAST, holidays={}, version="own")})
    assert [(at.off, at.calendar) for at in owed(fed, "bb-ca", dossier).due_at[:1]] == [("", "own")]
