"""How far each act of ours has got with each peer, from signed evidence wherever it is more than *sent*."""

from __future__ import annotations

from bisect import bisect_right
from itertools import islice

from lintas.dossier.graph import Node as GraphNode
from lintas.dossier.replica import Replica
from lintas.node.deliver import SENT, STORED, owed
from lintas.node.opened import opened_at
from lintas.node.ports import Evidence, StoredAct
from lintas.node.state import Node
from lintas.sync.envelope import read
from lintas.sync.link import RECEIPT_KIND, Receipt, read_receipt

QUEUED, TAKEN, OPENED, REFUSED = "queued", "taken", "opened", "refused"

LATER_MAX = 64
"""How many later receipts are read for whether an act that waited there was admitted."""


class Marks:
    """The marks of one page: each receipt is read once."""

    def __init__(self, node: Node) -> None:
        """Nothing read yet."""
        self._node = node
        self._rows: dict[bytes, list[Evidence]] = {}
        self._read: dict[bytes, Receipt] = {}

    def of(self, row: StoredAct) -> dict[str, str]:
        """The mark of an act of ours by the code of each peer that must have it."""
        node, replica = self._node, self._node.replica(row.dossier)
        found = replica.graph.nodes[row.id]
        return {
            node.federation.code(peer): self._mark(row, replica, found, peer)
            for peer in sorted(node.federation.authorities)
            if peer != node.id and owed(replica, found, peer)
        }

    def _mark(self, row: StoredAct, replica: Replica, found: GraphNode, peer: bytes) -> str:
        if opened_at(self._node, row.id, peer):
            return OPENED
        link = self._node.links.get(peer)
        if row.position < self._node.store.outbound(peer).upto:
            return self._covered(row, replica, found, peer)
        if link and row.position in link.ahead:
            return link.ahead[row.position]
        return SENT if link and row.position < link.handed_over else QUEUED

    def _covered(self, row: StoredAct, replica: Replica, found: GraphNode, peer: bytes) -> str:
        """What the first receipt that covers the position says of the act, and later ones of its dossier."""
        rows = self._receipts(peer)
        first = bisect_right(rows, row.position, key=lambda each: each.upto)
        if first == len(rows):
            return STORED
        receipt = self._receipt(rows[first])
        if any(refusal.act == row.id for refusal in receipt.refused):
            return REFUSED
        if row.id not in receipt.waiting:
            return STORED
        for later in islice(rows, first, first + LATER_MAX):
            tips = self._receipt(later).tips.get(row.dossier, ())
            if any(tip in replica.graph and replica.graph.nodes[tip].saw(found) for tip in tips):
                return STORED
        return TAKEN

    def _receipts(self, peer: bytes) -> list[Evidence]:
        """The peer's receipts by cursor."""
        if peer not in self._rows:
            rows = (each for each in self._node.store.evidence(peer) if each.kind == RECEIPT_KIND)
            self._rows[peer] = sorted(rows, key=lambda each: each.upto)
        return self._rows[peer]

    def _receipt(self, row: Evidence) -> Receipt:
        if row.signed not in self._read:
            node = self._node
            self._read[row.signed] = read_receipt(
                read(node.suite, node.federation, RECEIPT_KIND, row.signed, to=node.id, former=True)[1]
            )
        return self._read[row.signed]
