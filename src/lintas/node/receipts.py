"""What the receipts of peers show of acts of ours: each is read once, for all acts of one page.

A receipt shows something of an act only if the batch that it answers had the act. The first receipt that covers its
position does, but where the link went over it: since it was not folded here (`node.passed`), or since the peer was no
party then. Of the former the receipt counts for the batch that brought it after all; of the latter, whose headers a
newcomer fetches, only one whose tips have the act in their past. So does one that comes after a refusal: what a peer
refused it may fetch once it can take it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from lintas.dossier.graph import Node as GraphNode
from lintas.dossier.replica import Replica
from lintas.dossier.traits import DIRECTORY
from lintas.node.confirmed import read_kept
from lintas.node.deliver import STORED
from lintas.node.ports import Evidence, StoredAct
from lintas.node.state import Node
from lintas.sync.link import RECEIPT_KIND, Receipt

TAKEN, REFUSED = "taken", "refused"

TIPS_MAX = 64
"""How many receipts are read for tips with an act in their past: so many from one on; where the peer was a newcomer or
refused the act, also so many of the newest. Of what waits, so many before it are read for what it may wait for.
"""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a receipt shows of an act, and when its peer signed it, in ms since 1970 by that peer's clock.

    `received`: the act is there, and nothing before it was refused: a time that it starts runs from then.
    """

    mark: str
    time_ms: int
    received: bool = True


class Receipts:
    """The receipts of one page."""

    def __init__(self, node: Node) -> None:
        """Nothing read yet."""
        self._node = node
        self._rows: dict[bytes, list[Evidence]] = {}
        self._read: dict[bytes, Receipt] = {}

    def shown(self, row: StoredAct, peer: bytes) -> Shown | None:
        """What is shown of an act of ours that is folded here; None where no receipt shows anything."""
        replica, rows = self._node.replica(row.dossier), self._of(peer)
        found, first = replica.graph.nodes[row.id], self._first(row, peer, rows)
        if first == len(rows):
            return None
        receipt, time_ms = self._receipt(rows[first]), rows[first].time_ms
        if any(refusal.act == row.id for refusal in receipt.refused):
            after_all = self._admitted(_some(rows, first + 1), row.dossier, found)
            return Shown(STORED, after_all.time_ms) if after_all else Shown(REFUSED, time_ms, received=False)
        if row.id in receipt.waiting:
            if self._admitted(rows[first : first + TIPS_MAX], row.dossier, found):
                return Shown(STORED, time_ms)
            some = rows[max(0, first + 1 - TIPS_MAX) : first + TIPS_MAX]
            return Shown(TAKEN, time_ms, received=not self._waits_in_vain(some, row.dossier, found))
        if self._saw(receipt, row.dossier, found) or _owed_then(replica, found, peer):
            return Shown(STORED, time_ms)
        by = self._admitted(_some(rows, first), row.dossier, found)
        return Shown(STORED, by.time_ms) if by else None

    def _first(self, row: StoredAct, peer: bytes, rows: Sequence[Evidence]) -> int:
        """The place of the receipt for the batch that had the act or would have had it; the end where there is none."""
        note = self._node.passed.of(peer).get(row.id)
        if note is None:
            return bisect_right(rows, row.position, key=lambda each: each.upto)
        here = (at for at, each in enumerate(rows) if note.receipt and sha256(each.signed).digest() == note.receipt)
        return next(here, len(rows))

    def _admitted(self, rows: Iterable[Evidence], dossier: bytes, found: GraphNode) -> Evidence | None:
        """The first of these receipts by which the peer says that it has admitted the act."""
        return next((each for each in rows if self._saw(self._receipt(each), dossier, found)), None)

    def _waits_in_vain(self, rows: Sequence[Evidence], dossier: bytes, found: GraphNode) -> bool:
        """Whether these receipts say that the peer refused something that the act had seen, and none that it came."""
        nodes = self._node.replica(dossier).graph.nodes
        refused = {each.act for row in rows for each in self._receipt(row).refused if each.act in nodes}
        seen = (nodes[act] for act in refused if found.saw(nodes[act]))
        return any(self._admitted(rows, dossier, each) is None for each in seen)

    def _saw(self, receipt: Receipt, dossier: bytes, found: GraphNode) -> bool:
        nodes, tips = self._node.replica(dossier).graph.nodes, receipt.tips.get(dossier, ())
        return any(tip in nodes and nodes[tip].saw(found) for tip in tips)

    def _of(self, peer: bytes) -> list[Evidence]:
        """The peer's receipts by cursor; of one cursor, those that came first are first."""
        if peer not in self._rows:
            rows = (each for each in self._node.store.evidence(peer) if each.kind == RECEIPT_KIND)
            self._rows[peer] = sorted(rows, key=lambda each: each.upto)
        return self._rows[peer]

    def _receipt(self, row: Evidence) -> Receipt:
        if row.signed not in self._read:
            self._read[row.signed] = read_kept(self._node, row)
        return self._read[row.signed]


def _some(rows: Sequence[Evidence], first: int) -> Iterator[Evidence]:
    """So many from a place on, and of the others the newest."""
    yield from rows[first : first + TIPS_MAX]
    yield from rows[max(first + TIPS_MAX, len(rows) - TIPS_MAX) :]


def _owed_then(replica: Replica, found: GraphNode, peer: bytes) -> bool:
    """Whether the peer was to have the act when it was made; who became a party later was not."""
    if DIRECTORY in replica.kind.item.traits or any(peer in parties for _, parties in found.act.header.to):
        return True
    return peer in replica.parties_before(found)
