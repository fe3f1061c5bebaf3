"""The position of a dossier in a view: what is open to whom, and whose move it is (`spec/fold.md` 7, V6 to V8)."""

from __future__ import annotations

from collections.abc import Iterator

from lintas.dossier.grammar import START, Verb
from lintas.dossier.graph import Node
from lintas.dossier.lanes import Lanes
from lintas.dossier.seats import DOSSIER

__all__ = ["DOSSIER", "Closed", "Position"]


class Closed(Exception):
    """A verb is not open: the rule that says so, and what it found."""

    def __init__(self, rule: str, why: str) -> None:
        """`rule` as in spec/fold.md section 7."""
        super().__init__(why)
        self.rule, self.why = rule, why


class Position(Lanes):
    """A view that knows what may be done next."""

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
            for verb in self.type(at).verbs:
                if not verb.begins and party in self.parties:
                    try:
                        yield at, verb, self.open(verb, at, party)
                    except Closed:
                        continue

    def awaited(self, item: bytes = DOSSIER) -> frozenset[bytes]:
        """Whose move it is, at the item and below: those who can take a step that is not aside."""
        places = tuple(self._below(item))
        return frozenset(
            party
            for party in self.parties
            for place in places
            for at, verb, role in self.can(party, place)
            if self.steps(verb, at, role, party)
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
