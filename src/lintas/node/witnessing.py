"""Checkpoints of this node's log, and cosignatures: every node is a witness of the others' logs.

A witness that has seen a log at some size signs only what grew from there. What it has signed last is kept in the same
commit as everything else, and nothing here may leave the node before that commit: a line handed out and then forgotten
would let a log be rewound.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import partial

from lintas.crypto.ports import Suite
from lintas.dossier.authority import Authority
from lintas.log.both import LogKey, cosigned_both, issue_both, own_lines
from lintas.log.checkpoint import Checkpoint, parse_text
from lintas.log.errors import BadProof, Forked, LogError, Rewound, Unsigned
from lintas.log.note import parse, parse_lines
from lintas.log.submission import Submission
from lintas.log.witness import Witness
from lintas.node.any_key import by_any_key
from lintas.node.leaves import Leaves, leaves_of
from lintas.node.requests import request
from lintas.node.state import Node
from lintas.sync.envelope import Envelope, check_reply, read, write
from lintas.sync.witness import (
    COSIGN_KIND,
    COSIGNED_KIND,
    Cosigned,
    cosign_fields,
    cosigned_fields,
    era_of,
    origin_of,
    read_cosign,
    read_cosigned,
)  # fmt: skip
from lintas.wire.limits import LIMITS

log = logging.getLogger(__name__)


class NoCheckpoint(LogError):
    """There is no durable checkpoint yet that could be cosigned."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request under way: what is offered, from which size, and its bytes."""

    envelope: Envelope
    old_size: int
    size: int
    note: bytes
    data: bytes


def checkpoint(node: Node) -> bytes:
    """The checkpoint of the log as it is now, to be handed out only after the commit; a new one only if the log grew.

    Raises `Rewound` or `Forked` if an older checkpoint of ours says that the log was longer, or another: then the store
    is not the one that it was.
    """
    origin = origin_of(node.identity.authority, node.log_era)
    now = Checkpoint(origin, node.frontier.size, node.frontier.root())
    newest = _newest(node)
    if newest is not None:
        size, note = newest
        known = parse_text(parse(note).text)
        if size > now.size:
            raise Rewound(now.origin, size, now.size)
        if size == now.size and known.origin == now.origin:
            if known.root != now.root:
                raise Forked(now.origin, size, known.root, now.root)
            return note
    note = issue_both(node.identity.log_signer, now, node.clock() // 1000)
    node.pending.checkpoints[now.size] = note
    return note


def ask(node: Node, peer: bytes, known_size: int = 0, leaves: Leaves | None = None) -> Asked:
    """A request to cosign our newest durable checkpoint, with the proof from the size that the peer knows.

    Where that size is not known, any will do: the reply tells it. `leaves` may be kept from call to call, which saves
    reading the log each time. Raises `NoCheckpoint`.
    """
    newest = node.store.checkpoint()
    if newest is None:
        raise NoCheckpoint()
    size, note = newest
    if era_of(node.identity.authority, note) != node.log_era:
        raise NoCheckpoint()
    old_size = known_size if known_size <= size else 0
    submission = Submission(old_size, _proof(node, old_size, size, leaves), own_lines(note))
    envelope = Envelope(node.id, peer, node.entropy(16), node.clock())
    data = write(node.speaker(envelope.recipient), COSIGN_KIND, envelope, cosign_fields(submission))
    return Asked(envelope, old_size, size, submission.note, data)


def take(node: Node, asked: Asked, data: bytes) -> Cosigned:
    """What the peer answered; its line is merged into our checkpoint with the next commit.

    Without a line, ask again from the size that it states. Raises what `envelope.read` and `check_reply` raise,
    `BadSignature` or `Unsigned` for a line that is not the peer's, `Rewound` if it knows more of our log than we have.
    """
    reply, fields = read(node.suite, node.federation, COSIGNED_KIND, data, to=node.id)
    check_reply(asked.envelope, reply)
    answer = read_cosigned(fields)
    origin = origin_of(node.identity.authority, node.log_era)
    witness = node.federation.authority(reply.sender)
    if answer.size > node.store.size():
        log.critical("%s knows our log at size %d; it has %d", witness.code, answer.size, node.store.size())
        raise Rewound(origin, answer.size, node.store.size())
    if answer.line:
        keys = node.federation.log_keys(witness.id)
        by_any_key(keys, partial(cosigned_both, node.suite, asked.note + answer.line, name=origin_of(witness)))
        note = _merged(node.suite, _stored(node, asked), answer.line, witness)
        node.pending.checkpoints[asked.size] = note
    return answer


def serve(node: Node, data: bytes) -> bytes:
    """Answer a peer's request, to be sent only after the commit.

    Raises `Rewound`, `Forked` or a `BadProof`, each an alarm, or what `envelope.read` and `checkpoint.read` raise.
    """
    envelope, fields = request(node, COSIGN_KIND, data)
    owner = node.federation.authority(envelope.sender)
    try:
        answer = _witness(node, owner, read_cosign(fields))
    except (Rewound, Forked, BadProof) as error:
        log.critical("the log of %s is not what it was: %s", owner.code, error)
        raise
    reply = Envelope(node.id, envelope.sender, envelope.nonce, node.clock())
    return write(node.speaker(reply.recipient), COSIGNED_KIND, reply, cosigned_fields(answer))


def _witness(node: Node, owner: Authority, offered: Submission) -> Cosigned:
    era = era_of(owner, offered.note)
    origin = origin_of(owner, era)
    note = node.pending.witnessed.get(origin) or node.store.witnessed(origin)
    known = parse_text(parse(note).text) if note is not None else None
    known_size = known.size if known else 0
    if offered.old_size != known_size and not _caught(known, offered):
        return Cosigned(known_size, b"")
    if era and known is None:
        log.warning("%s began its log anew after a restore: era %s", owner.code, era)
    ours, time_s = node.identity, node.clock() // 1000

    def cosign(key: LogKey) -> tuple[Checkpoint, bytes]:
        witness = Witness(node.suite, ours.log_signer, origin_of(ours.authority), origin, key)
        return witness.cosign(known, offered.note, offered.hashes, time_s=time_s)

    seen, line = by_any_key(node.federation.log_keys(owner.id), cosign)
    node.pending.witnessed[origin] = offered.note
    return Cosigned(seen.size, line)


def _caught(known: Checkpoint | None, offered: Submission) -> bool:
    """Whether the checkpoint itself contradicts what is known, so that no other proof could mend it."""
    claimed = parse_text(parse(offered.note).text)
    if known is None or claimed.size > known.size:
        return False
    return claimed.size < known.size or claimed.root != known.root


def _proof(node: Node, old: int, new: int, leaves: Leaves | None) -> tuple[bytes, ...]:
    if old in {0, new}:
        return ()
    if leaves is None:
        leaves = leaves_of(node.store)
    leaves.catch_up(node.store)
    return tuple(leaves.consistency(old, new))


def _newest(node: Node) -> tuple[int, bytes] | None:
    stored = node.store.checkpoint()
    return max([*node.pending.checkpoints.items(), *([stored] if stored else [])], default=None)


def _stored(node: Node, asked: Asked) -> bytes:
    """Our checkpoint of that size with the cosignatures that it has by now."""
    if asked.size in node.pending.checkpoints:
        return node.pending.checkpoints[asked.size]
    newest = node.store.checkpoint()
    if newest and newest[0] == asked.size:
        return newest[1]
    return next((note for size, note in node.store.checkpoints() if size == asked.size), asked.note)


def _merged(suite: Suite, note: bytes, line: bytes, witness: Authority) -> bytes:
    """The note with the lines, unless this witness is on it already or it is full."""
    try:
        cosigned_both(suite, note, name=origin_of(witness), key=witness.log_key)
    except Unsigned:
        lines = len(parse(note).signatures) + len(parse_lines(line))
        full = lines > LIMITS.note_signatures_max or len(note + line) > LIMITS.note_bytes_max
        return note if full else note + line
    return note
