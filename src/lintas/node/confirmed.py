"""How far a peer has confirmed our link: by receipts for what lies there, one behind the other.

A receipt says where the peer is, and what became of the acts of its own batch. Where one was lost, the next one that
comes covers the positions of both and tells of one: an act that the peer refused would pass for stored. So the cursor
of what is confirmed moves only with a receipt for a batch that begins at it, and no further than that batch went; what
it left behind is brought again (`deliver.untold`, and files begin there anyway).
"""

from __future__ import annotations

import logging

from lintas.node.ports import Evidence, Outbound
from lintas.node.state import Node
from lintas.sync.envelope import Envelope, read
from lintas.sync.link import RECEIPT_KIND, Receipt, read_receipt, span_of
from lintas.wire.identifiers import NULL32

log = logging.getLogger(__name__)


def confirmed(node: Node, peer: bytes) -> Outbound:
    """How far the peer has confirmed our link, with what the next commit writes."""
    return node.pending.outbound.get(peer) or node.store.outbound(peer)


def confirm(node: Node, reply: Envelope, receipt: Receipt, upto: int, data: bytes) -> None:
    """Keep a receipt for a batch that was looked at, if it shows more than was known. The peer is at `upto`."""
    peer, (start, end) = reply.sender, span_of(reply.nonce)
    known, shown = confirmed(node, peer).upto, min(end, upto)
    if start <= known < shown:
        node.pending.outbound[peer] = Outbound(receipt.epoch, shown)
        node.pending.evidence.append(Evidence(RECEIPT_KIND, peer, receipt.epoch, shown, reply.time_ms, data))


def newest_receipt(node: Node, peer: bytes) -> Evidence | None:
    """The receipt of the peer that is kept and that it signed last."""
    rows = (each for each in node.store.evidence(peer) if each.kind == RECEIPT_KIND)
    return max(rows, key=lambda each: each.time_ms, default=None)


def read_kept(node: Node, row: Evidence) -> Receipt:
    """What a receipt says that is kept."""
    return read_receipt(read(node.suite, node.federation, RECEIPT_KIND, row.signed, to=node.id, former=True)[1])


def note(node: Node, reply: Envelope, receipt: Receipt) -> None:
    """What a reply tells those who run the node: the peer's clock, and what it refuses."""
    node.skew_ms[reply.sender] = reply.time_ms - node.clock()
    refused = node.refused_by.setdefault(reply.sender, {})
    for each in receipt.refused:
        refused[each.error] = refused.get(each.error, 0) + 1


def resume(node: Node, peer: bytes, receipt: Receipt) -> tuple[int, bytes]:
    """Where to go on: where the peer is, if it is there in this epoch, in which nothing else is taken, or if our log
    still has the act at which that was, or the store has it that the peer was there; else from the beginning.
    """
    known = node.store.act(receipt.anchor)
    if known is None and receipt.anchor != NULL32:
        code = node.federation.code(peer)
        log.warning("%s confirmed act %s of ours, which is not here", code, receipt.anchor.hex()[:16])
        node.lost[peer] = receipt.anchor
    here = receipt.epoch == node.link_epoch and receipt.upto <= node.store.size()
    ours = known is not None and known.author == node.id and known.position + 1 == receipt.upto
    if here or ours or receipt.upto == confirmed(node, peer).upto:
        return receipt.upto, receipt.anchor
    return 0, NULL32
