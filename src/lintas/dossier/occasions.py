"""Field types of meetings and of the texts that they settle: when people meet, until when nobody quotes, for whom.

They stand beside those of `meanings`, and a time is as the clock on the wall there shows it, with the zone of that
clock: who reads it works it out, and no act depends on whose tables of zones are the newest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from lintas.dossier.meanings import Date, Meaning, Place, choice, record
from lintas.dossier.reasons import Reason

HELD: Final = ("in person", "hybrid", "online")


def _time(value: object) -> str | None:
    text = value if isinstance(value, str) and re.fullmatch(r"[\d-]{10} \d{2}:\d{2}", value, re.ASCII) else ""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return Reason("give a day and a time as 2026-01-31 09:30")
    return None


def _zone(value: object) -> str | None:
    good = isinstance(value, str) and re.fullmatch(r"(?:[A-Z][A-Za-z0-9_+-]{0,30}/?){1,3}(?<!/)", value, re.ASCII)
    return None if good else Reason("give the zone of the clock there by its name, as Asia/Jakarta")


_APPOINTMENT = record(
    {"what": Place.checks, "starts": _time, "zone": _zone},
    {"ends": _time, "place": Place.checks, "held": choice(*HELD).checks},
)


def _appointment(value: object) -> str | None:
    if (why := _APPOINTMENT(value)) or not isinstance(value, dict):
        return why
    wrong = "ends" in value and value["ends"] <= value["starts"]
    return Reason("give an end that is after the start") if wrong else None


Appointment = Meaning("appointment", _appointment)
"""{what, starts, zone, ends, place, held}: when people meet, by the clock there (2026-01-31 09:30) of a zone (the IANA
name), perhaps until when, where, and whether in person, hybrid or online."""
Embargo = Meaning("embargo", Date.checks)
"""The day before which nobody quotes or announces what is said beside it."""


def _state(value: object) -> str | None:
    good = isinstance(value, str) and re.fullmatch("[A-Z]{2}", value, re.ASCII)
    return None if good else Reason("give the two letters of the state, as LA")


OnBehalf = Meaning("on behalf of", _state)
"""The state (two letters of ISO 3166-1) for which its author says this, from what that state sent: it has no node."""

PARTS: Final = (
    "head of delegation", "alternate head", "delegate", "adviser", "interpreter", "security", "protocol", "press",
)  # fmt: skip
Delegate = Meaning("delegate", record({"who": Place.checks, "as": choice(*PARTS).checks}, {"office": Place.checks}))
"""{who, as, office}: somebody who comes to a meeting for an authority: by name or post, as what, and of which office.
In no search index, in no file for tools of others."""


def delegate_in_words(delegate: Mapping[str, Any]) -> str:
    """Who, as what, and of which office."""
    return ", ".join(str(delegate[name]) for name in ("who", "as", "office") if name in delegate)


def in_words(appointment: Mapping[str, Any]) -> str:
    """What, when by the clock there, and where."""
    until = f" to {appointment['ends']}" if "ends" in appointment else ""
    when = f"{appointment['starts']}{until} {appointment['zone']}"
    where = [str(appointment[name]) for name in ("place", "held") if name in appointment]
    return ", ".join([str(appointment["what"]), when, *where])
