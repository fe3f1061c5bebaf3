"""Comparing what two nodes hold, in as little as it takes: one digest over everything that they share, and on a
difference one question after another, each closer to the acts that are missing.

A set digest is the number of acts and the sum, modulo 2^256, of SHA-256("lintas/set/1" || id) over their ids: an act
is added or taken away in one step, in any order. Two sets that differ by fault have the same digest with a chance of
2^-256. An author of many acts can choose ids whose sums agree (Wagner's generalised birthdays), and so hide that
somebody lacks one of its own; nothing rests on that: what anybody relied on is cited, and what is cited is asked for.

A question names a dossier, or none, and a chain in it, or none; the answer lists what lies one step below, in ascending
order of keys, page by page: dossiers, then chains, then single acts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from lintas.sync.envelope import FIRST_LABEL
from lintas.sync.line import PLAIN
from lintas.wire.identifiers import NULL16, digest
from lintas.wire.limits import LIMITS
from lintas.wire.shape import Fields

PING_KIND: Final = "ping"
PONG_KIND: Final = "pong"
COMPARE_KIND: Final = "compare"
COMPARED_KIND: Final = "compared"
CHAIN_BYTES: Final = 24
KEY_BYTES_MAX: Final = 40
_AT = FIRST_LABEL
_SUM_BYTES: Final = 32
_OPENED_BYTES: Final = 4 * 1024
_MODULUS: Final = 1 << 8 * _SUM_BYTES


@dataclass(frozen=True, slots=True)
class SetDigest:
    """How many acts, and the sum over their ids."""

    count: int = 0
    sum: int = 0

    def plus(self, other: SetDigest) -> SetDigest:
        """The digest of both sets, which share nothing."""
        return SetDigest(self.count + other.count, (self.sum + other.sum) % _MODULUS)

    def minus(self, other: SetDigest) -> SetDigest:
        """The digest of this set without the other, which is part of it."""
        return SetDigest(self.count - other.count, (self.sum - other.sum) % _MODULUS)


def digest_of(acts: Iterable[bytes]) -> SetDigest:
    """The digest of acts by their ids."""
    count = total = 0
    for act in acts:
        count, total = count + 1, total + int.from_bytes(digest("lintas/set/1", act), "big")
    return SetDigest(count, total % _MODULUS)


@dataclass(frozen=True, slots=True)
class Ping:
    """What the asker holds of all dossiers that it takes to share with the other; None while it still reads. `opened`:
    its statements that the other has not yet (`sync.opened`). `genesis`: the hash of the genesis on which it rests.
    `speaks`: the newest version of the line that it speaks (`sync.line`).
    """

    held: SetDigest | None
    genesis: bytes
    opened: tuple[bytes, ...] = ()
    speaks: int = PLAIN


@dataclass(frozen=True, slots=True)
class Pong:
    """The same of the answerer, where it is on the asker's link, and the newest of its statements that is there."""

    held: SetDigest | None
    epoch: bytes
    upto: int
    anchor: bytes
    opened: int = 0
    speaks: int = PLAIN


@dataclass(frozen=True, slots=True)
class Question:
    """What lies below a dossier (null: all that are shared) or a chain of it, behind the key `after`."""

    dossier: bytes = NULL16
    chain: bytes = b""
    after: bytes = b""


LEFT: Final = 1
"""In the row of a dossier: it is in no set of who answers, who has left it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One entry. `key`: a dossier; author and incarnation (8 bytes) of a chain; sequence (8 bytes) and id of an act.
    `upto`: the last sequence number of a chain; `LEFT` of a dossier that who answers has left; else 0.
    """

    key: bytes
    held: SetDigest
    upto: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """A page of entries; `more` if there are others behind the last."""

    rows: tuple[Row, ...]
    more: bool


def ping_fields(ping: Ping) -> dict[int, object]:
    """The labels of a ping."""
    said = {_AT: _digest_fields(ping.held), _AT + 1: list(ping.opened), _AT + 2: ping.genesis}
    return said | _speaks_fields(_AT + 3, ping.speaks)


def read_ping(fields: Fields) -> Ping:
    """A ping from its labels; raises `BadShape`."""
    opened = fields.each(
        _AT + 1, LIMITS.openings_max, lambda at, value: fields.is_octets(at, value, most=_OPENED_BYTES)
    )
    held = _read_digest(fields, _AT, fields.map.get(_AT))
    return Ping(held, fields.octets(_AT + 2, 32), opened, _read_speaks(fields, _AT + 3))


def pong_fields(pong: Pong) -> dict[int, object]:
    """The labels of an answer to a ping."""
    at = {_AT + 1: pong.epoch, _AT + 2: pong.upto, _AT + 3: pong.anchor}
    return {_AT: _digest_fields(pong.held), **at, _AT + 4: pong.opened} | _speaks_fields(_AT + 5, pong.speaks)


def read_pong(fields: Fields) -> Pong:
    """An answer to a ping from its labels; raises `BadShape`."""
    held = _read_digest(fields, _AT, fields.map.get(_AT))
    epoch, upto, anchor = fields.octets(_AT + 1, 16), fields.uint(_AT + 2), fields.octets(_AT + 3, 32)
    return Pong(held, epoch, upto, anchor, fields.uint(_AT + 4), _read_speaks(fields, _AT + 5))


def question_fields(question: Question) -> dict[int, object]:
    """The labels of a question."""
    return {_AT: question.dossier, _AT + 1: question.chain, _AT + 2: question.after}


def read_question(fields: Fields) -> Question:
    """A question from its labels; raises `BadShape`."""
    chain = fields.octets(_AT + 1, most=CHAIN_BYTES)
    if len(chain) not in {0, CHAIN_BYTES}:
        raise fields.bad(_AT + 1, f"is neither empty nor {CHAIN_BYTES} bytes")
    return Question(fields.octets(_AT, 16), chain, fields.octets(_AT + 2, most=KEY_BYTES_MAX))


def answer_fields(answer: Answer) -> dict[int, object]:
    """The labels of an answer."""
    rows = [[row.key, row.held.count, row.held.sum.to_bytes(_SUM_BYTES, "big"), row.upto] for row in answer.rows]
    return {_AT: rows, _AT + 1: answer.more}


def read_answer(fields: Fields) -> Answer:
    """An answer from its labels; raises `BadShape`."""
    rows = fields.each(_AT, LIMITS.compare_rows_max, lambda at, value: _row(fields, at, value))
    return Answer(rows, fields.flag(_AT + 1))


def _row(fields: Fields, label: int, value: object) -> Row:
    if type(value) is not list or len(value) != 4:
        raise fields.bad(label, "holds an entry that is not [key, count, sum, upto]")
    key, count, total, upto = value
    held = _read_digest(fields, label, [count, total])
    assert held
    return Row(fields.is_octets(label, key, most=KEY_BYTES_MAX), held, fields.is_uint(label, upto))


def _speaks_fields(label: int, version: int) -> dict[int, object]:
    """Who speaks version 1 says nothing, as the nodes did that knew no other."""
    return {label: version} if version > PLAIN else {}


def _read_speaks(fields: Fields, label: int) -> int:
    return fields.uint(label, least=PLAIN) if label in fields else PLAIN


def _digest_fields(held: SetDigest | None) -> list[object] | None:
    return [held.count, held.sum.to_bytes(_SUM_BYTES, "big")] if held else None


def _read_digest(fields: Fields, label: int, value: object) -> SetDigest | None:
    if value is None:
        return None
    if type(value) is not list or len(value) != 2:
        raise fields.bad(label, "is not [count, sum]")
    total = fields.is_octets(label, value[1], _SUM_BYTES)
    return SetDigest(fields.is_uint(label, value[0]), int.from_bytes(total, "big"))
