"""A view of a dossier, and which acts have effect in it (`spec/fold.md` 1.3 and 4).

The base of `Position`: `seats`, `lanes` and `position` each add a layer of questions. A view never changes; everything
that it answers follows from the acts within its vector.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Self

from lintas.dossier.control import Disown, Fork, Signed
from lintas.dossier.graph import Graph, Node, Vector
from lintas.dossier.records import Records, Seat, Seating


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
        return any(self._lifts(by, disown, node) for by, disown in self._disowns)

    def uncited_fork(self, node: Node) -> bool:
        """Whether the act lies beyond the fork point of its chain and nobody else in the view saw it (4.3)."""
        since = self._forked.get(node.act.header.chain)
        return since is not None and node.place >= since and self._cited_upto(node.strand) < node.place

    @cached_property
    def forked(self) -> frozenset[bytes]:
        """The authors of whose chains a fork is proved in the view."""
        return frozenset(author for author, _ in self._forked)

    def disowning(self) -> Iterator[tuple[Node, Disown]]:
        """The DISOWN acts in the view; nothing lifts their force (4.2)."""
        return iter(self._disowns)

    @cached_property
    def _disowns(self) -> list[tuple[Node, Disown]]:
        return [(by, disown) for by, disown in self.records.disowns if by.within(self.vector)]

    def _lifts(self, by: Node, disown: Disown, node: Node) -> bool:
        header = node.act.header
        if by.act.header.author != header.author or header.reg not in disown.regs:
            return False
        return not any(self.graph.nodes[good].saw(node) for good in disown.good)

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
        return any(by.act.header.author == header.author and header.reg in d.regs for by, d in self._disowns)

    def _cited_upto(self, strand: int) -> int:
        author = self.graph.strands[strand].chain[0]
        others = (n for n in self.graph.newest(self.vector) if n.act.header.author != author)
        return max((n.vector[strand] for n in others if strand < len(n.vector)), default=0)

    def seated(self, seat: Seat) -> Iterator[Seating]:
        """The seatings and unseatings at this seat that have effect, those of the deposed left out (4.4)."""
        for seating in self.records.seatings.get(seat, ()):
            if self.effect(seating.by) and not self._by_a_deposed(seating):
                yield seating

    def _by_a_deposed(self, seating: Seating) -> bool:
        for deposal in self.records.deposals:
            if seating.used == deposal.office and seating.by.act.header.author in deposal.holders:
                apart = not (deposal.by.saw(seating.by) or seating.by.saw(deposal.by))
                if apart and self.effect(deposal.by):
                    return True
        return False
