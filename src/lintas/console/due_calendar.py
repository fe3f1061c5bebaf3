"""Due dates as iCalendar (RFC 5545), for the calendar that an officer has anyway.

Calendars are kept by others: a date and a reference leave, and no word of what the matter is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

LINE_BYTES_MAX: Final = 75


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
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//lintas//console//EN", f"X-WR-CALNAME:{name}"]
    for each in dates:
        lines += _event(each, code, name, now_ms)
    return b"".join(_folded(line) for line in [*lines, "END:VCALENDAR"])


def _event(each: DueDate, code: str, name: str, now_ms: int) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{each.dossier}-{each.number}@{code}.lintas"
    yield f"DTSTAMP:{_time(now_ms)}"
    yield f"DTSTART:{_time(each.due_ms)}"
    yield f"SUMMARY:{name} {each.dossier[:8]}: due from {'us' if each.ours else 'others'}"
    yield f"URL:{each.url}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _time(time_ms: int) -> str:
    return f"{datetime.fromtimestamp(time_ms // 1000, UTC):%Y%m%dT%H%M%SZ}"


def _folded(line: str) -> bytes:
    """The line with its end, in pieces of at most `LINE_BYTES_MAX` bytes (3.1); all of ours is ASCII."""
    data, pieces = line.encode("ascii"), list[bytes]()
    while data:
        most = LINE_BYTES_MAX - bool(pieces)
        pieces, data = [*pieces, data[:most]], data[most:]
    return b"\r\n ".join(pieces) + b"\r\n"
