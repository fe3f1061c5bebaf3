"""Set digests of what this node holds, by dossier and by peer, kept up with every act.

Counted are the acts that both must have: of a dossier of which both are parties all admitted acts, but of a chain that
forked only those from before the fork or in the past of an act of a whole chain (core decision 6). After a start the
dossiers are read once, one at a time, so that what the store lost is missed; from then on each new act is one addition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from operator import itemgetter

from lintas.dossier.graph import Graph, merge
from lintas.dossier.graph import Node as GraphNode
from lintas.dossier.header import Act
from lintas.dossier.replica import Replica
from lintas.node.raw import Raw
from lintas.sync.compare import LEFT, Row, SetDigest, digest_of

_NOTHING = SetDigest()


@dataclass(slots=True)
class Held:
    """What is held of one dossier, with whom it is shared, and who was left in it once this node is no party."""

    digest: SetDigest
    sharers: frozenset[bytes]
    forked: bool = False
    others: frozenset[bytes] = frozenset()
    chains: tuple[Row, ...] | None = None


class Sets:
    """The digests. `unread` are the dossiers that were not read yet; None before the store was asked for them."""

    def __init__(self) -> None:
        """Nothing read."""
        self.unread: list[bytes] | None = None
        self._held: dict[bytes, Held] = {}
        self._totals: dict[bytes, SetDigest] = {}
        self._new: dict[bytes, list[bytes]] = {}

    def note(self, dossier: bytes, act: bytes) -> None:
        """An act was kept."""
        self._new.setdefault(dossier, []).append(act)

    def changed(self) -> list[bytes]:
        """The dossiers with acts that are not counted yet."""
        return list(self._new)

    def read(self, dossier: bytes, us: bytes, known: Replica | Raw, among: frozenset[bytes]) -> None:
        """Count what is new in a dossier, which is shared among these; all of it if it was not read before."""
        new, old = self._new.pop(dossier, []), self._held.get(dossier)
        held = _raw(known, old, us) if isinstance(known, Raw) else _folded(known, old, new, us, among)
        self._put(dossier, held)

    def share(self, dossier: bytes, peer: bytes) -> None:
        """A peer holds the same of a dossier that is not folded here: it is taken for shared."""
        old = self._held[dossier]
        self._put(dossier, replace(old, sharers=old.sharers | {peer}))

    def total(self, peer: bytes) -> SetDigest:
        """The digest over everything that is shared with the peer."""
        return self._totals.get(peer, _NOTHING)

    def of(self, dossier: bytes) -> SetDigest:
        """The digest of one dossier."""
        held = self._held.get(dossier)
        return held.digest if held else _NOTHING

    def shared(self, peer: bytes) -> Iterator[Row]:
        """The dossiers that are shared with the peer, and those in which it was left, in ascending order."""
        for dossier, held in sorted(self._held.items(), key=itemgetter(0)):
            if peer in held.sharers:
                yield Row(dossier, held.digest)
            elif peer in held.others:
                yield Row(dossier, held.digest, LEFT)

    def shares(self, dossier: bytes, peer: bytes) -> bool:
        """Whether the dossier is here, and shared with the peer."""
        held = self._held.get(dossier)
        return held is not None and peer in held.sharers

    def chains(self, dossier: bytes, known: Replica | Raw) -> tuple[Row, ...]:
        """The chains of a dossier that has been read, in ascending order."""
        held = self._held[dossier]
        if held.chains is None:
            held.chains = tuple(chain_rows(known))
        return held.chains

    def _put(self, dossier: bytes, held: Held) -> None:
        if old := self._held.get(dossier):
            for peer in old.sharers:
                self._totals[peer] = self.total(peer).minus(old.digest)
        for peer in held.sharers:
            self._totals[peer] = self.total(peer).plus(held.digest)
        self._held[dossier] = held


def _raw(raw: Raw, old: Held | None, us: bytes) -> Held:
    return Held(digest_of(raw.acts), (old.sharers if old else frozenset()) - {us})


def _folded(replica: Replica, old: Held | None, new: Iterable[bytes], us: bytes, among: frozenset[bytes]) -> Held:
    graph, none = replica.graph, frozenset[bytes]()
    sharers, others = (among - {us}, none) if us in among else (none, among)
    if old is None or old.forked:
        forked = any(len(strands) > 1 for strands in graph.chains.values())
    else:
        chains = {graph.nodes[act].act.header.chain for act in new if act in graph}
        forked = any(len(graph.chains[chain]) > 1 for chain in chains)
    added = digest_of(act for act in new if act in graph)
    # An act that fills a hole brings those behind it, which are not new in the store.
    if old is None or old.forked or forked or old.digest.count + added.count != len(graph.nodes):
        return Held(digest_of(node.act.id for node in counted(graph)), sharers, forked, others)
    return Held(old.digest.plus(added), sharers, others=others)


def counted(graph: Graph) -> Iterator[GraphNode]:
    """The acts that every party must have: those in the past of a whole chain, or of what came before a fork."""
    ends = []
    for strands in graph.chains.values():
        fork = sorted(graph.strands[number].base for number in strands)[1:2]
        for number in strands:
            strand = graph.strands[number]
            before = strand.nodes[: max(0, fork[0] - strand.base)] if fork else strand.nodes
            ends += before[-1:]
    everywhere = merge({node.vector for node in ends})
    return (node for node in graph.nodes.values() if node.within(everywhere))


def chain_rows(known: Replica | Raw) -> Iterator[Row]:
    """The chains of a dossier with their digests, in ascending order."""
    acts = known.acts.values() if isinstance(known, Raw) else (node.act for node in counted(known.graph))
    found: dict[bytes, list[Act]] = {}
    for act in acts:
        found.setdefault(chain_key(act), []).append(act)
    for chain in sorted(found):
        upto = max(act.header.sequence for act in found[chain])
        yield Row(chain, digest_of(act.id for act in found[chain]), upto)


def act_rows(known: Replica | Raw, chain: bytes) -> list[Row]:
    """The acts of one chain, in ascending order, and those that do not count: who counts one learns of the fork."""
    acts = known.acts.values() if isinstance(known, Raw) else (node.act for node in known.graph.nodes.values())
    found = (act for act in acts if chain_key(act) == chain)
    return sorted((Row(act.header.sequence.to_bytes(8, "big") + act.id, digest_of([act.id])) for act in found), key=_by)


def chain_key(act: Act) -> bytes:
    """The chain of an act, as its row names it."""
    author, incarnation = act.header.chain
    return author + incarnation.to_bytes(8, "big")


def _by(row: Row) -> bytes:
    return row.key
