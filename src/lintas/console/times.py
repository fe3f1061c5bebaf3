"""Times as people read them: in the officer's own zone, and how long that is from now."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import get_language, gettext, ngettext

from lintas.calendars.calendar import WEEKEND
from lintas.console.asking import service
from lintas.console.models import Officer
from lintas.node.due import PASSED, SOON, DueAt, due_at

_MINUTE_MS: Final = 60_000
_HOUR_MS: Final = 60 * _MINUTE_MS
_DAY_MS: Final = 24 * _HOUR_MS
_SOON_MS: Final = 2 * _DAY_MS
BUDDHIST_YEARS: Final = 543
"""How many years the era of Thailand is ahead (since 1941, when its year came to begin on 1 January)."""


@dataclass(frozen=True, slots=True)
class Due:
    """A due time: when for this officer and where others wait or owe, how long is left, and whether it presses. `off`:
    where nobody works on that day, and why.
    """

    local: str
    left: str
    pressing: str
    theirs: str = ""
    off: str = ""


def local(time_ms: int, officer: Officer) -> str:
    """A time in the officer's zone, to the minute, with the zone's name. For people alone: exports say ISO 8601."""
    when = datetime.fromtimestamp(time_ms / 1000, ZoneInfo(officer.time_zone))
    return f"{when:%Y-%m-%d}{_era(when.year)} {when:%H:%M %Z}"


def _era(year: int) -> str:
    """The year of the Buddhist era, beside the other, where pages speak a language whose law reckons by it."""
    return f" (พ.ศ. {year + BUDDHIST_YEARS})" if get_language() == "th" else ""


def due_words(due_ms: int | None, officer: Officer, now_ms: int | None = None) -> Due | None:
    """When something is due, in words."""
    if due_ms is None:
        return None
    left = due_ms - (time.time_ns() // 1_000_000 if now_ms is None else now_ms)
    return Due(local(due_ms, officer), _left(left), PASSED if left < 0 else SOON if left <= _SOON_MS else "")


def due_between(due_ms: int | None, officer: Officer, parties: Iterable[str]) -> Due | None:
    """When something is due, in words, with the times in the capitals of these parties where they are others, and with
    what their calendars and ours say of that day.
    """
    due, node = due_words(due_ms, officer), service().node
    if due is None or due_ms is None:
        return None
    states = dict.fromkeys(node.federation.state(node.federation.by_code(code).id) for code in sorted(parties))
    seen = [due_at(due_ms, node.policy.calendar(state)) for state in states if state]
    own = datetime.fromtimestamp(due_ms / 1000, ZoneInfo(officer.time_zone))
    off = "; ".join(f"{at.state}: {_off(at.off)}" for at in seen if at.off)
    return replace(due, theirs=", ".join(_elsewhere(seen, own)), off=off)


def _off(why: str) -> str:
    """Why nobody works that day: a holiday has the name that the calendar gives it."""
    return gettext("the weekend") if why == WEEKEND else why


def _elsewhere(seen: Iterable[DueAt], own: datetime) -> Iterator[str]:
    """The other times than the officer's own, each with the states whose it is; with the day where that is another."""
    states = dict[str, list[str]]()
    for at in seen:
        states.setdefault(at.local, []).append(at.state)
    for when, there in states.items():
        if when != f"{own:%Y-%m-%d %H:%M}":
            yield f"{when.removeprefix(f'{own:%Y-%m-%d} ')} {' '.join(there)}"


def _left(left_ms: int) -> Any:
    """A missed date is a revised date to be agreed: it is told without a word of blame."""
    days, hours, minutes = (abs(left_ms) // unit for unit in (_DAY_MS, _HOUR_MS, _MINUTE_MS))
    if left_ms < 0:
        return _ago(days, hours, minutes)
    if days:
        return ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}
    if hours:
        return ngettext("%(n)d hour left", "%(n)d hours left", hours) % {"n": hours}
    return ngettext("%(n)d minute left", "%(n)d minutes left", minutes) % {"n": minutes}


def _ago(days: int, hours: int, minutes: int) -> str:
    if days:
        return ngettext("%(n)d day ago", "%(n)d days ago", days) % {"n": days}
    if hours:
        return ngettext("%(n)d hour ago", "%(n)d hours ago", hours) % {"n": hours}
    return ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes) % {"n": minutes}
