"""The position of a dossier in a view: what is open to whom, and whose move it is (`spec/fold.md` 7, V6 to V8)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, Self

from lintas.dossier.grammar import START, Verb
from lintas.dossier.graph import Graph, Node, Vector
from lintas.dossier.lanes import Lanes
from lintas.dossier.records import Records
from lintas.dossier.seats import DOSSIER

__all__ = ["DOSSIER", "Closed", "Position"]


class Closed(Exception):
    """A verb is not open: the rule that says so, and what it found."""

    def __init__(self, rule: str, why: str) -> None:
        """`rule` as in spec/fold.md section 7."""
        super().__init__(why)
        self.rule, self.why = rule, why


class Way(NamedTuple):
    """A verb that is open to a party at an item, in which role, and whether it takes the matter on."""

    verb: Verb
    role: str
    onward: bool


class Position(Lanes):
    """A view that knows what may be done next."""

    def __init__(self, graph: Graph, records: Records, vector: Vector) -> None:
        """As `View`."""
        super().__init__(graph, records, vector)
        self._ways: dict[bytes, dict[bytes, tuple[Way, ...]]] = {}

    def grown(self, node: Node, moved: bytes | None = None, item: bytes = DOSSIER) -> Self:
        """As `Lanes.grown`. What is open at an item hangs on its own lanes and verbs, on the phases of those that it
        holds, and on whether anything above it has ended: elsewhere it is handed over.
        """
        changed = {*self.above(moved), item} if self._ways and moved is not None else set[bytes]()
        ended = {at: self.ended(at) for at in changed if at in self.records.held_by}
        grown = super().grown(node, moved, item)
        if self._disowns or self._forked:
            return grown
        self._ways, grown._ways = {}, self._ways
        for at in changed:
            grown._ways.pop(at, None)
        for at, was in ended.items():
            if grown.ended(at) != was:
                grown._forget_below(at)
        return grown

    def _forget_below(self, item: bytes) -> None:
        for child in self.records.held_by.get(item, ()):
            self._ways.pop(child, None)
            self._forget_below(child)

    def open(self, verb: Verb, item: bytes, party: bytes) -> str:
        """The role in which the verb is open to the party; raises `Closed`."""
        if verb.touches() and self.over(item):
            raise Closed("V6", f"{self.type(item).name} has ended, or what holds it has")
        role = self._role(verb, item, party)
        if verb.once and self._done_this_term(verb, item, party):
            raise Closed("V8", f"{verb.name} was done in this term already")
        return role

    def _role(self, verb: Verb, item: bytes, party: bytes) -> str:
        why = f"{verb.name} is for {' or '.join(verb.by)}"
        for role in verb.by:
            if party not in self.held(item, role):
                continue
            stands = self.lane(item, role, party)
            if verb.at is not None and stands.isdisjoint(verb.at):
                why = f"{verb.name} cannot follow {' and '.join(sorted(stands))}"
            elif missing := next((n for n in verb.needs if not self.met(n, item)), None):
                sign = "no " if missing.most == 0 else ""
                why = f"{verb.name} needs {sign}{' or '.join(missing.who)}: {' or '.join(missing.stand)}"
            else:
                return role
        raise Closed("V7", why)

    def _done_this_term(self, verb: Verb, item: bytes, party: bytes) -> bool:
        term = self.term(item, verb.once)
        return any(
            once.term == term and once.item != item and self.effect(once.by)
            and self.exists(once.item) and not self.ended(once.item)
            for once in self.records.once.get((party, verb.name), ())
        )  # fmt: skip

    def term(self, item: bytes, office: str) -> tuple[bytes | None, bytes]:
        """The home of the office and the id of the act by which it is held; empty where nobody holds it."""
        home = self.home(item, office)
        seatings = self.standing((home, office)) if home is not None else ()
        return home, min((s.by.act.id for s in seatings), default=b"")

    def can(self, party: bytes, item: bytes | None = None) -> Iterator[tuple[bytes, Verb, str]]:
        """What the party can do now, at one item or at all: item, verb, role."""
        for at in self.items if item is None else (item,):
            for way in self.ways(at, party):
                yield at, way.verb, way.role

    def ways(self, item: bytes, party: bytes) -> tuple[Way, ...]:
        """What the party can do at the item now, in the order of the table."""
        known = self._ways.get(item)
        if known is None:
            known = {}
            # What is done once in a term hangs on other items as well.
            if not any(verb.once for verb in self.type(item).verbs):
                self._ways[item] = known
        found = known.get(party)
        if found is None:
            found = known[party] = tuple(self._find_ways(item, party)) if party in self.parties else ()
        return found

    def _find_ways(self, item: bytes, party: bytes) -> Iterator[Way]:
        over = self.over(item)
        for verb in self.type(item).verbs:
            if verb.begins or (over and verb.touches()):
                continue
            try:
                role = self.open(verb, item, party)
            except Closed:
                continue
            yield Way(verb, role, self.steps(verb, item, role, party))

    def awaited(self, item: bytes = DOSSIER) -> frozenset[bytes]:
        """Whose move it is, at the item and below: those who can take a step that is not aside."""
        places = self.items if item == DOSSIER else tuple(self.below(item))
        return frozenset(
            party for party in self.parties if any(way.onward for place in places for way in self.ways(place, party))
        )

    def steps(self, verb: Verb, item: bytes, role: str, party: bytes) -> bool:
        """Whether the verb takes the matter on: the lane moves, or says again what it said before it saw the newest."""
        if verb.aside or verb.opens or verb.to is None:
            return False
        return verb.to not in self.lane(item, role, party) or self.stale(item, role, party)

    def stale(self, item: bytes, role: str, party: bytes) -> bool:
        """Whether some condition of the table no longer counts the lane, for want of having seen the newest."""
        stories = self.stories(item, role, party)
        nodes: list[tuple[str, Node | None]] = [(m.stand, m.by) for m in stories] or [(START, None)]
        return any(
            need.since and role in need.who and stand in need.stand and not self.fresh(node, item, need.since)
            for need in self.type(item).needs()
            for stand, node in nodes
        )
