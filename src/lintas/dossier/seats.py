"""Items and seats in a view (`spec/fold.md` 5): what exists, who holds which role, who is a party."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Final, Self

from lintas.dossier.grammar import Item, Role
from lintas.dossier.graph import Graph, Node, Vector, undominated
from lintas.dossier.records import Home, Records, Seat, Seating
from lintas.dossier.view import View
from lintas.wire.identifiers import NULL16

# Cached properties that only seats, passings, forks and disownings change.
_HANDED_OVER: Final = ("parties", "seated_by", "_passings", "_disowns", "_forked")
DOSSIER = NULL16
"""The id of the dossier as the outermost item."""


class Seats(View):
    """A view that knows its items and who sits where."""

    def __init__(self, graph: Graph, records: Records, vector: Vector) -> None:
        """As `View`."""
        super().__init__(graph, records, vector)
        self._standing: dict[Seat, tuple[Seating, ...]] = {}

    def hand_over(self, grown: Self) -> None:
        """Give what was found out about seats to a view that differs by an act which seats nobody here."""
        self._standing, grown._standing = {}, self._standing
        known = self.__dict__
        grown.__dict__ |= {name: known[name] for name in _HANDED_OVER if name in known}
        if "firm" in known and known["firm"] == self.parties:
            # The act saw all seatings here, so that they stay in every story of whoever made them.
            grown.firm = self.firm

    def exists(self, item: bytes) -> bool:
        """Whether the item is there, and so is everything that holds it."""
        opened = self.records.items.get(item)
        if opened is None:
            return False
        if opened.by is None or opened.parent is None:
            return bool(self.vector)
        return self.effect(opened.by) and self.exists(opened.parent)

    @cached_property
    def items(self) -> tuple[bytes, ...]:
        """Every item that exists, the dossier first, each before what it holds."""
        return tuple(self.below(DOSSIER)) if self.vector else ()

    def below(self, item: bytes) -> Iterator[bytes]:
        """The item and every existing one that it holds, at any depth, each before what it holds."""
        yield item
        for child in self.children(item):
            yield from self.below(child)

    def children(self, item: bytes, type_name: str = "") -> Iterator[bytes]:
        """The existing items that this one holds directly, of one type or of all, in the order of their ids' acts."""
        for child in self.records.held_by.get(item, ()):
            opened = self.records.items[child]
            if (not type_name or opened.type.name == type_name) and opened.by and self.effect(opened.by):
                yield child

    def type(self, item: bytes) -> Item:
        """The declared type of the item."""
        return self.records.items[item].type

    def above(self, item: bytes) -> Iterator[bytes]:
        """The item, then each item that holds it, the dossier last."""
        at: bytes | None = item
        while at is not None:
            yield at
            at = self.records.items[at].parent

    def home(self, item: bytes, role: str) -> bytes | None:
        """The nearest item, from here upwards, whose type has the role."""
        return self._home(item, role)[0]

    def role(self, item: bytes, role: str) -> Role | None:
        """The declaration of the role at its home."""
        return self._home(item, role)[1]

    def _home(self, item: bytes, role: str) -> Home:
        homes = self.records.homes
        if (item, role) not in homes:
            found = ((at, declared) for at in self.above(item) if (declared := self.type(at).role(role)))
            homes[item, role] = next(found, (None, None))
        return homes[item, role]

    def standing(self, seat: Seat) -> tuple[Seating, ...]:
        """The seatings at this seat that stand, of the binding holder only in a role of one (5.4, 5.5)."""
        if seat not in self._standing:
            self._standing[seat] = self._find_standing(seat)
        return self._standing[seat]

    def _find_standing(self, seat: Seat) -> tuple[Seating, ...]:
        said = list(self.seated(seat))
        role = self.type(seat[0]).role(seat[1])
        alone = role is not None and not role.many
        # The newest first: in an office that passed on often, it ends nearly all that went before.
        ends = [s for s in reversed(said) if alone or not s.here]
        stand = [s for s in said if s.here and not any(_ends(e, s) for e in ends)]
        if seat[0] != DOSSIER:
            stand = [s for s in stand if not s.convoked or s.party in self.parties]
        if alone and len({s.party for s in stand}) > 1:
            binding = min(stand, key=lambda s: s.by.act.id).party
            stand = [s for s in stand if s.party == binding]
        return tuple(stand)

    def held(self, item: bytes, role: str) -> frozenset[bytes]:
        """Who holds the role, as seen from the item."""
        home = self.home(item, role)
        return frozenset() if home is None else frozenset(s.party for s in self.standing((home, role)))

    @cached_property
    def parties(self) -> frozenset[bytes]:
        """Who holds a role at the dossier (5.6)."""
        return frozenset(s.party for s in self._at_the_dossier())

    @cached_property
    def seated_by(self) -> dict[bytes, tuple[Node, ...]]:
        """By party, the acts by which it holds roles at the dossier."""
        found: dict[bytes, list[Node]] = {}
        for seating in self._at_the_dossier():
            found.setdefault(seating.party, []).append(seating.by)
        return {party: tuple(acts) for party, acts in found.items()}

    def knew(self, node: Node, party: bytes) -> bool:
        """Whether the act saw, or is, one by which the party is a party now, or began the epoch under which that is
        sealed. To all others the party is a newcomer (9.1).
        """
        return any(node.saw(by) or _began(node, by) for by in self.seated_by.get(party, ()))

    def released(self, node: Node) -> frozenset[bytes]:
        """The newcomers to whom its author released the act since they are parties (9.2)."""
        return frozenset(
            party
            for by, release in self.records.releases.get(node.act.id, ())
            if by.act.header.author == node.act.header.author and self.effect(by)
            for party in release.parties
            if self.knew(by, party)
        )

    @cached_property
    def firm(self) -> frozenset[bytes]:
        """The parties whose seating is in every story of whoever made it: bodies go to these only (5.6)."""
        stories: dict[bytes, tuple[Node, ...]] = {}
        found = []
        for seating in self._at_the_dossier():
            by = seating.by
            author = by.act.header.author
            if author not in stories:
                stories[author] = undominated(self.newest_with_effect(author))
            if all(newest.saw(by) for newest in stories[author]):
                found.append(seating.party)
        return frozenset(found)

    def _at_the_dossier(self) -> Iterator[Seating]:
        if self.vector:
            for role in self.type(DOSSIER).roles:
                yield from self.standing((DOSSIER, role.name))

    def newest_with_effect(self, author: bytes) -> Iterator[Node]:
        """On each strand of the author, its last act with effect in the view."""
        for number in self.graph.authors.get(author, ()):
            strand = self.graph.strands[number]
            upto = self.vector[number] if number < len(self.vector) else 0
            places = range(upto, strand.base - 1, -1)
            newest = next((n for n in map(strand.at, places) if self.effect(n)), None) if upto else None
            if newest:
                yield newest


def _began(node: Node, by: Node) -> bool:
    """Whether an act began the epoch of its author's under which another is sealed."""
    seal, same = by.act.header.seal, by.act.header.author == node.act.header.author
    return same and seal is not None and seal.epoch == node.act.item


def _ends(later: Seating, seating: Seating) -> bool:
    """Whether a seat was left, taken away or, in a role of one, passed on, by an act that saw the seating."""
    about = later.party == seating.party if not later.here else later.party != seating.party
    return about and later.by is not seating.by and later.by.saw(seating.by)
