"""When people of a dossier meet, as a file for a calendar; what is under embargo leaves as a time and a reference."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lintas.compose import orders
from lintas.interop.icalendar import CALLED_OFF, STANDS, Event
from lintas.interop.icalendar import calendar as write
from lintas.node.appointments import Occasion, occasions
from lintas.node.state import Node
from lintas.wire.errors import LintasError
from lintas.wire.identifiers import show

Args = Mapping[str, Any]
SHORT: Final = 8
OPEN: Final = "open"


class NothingToMeetFor(LintasError):
    """No act of the dossier that can be read here says when people meet."""


def calendar_of(node: Node, dossier: bytes, url: str = "") -> bytes:
    """The calendar of a dossier; raises `NothingToMeetFor` or `UnknownDossier`. `url`: where its page is."""
    title = node.replica(dossier).kind.title
    name = f"{'EXERCISE ' if node.federation.exercise else ''}lintas {show(dossier)[:SHORT]}"
    today = f"{datetime.fromtimestamp(node.clock() // 1000, UTC):%Y-%m-%d}"
    found = [_event(node, dossier, each, f"{name}: {title}", url, today) for each in occasions(node, dossier)]
    if not found:
        raise NothingToMeetFor()
    return write(found, name, node.clock())


def calendar(node: Node, args: Args) -> dict[str, Any]:
    """The command `calendar`: the file, and how many entries it has."""
    orders.signed_in(node, args)
    dossier = orders.dossier_of(node, args)
    data = calendar_of(node, dossier)
    return {"data": data.decode(), "entries": data.count(b"BEGIN:VEVENT"), "exercise": node.federation.exercise}


def _event(node: Node, dossier: bytes, each: Occasion, name: str, url: str, today: str) -> Event:
    kept = bool(each.embargo) and today < each.embargo
    zone = each.zone if _known(each.zone) else ""
    exercise = "EXERCISE " if node.federation.exercise else ""
    return Event(
        f"{show(dossier)}-{show(each.item)}-{each.field}-{each.number}@{node.identity.authority.code}.lintas",
        _written(each.starts),
        f"{name}, under embargo until {each.embargo}"
        if kept
        else f"{exercise if each.zone else f'{name}: '}{each.what}",
        ends=_written(each.ends) if each.ends else "",
        zone=zone,
        place="" if kept else ", ".join(part for part in (each.place, each.held) if part),
        text="" if kept else _about(name, each, zone),
        url=url,
        status=CALLED_OFF if each.off else STANDS,
        private="CONFIDENTIAL" if kept else "" if each.marking == OPEN else "PRIVATE",
        again=each.again,
        busy=bool(each.zone) and not each.off,
    )


def _about(name: str, each: Occasion, zone: str) -> str:
    """To which dossier it belongs, and what the clock there shows."""
    if not each.zone:
        return name
    clock = f"{each.starts}{f' to {each.ends}' if each.ends else ''}, {each.zone}"
    return f"{name}\n{clock}" + ("" if zone else " (this node does not know that zone)")


def _known(zone: str) -> bool:
    try:
        return bool(zone) and ZoneInfo(zone) is not None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


def _written(value: str) -> str:
    """A time or a day as iCalendar has it."""
    day, _, time = value.replace("-", "").partition(" ")
    return f"{day}T{time.replace(':', '')}00" if time else day
