"""The file of a calendar, in TOML, as an official may write it.

state = "VN"                      # ISO 3166-1 alpha-2
zone = "Asia/Ho_Chi_Minh"         # of the capital, as in the IANA time zone database
weekend = ["Saturday", "Sunday"]
first = 2026-01-01                # outside these days no holiday is known
last = 2028-12-31
source = "..."
confidence = "not verified"
working = [2026-08-22]            # days at a weekend on which people work; may be left out

[holidays]
2026-01-01 = "New Year's Day"
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date, tzinfo
from hashlib import sha256
from typing import Any

from lintas.calendars.calendar import Calendar
from lintas.wire.errors import LintasError

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAYS = {name: number for number, name in enumerate(DAYS)}
VERSION_CHARS = 8


class BadCalendar(LintasError):
    """The file is no calendar."""

    def __init__(self, file: str, wrong: str) -> None:
        self.file = file
        self.wrong = wrong


def read(file: str, data: bytes, zone: Callable[[str], tzinfo]) -> Calendar:
    """The calendar in a file's bytes; `zone` finds a time zone by its name. Raises `BadCalendar`."""
    try:
        said = tomllib.loads(data.decode())
        return Calendar(
            state=_text(said, "state"),
            zone=_text(said, "zone"),
            tz=zone(_text(said, "zone")),
            weekend=frozenset(WEEKDAYS[name] for name in said.get("weekend", ())),
            holidays={date.fromisoformat(day): str(name) for day, name in said.get("holidays", {}).items()},
            working=frozenset(_day(day) for day in said.get("working", ())),
            first=_day(said["first"]),
            last=_day(said["last"]),
            source=_text(said, "source"),
            confidence=_text(said, "confidence"),
            version=sha256(data).hexdigest()[:VERSION_CHARS],
        )
    except KeyError as error:
        raise BadCalendar(file, f"lacks or does not know {error}") from None
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise BadCalendar(file, str(error)) from None


def _text(said: dict[str, Any], name: str) -> str:
    if type(said[name]) is not str:
        raise TypeError(f"{name} is not text")
    return str(said[name])


def _day(value: object) -> date:
    if type(value) is not date:
        raise TypeError(f"{value} is not a day such as 2026-01-31")
    return value
