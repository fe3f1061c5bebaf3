"""The clocks of a dossier as this node can tell them: who owes what by when, and since when.

A clock starts when the one who owes has received the act that starts it. The author of that act knows this from the
other's signed receipt; one that refuses the act, or something that it had seen, or that only covers its place, starts
nothing (`receipts`). The one who owes, and everybody else, has only the time that the act itself claims. Each shown
clock says on which of the two it rests, and with which calendars it was reckoned (`due`). Nothing is decided by a
clock: a date that has passed is seen by those concerned, and by nobody else.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from lintas.crypto.errors import CryptoError
from lintas.dossier.grammar import Clock, Length
from lintas.dossier.graph import Node as GraphNode
from lintas.dossier.header import Act
from lintas.dossier.position import Position
from lintas.node.due import DueAt, due_at, due_ms, pressing
from lintas.node.ports import StoredAct
from lintas.node.reading import read
from lintas.node.receipts import Receipts
from lintas.node.state import Node
from lintas.wire.errors import Malformed

RINGS_WITHIN_MS: Final = 60 * 60 * 1000
"""What must be answered within an hour of its coming rings until it is."""
RUNNING, STILL, KEPT, NOT_RECEIVED = "running", "stands still", "kept", "not received"
BY_RECEIPT, BY_ITS_AUTHOR = "receipt", "as its author dated it"

Owed = tuple[Length | str, ...] | None
"""A length, a day that was named, or both; None where this node cannot tell."""


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

    def rings(self, code: str) -> bool:
        """Whether it cannot wait, and this authority owes it."""
        if self.due_ms is None or self.state != RUNNING:
            return False
        return self.owed_by == code and self.due_ms - self.since_ms <= RINGS_WITHIN_MS


def clocks(node: Node, dossier: bytes, whole: Container[bytes] | None = None) -> tuple[ShownClock, ...]:
    """Every clock that was started in the dossier, for each party that owes; of several starts the newest counts.

    With `whole`, clocks that are kept or at items that are over are told at these items alone: the bodies of all that
    was done long ago stay closed, and a long dossier costs what is open in it.
    """
    found = _Clocks(node, dossier)
    return tuple(shown for item in found.now.items for shown in found.told(item, whole))


def done_at(now: Position, item: bytes, verb: str) -> Iterator[GraphNode]:
    """The acts with effect that did the verb at the item."""
    track = now.records.marks.get((item, verb))
    for strand in track.newest(now.vector) if track else ():
        yield from filter(now.effect, strand)


class _Clocks:
    """The clocks of one dossier: what was done is found by item and verb, in the order in which it was judged."""

    def __init__(self, node: Node, dossier: bytes) -> None:
        self._node, replica = node, node.replica(dossier)
        self.now = replica.now()
        self._order = {act: at for at, act in enumerate(replica.graph.nodes)}
        self._receipts = Receipts(node)

    def told(self, item: bytes, whole: Container[bytes] | None) -> Iterator[ShownClock]:
        """The clocks at an item, or those of them that are still owed."""
        if whole is None or item in whole:
            yield from self._at(item, kept=True)
        elif self.now.type(item).clocks and not self.now.over(item):
            yield from self._at(item, kept=False)

    def _at(self, item: bytes, *, kept: bool) -> Iterator[ShownClock]:
        for clock in self.now.type(item).clocks:
            starts = sorted(self._starts(item, clock.starts), key=self._when)
            for party in sorted(self.now.held(item, clock.owed_by)):
                counted = [each for each in starts if each.act.header.author == party] if clock.own else starts
                stop = self._stop(item, clock, counted[-1], party) if counted else None
                if counted and (kept or not stop) and (shown := self._clock(item, clock, party, counted[-1], stop)):
                    yield shown

    def _when(self, found: GraphNode) -> int:
        return self._order[found.act.id]

    def _done(self, item: bytes, verb: str) -> Iterator[GraphNode]:
        return done_at(self.now, item, verb)

    def _starts(self, item: bytes, verb: str) -> Iterator[GraphNode]:
        yield from self._done(item, verb)
        opener = self.now.records.items[item].by
        if opener and opener.act.header.verb == verb:
            yield opener

    def _stop(self, item: bytes, clock: Clock, start: GraphNode, party: bytes) -> GraphNode | None:
        stops = (
            each
            for verb in clock.stops
            for each in self._done(item, verb)
            if each.act.header.author == party and each.saw(start) and each is not start
        )
        return min(stops, key=self._when, default=None)

    def _clock(
        self, item: bytes, clock: Clock, party: bytes, start: GraphNode, stop: GraphNode | None
    ) -> ShownClock | None:
        node, row = self._node, self._node.store.act(start.act.id)
        owed = _owed(node, clock, row) if row else ()
        if row is None or owed == ():
            return None
        who, since = node.federation.code(party), self._since(row, start, party)
        shown = ShownClock(item, self.now.type(item).name, clock.name, who, row.id, RUNNING, *since)
        if stop:
            return replace(shown, state=KEPT, stopped_ms=stop.act.header.time_ms)
        shown = replace(shown, until=next((each for each in owed or () if isinstance(each, str)), ""))
        if shown.since_ms == 0:
            return replace(shown, state=NOT_RECEIVED)
        lost_ms, still = _stood_still(self._pauses(item, clock, start), clock)
        return _timed(node, replace(shown, state=STILL if still else RUNNING), owed, lost_ms, (party, row.author))

    def _pauses(self, item: bytes, clock: Clock, start: GraphNode) -> list[Act]:
        """What stopped the time and let it go on, at the item or below, in order."""
        verbs = [*clock.pauses, *clock.resumes]
        places = self.now.below(item) if verbs else ()
        found = [each for at in places for verb in verbs for each in self._done(at, verb) if each.saw(start)]
        return [each.act for each in sorted(found, key=self._when) if each is not start]

    def _since(self, row: StoredAct, start: GraphNode, party: bytes) -> tuple[int, str]:
        """When the party received what starts its clock, and how we know; 0 while we wait for its receipt."""
        node = self._node
        if row.author != node.id or party == node.id:
            return start.act.header.time_ms, BY_ITS_AUTHOR
        shown = self._receipts.shown(row, party)
        return (shown.time_ms if shown and shown.received else 0), BY_RECEIPT


def _timed(node: Node, shown: ShownClock, owed: Owed, lost_ms: int, between: tuple[bytes, bytes]) -> ShownClock:
    """The clock with its due time, as those see it who owe and who wait; a named day does not move. Of a length and a
    day that are both there the nearer one holds.
    """
    there, here = (node.policy.calendar(node.federation.state(party)) for party in between)
    ends = [(due_ms(each, shown.since_ms, there), each) for each in owed or ()]
    moved = [(ms + (0 if isinstance(each, str) else lost_ms), each) for ms, each in ends if ms is not None]
    if not moved:
        return shown
    ends_ms, nearest = min(moved, key=lambda end: end[0])
    places = {calendar.state: due_at(ends_ms, calendar) for calendar in (there, here)}
    presses = pressing(ends_ms, shown.since_ms, node.clock()) if shown.state == RUNNING else ""
    until = nearest if isinstance(nearest, str) else ""
    return replace(shown, due_ms=ends_ms, due_at=tuple(places.values()), pressing=presses, until=until)


def _owed(node: Node, clock: Clock, start: StoredAct) -> Owed:
    """How long, and the day that was named; None if we cannot tell; none if the clock does not run after this start."""
    within = clock.within
    if within.always is not None:
        return (within.always,)
    try:
        said: Any = read(node, start)[1].fields
    except (CryptoError, Malformed):
        return None
    length = within.by_value.get(str(said.get(within.by_field, "")))
    day = str(said.get(within.until) or "")
    return (*([length] if length else []), *([day] if day else []))


def _stood_still(after: Sequence[Act], clock: Clock) -> tuple[int, bool]:
    """How long the clock stood still, in ms, and whether it still does."""
    lost, since = 0, None
    for act in after:
        verb, time_ms = act.header.verb, act.header.time_ms
        if since is None and verb in clock.pauses:
            since = time_ms
        elif since is not None and verb in clock.resumes:
            lost, since = lost + max(0, time_ms - since), None
    return lost, since is not None
