"""Which acts of ours a peer must have, and which of them it has not confirmed."""

from __future__ import annotations

from collections.abc import Iterator

from lintas.dossier.graph import Node as GraphNode
from lintas.dossier.header import Act
from lintas.dossier.replica import Replica
from lintas.dossier.traits import DIRECTORY
from lintas.node.state import Node

QUEUED_LOOKED_AT_MAX = 1_000
"""How many acts are looked through for those that are queued for a peer."""


def owed(replica: Replica, found: GraphNode, peer: bytes) -> bool:
    """Whether the peer must have the header: it is a party, or was one when the act was made, or it is an authority and
    the act is the registry's.
    """
    now = replica.now()
    if peer in now.parties or DIRECTORY in replica.kind.item.traits:
        return True
    return peer in replica.records.ever_named and peer in replica.parties_before(found)


def queued(node: Node, peer: bytes) -> Iterator[Act]:
    """Our acts that the peer must have and has not confirmed, of those that lie behind its cursor the oldest first; of
    the first `QUEUED_LOOKED_AT_MAX`.
    """
    yield from passed_over(node, peer)
    for place in node.store.places(node.store.outbound(peer).upto, QUEUED_LOOKED_AT_MAX, node.id):
        replica = node.folded(place.dossier)
        found = replica.graph.nodes.get(place.id) if replica else None
        if replica and found and owed(replica, found, peer):
            yield found.act


def passed_over(node: Node, peer: bytes) -> list[Act]:
    """Acts of ours over which the link to the peer went, and that are folded by now and for the peer. What turns out
    not to be is noted no longer.
    """
    found = list[Act]()
    for dossier, acts in node.passed.open(peer).items():
        replica = node.folded(dossier)
        for here in (replica.graph.nodes.get(act) for act in acts) if replica else ():
            if replica and here and owed(replica, here, peer):
                found.append(here.act)
            elif here:
                node.passed.drop(node.pending, peer, here.act.id)
    return found
