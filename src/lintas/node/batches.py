"""Taking what a peer brings: how far its link has come, and the receipt for each batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lintas.dossier.replica import Replica
from lintas.node.ports import Inbound
from lintas.node.receive import receive
from lintas.node.requests import request
from lintas.node.state import Node
from lintas.sync.carried import carried
from lintas.sync.envelope import Envelope, write
from lintas.sync.link import LINK_KIND, RECEIPT_KIND, LinkBatch, Receipt, read_batch, receipt_fields
from lintas.wire.identifiers import NULL16
from lintas.wire.limits import LIMITS

HOLD_BACK_MS = 2_000
"""How long a sender is asked to hold back whose acts fill its allowance."""


def take_batch(node: Node, data: bytes) -> bytes:
    """Answer a peer's batch: the signed receipt, to be sent only after the commit. Raises as `envelope.read`."""
    signed, bodies = carried(data)
    envelope, fields = request(node, LINK_KIND, signed, former=True)
    batch, inbound = read_batch(fields, bodies), inbound_of(node, envelope.sender)
    if batch.epoch != inbound.epoch:
        node.heard[envelope.sender] = True
    if not fits(batch, inbound):
        at = (inbound.epoch, inbound.upto, inbound.anchor)
        return _receipt(node, envelope, Receipt(*at, False, *_log(node), {}, log_era=node.log_era))
    return _taken(node, envelope, batch, inbound, moves=True)


def take_carried_batch(node: Node, envelope: Envelope, batch: LinkBatch) -> bytes:
    """The receipt for a batch that came in a file, be it late, again or out of order.

    What it holds is taken in any case, each act being known by its id. The cursor moves only forward, and only if the
    batch fits; else the receipt says where it is.
    """
    inbound = inbound_of(node, envelope.sender)
    moves = fits(batch, inbound) and batch.upto >= inbound.upto
    return _taken(node, envelope, batch, inbound, moves=moves)


def inbound_of(node: Node, sender: bytes) -> Inbound:
    """How far we have taken the sender's link, with what the next commit writes."""
    return node.pending.inbound.get(sender) or node.store.inbound(sender)


def _taken(node: Node, envelope: Envelope, batch: LinkBatch, inbound: Inbound, *, moves: bool) -> bytes:
    """Take what the batch holds; the receipt for it."""
    sender = envelope.sender
    taken = receive(node, sender, batch.items)
    if moves:
        # A batch that moves no cursor went ahead of the rest: what came last in turn is what it was.
        ahead = batch.upto == batch.after
        inbound = Inbound(batch.epoch, batch.upto, taken.last if batch.items and not ahead else inbound.anchor)
        node.pending.inbound[sender] = inbound
    tips = {d: replica.tips()[: LIMITS.seen_max] for d, replica in _shared(node, taken.dossiers, sender)}
    waiting = tuple(sorted(act for act in taken.acts if act in node.staged or act in node.later))
    credit = node.staged.room(sender, node.limits.waiting_acts_max, node.limits.waiting_bytes_max)
    receipt = Receipt(
        inbound.epoch, inbound.upto, inbound.anchor, moves, *_log(node), tips, tuple(taken.refused), waiting,
        min(credit, node.limits.bundle_bytes_max), 0 if credit else HOLD_BACK_MS, node.log_era,
    )  # fmt: skip
    return _receipt(node, envelope, receipt)


def _shared(node: Node, dossiers: Iterable[bytes], peer: bytes) -> Iterator[tuple[bytes, Replica]]:
    """Those of the dossiers that are here and have the peer as a party: nobody else learns that they are."""
    for dossier in sorted(dossiers):
        replica = node.folded(dossier)
        if replica and node.serves(dossier, peer):
            yield dossier, replica


def fits(batch: LinkBatch, inbound: Inbound) -> bool:
    """Whether a batch begins where the sender's link has come to."""
    if batch.epoch == inbound.epoch:
        return batch.after == inbound.upto
    fresh = batch.after == 0 and (bool(batch.items) or inbound.epoch == NULL16)
    return fresh or (bool(batch.items) and (batch.after, batch.anchor) == (inbound.upto, inbound.anchor))


def _log(node: Node) -> tuple[int, bytes]:
    return node.frontier.size, node.frontier.root()


def _receipt(node: Node, envelope: Envelope, receipt: Receipt) -> bytes:
    reply = Envelope(node.id, envelope.sender, envelope.nonce, node.clock())
    return write(node.speaker(reply.recipient), RECEIPT_KIND, reply, receipt_fields(receipt))
