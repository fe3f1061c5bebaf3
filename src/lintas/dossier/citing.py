"""What a new act cites: the maximal acts known, 64 at most (`spec/act.md`, seen).

The author's own other chains come first: an act that does not cite them would leave its author with two stories. Then
one act per author in turn, oldest first. What is left out is cited by later acts. Acts of a chain whose fork is known
are cited only where somebody else had cited them, so that a forker cannot be helped to un-say anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import zip_longest

from lintas.dossier.graph import Graph, Node
from lintas.dossier.position import Position
from lintas.wire.identifiers import NULL32
from lintas.wire.limits import LIMITS


def citations(position: Position, author: bytes, prev: bytes) -> tuple[bytes, ...]:
    """The ids for `seen`, ascending, of an act that follows `prev` (null at the beginning of an incarnation)."""
    graph = position.graph
    maximal = [n for n in graph.maximal(position.vector) if n.act.id != prev]
    if prev != NULL32:
        maximal = [n for n in maximal if not graph.nodes[prev].saw(n)]
    spared = [n for n in maximal if n.act.header.author == author or not position.uncited_fork(n)]
    own = [n for n in spared if n.act.header.author == author]
    others = _in_turn([n for n in spared if n.act.header.author != author], lambda n: _oldest(graph, n, prev))
    return tuple(sorted(n.act.id for n in [*own, *others][: LIMITS.seen_max]))


def _oldest(graph: Graph, node: Node, prev: bytes) -> int:
    """The depth of the oldest act of the strand that would be cited for the first time.

    By the newest act, an author that writes often would always come last.
    """
    strand, known = graph.strands[node.strand], graph.nodes[prev].vector if prev != NULL32 else ()
    upto = known[node.strand] if node.strand < len(known) else 0
    return strand.at(max(strand.base, upto + 1)).act.header.depth


def _in_turn(nodes: Iterable[Node], age: Callable[[Node], int]) -> Iterator[Node]:
    by_author: dict[bytes, list[Node]] = {}
    for node in sorted(nodes, key=lambda n: (age(n), n.act.id)):
        by_author.setdefault(node.act.header.author, []).append(node)
    for turn in zip_longest(*by_author.values()):
        yield from (node for node in turn if node is not None)


def depth(graph: Graph, past: Iterable[bytes]) -> int:
    """The depth of an act that names these as seen: one more than the greatest among them."""
    return 1 + max((graph.nodes[identifier].act.header.depth for identifier in past), default=0)
