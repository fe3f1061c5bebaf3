"""Events as iCalendar (RFC 5545), for the calendar that an officer has anyway.

A time is either a moment in UTC, or what the clock on the wall of a zone shows: then the zone goes along as a component
of its own, with the offsets that it has at the events of the file, so that no reader needs tables of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

LINE_BYTES_MAX: Final = 75
CALLED_OFF, STANDS = "CANCELLED", "CONFIRMED"


@dataclass(frozen=True, slots=True)
class Event:
    """`uid`: the same whenever the event is written. `starts` and `ends`: 20260131T093000Z; 20260131T093000 on the
    clock of `zone`, or of nobody knows which where it is empty; or a day, 20260131.
    """

    uid: str
    starts: str
    summary: str
    ends: str = ""
    zone: str = ""
    place: str = ""
    text: str = ""
    url: str = ""
    status: str = ""
    private: str = ""
    again: int = 0
    busy: bool = False


def calendar(events: Iterable[Event], name: str, now_ms: int) -> bytes:
    """The calendar of this name; `now_ms`, in ms since 1970, is when it was written."""
    listed = list(events)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//lintas//console//EN", f"X-WR-CALNAME:{_text(name)}"]
    for zone in sorted({each.zone for each in listed if each.zone}):
        lines += _zone(zone, [each.starts for each in listed if each.zone == zone])
    for each in listed:
        lines += _event(each, now_ms)
    return b"".join(_folded(line) for line in [*lines, "END:VCALENDAR"])


def _event(each: Event, now_ms: int) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{each.uid}"
    yield f"DTSTAMP:{datetime.fromtimestamp(now_ms // 1000, UTC):%Y%m%dT%H%M%SZ}"
    yield from (f"SEQUENCE:{each.again}" for _ in range(bool(each.again)))
    yield _time("DTSTART", each.starts, each.zone)
    yield from (_time("DTEND", end, each.zone) for end in [each.ends] if end)
    yield f"SUMMARY:{_text(each.summary)}"
    for name, value in (("LOCATION", each.place), ("DESCRIPTION", each.text)):
        yield from (f"{name}:{_text(said)}" for said in [value] if said)
    for name, value in (("URL", each.url), ("STATUS", each.status), ("CLASS", each.private)):
        yield from (f"{name}:{said}" for said in [value] if said)
    yield f"TRANSP:{'OPAQUE' if each.busy else 'TRANSPARENT'}"
    yield "END:VEVENT"


def _time(name: str, value: str, zone: str) -> str:
    if len(value) == len("20260131"):
        return f"{name};VALUE=DATE:{value}"
    return f"{name};TZID={zone}:{value}" if zone else f"{name}:{value}"


def _zone(zone: str, starts: Iterable[str]) -> Iterator[str]:
    """The zone (3.6.5): from the day of each event on at which it has another offset than before."""
    yield from ("BEGIN:VTIMEZONE", f"TZID:{zone}")
    before = ""
    for value in sorted(set(starts)):
        at = datetime.strptime(value, "%Y%m%dT%H%M%S").replace(tzinfo=ZoneInfo(zone))
        offset = _offset(at.utcoffset() or timedelta())
        if offset != before:
            yield from ("BEGIN:STANDARD", f"DTSTART:{at:%Y%m%d}T000000", f"TZOFFSETFROM:{offset}",
                        f"TZOFFSETTO:{offset}", f"TZNAME:{at:%Z}", "END:STANDARD")  # fmt: skip
        before = offset
    yield "END:VTIMEZONE"


def _offset(offset: timedelta) -> str:
    minutes = int(offset.total_seconds()) // 60
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"


def _text(value: str) -> str:
    """Words as a value has them (3.3.11), without the characters that no line has."""
    value = re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", value.replace("\r\n", "\n"))
    return re.sub(r"([\\;,])", r"\\\1", value).replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """The line with its end, in pieces of at most `LINE_BYTES_MAX` bytes (3.1), none of which cuts a character."""
    pieces, held = list[bytes](), b""
    for character in line:
        encoded = character.encode()
        if len(held) + len(encoded) > LINE_BYTES_MAX - bool(pieces):
            pieces, held = [*pieces, held], b""
        held += encoded
    return b"\r\n ".join([*pieces, held]) + b"\r\n"
