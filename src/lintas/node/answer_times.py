"""How soon the ends of a line answered when it was tested, as the two sides of a test see it and nobody else.

A test is an item for whose answer everybody has the same time. The time runs from when it was received there, by that
end's signed receipt, where we asked; where we answered, from when it was dated. No figure of it is made for anybody.
"""

from __future__ import annotations

from dataclasses import dataclass

from lintas.dossier.grammar import Item
from lintas.dossier.position import Position
from lintas.node.clocks import KEPT, ShownClock, clocks
from lintas.node.state import Node


@dataclass(frozen=True, slots=True)
class AnswerTime:
    """One end, and after how long a person there answered; None where nobody has."""

    code: str
    answered_ms: int | None


@dataclass(frozen=True, slots=True)
class Tried:
    """One test: by whom and when it was begun, in ms since 1970 as dated there, and what each end did. `over`: nobody
    answers it any more.
    """

    item: bytes
    name: str
    by: str
    at_ms: int
    over: bool
    answers: tuple[AnswerTime, ...]


def answer_times(node: Node, dossier: bytes, count_max: int) -> tuple[Tried, ...]:
    """The newest tests at which we sit, at most so many, the newest first; raises `UnknownDossier`."""
    now = node.replica(dossier).now()
    tests = [item for item in now.items if _is_test(now.type(item)) and _sits(node, now, item)][-count_max:]
    shown = clocks(node, dossier, tests) if tests else ()
    found = (_tried(node, now, item, [each for each in shown if each.item == item]) for item in reversed(tests))
    return tuple(each for each in found if each)


def _is_test(declared: Item) -> bool:
    return bool(declared.clocks) and all(clock.within.always for clock in declared.clocks)


def _sits(node: Node, now: Position, item: bytes) -> bool:
    return any(node.id in now.held(item, role.name) for role in now.type(item).roles)


def _tried(node: Node, now: Position, item: bytes, shown: list[ShownClock]) -> Tried | None:
    opener = now.records.items[item].by
    if opener is None:
        return None
    by, at_ms = node.federation.code(opener.act.header.author), opener.act.header.time_ms
    answers = tuple(AnswerTime(each.owed_by, _answered_ms(each)) for each in shown)
    return Tried(item, now.type(item).name, by, at_ms, now.over(item), answers)


def _answered_ms(clock: ShownClock) -> int | None:
    """Clocks of two houses may differ: no answer came before what it answers."""
    if clock.state != KEPT or clock.stopped_ms is None or not clock.since_ms:
        return None
    return max(0, clock.stopped_ms - clock.since_ms)
