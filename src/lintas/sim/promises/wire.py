"""Promises about what leaves a node: requests, replies, receipts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from lintas.crypto.cose import open1
from lintas.node import batches, line
from lintas.node.mail import COLLECT
from lintas.node.steps import CHUNK, FETCH, LINK, PING
from lintas.sim.bodies import SECRET
from lintas.sim.host import Host
from lintas.sim.promises import recalled
from lintas.sim.truth import Truth
from lintas.sync.carried import carried
from lintas.sync.chunk import CHUNK_KIND, read_chunk
from lintas.sync.fetch import FETCH_KIND, FETCHED_KIND, read_fetched
from lintas.sync.line import SEALED
from lintas.sync.link import LINK_KIND, RECEIPT_KIND, LinkBatch, LinkItem, Receipt, read_batch, read_receipt
from lintas.wire import shape
from lintas.wire.identifiers import NULL32
from lintas.wire.limits import LIMITS
from lintas.wire.shape import Fields

TRIES_MAX, TRIES_MS = 24, 2_000
NOT_TAKEN_MAX: Final = 8
"""How often one batch may come that does not fit where the receiver is: it was under way, or came twice."""
_SECRET = SECRET.encode()
_READ_MAX: Final = 64
"""How many messages that were looked at are remembered: each is looked at when it leaves and when it comes."""


def asks(truth: Truth, host: Host, peer: bytes, path: str, data: bytes) -> None:
    """Look at a request of an honest node."""
    nothing_travels_unsealed(truth, host, path, data)
    if path == LINK:
        batch = batch_in(data)
        gives(truth, host, peer, batch.items)


def takes(truth: Truth, host: Host, path: str, data: bytes) -> None:
    """Note which acts a batch brings that a node is about to take: what its cursor will cover."""
    if path == LINK:
        batch, sender = batch_in(data), sender_of(data)
        # One that comes late or again and does not fit is not taken, and covers nothing.
        assert host.node is not None
        if batch.upto > batch.after and batches.fits(batch, batches.inbound_of(host.node, sender)):
            note_covered(truth, host, sender, batch)


def note_covered(truth: Truth, host: Host, sender: bytes, batch: LinkBatch) -> None:
    """What the cursor of a node covers once it has taken this batch."""
    ids = tuple(truth.id_of(item.signed) for item in batch.items)
    sent = truth.on_link.setdefault((sender, batch.epoch, host.id), [])
    # What came behind the cursor before was refused as a whole, or was lost with the process that took it.
    sent[:] = [*(each for each in sent if each[0] <= batch.after), (batch.upto, ids)]


def answers(truth: Truth, host: Host, path: str, data: bytes, reply: bytes) -> None:
    """Look at a reply of an honest node."""
    nothing_travels_unsealed(truth, host, path, reply)
    a_request_is_answered_once(truth, host, data)
    if path == FETCH:
        asker = fields_in(FETCH_KIND, data).octets(1, 16)
        gives(truth, host, asker, items_in(reply))
    if path == CHUNK:
        chunks_go_to_their_audience_only(truth, host, data)
    if path == LINK:
        receipt = read_receipt(fields_in(RECEIPT_KIND, reply))
        a_log_only_grows(truth, host, receipt)
        if receipt.taken:
            what_a_receipt_says_is_so(truth, host, batch_in(data), receipt)
        elif batch_in(data).items and truth.honest(sender_of(data)):
            who_says_where_it_is_is_brought_what_comes_next(truth, host, batch_in(data))


def gives(truth: Truth, host: Host, peer: bytes, items: Sequence[LinkItem]) -> None:
    """Look at acts that a node gives a peer."""
    bodies_go_to_their_audience_only(truth, host, peer, items)
    recalled.who_is_out_gets_nothing_more(truth, host, peer, items)
    for item in items:
        if item.body is not None:
            recalled.what_was_recalled_is_given_to_nobody(truth, host, truth.id_of(item.signed))


def chunks_go_to_their_audience_only(truth: Truth, host: Host, data: bytes) -> None:
    """A chunk is given to the audience of an act that names it, as long as that is a party."""
    fields = fields_in(CHUNK_KIND, data)
    asker, asked = fields.octets(1, 16), read_chunk(fields)
    act = truth.acts.get(asked.act)
    recalled.what_was_recalled_is_given_to_nobody(truth, host, asked.act)
    outside = asker not in truth.audience.get(asked.act, {asker})
    if outside or (act and recalled.is_out(truth, host, asker, act)):
        words = f"{host.code} gave a chunk of {truth.shown(asked.act)} to {truth.names.get(asker)}"
        truth.breaks(chunks_go_to_their_audience_only, words)


def nothing_travels_unsealed(truth: Truth, host: Host, path: str, data: bytes) -> None:
    """No word of a body travels outside its seal."""
    if _SECRET in data:
        truth.breaks(nothing_travels_unsealed, f"{host.code} sent words of a body over {path}")


def what_both_can_seal_goes_sealed(truth: Truth, host: Host, peer: Host | None, path: str, inner: str) -> None:
    """Two nodes that know version 2 of the line send each other nothing unsealed but pings, and requests for
    files, which are sealed; where one of them began with another program, not after the first that goes sealed.
    """
    if not peer or host.speaks != peer.speaks or host.speaks < SEALED or path in {PING, COLLECT}:
        return
    courier = host.id, peer.id, inner == CHUNK
    if path == line.PATH:
        truth.sealed_to.add(courier)
    elif courier in truth.sealed_to or not truth.other_programs & {host.id, peer.id}:
        words = f"{host.code} asked {peer.code} over {path}, though both can seal"
        truth.breaks(what_both_can_seal_goes_sealed, words)


def bodies_go_to_their_audience_only(truth: Truth, host: Host, peer: bytes, items: Iterable[LinkItem]) -> None:
    """A sealed body, and the key that opens it, are sent to its audience and its author only."""
    for item in items:
        if item.body is not None or item.parcel is not None:
            act = truth.id_of(item.signed)
            audience = truth.audience.get(act)
            if audience is not None and peer not in audience:
                words = f"{host.code} sent the body of {truth.shown(act)} to {truth.names.get(peer)}"
                truth.breaks(bodies_go_to_their_audience_only, words)


def who_is_away_is_asked_ever_more_seldom(truth: Truth, host: Host, peer: bytes) -> None:
    """I11: a peer that cannot be reached costs few requests: after each failure a node waits longer, up to a bound."""
    tries = truth.machines[host.number].tries.setdefault(peer, [])
    tries.append(truth.now())
    if len(tries) > TRIES_MAX:
        del tries[0]
        if tries[-1] - tries[0] < TRIES_MS:
            words = f"{host.code} asked {truth.names[peer]}, which is away, {TRIES_MAX} times in {TRIES_MS} ms"
            truth.breaks(who_is_away_is_asked_ever_more_seldom, words)


def a_request_is_answered_once(truth: Truth, host: Host, data: bytes) -> None:
    """A request that comes twice is answered once, as long as the node runs."""
    key = (host.number, host.boot, data)
    if key in truth.answered:
        truth.breaks(a_request_is_answered_once, f"{host.code} answered one request twice")
    truth.answered.add(key)


def a_log_only_grows(truth: Truth, host: Host, receipt: Receipt) -> None:
    """I10: of a node's log there is one root for each size, whomever it was told."""
    roots = truth.machines[host.number].roots
    if roots.setdefault((receipt.log_era, receipt.log_size), receipt.log_root) != receipt.log_root:
        truth.breaks(a_log_only_grows, f"{host.code} stated two roots at size {receipt.log_size}")


def who_says_where_it_is_is_brought_what_comes_next(truth: Truth, host: Host, batch: LinkBatch) -> None:
    """A node that did not take a batch, and said where it is, is not brought the same again and again."""
    key = (host.number, host.boot, batch.epoch, batch.after, batch.upto)
    truth.not_taken[key] += 1
    if truth.not_taken[key] > NOT_TAKEN_MAX:
        words = f"{host.code} did not take {batch.after} to {batch.upto} for the {truth.not_taken[key]}th time"
        truth.breaks(who_says_where_it_is_is_brought_what_comes_next, words)


def what_a_receipt_says_is_so(truth: Truth, host: Host, batch: LinkBatch, receipt: Receipt) -> None:
    """I5, A7: what a receipt calls admitted is admitted and on the disk, what it calls waiting is on the disk."""
    content, machine = host.disk.content, truth.machines[host.number]
    # What rotted under a running node is noticed at its next start.
    passed_over = {each.act for each in receipt.refused} | machine.rotted
    for item in batch.items:
        act = truth.id_of(item.signed)
        if act in passed_over or NULL32 in passed_over:
            continue
        waits = act in receipt.waiting and act in content.waiting
        if not waits and act not in content.positions:
            words = f"{host.code} gave a receipt for {truth.shown(act)}, which it has not"
            truth.breaks(what_a_receipt_says_is_so, words)
        machine.promised[act] = None


@lru_cache(maxsize=_READ_MAX)
def batch_in(data: bytes) -> LinkBatch:
    """The batch in a message."""
    signed, beside = carried(data)
    return read_batch(fields_in(LINK_KIND, signed), beside)


def sender_of(data: bytes) -> bytes:
    """Whose batch a message brings."""
    return fields_in(LINK_KIND, carried(data)[0]).octets(1, 16)


def items_in(data: bytes) -> tuple[LinkItem, ...]:
    """The acts in the answer to a fetch."""
    signed, beside = carried(data)
    return read_fetched(fields_in(FETCHED_KIND, signed), beside).items


@lru_cache(maxsize=_READ_MAX)
def fields_in(kind: str, signed: bytes) -> Fields:
    """The fields of a signed message."""
    payload = open1(signed, kind=kind, size_max=LIMITS.request_bytes_max).payload
    return shape.read(kind, payload, size_max=LIMITS.request_bytes_max, depth_max=8)
