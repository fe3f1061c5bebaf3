"""A view of a dossier, and which acts have effect in it (`spec/fold.md` 1.3 and 4).

The base of `Position`: `seats`, `lanes` and `position` each add a layer of questions. A view never changes; everything
that it answers follows from the acts within its vector.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Self

from lintas.dossier.control import Fork, Signed
from lintas.dossier.graph import Graph, Node, Vector
from lintas.dossier.records import Disavowal, Passing, Records, Seat, Seating


class View:
    """The acts within a vector, and their effect."""

    def __init__(self, graph: Graph, records: Records, vector: Vector) -> None:
        """A view of what the graph and the records hold."""
        self.graph, self.records, self.vector = graph, records, vector

    def before(self, node: Node) -> Self:
        """The view that is the past of the act."""
        return type(self)(self.graph, self.records, self.graph.past(node.act))

    def effect(self, node: Node) -> bool:
        """Whether the act lies in the view, was counted, and nothing in the view lifts it (4.1 to 4.3)."""
        if not node.within(self.vector) or node.act.id in self.records.void:
            return False
        if not (self._disowns or self._forked):
            return True
        return not self.disowned(node) and not self.uncited_fork(node)

    def disowned(self, node: Node) -> bool:
        """Whether a DISOWN in the view lifts the act (4.2)."""
        header = node.act.header
        return any(d.covers(header.author, header.reg) and node.act.id not in d.good for d in self._disowns)

    def uncited_fork(self, node: Node) -> bool:
        """Whether the act lies beyond the fork point of its chain and nobody else in the view saw it (4.3)."""
        since = self._forked.get(node.act.header.chain)
        return since is not None and node.place >= since and self._cited_upto(node.strand) < node.place

    @cached_property
    def forked(self) -> frozenset[bytes]:
        """The authors of whose chains a fork is proved in the view."""
        return frozenset(author for author, _ in self._forked)

    def disowning(self) -> Iterator[Disavowal]:
        """The DISOWN acts in the view; nothing lifts their force (4.2)."""
        return iter(self._disowns)

    @cached_property
    def _disowns(self) -> list[Disavowal]:
        return [disavowal for disavowal in self.records.disowns if disavowal.by.within(self.vector)]

    @cached_property
    def _forked(self) -> dict[tuple[bytes, int], int]:
        """The chains with a fork in force, each with the sequence number of its first fork."""
        found: dict[tuple[bytes, int], int] = {}
        for by, fork in self.records.forks:
            if by.within(self.vector) and self._in_force(by, fork):
                header = fork.one.act.header
                found[header.chain] = min(header.sequence, found.get(header.chain, header.sequence))
        return found

    def _in_force(self, by: Node, fork: Fork) -> bool:
        return not (self.disowned(by) or self._side_disowned(fork.one) or self._side_disowned(fork.other))

    def _side_disowned(self, side: Signed) -> bool:
        node = self.graph.nodes.get(side.act.id)
        if node:
            return self.disowned(node)
        header = side.act.header
        return any(d.covers(header.author, header.reg) for d in self._disowns)

    def _cited_upto(self, strand: int) -> int:
        author = self.graph.strands[strand].chain[0]
        others = (n for n in self.graph.newest(self.vector) if n.act.header.author != author)
        return max((n.vector[strand] for n in others if strand < len(n.vector)), default=0)

    def seated(self, seat: Seat) -> Iterator[Seating]:
        """The seatings and unseatings at this seat that have effect, those against a passing left out (4.4)."""
        for seating in self.records.seatings.get(seat, ()):
            if self.effect(seating.by) and not self._against_a_passing(seat, seating):
                yield seating

    def _against_a_passing(self, seat: Seat, seating: Seating) -> bool:
        return any(
            _apart(passing.by, seating.by)
            and (_decided_by_another(seating, passing) or (seating.here and seat == passing.office))
            for passing in self._passings
        )

    @cached_property
    def _passings(self) -> list[Passing]:
        """The passings that count: of those that did not know of each other take-overs first, then the lower id."""
        found: list[Passing] = []
        for passing in sorted(self.records.passings, key=lambda passing: (not passing.deposes, passing.by.act.id)):
            rivals = (other for other in found if other.office == passing.office)
            if self.effect(passing.by) and not any(_apart(rival.by, passing.by) for rival in rivals):
                found.append(passing)
        return found


def _apart(one: Node, other: Node) -> bool:
    """Whether neither of two acts saw the other."""
    return not (one.saw(other) or other.saw(one))


def _decided_by_another(seating: Seating, passing: Passing) -> bool:
    """Whether it was done in the office by somebody else than the one to whom it passed."""
    return seating.used == passing.office and seating.by.act.header.author != passing.by.act.header.author
