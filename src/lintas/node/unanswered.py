"""What waits for a person of this authority in a dossier: to be acknowledged, or for authority from above.

It is for this authority's own ladder of escalation, so it is asked of our own part alone, and leaves no trace that
another party could see. Only what says how soon it must be read is in it: a test of the line calls nobody higher.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lintas.crypto.errors import CryptoError
from lintas.dossier.grammar import INSIDE
from lintas.dossier.position import Position
from lintas.node.clocks import RUNNING, ShownClock, clocks, done_at
from lintas.node.reading import read
from lintas.node.state import Node
from lintas.wire.errors import Malformed
from lintas.wire.identifiers import show


@dataclass(frozen=True, slots=True)
class Unanswered:
    """One thing that waits at an item. `what`: the clock that runs, or `INSIDE`: a person of ours has acknowledged it.
    `act`: the act since which it waits, by its id in words. `urgency`: the word by which it is told how long it may.
    """

    item: str
    what: str
    act: str
    urgency: str


def unanswered(node: Node, dossier: bytes, owed: Sequence[ShownClock] | None = None) -> tuple[Unanswered, ...]:
    """Each once for an item that is not over. What cannot be read here has no urgency, and is left out. `owed`: the
    clocks of the dossier that are not kept, for whoever has them.

    Raises `UnknownDossier`.
    """
    now = node.replica(dossier).now()
    inside = {item: act for item in now.items if not now.over(item) and (act := _inside(node, now, item))}
    by_item = dict[bytes, list[ShownClock]]()
    for clock in clocks(node, dossier, inside) if inside or owed is None else owed:
        if clock.owed_by == node.federation.code(node.id):
            by_item.setdefault(clock.item, []).append(clock)
    return tuple(each for item, shown in by_item.items() for each in _at(node, now, shown, inside.get(item)))


def _at(node: Node, now: Position, shown: list[ShownClock], inside: bytes | None) -> Iterator[Unanswered]:
    """What waits at one item: for whoever acknowledges, or else for authority, as soon as its newest act asks."""
    running = [each for each in shown if each.state == RUNNING]
    waiting = [(each, each.name, each.started_by) for each in running]
    if inside and not running:
        waiting = [(max(shown, key=lambda each: each.since_ms), INSIDE, inside)]
    for clock, what, act in waiting:
        if urgency := _urgency(node, now, clock):
            yield Unanswered(show(clock.item), what, show(act), urgency)


def _field(now: Position, clock: ShownClock) -> str:
    """The field that says how soon; empty where the time is the same for all, or a day is named."""
    declared = next(each for each in now.type(clock.item).clocks if each.name == clock.name)
    return declared.within.by_field


def _urgency(node: Node, now: Position, clock: ShownClock) -> str:
    row = node.store.act(clock.started_by)
    try:
        said = read(node, row)[1].fields.get(_field(now, clock)) if row else None
    except (CryptoError, Malformed):
        return ""
    return str(said or "")


def _inside(node: Node, now: Position, item: bytes) -> bytes | None:
    """Our act by which we stand at the item waiting for authority, if we do."""
    held = [role.name for role in now.type(item).roles if node.id in now.held(item, role.name)]
    if not any(INSIDE in now.lane(item, role, node.id) for role in held):
        return None
    leads = [verb.name for verb in now.type(item).verbs if verb.to == INSIDE]
    ours = [each.act for verb in leads for each in done_at(now, item, verb) if each.act.header.author == node.id]
    return max(ours, key=lambda act: act.header.depth).id if ours else None
