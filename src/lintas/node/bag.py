"""What a peer is owed as a sealed file, and taking such a file: the link for nodes without a line.

Files may be lost, come late, again, or out of order: acts are known by their ids, cursors move forward only, and each
file begins where the newest receipt says. Whoever takes a file gets a file to carry back, with receipts, answers, what
is owed the other way, and what is asked for; none if there is nothing to say. Requests in a file have no age: what they
do can be done again, and their answers are sealed to who signed them.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from lintas.crypto.errors import CryptoError
from lintas.dossier.admission import parse_act
from lintas.node import chunks, compare, fetch, mend, opened
from lintas.node.aside import at_once
from lintas.node.batches import take_carried_batch
from lintas.node.confirmed import confirm, confirmed, newest_receipt, read_kept
from lintas.node.deliver import in_turn, passed
from lintas.node.owed import passed_over
from lintas.node.ports import Evidence, Outbound
from lintas.node.receive import receive
from lintas.node.sending import Link
from lintas.node.state import ExchangeEnded, Node
from lintas.sync.bag import Message, read_bag, write_bag
from lintas.sync.carried import carried
from lintas.sync.chunk import CHUNK_KIND, CHUNKED_KIND, read_chunked
from lintas.sync.compare import COMPARE_KIND, COMPARED_KIND, PING_KIND, PONG_KIND, SetDigest, read_pong
from lintas.sync.envelope import Envelope, NotForUs, SyncError, read
from lintas.sync.fetch import FETCH_KIND, FETCHED_KIND, read_fetched
from lintas.sync.link import LINK_KIND, RECEIPT_KIND, Receipt, read_batch, read_receipt
from lintas.wire.errors import LintasError
from lintas.wire.identifiers import NULL32
from lintas.wire.limits import LIMITS, MIB
from lintas.wire.shape import Fields

log = logging.getLogger(__name__)

OWED_BYTES_MAX = 24 * MIB
"""How much of what is owed goes into one file; the rest goes into the next, once a receipt came."""

CONTENT_BYTES_MAX = LIMITS.bag_bytes_max - MIB
CHUNKS_ASKED_MAX = 48
"""How many chunks one file asks for: as many as fit into the answer."""
CHUNKS_ANSWERED_MAX = 3
"""How many chunks one answer brings: it must fit into a file of a mailbox."""

MESSAGE_BYTES_AROUND = 64


class UnknownMessage(SyncError):
    """A file holds a message of a kind that does not travel in files."""

    def __init__(self, kind: str) -> None:
        self.kind = kind


@dataclass(slots=True)
class Taken:
    """What became of a file: who sent it, how many messages were taken and which errors others met, what to answer.

    `brought`: what was not here came, so that more may be asked for. `kinds`: how many messages were taken, by their
    kind. `compared`: those that say what the sender holds, by kind, and what we held of it then.
    """

    sender: bytes = b""
    kinds: Counter[str] = field(default_factory=Counter)
    brought: bool = False
    messages: int = 0
    errors: list[str] = field(default_factory=list)
    replies: list[Message] = field(default_factory=list)
    compared: list[tuple[Message, SetDigest | None]] = field(default_factory=list)


def pack(node: Node, peer: bytes) -> bytes | None:
    """The file for a peer: what it is owed, what we ask it for. None if there is nothing of it.

    Raises `UnknownAuthority` or `ExchangeEnded`.
    """
    return _packed(node, peer, (), asks=True)


def answer(node: Node, taken: Taken) -> bytes | None:
    """The file to carry back for one that was taken, which is durable; as `pack`, with the replies.

    It asks for something only where that one brought what was not here: two that both lack what neither has would else
    ask each other in file after file, and whoever carries them would never be done.
    """
    return _packed(node, taken.sender, taken.replies, asks=taken.brought)


def _packed(node: Node, peer: bytes, replies: Sequence[Message], *, asks: bool) -> bytes | None:
    messages, room = list[Message](), CONTENT_BYTES_MAX
    node.passed.carry_anew(peer)
    asked = wanted(node, peer) if asks else ()
    for message in (*replies, *owed(node, peer, cursor(node, peer), OWED_BYTES_MAX), *told(node, peer), *asked):
        room -= size_of(message)
        if room < 0 or len(messages) == LIMITS.bag_messages_max:
            break
        messages.append(message)
    return seal(node, peer, messages) if messages else None


def seal(node: Node, peer: bytes, messages: Sequence[Message]) -> bytes:
    """The file with these messages; raises `UnknownAuthority`, `ExchangeEnded` or `TooLarge`."""
    authority = node.federation.authority(peer)
    if node.has_ended(peer):
        raise ExchangeEnded(authority.code)
    return write_bag(node.suite, peer, authority.recipient, node.entropy(32), messages)


def size_of(message: Message) -> int:
    """What a message takes of a file at most, in bytes."""
    return len(message[1]) + MESSAGE_BYTES_AROUND


def owed_from(node: Node, peer: bytes) -> int | None:
    """The position of the log behind the last act that the peer is owed; None if it is owed nothing."""
    link, upto = cursor(node, peer), None
    while sent := in_turn(node, peer, link):
        upto = _advance(link, sent.batch.upto, sent.batch.items[-1].signed)
    return link.upto if upto is None and passed_over(node, peer) else upto


def _opened(node: Node, data: bytes) -> list[tuple[str, bytes]]:
    """The messages of a file, which may have been sealed before our key was renewed; raises what `read_bag` raises."""
    for seed in node.identity.older_seeds:
        with suppress(CryptoError):
            return list(read_bag(node.suite, node.id, seed, data))
    return list(read_bag(node.suite, node.id, node.identity.recipient_seed, data))


def take(node: Node, data: bytes) -> Taken:
    """Take a file. The answers may leave only after the commit. Raises what `read_bag` raises."""
    taken = Taken()
    for kind, message in _opened(node, data):
        try:
            handler = _HANDLERS.get(kind)
            if handler is None:
                raise UnknownMessage(kind)
            sender, reply, brought = handler(node, message)
            if taken.sender not in {b"", sender}:
                raise NotForUs(taken.sender, sender)
        except LintasError as error:
            log.warning("refused a message of a file: %s", error)
            taken.errors.append(type(error).__name__)
            continue
        taken.sender, taken.messages = sender, taken.messages + 1
        taken.kinds[kind] += 1
        taken.brought = taken.brought or brought
        if kind in _COMPARING:
            taken.compared.append(((kind, message), compare.held(node, sender)))
        if reply:
            taken.replies.append(reply)
    return taken


def cursor(node: Node, peer: bytes) -> Link:
    """Where a file begins: where what the peer confirmed ends. That and the log go back together, if they do."""
    upto = confirmed(node, peer).upto
    return Link(upto, upto, _anchor(node, peer, upto), agreed=True)


def _anchor(node: Node, peer: bytes, upto: int) -> bytes:
    """The act that came last before a cursor: ours there or, where an act of another led to it, as the newest receipt
    says.
    """
    last = node.store.since(upto - 1, 1) if upto else ()
    if last and (last[0].position, last[0].author) == (upto - 1, node.id):
        return last[0].id
    newest = newest_receipt(node, peer)
    return read_kept(node, newest).anchor if newest and upto else NULL32


def _advance(link: Link, upto: int, last: bytes) -> int:
    link.upto = link.scanned = upto
    link.anchor = parse_act(last).act.id
    return upto


def owed(node: Node, peer: bytes, link: Link, bytes_max: int) -> Iterator[Message]:
    """The batches that come next behind the cursor of a link, which moves with them, and what it went over before."""
    while bytes_max > 0 and (sent := in_turn(node, peer, link)):
        bytes_max -= len(sent.data)
        _advance(link, sent.batch.upto, sent.batch.items[-1].signed)
        yield LINK_KIND, sent.data
    if sent := passed(node, peer, link):
        node.passed.carry(peer, sent.envelope.nonce, sent.batch.items)
        yield LINK_KIND, sent.data


def told(node: Node, peer: bytes) -> Iterator[Message]:
    """What the peer is told beside the link, until it confirms that."""
    if (statements := compare.tell(node, peer)) is not None:
        yield PING_KIND, statements


def wanted(node: Node, peer: bytes, asked: set[bytes] | None = None) -> Iterator[Message]:
    """What we ask the peer for; but for chunks that were `asked` for already, to which those are added that are asked
    for now.
    """
    asked = set() if asked is None else asked
    for dossier in fetch.wanted(node, peer):
        yield FETCH_KIND, fetch.ask(node, peer, dossier)[1]
    lacking = _asked(node, peer)
    for dossier, acts in mend.bodies(node, peer).items():
        yield FETCH_KIND, fetch.ask(node, peer, dossier, acts)[1]
    for each in lacking:
        if not asked.issuperset(each.request.addresses):
            asked.update(each.request.addresses)
            yield CHUNK_KIND, each.data


def _asked(node: Node, peer: bytes) -> tuple[chunks.Asked, ...]:
    """What the peer is to be asked for of the first file of its acts that is not whole here."""
    # What lacks of acts is known once their dossiers were read.
    while compare.read_one(node):
        pass
    found: chunks.Asked | None = at_once(node, chunks.ask(node, peer, CHUNKS_ASKED_MAX))
    return chunks.split(node, found, CHUNKS_ANSWERED_MAX) if found else ()


class _Handled(NamedTuple):
    """Who sent a message, what is said to it, and whether it brought what was not here."""

    sender: bytes
    reply: Message | None = None
    brought: bool = False


Handler = Callable[[Node, bytes], _Handled]


def _ours(node: Node, kind: str, data: bytes, *, former: bool = False) -> tuple[Envelope, Fields]:
    """A message to us of somebody with whom we exchange something; raises `ExchangeEnded` or as `envelope.read`."""
    envelope, fields = read(node.suite, node.federation, kind, data, to=node.id, former=former)
    if node.has_ended(envelope.sender):
        raise ExchangeEnded(node.federation.code(envelope.sender))
    return envelope, fields


def _batch(node: Node, data: bytes) -> _Handled:
    signed, bodies = carried(data)
    envelope, fields = _ours(node, LINK_KIND, signed)
    before = node.pending.came()
    receipt = take_carried_batch(node, envelope, read_batch(fields, bodies))
    return _Handled(envelope.sender, (RECEIPT_KIND, receipt), node.pending.came() > before)


def _receipt(node: Node, data: bytes) -> _Handled:
    """A receipt proves what it says whenever it comes; one that takes something back only if it is the newest."""
    reply, fields = _ours(node, RECEIPT_KIND, data, former=True)
    receipt, peer = read_receipt(fields), reply.sender
    known = confirmed(node, peer)
    upto = receipt.upto if _rests_on_our_log(node, receipt) else 0
    newest = newest_receipt(node, peer)
    confirm(node, reply, receipt, upto, data)
    if not receipt.taken and (newest is None or reply.time_ms > newest.time_ms):
        _stands(node, reply, receipt, upto, data)
    brought, told = node.passed.carried(peer, reply.nonce), confirmed(node, peer).upto
    node.passed.brought(node.pending, brought, reply, receipt, told, data)
    link = node.links.get(peer)
    if link and not (receipt.taken and link.upto >= upto) and upto >= known.upto:
        # A file before the one that it answers is missing there, or it is further than we knew.
        node.links.pop(peer)
    return _Handled(peer)


def _stands(node: Node, reply: Envelope, receipt: Receipt, upto: int, data: bytes) -> None:
    """A peer took nothing and says where it stands: short of what it had confirmed, or there in an older epoch, so that
    we must say what came last there, which this receipt may be alone to tell.
    """
    peer, known = reply.sender, confirmed(node, reply.sender).upto
    short, there = upto < known, upto == known and receipt.epoch != node.link_epoch
    if short:
        node.pending.outbound[peer] = Outbound(receipt.epoch, upto)
        node.links.pop(peer, None)
    if upto == receipt.upto and (short or there):
        # It tells of nothing before.
        node.pending.evidence.append(Evidence(RECEIPT_KIND, peer, receipt.epoch, 0, reply.time_ms, data))


def _rests_on_our_log(node: Node, receipt: Receipt) -> bool:
    if receipt.anchor == NULL32:
        return receipt.upto == 0
    known = node.store.act(receipt.anchor)
    return known is not None and known.author == node.id and known.position < receipt.upto <= node.store.size()


def _fetch(node: Node, data: bytes) -> _Handled:
    envelope, fields = _ours(node, FETCH_KIND, data)
    return _Handled(envelope.sender, (FETCHED_KIND, fetch.answer(node, envelope, fields)))


def _fetched(node: Node, data: bytes) -> _Handled:
    signed, bodies = carried(data)
    envelope, fields = _ours(node, FETCHED_KIND, signed)
    before = node.pending.came()
    receive(node, envelope.sender, read_fetched(fields, bodies).items)
    return _Handled(envelope.sender, brought=node.pending.came() > before)


def _chunk(node: Node, data: bytes) -> _Handled:
    envelope, fields = _ours(node, CHUNK_KIND, data)
    return _Handled(envelope.sender, (CHUNKED_KIND, at_once(node, chunks.answer(node, envelope, fields))))


def _chunked(node: Node, data: bytes) -> _Handled:
    signed, beside = carried(data)
    envelope, fields = _ours(node, CHUNKED_KIND, signed)
    given = read_chunked(fields, beside)
    for asked in _asked(node, envelope.sender):
        wanted = set(given.addresses) & set(asked.request.addresses)
        if given.file == asked.request.file and wanted:
            at_once(node, chunks.keep(node, asked.request, given.only(wanted)))
    return _Handled(envelope.sender, brought=bool(given.addresses))


def _ping(node: Node, data: bytes) -> _Handled:
    envelope, fields = _ours(node, PING_KIND, data)
    return _Handled(envelope.sender, (PONG_KIND, compare.answer(node, envelope, fields)))


def _pong(node: Node, data: bytes) -> _Handled:
    """An old one takes nothing back."""
    envelope, fields = _ours(node, PONG_KIND, data)
    known = opened.openings(node).known.get(envelope.sender, 0)
    opened.known(node, envelope.sender, max(known, read_pong(fields).opened))
    return _Handled(envelope.sender)


def _compare(node: Node, data: bytes) -> _Handled:
    envelope, fields = _ours(node, COMPARE_KIND, data)
    return _Handled(envelope.sender, (COMPARED_KIND, compare.answer_question(node, envelope, fields)))


def _compared(node: Node, data: bytes) -> _Handled:
    """Whoever asked makes something of it (`by_mail`)."""
    return _Handled(_ours(node, COMPARED_KIND, data)[0].sender)


_COMPARING = frozenset({PING_KIND, PONG_KIND, COMPARED_KIND})
_HANDLERS: Mapping[str, Handler] = MappingProxyType(
    {
        LINK_KIND: _batch,
        RECEIPT_KIND: _receipt,
        FETCH_KIND: _fetch,
        FETCHED_KIND: _fetched,
        CHUNK_KIND: _chunk,
        CHUNKED_KIND: _chunked,
        PING_KIND: _ping,
        PONG_KIND: _pong,
        COMPARE_KIND: _compare,
        COMPARED_KIND: _compared,
    }
)
