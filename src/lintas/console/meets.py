"""When the people of a dossier meet, as its page shows it: by the clock there, and in the officer's own zone."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lintas.console.models import Officer
from lintas.console.times import local
from lintas.node.appointments import Occasion


@dataclass(frozen=True, slots=True)
class Meets:
    """What, when by the clock there, and when that is for the officer; empty for a day, and where nobody knows."""

    what: str
    there: str
    here: str
    place: str
    held: str
    embargo: str
    off: bool


def meets(occasion: Occasion, officer: Officer) -> Meets:
    """What the page says of it; its embargo only while that lasts."""
    until = f" \u2013 {occasion.ends}" if occasion.ends else ""
    there = f"{occasion.starts}{until} {occasion.zone}".strip()
    kept = occasion.embargo > f"{datetime.fromtimestamp(time.time(), UTC):%Y-%m-%d}"
    embargo = occasion.embargo if kept else ""
    return Meets(occasion.what, there, _here(occasion, officer), occasion.place, occasion.held, embargo, occasion.off)


def _here(occasion: Occasion, officer: Officer) -> str:
    if not occasion.zone or occasion.zone == officer.time_zone:
        return ""
    try:
        at = datetime.fromisoformat(occasion.starts).replace(tzinfo=ZoneInfo(occasion.zone))
        return local(int(at.timestamp() * 1000), officer)
    except (ZoneInfoNotFoundError, ValueError, OverflowError, OSError):
        return ""
