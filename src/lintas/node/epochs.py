"""Which of an author's epochs are live: under one of them its next act for the same audience is sealed."""

from __future__ import annotations

from itertools import islice

from lintas.dossier.graph import Node as GraphNode
from lintas.dossier.replica import Replica
from lintas.node.ports import Epoch
from lintas.node.state import Node


def live_epoch(node: Node, dossier: bytes, replica: Replica, audience: tuple[bytes, ...]) -> Epoch | None:
    """The newest live epoch of exactly this audience (beside the author), if there is one.

    Live are the newest of ours whose members have been parties since it began: who left and came back holds its key.
    The vault may know more: an epoch whose KEY act was never stored, or was lost in a restore, may have reached nobody.
    """
    members, now = {node.id, *audience}, replica.now()
    known = [*node.vault.epochs(dossier), *(e for e in node.pending.epochs if e.dossier == dossier)]
    begun = ((e, _begun(node, replica, e.id)) for e in reversed(known) if e.author == node.id and e.key)
    live = islice(((e, by) for e, by in begun if by), node.limits.epochs_live_max)
    same = ((e, by) for e, by in live if set(e.members) == members)
    return next((e for e, by in same if all(now.knew(by, member) for member in members)), None)


def _begun(node: Node, replica: Replica, epoch: bytes) -> GraphNode | None:
    """The act of ours that began the epoch, if it is here."""
    if epoch not in node.begun:
        strands = (replica.graph.strands[number] for number in replica.graph.authors.get(node.id, ()))
        by = next((n for strand in strands for n in strand.nodes if n.act.item == epoch), None)
        if by is None:
            return None
        node.begun[epoch] = by.act.id
    return replica.graph.nodes.get(node.begun[epoch])
