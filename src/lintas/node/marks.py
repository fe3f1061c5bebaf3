"""How far each act of ours has got with each peer, from signed evidence wherever it is more than *sent*."""

from __future__ import annotations

from lintas.node.deliver import SENT
from lintas.node.opened import opened_at
from lintas.node.owed import owed
from lintas.node.ports import StoredAct
from lintas.node.receipts import Receipts
from lintas.node.state import Node

QUEUED, OPENED = "queued", "opened"


class Marks:
    """The marks of one page: each receipt is read once."""

    def __init__(self, node: Node) -> None:
        """Nothing read yet."""
        self._node, self._receipts = node, Receipts(node)

    def of(self, row: StoredAct) -> dict[str, str]:
        """The mark of an act of ours by the code of each peer that must have it."""
        node, replica = self._node, self._node.replica(row.dossier)
        found = replica.graph.nodes[row.id]
        return {
            node.federation.code(peer): self._mark(row, peer)
            for peer in sorted(node.federation.authorities)
            if peer != node.id and owed(replica, found, peer)
        }

    def _mark(self, row: StoredAct, peer: bytes) -> str:
        if opened_at(self._node, row.id, peer):
            return OPENED
        link, note = self._node.links.get(peer), self._node.passed.of(peer).get(row.id)
        if note is not None and not note.receipt:
            return QUEUED
        if row.position < self._node.store.outbound(peer).upto:
            shown = self._receipts.shown(row, peer)
            return shown.mark if shown else SENT
        if link and row.position in link.ahead:
            return link.ahead[row.position]
        return SENT if link and row.position < link.handed_over else QUEUED
