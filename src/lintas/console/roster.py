"""The roster of the duty desk: who is on shift, as the node has it, and who is to come, as the desk planned it.

A shift is begun with a touch (`node.shifts`), a turn is a plan: neither makes the other, and both stay here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lintas.console import trail
from lintas.console.asking import ask, service
from lintas.console.errors import BadTurn
from lintas.console.models import Officer, Turn
from lintas.console.models.officer import DUTY
from lintas.console.times import local
from lintas.node import shifts
from lintas.node.state import Node

HOURS_MAX: Final = 24
_HOUR_MS: Final = 60 * 60 * 1000


@dataclass(frozen=True, slots=True)
class OnShift:
    """Who began a shift, and until when it lasts."""

    officer: Officer
    until: str


@dataclass(frozen=True, slots=True)
class Planned:
    """A turn in the reader's own time; `now`: it has begun."""

    number: int
    officer: Officer
    begins: str
    until: str
    now: bool


def at_desk() -> list[Officer]:
    """Who may sit there: those with the role of a duty officer."""
    return [each for each in Officer.objects.filter(is_active=True).order_by("shown") if each.has(DUTY)]


def on_shift(reader: Officer) -> list[OnShift]:
    """Who is on shift now."""
    there = at_desk()
    until = ask(lambda node: {each.name: _until_ms(node, each.name) for each in there})
    return [OnShift(each, local(ms, reader)) for each in there if (ms := until[each.name]) is not None]


def _until_ms(node: Node, name: str) -> int | None:
    try:
        return shifts.on_shift(node, name).shift.until_ms
    except shifts.NotOnShift:
        return None


def coming(reader: Officer) -> list[Planned]:
    """The turns that are not over, the next first."""
    now_ms = service().node.clock()
    turns = Turn.objects.filter(until_ms__gt=now_ms).select_related("officer").order_by("from_ms")
    return [_planned(each, reader, now_ms) for each in turns]


def _planned(turn: Turn, reader: Officer, now_ms: int) -> Planned:
    begins, until = local(turn.from_ms, reader), local(turn.until_ms, reader)
    return Planned(turn.pk, turn.officer, begins, until, turn.from_ms <= now_ms)


def plan(by: Officer, officer: Officer, from_ms: int, until_ms: int) -> None:
    """The officer's turn from one time to another; raises `BadTurn`."""
    if not max(from_ms, service().node.clock()) < until_ms <= from_ms + HOURS_MAX * _HOUR_MS:
        raise BadTurn(HOURS_MAX)
    Turn.objects.create(officer=officer, from_ms=from_ms, until_ms=until_ms)
    trail.note(by, "planned a turn at the desk", detail=officer.name)


def drop(by: Officer, number: int) -> None:
    """The turn of this number is planned no more; no error where there is none."""
    turn = Turn.objects.filter(pk=number).select_related("officer").first()
    if turn:
        turn.delete()
        trail.note(by, "dropped a turn at the desk", detail=turn.officer.name)
