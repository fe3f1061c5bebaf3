"""The calendars that a node reckons with: those that lintas brings along, and the operator's own in place of them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lintas.calendars.calendar import Calendar
from lintas.calendars.reading import BadCalendar, read

FOLDER = "calendars"


def read_all(folder: Path | None = None) -> dict[str, Calendar]:
    """By state. Files `calendars/*.toml` of the node's folder come before our own. Raises `BadCalendar`."""
    named = sorted((folder / FOLDER).glob("*.toml")) if folder else []
    own = (_read(str(file), file.read_bytes()) for file in named)
    return {calendar.state: calendar for calendar in (*_brought(), *own)}


@cache
def _brought() -> tuple[Calendar, ...]:
    """Our own, which do not change while the program runs."""
    entries = files("lintas.calendars").joinpath("data").iterdir()
    return tuple(_read(entry.name, entry.read_bytes()) for entry in entries if entry.name.endswith(".toml"))


def _read(name: str, data: bytes) -> Calendar:
    try:
        return read(name, data, ZoneInfo)
    except (ZoneInfoNotFoundError, OSError) as error:
        # A name that is a folder of time zones, or too long for a file, fails as a file does.
        raise BadCalendar(name, str(error)) from None
