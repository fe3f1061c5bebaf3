"""The clocks of a dossier as this node can tell them: who owes what by when, and since when.

A clock starts when the one who owes has received the act that starts it. The author of that act knows this from the
other's signed receipt; the one who owes, and everybody else, has only the time that the act itself claims. Each shown
clock says on which of the two it rests, and with which calendars it was reckoned (`due`). Nothing is decided by a
clock: a date that has passed is seen by those concerned, and by nobody else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lintas.crypto.errors import CryptoError
from lintas.dossier.grammar import Clock, Length
from lintas.dossier.graph import Node as GraphNode
from lintas.dossier.header import Form
from lintas.dossier.position import DOSSIER, Position
from lintas.node.due import DueAt, due_at, due_ms, pressing
from lintas.node.ports import StoredAct
from lintas.node.reading import read
from lintas.node.state import Node
from lintas.sync.link import RECEIPT_KIND
from lintas.wire.errors import Malformed

RUNNING, STILL, KEPT, NOT_RECEIVED = "running", "stands still", "kept", "not received"
BY_RECEIPT, BY_ITS_AUTHOR = "receipt", "as its author dated it"


@dataclass(frozen=True, slots=True)
class ShownClock:
    """One party's time on one clock, in ms since 1970.

    `state` is *running*, *stands still*, *kept* (done, at `stopped_ms`) or *not received* (has not begun). `due_ms` is
    None where this node cannot tell: the body that says so was not for it. `until` is the day that was named, if one
    was. `due_at` is the due time where it is owed and where it is awaited; `pressing` is *soon* or *passed*.
    """

    item: bytes
    item_name: str
    name: str
    owed_by: str
    started_by: bytes
    state: str
    since_ms: int
    rests_on: str
    due_ms: int | None = None
    until: str = ""
    stopped_ms: int | None = None
    due_at: tuple[DueAt, ...] = ()
    pressing: str = ""


@dataclass(frozen=True, slots=True)
class _Done:
    """A counted verb with effect: its row, its place in the graph, the item at which it was done."""

    row: StoredAct
    node: GraphNode
    item: bytes

    @property
    def verb(self) -> str:
        return self.node.act.header.verb

    @property
    def time_ms(self) -> int:
        return self.node.act.header.time_ms


def clocks(node: Node, dossier: bytes) -> tuple[ShownClock, ...]:
    """Every clock that was started in the dossier, for each party that owes; of several starts the newest counts."""
    now = node.replica(dossier).now()
    done = list(_done(node, now, dossier))
    return tuple(
        shown
        for item in now.items
        for clock in now.type(item).clocks
        for party in sorted(now.held(item, clock.owed_by))
        if (shown := _clock(node, now, done, item, clock, party))
    )


def _done(node: Node, now: Position, dossier: bytes) -> Iterator[_Done]:
    graph = node.replica(dossier).graph
    for row in node.store.acts(dossier):
        found = graph.nodes.get(row.id)
        if found and found.act.header.form is Form.VERB and now.effect(found):
            yield _Done(row, found, found.act.header.item or DOSSIER)


def _clock(
    node: Node, now: Position, done: Sequence[_Done], item: bytes, clock: Clock, party: bytes
) -> ShownClock | None:
    starts = [d for d in done if d.verb == clock.starts and item in (d.item, d.row.id[:16])]
    if not starts:
        return None
    start = starts[-1]
    owed = _owed(node, clock, start)
    if owed is not None and not owed:
        return None
    after = [d for d in done if d.node.saw(start.node) and d is not start]
    who, since = node.federation.code(party), _since(node, start, party)
    shown = ShownClock(item, now.type(item).name, clock.name, who, start.row.id, RUNNING, *since)
    stop = next((d for d in after if d.verb in clock.stops and d.item == item and d.row.author == party), None)
    if stop:
        return replace(shown, state=KEPT, stopped_ms=stop.time_ms)
    shown = replace(shown, until=owed if isinstance(owed, str) else "")
    if shown.since_ms == 0:
        return replace(shown, state=NOT_RECEIVED)
    lost_ms, still = _stood_still([d for d in after if item in now.above(d.item)], clock)
    return _timed(node, replace(shown, state=STILL if still else RUNNING), owed, lost_ms, (party, start.row.author))


def _timed(
    node: Node, shown: ShownClock, owed: Length | str | None, lost_ms: int, between: tuple[bytes, bytes]
) -> ShownClock:
    """The clock with its due time, as those see it who owe and who wait; a named day does not move."""
    there, here = (node.policy.calendar(node.federation.state(party)) for party in between)
    ends_ms = None if owed is None else due_ms(owed, shown.since_ms, there)
    if ends_ms is None:
        return shown
    ends_ms += 0 if shown.until else lost_ms
    places = {calendar.state: due_at(ends_ms, calendar) for calendar in (there, here)}
    presses = pressing(ends_ms, shown.since_ms, node.clock()) if shown.state == RUNNING else ""
    return replace(shown, due_ms=ends_ms, due_at=tuple(places.values()), pressing=presses)


def _since(node: Node, start: _Done, party: bytes) -> tuple[int, str]:
    """When the party received what starts its clock, and how we know; 0 while we wait for its receipt."""
    if start.row.author != node.id or party == node.id:
        return start.time_ms, BY_ITS_AUTHOR
    receipts = (e for e in node.store.evidence(party) if e.kind == RECEIPT_KIND and e.upto > start.row.position)
    return min((e.time_ms for e in receipts), default=0), BY_RECEIPT


def _owed(node: Node, clock: Clock, start: _Done) -> Length | str | None:
    """How long, or the day that was named; None if we cannot tell; empty if the clock does not run after this start."""
    within = clock.within
    if within.always is not None:
        return within.always
    try:
        said: Any = read(node, start.row)[1].fields.get(within.by_field or within.until)
    except (CryptoError, Malformed):
        return None
    return str(said or "") if within.until else within.by_value.get(str(said), "")


def _stood_still(after: Sequence[_Done], clock: Clock) -> tuple[int, bool]:
    """How long the clock stood still, in ms, and whether it still does."""
    lost, since = 0, None
    for each in after:
        if since is None and each.verb in clock.pauses:
            since = each.time_ms
        elif since is not None and each.verb in clock.resumes:
            lost, since = lost + max(0, each.time_ms - since), None
    return lost, since is not None
