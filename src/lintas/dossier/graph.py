"""The acts of one dossier as a graph: who had seen what.

Acts of one chain form a *strand*; an act that continues a strand anywhere but at its tip (a fork) begins a new one. A
*vector* says for each strand how far a view reaches in it. Since views are closed under the past, a vector is a view,
`merge` is their union, and "x lies in the view" is one comparison. A vector has as many entries as the dossier had
strands when it was made; strands that came later are not in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from lintas.dossier.header import Act

Vector = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """An admitted act: its strand, its place there (the sequence number), and the view that it spans, with itself."""

    act: Act
    strand: int
    place: int
    vector: Vector

    def within(self, vector: Vector) -> bool:
        """Whether the act lies in the view."""
        return self.strand < len(vector) and vector[self.strand] >= self.place

    def saw(self, other: Node) -> bool:
        """Whether `other` is in the past of this act, or is this act."""
        return other.within(self.vector)


@dataclass(slots=True)
class Strand:
    """A run of acts of one chain; the first has the sequence number `base`."""

    chain: tuple[bytes, int]
    base: int
    nodes: list[Node]

    def at(self, place: int) -> Node:
        """The act with this sequence number."""
        return self.nodes[place - self.base]


class Graph:
    """The admitted acts, by id and by strand."""

    def __init__(self) -> None:
        """Without acts."""
        self.nodes: dict[bytes, Node] = {}
        self.strands: list[Strand] = []
        self.chains: dict[tuple[bytes, int], list[int]] = {}
        self.authors: dict[bytes, list[int]] = {}
        self.everything: Vector = ()

    def copy(self) -> Graph:
        """A graph that can grow apart from this one."""
        twin = Graph()
        twin.nodes = dict(self.nodes)
        twin.strands = [Strand(s.chain, s.base, list(s.nodes)) for s in self.strands]
        twin.chains = {chain: list(strands) for chain, strands in self.chains.items()}
        twin.authors = {author: list(strands) for author, strands in self.authors.items()}
        twin.everything = self.everything
        return twin

    def __contains__(self, identifier: bytes) -> bool:
        """Whether the act is admitted here."""
        return identifier in self.nodes

    def span(self, identifiers: Iterable[bytes]) -> Vector:
        """The smallest view that holds these acts."""
        vectors = {self.nodes[identifier].vector for identifier in identifiers}
        return merge(vectors)

    def past(self, act: Act) -> Vector:
        """The view in which the act is judged: all that it saw, without itself."""
        return self.span(act.header.past)

    def add(self, act: Act, past: Vector) -> Node:
        """Admit an act whose past is here."""
        strand = self._strand(act)
        place = act.header.sequence
        vector = [*past, *(0 for _ in range(len(past), strand + 1))]
        vector[strand] = place
        node = Node(act, strand, place, tuple(vector))
        self.nodes[act.id] = node
        self.strands[strand].nodes.append(node)
        self.everything = merge((self.everything, node.vector))
        return node

    def _strand(self, act: Act) -> int:
        before = self.nodes.get(act.header.prev)
        if before and self.strands[before.strand].nodes[-1] is before:
            return before.strand
        strand, chain = len(self.strands), act.header.chain
        self.strands.append(Strand(chain, act.header.sequence, []))
        self.chains.setdefault(chain, []).append(strand)
        self.authors.setdefault(act.header.author, []).append(strand)
        return strand

    def newest(self, vector: Vector) -> Iterator[Node]:
        """The last act of each strand that the view reaches."""
        for strand, place in enumerate(vector):
            if place:
                yield self.strands[strand].at(place)

    def maximal(self, vector: Vector) -> tuple[Node, ...]:
        """The acts of the view that no other act of it saw."""
        return undominated(self.newest(vector))


def merge(vectors: Iterable[Vector]) -> Vector:
    """The union of views."""
    found: Vector = ()
    for vector in vectors:
        if len(found) == len(vector):
            found = tuple(map(max, found, vector))
        else:
            found = tuple(map(max, *zip(*zip_longest(found, vector, fillvalue=0), strict=True))) if found else vector
    return found


def undominated(nodes: Iterable[Node]) -> tuple[Node, ...]:
    """Those of the acts that no other of them saw."""
    known = tuple(nodes)
    if len(known) == 1:
        return known
    return tuple(n for n in known if not any(o is not n and o.saw(n) for o in known))
