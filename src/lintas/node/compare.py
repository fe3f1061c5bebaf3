"""Comparing with a peer what both must have: the idle ping, and the answers to a peer's questions.

A ping costs one round trip of a few hundred bytes, whatever is stored. It says more than cursors can: what was lost
behind a cursor shows as another digest. Pongs also say where the peer is on our link, so that a peer that went back to
an old state is noticed although there is nothing new to bring. Mending is `mend`'s.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice

from lintas.dossier.authority import ForeignGenesis
from lintas.dossier.replica import Replica
from lintas.dossier.traits import DIRECTORY
from lintas.node import opened
from lintas.node.come_back import note_compared
from lintas.node.line import hear
from lintas.node.raw import Raw
from lintas.node.requests import request
from lintas.node.sets import act_rows
from lintas.node.state import Node, UnknownDossier
from lintas.sync.compare import (
    COMPARE_KIND,
    COMPARED_KIND,
    PING_KIND,
    PONG_KIND,
    Answer,
    Ping,
    Pong,
    Question,
    Row,
    SetDigest,
    answer_fields,
    ping_fields,
    pong_fields,
    read_ping,
    read_pong,
    read_question,
)  # fmt: skip
from lintas.sync.envelope import Envelope, check_reply, read, write
from lintas.wire.identifiers import NULL16
from lintas.wire.limits import LIMITS
from lintas.wire.shape import Fields


@dataclass(frozen=True, slots=True)
class Compared:
    """What a pong says: both digests if they differ, and whether the peer is elsewhere on our link than we thought."""

    differs: tuple[SetDigest, SetDigest] | None
    elsewhere: bool


def read_one(node: Node) -> bool:
    """Read one dossier that was not read since the start; whether there are more. Before all are, no digest is told.

    One that the store has lost since it was folded counts as it is in memory: it is missed at the next start.
    """
    if node.sets.unread is None:
        node.sets.unread = list(dict.fromkeys((*node.store.dossiers(), *node.replicas, *node.raws)))
    if node.sets.unread:
        _read(node, node.sets.unread.pop())
    return bool(node.sets.unread)


def refresh(node: Node) -> bool:
    """Count what is new; whether everything that is stored is counted."""
    if node.sets.unread is None or node.sets.unread:
        return False
    for dossier in node.sets.changed():
        _read(node, dossier)
    return True


def _read(node: Node, dossier: bytes) -> None:
    if known := node.known(dossier):
        node.sets.read(dossier, node.id, known, sharers(node, known))


def sharers(node: Node, known: Replica | Raw) -> frozenset[bytes]:
    """With whom a dossier is shared: among its parties, and the registry among all authorities in force."""
    if isinstance(known, Raw):
        return frozenset()
    if DIRECTORY in known.kind.item.traits:
        return frozenset(node.federation.authorities)
    return known.now().parties


def held(node: Node, peer: bytes) -> SetDigest | None:
    """What we hold of all that is shared with a peer; None before everything that is stored was read."""
    return node.sets.total(peer) if refresh(node) else None


def ask(node: Node, peer: bytes) -> tuple[Envelope, bytes]:
    """A ping."""
    return _ping(node, peer, Ping(held(node, peer), node.federation.reg, opened.unsent(node, peer)))


def hello(node: Node, peer: bytes) -> tuple[Envelope, bytes]:
    """A ping that tells nothing of dossiers: while it is not known whether the peer can open what is sealed."""
    return _ping(node, peer, Ping(None, node.federation.reg))


def tell(node: Node, peer: bytes) -> bytes | None:
    """A ping for a file: it only brings the statements of ours that the peer has not confirmed; None without any.

    What is under way for days is not missing, so that files compare nothing.
    """
    unsent = opened.unsent(node, peer, anew=True)
    return _ping(node, peer, Ping(None, node.federation.reg, unsent))[1] if unsent else None


def _ping(node: Node, peer: bytes, ping: Ping) -> tuple[Envelope, bytes]:
    ping = replace(ping, speaks=node.policy.wire_version_max)
    envelope = Envelope(node.id, peer, node.entropy(16), node.clock())
    return envelope, write(node.speaker(envelope.recipient), PING_KIND, envelope, ping_fields(ping))


def take(node: Node, request: Envelope, data: bytes) -> Compared:
    """What the pong says; raises as `envelope.read` and `check_reply`."""
    reply, fields = read(node.suite, node.federation, PONG_KIND, data, to=node.id)
    check_reply(request, reply)
    pong, ours = read_pong(fields), held(node, reply.sender)
    hear(node, reply.sender, pong.speaks, request.time_ms)
    opened.known(node, reply.sender, pong.opened)
    link = node.links[reply.sender]
    at = (pong.upto, pong.anchor)
    if ours is not None and ours == pong.held:
        note_compared(node, reply.sender)
    elsewhere = link.agreed and at not in {(link.upto, link.anchor), link.told}
    if elsewhere:
        link.agreed = False
    differs = (ours, pong.held) if ours is not None and pong.held is not None and ours != pong.held else None
    return Compared(differs, elsewhere)


def serve(node: Node, data: bytes) -> bytes:
    """Answer a ping; raises `ForeignGenesis`: what rests on another waits here for ever, and both must know."""
    return answer(node, *request(node, PING_KIND, data))


def answer(node: Node, envelope: Envelope, fields: Fields) -> bytes:
    """The reply to a ping that was read; raises as `serve`."""
    ping = read_ping(fields)
    if ping.genesis != node.federation.reg:
        raise ForeignGenesis(node.federation.code(envelope.sender), ping.genesis)
    hear(node, envelope.sender, ping.speaks)
    upto = opened.take(node, envelope.sender, ping.opened)
    inbound = node.pending.inbound.get(envelope.sender) or node.store.inbound(envelope.sender)
    at = (inbound.epoch, inbound.upto, inbound.anchor)
    pong = Pong(held(node, envelope.sender), *at, upto, node.policy.wire_version_max)
    reply = Envelope(node.id, envelope.sender, envelope.nonce, node.clock())
    return write(node.speaker(reply.recipient), PONG_KIND, reply, pong_fields(pong))


def serve_question(node: Node, data: bytes) -> bytes:
    """Answer a question; raises `UnknownDossier` also where the peer is not a party: it learns nothing."""
    return answer_question(node, *request(node, COMPARE_KIND, data))


def answer_question(node: Node, envelope: Envelope, fields: Fields) -> bytes:
    """The answer to a question that was read; raises as `serve_question`."""
    question, asker = read_question(fields), envelope.sender
    rows = (row for row in _rows(node, question, asker) if row.key > question.after)
    page = list(islice(rows, LIMITS.compare_rows_max + 1))
    answer = Answer(tuple(page[: LIMITS.compare_rows_max]), len(page) > LIMITS.compare_rows_max)
    reply = Envelope(node.id, asker, envelope.nonce, node.clock())
    return write(node.speaker(reply.recipient), COMPARED_KIND, reply, answer_fields(answer))


def _rows(node: Node, question: Question, asker: bytes) -> Iterable[Row]:
    if not refresh(node):
        return ()
    if question.dossier == NULL16:
        return node.sets.shared(asker)
    replica = node.folded(question.dossier)
    if replica is None or not node.serves(question.dossier, asker):
        raise UnknownDossier(question.dossier)
    if question.chain:
        return act_rows(replica, question.chain)
    return node.sets.chains(question.dossier, replica)
