"""Delivering: the batches that this node owes a peer, and what the peer's receipts prove.

Only this authority's own acts are sent; each author sends its own to everybody who must have them (`items`). What was
stored is known from receipts alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lintas.dossier.traits import REALTIME
from lintas.node.again import is_due
from lintas.node.confirmed import confirm, confirmed, note, resume
from lintas.node.items import items_for
from lintas.node.owed import passed_over
from lintas.node.own_rows import OwnRows
from lintas.node.passed import ids_of
from lintas.node.ports import Outbound, Place
from lintas.node.sending import Link
from lintas.node.state import Node
from lintas.sync.carried import carry
from lintas.sync.envelope import Envelope, SyncError, check_reply, read, write
from lintas.sync.link import (
    LINK_KIND,
    RECEIPT_KIND,
    LinkBatch,
    LinkItem,
    Receipt,
    batch_fields,
    bodies_of,
    nonce_of,
    read_receipt,
)  # fmt: skip
from lintas.wire.identifiers import NULL32

BUNDLE_MARGIN_BYTES = 64 * 1024
"""What is left of a bundle for its head and the CBOR around the items."""

PAGE_ROWS = 64
"""How many acts are read at once: a page of full bodies takes 16 MiB."""

PAGES_AHEAD_MAX = 16
"""How many pages are looked through at once for what goes ahead of the rest."""

RETRY_MS_MAX = 60_000
"""How long a peer can make us hold back at most."""

SENT, STORED = "sent", "stored"


class WrongReceipt(SyncError):
    """The receipt says that the peer took something else than it was sent."""

    def __init__(self, sent_upto: int, upto: int) -> None:
        self.sent_upto = sent_upto
        self.upto = upto


@dataclass(frozen=True, slots=True)
class Sent:
    """A request under way: what it was, its bytes, and whether it took all that there was for the peer."""

    envelope: Envelope
    batch: LinkBatch
    data: bytes
    whole: bool


def greeting(node: Node, peer: bytes) -> Sent:
    """The first batch of an epoch: empty, so that the receipt tells where the peer is."""
    return _sent(node, peer, LinkBatch(node.link_epoch, 0, 0, NULL32, ()))


def next_batch(node: Node, peer: bytes) -> Sent | None:
    """What to send next; None if the peer has everything, or asked us to hold back. All of it is durable here, or with
    the commit before it leaves.
    """
    link = node.links[peer]
    if not is_due(node.clock(), link.not_before_ms, RETRY_MS_MAX):
        return None
    if not link.agreed:
        return greeting(node, peer)
    first = _ahead(node, peer, link) or untold(node, peer, link)
    return first or in_turn(node, peer, link) or passed(node, peer, link)


def in_turn(node: Node, peer: bytes, link: Link) -> Sent | None:
    """The batch that comes next behind the cursor of a link; None if there is nothing for the peer."""
    upto, items, room, whole = link.upto, list[LinkItem](), _room(node, link), True
    for position, found in _along(node, peer, max(link.upto, link.scanned)):
        if found:
            room -= sum(item.size_bytes for item in found)
            if items and (room < 0 or len(items) + len(found) > node.limits.bundle_items_max):
                whole = False
                break
            items += found
            # The cursor stays right behind what came last, so that a log that was rewound behind it is noticed.
            upto = position + 1
        elif not items:
            link.scanned = position + 1
    batch = LinkBatch(node.link_epoch, link.upto, upto, link.anchor, tuple(items))
    return _sent(node, peer, batch, (link.upto, upto), whole=whole) if items else None


def _along(node: Node, peer: bytes, start: int) -> Iterator[tuple[int, list[LinkItem]]]:
    """What the peer gets on account of each act of the log from a position on."""
    while places := node.store.places(start, PAGE_ROWS):
        rows = OwnRows(node, places)
        for place in places:
            yield place.position, items_for(node, peer, place, rows.at)
        if len(places) < PAGE_ROWS:
            return
        start = places[-1].position + 1


def untold(node: Node, peer: bytes, link: Link) -> Sent | None:
    """What was brought and no receipt tells of, once more, in a batch that moves no cursor; None without any."""
    if not link.untold:
        return None
    start, end, items, room = confirmed(node, peer).upto, link.upto, list[LinkItem](), _room(node, link)
    for position, found in _along(node, peer, start):
        if position >= link.upto:
            break
        room -= sum(item.size_bytes for item in found)
        if items and (room < 0 or len(items) + len(found) > node.limits.bundle_items_max):
            end = position
            break
        items += found
    if items:
        batch = LinkBatch(node.link_epoch, link.upto, link.upto, link.anchor, tuple(items))
        return _sent(node, peer, batch, (start, end))
    if start < end:  # Nothing there is for the peer.
        node.pending.outbound[peer] = Outbound(node.link_epoch, end)
    link.untold = False
    return None


def _room(node: Node, link: Link) -> int:
    """How many bytes of items a batch may have; the first item goes in any case."""
    return min(node.limits.bundle_bytes_max - BUNDLE_MARGIN_BYTES, link.credit_bytes)


def _ahead(node: Node, peer: bytes, link: Link) -> Sent | None:
    """Acts of realtime kinds that would wait behind others, in a batch that moves no cursor; they come again later."""
    if node.frontier.size - len(node.pending.acts) - max(link.upto, link.scanned) <= PAGE_ROWS:
        return None
    items, room = list[LinkItem](), _room(node, link)
    link.seen = max(link.seen, link.upto, link.scanned)
    # What nothing else stands before is next in any case: sent ahead, it would only come twice.
    cursor = max(link.upto, link.scanned)
    for _ in range(PAGES_AHEAD_MAX):
        places = node.store.places(link.seen, PAGE_ROWS, node.id)
        for place in places:
            realtime = _realtime(node, place.dossier)
            link.other = link.other if realtime else place.position
            found = (
                items_for(node, peer, place, lambda each: node.store.act(each.id))
                if realtime and link.other >= cursor
                else []
            )
            room -= sum(item.size_bytes for item in found)
            if items and (room < 0 or len(items) + len(found) > node.limits.bundle_items_max):
                return _sent(node, peer, LinkBatch(node.link_epoch, link.upto, link.upto, link.anchor, tuple(items)))
            items += found
            link.seen = place.position + 1
            if found:
                link.ahead[place.position] = SENT
        if len(places) < PAGE_ROWS:
            break
    batch = LinkBatch(node.link_epoch, link.upto, link.upto, link.anchor, tuple(items))
    return _sent(node, peer, batch) if items else None


def passed(node: Node, peer: bytes, link: Link) -> Sent | None:
    """Acts over which the link went, which fold by now and are in no file on its way; None without any."""
    under_way = node.passed.under_way(peer)
    acts = [act.id for act in passed_over(node, peer) if act.id not in under_way] if node.passed.open(peer) else ()
    return again(node, peer, acts, link) if acts else None


def again(node: Node, peer: bytes, acts: Sequence[bytes], link: Link | None = None) -> Sent | None:
    """The first of these acts of ours, which lie behind the cursor, in a batch that moves none; None without any."""
    link, items = link or node.links[peer], list[LinkItem]()
    room = _room(node, link)
    for row in filter(None, map(node.store.act, acts[: node.limits.bundle_items_max])):
        place = Place(row.position, row.id, row.dossier, row.author)
        found = items_for(node, peer, place, lambda each: node.store.act(each.id))
        room -= sum(item.size_bytes for item in found)
        if items and room < 0:
            break
        items += found
    batch = LinkBatch(node.link_epoch, link.upto, link.upto, link.anchor, tuple(items))
    return _sent(node, peer, batch) if items else None


def _realtime(node: Node, dossier: bytes) -> bool:
    replica = node.folded(dossier)
    return replica is not None and REALTIME in replica.kind.item.traits


def _sent(node: Node, peer: bytes, batch: LinkBatch, span: tuple[int, int] = (0, 0), *, whole: bool = False) -> Sent:
    """A batch that has all that there is for the peer at the positions of `span`."""
    link = node.links[peer]
    link.handed_over = max(link.handed_over, batch.upto)
    envelope = Envelope(node.id, peer, nonce_of(*span, node.entropy(16)), node.clock())
    signed = write(node.speaker(envelope.recipient), LINK_KIND, envelope, batch_fields(batch))
    return Sent(envelope, batch, carry(signed, bodies_of(batch.items)), whole)


def not_handed_over(node: Node, peer: bytes) -> None:
    """The peer could not be reached: what was to be sent is still queued."""
    if link := node.links.get(peer):
        link.handed_over = link.upto
        link.ahead = {at: mark for at, mark in link.ahead.items() if mark == STORED}
        link.seen = link.upto


def hold_back(node: Node, peer: bytes, retry_ms: int) -> None:
    """The peer asked us to come later."""
    node.links[peer].not_before_ms = node.clock() + min(retry_ms, RETRY_MS_MAX)


def take_receipt(node: Node, sent: Sent, data: bytes) -> Receipt:
    """What the peer's reply proves; raises `WrongReceipt` or what `envelope.read` and `check_reply` raise.

    Kept with the next commit.
    """
    reply, fields = read(node.suite, node.federation, RECEIPT_KIND, data, to=node.id, former=True)
    check_reply(sent.envelope, reply)
    receipt, peer = read_receipt(fields), reply.sender
    note(node, reply, receipt)
    link = node.links[peer]
    link.credit_bytes = receipt.credit_bytes
    if receipt.retry_ms:
        hold_back(node, peer, receipt.retry_ms)
    if not receipt.taken:
        link.upto, link.anchor = resume(node, peer, receipt)
        link.told = receipt.upto, receipt.anchor
        link.scanned, link.agreed = link.upto, True
        link.untold = confirmed(node, peer).upto < link.upto
        return receipt
    if (receipt.epoch, receipt.upto) != (sent.batch.epoch, sent.batch.upto):
        raise WrongReceipt(sent.batch.upto, receipt.upto)
    link.ahead = {at: mark for at, mark in link.ahead.items() if at >= receipt.upto}
    if link.ahead and sent.batch.after == sent.batch.upto:
        _went_ahead(node, link, sent.batch, receipt)
    if not link.agreed:
        # It takes our greeting, and has nothing of our link, be it since a restore: the log is gone over anew.
        link.scanned = receipt.upto
    link.told = None
    link.upto, link.anchor, link.agreed = receipt.upto, receipt.anchor, True
    confirm(node, reply, receipt, receipt.upto, data)
    if node.passed.open(peer):
        told = confirmed(node, peer).upto
        node.passed.brought(node.pending, ids_of(sent.batch.items), reply, receipt, told, data)
    return receipt


def _went_ahead(node: Node, link: Link, batch: LinkBatch, receipt: Receipt) -> None:
    """Mark what went ahead in this batch as stored, but for what was refused or waits there: it comes again in turn."""
    others = {each.act for each in receipt.refused}.union(receipt.waiting)
    for row in filter(None, map(node.store.act, ids_of(batch.items))):
        if row.position in link.ahead and row.id not in others:
            link.ahead[row.position] = STORED
