"""To whom the sealed body of an act of ours is given, and with which key (`spec/fold.md` 9).

Every way on which a body, a chunk or a key leaves the node asks here: the link, answers to requests, files carried by
hand. Whoever is no party gets nothing. Whoever became a party again is a newcomer to what was made meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto

from lintas.dossier.graph import Node as GraphNode
from lintas.dossier.header import Act, Form
from lintas.dossier.header_bytes import dossier_of
from lintas.dossier.position import Position
from lintas.dossier.replica import Replica
from lintas.dossier.sealing import epoch_of
from lintas.node.reading import audience_of
from lintas.node.recalls import named
from lintas.node.state import Node


class Right(Enum):
    """NONE: not even the body. READER: it was sealed to the peer. RELEASED: it was given later, by its key alone."""

    NONE = auto()
    READER = auto()
    RELEASED = auto()


def right_to(node: Node, now: Position, act: Act, peer: bytes) -> Right:
    """What a peer may have of a sealed act that is judged here."""
    found = now.graph.nodes.get(act.id)
    if found is None or node.recalls.covers(act):
        return Right.NONE
    epoch = node.epoch(dossier_of(act), epoch_of(act) or b"")
    if epoch is not None and peer in epoch.members and now.knew(found, peer):
        return Right.READER
    return Right.RELEASED if peer in now.released(found) else Right.NONE


def readers_listed(node: Node, act: Act) -> tuple[bytes, ...]:
    """Who may read what is sealed under the act's epoch, as far as it is known here. A first act that was taken back
    took its list with it: then those whom its header names.
    """
    epoch, replica = node.epoch(dossier_of(act), epoch_of(act) or b""), node.folded(dossier_of(act))
    if epoch is not None or replica is None or epoch_of(act) != dossier_of(act):
        return epoch.members if epoch else ()
    first = first_of(replica)
    parties = (party for _, parties in first.header.to for party in parties)
    return tuple(parties) if _taken_back(node, replica, first) else ()


def first_of(replica: Replica) -> Act:
    """The act that opened the dossier."""
    return next(iter(replica.graph.nodes.values())).act


def _taken_back(node: Node, replica: Replica, first: Act) -> bool:
    """Whether its author recalled it, or says that it has erased it: the ERASE may be lost for good."""
    return node.recalls.covers(first) or any(
        first.id in named(found.act) for found in erased_by(replica, first.header.author)
    )


def erased_by(replica: Replica, party: bytes) -> Iterator[GraphNode]:
    """The ERASED acts of a party."""
    for number in replica.graph.authors.get(party, ()):
        for found in replica.graph.strands[number].nodes:
            if found.act.header.form is Form.ERASED:
                yield found


def had(node: Node, act: Act) -> frozenset[bytes]:
    """Everybody who wrote or was given what the act says, as far as it is known here."""
    return frozenset({act.header.author, *(audience_of(node, act) or ()), *released_to(node, act)})


def released_to(node: Node, act: Act) -> frozenset[bytes]:
    """To whom its author released the act, whether they are parties still; what was disowned releases nothing."""
    replica = node.folded(dossier_of(act))
    if replica is None:
        return frozenset()
    now = replica.now()
    return frozenset(
        party
        for by, release in now.records.releases.get(act.id, ())
        if by.act.header.author == act.header.author and not now.disowned(by)
        for party in release.parties
    )
