"""When a time that is owed is over, and what people do on that day where it is owed and where it is awaited.

A time of hours or days runs on from the receipt. A number of working days begins on the day after the receipt and ends
with the last of them, and a named day ends at midnight, each in the capital of the one who owes: so reckons Regulation
(EEC, Euratom) 1182/71, article 3, where nothing else was agreed; no instrument of the region says. A date is never
moved: whoever falls due on a day off is told so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import islice

from lintas.calendars.calendar import Calendar
from lintas.dossier.grammar import Length, WorkingDays

SOON_SHARE = 4
"""A time presses when no more than one in so many parts of it is left."""

SOON_MS_MAX = 2 * 86_400_000
"""However long it was, it does not press before so much is left."""

SOON, PASSED = "soon", "passed"


@dataclass(frozen=True, slots=True)
class DueAt:
    """The due time in one state: `local` to the minute, in its capital's zone, and what `calendar` says of the day.

    `off`: why nobody works that day, or empty. `known`: whether the calendar tells the holidays of that day.
    """

    state: str
    local: str
    zone: str
    off: str
    known: bool
    calendar: str
    confidence: str


def due_ms(owed: Length | str, since_ms: int, there: Calendar) -> int | None:
    """The last moment, in ms since 1970; None where a named day is no day."""
    if isinstance(owed, WorkingDays):
        days = there.working_days_after(there.day(since_ms))
        return there.end_ms(next(islice(days, owed.count - 1, None))) - 1
    if isinstance(owed, str):
        try:
            return there.end_ms(date.fromisoformat(owed)) - 1
        except ValueError:
            return None
    return since_ms + int(owed.total_seconds() * 1000)


def due_at(time_ms: int, calendar: Calendar) -> DueAt:
    """A due time as people of a state see it."""
    local = calendar.local(time_ms)
    off, known = calendar.off(local.date()), calendar.covers(local.date())
    told = f"{local:%Y-%m-%d %H:%M}"
    return DueAt(calendar.state, told, calendar.zone, off, known, calendar.version, calendar.confidence)


def pressing(due_ms: int, since_ms: int, now_ms: int) -> str:
    """Whether the time has passed or is soon over; else empty."""
    left = due_ms - now_ms
    if left < 0:
        return PASSED
    return SOON if left <= min(SOON_MS_MAX, (due_ms - since_ms) // SOON_SHARE) else ""
