"""Which of an author's epochs are live: under one of them its next act for the same audience is sealed."""

from __future__ import annotations

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
    live = 0
    for epoch in reversed(known):
        by = _begun(node, replica, epoch.id) if epoch.author == node.id and epoch.key else None
        if by is None:
            continue
        if live == node.limits.epochs_live_max:
            break
        live += 1
        if set(epoch.members) == members and all(now.knew(by, member) for member in members):
            return epoch
    return None


def _begun(node: Node, replica: Replica, epoch: bytes) -> GraphNode | None:
    """The act of ours that began the epoch, if it is here."""
    if epoch not in node.begun:
        strands = (replica.graph.strands[number] for number in replica.graph.authors.get(node.id, ()))
        by = next((n for strand in strands for n in strand.nodes if n.act.item == epoch), None)
        if by is None:
            return None
        node.begun[epoch] = by.act.id
    return replica.graph.nodes.get(node.begun[epoch])
