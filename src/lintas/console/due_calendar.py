"""Due dates as iCalendar, for the calendar that an officer has anyway.

Calendars are kept by others: a date and a reference leave, and no word of what the matter is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from lintas.interop import icalendar
from lintas.interop.icalendar import Event


@dataclass(frozen=True, slots=True)
class DueDate:
    """A date that is owed: the dossier's id, its number among those of the dossier, when in ms since 1970, whether we
    owe it, and where its page is.
    """

    dossier: str
    number: int
    due_ms: int
    ours: bool
    url: str


def calendar(dates: Iterable[DueDate], code: str, now_ms: int, *, exercise: bool) -> bytes:
    """The calendar of the authority with this code."""
    name = f"{'EXERCISE ' if exercise else ''}lintas {code}"
    return icalendar.calendar([_event(each, code, name) for each in dates], name, now_ms)


def _event(each: DueDate, code: str, name: str) -> Event:
    return Event(
        f"{each.dossier}-{each.number}@{code}.lintas",
        f"{datetime.fromtimestamp(each.due_ms // 1000, UTC):%Y%m%dT%H%M%SZ}",
        f"{name} {each.dossier[:8]}: due from {'us' if each.ours else 'others'}",
        url=each.url,
    )
