"""Bodies: what an act says, sealed to its audience (`spec/act.md`, body).

An author seals under its own epoch keys, one for each audience. An epoch begins with an act that carries the list of
its members in its body and whose header names no epoch: a KEY act, or the first act of a dossier. The epoch key reaches
each member as a *parcel* beside that act, wrapped to the member's key; parcels are never part of the act, nor stored.

The bodies of a kind with the trait `plain` are not sealed: the hash in the header binds them, whoever serves them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from lintas.crypto.errors import CryptoError
from lintas.crypto.ports import Suite
from lintas.dossier.header import Act, Header, Seal
from lintas.dossier.officers import NONCE_BYTES, Answer, Statement, answer_fields, read_answer
from lintas.wire import cbor, shape
from lintas.wire.errors import Malformed, TooLarge
from lintas.wire.identifiers import NULL16, digest
from lintas.wire.limits import LIMITS
from lintas.wire.shape import Fields

BODY: Final = "body of an act"
OFFICERS_MAX: Final = 8
_TEXTS: Final = frozenset({str})
_PAYLOAD_LABEL: Final = "lintas/payload/1"


class BodyMismatch(Malformed):
    """The sealed body is not the one whose hash and length the header states."""

    def __init__(self, act: bytes) -> None:
        self.act = act


class NoBody(CryptoError):
    """The act has no body, or none is here."""

    def __init__(self, act: bytes) -> None:
        self.act = act


@dataclass(frozen=True, slots=True)
class Content:
    """A body in the clear: the fields of the verb, who answers, in which language; members where an epoch begins."""

    fields: Mapping[str, Any]
    officers: tuple[Answer, ...] = ()
    language: str = ""
    nonce: bytes = bytes(NONCE_BYTES)
    members: tuple[bytes, ...] = ()

    def payload_hash(self) -> bytes:
        """The hash of the fields, which officers answer for: 32 bytes."""
        return digest(_PAYLOAD_LABEL, cbor.encode(dict(self.fields)))

    def statement(self, header: Header, audience: tuple[bytes, ...]) -> Statement:
        """What the officers answer for."""
        said = self.payload_hash(), audience, self.nonce
        return Statement(header.dossier, header.verb, header.item, *said, header.form, header.control)


def write_content(content: Content) -> bytes:
    """The bytes to seal; raises `Malformed` where no reader would take them."""
    fields = _fields(content)
    data = cbor.encode(fields, depth_max=LIMITS.body_depth_max)
    if len(data) > LIMITS.body_bytes_max:
        raise TooLarge("cbor", len(data), LIMITS.body_bytes_max)
    if len(data) > LIMITS.cbor_items_max:
        # Each item takes a byte at least, so that only here there might be more than a reader takes.
        read_content(data)
    _content(Fields(BODY, fields))
    return data


def _fields(content: Content) -> dict[int, object]:
    fields: dict[int, object] = {1: dict(content.fields), 2: [answer_fields(each) for each in content.officers]}
    fields |= {3: content.language, 4: content.nonce}
    if content.members:
        fields[5] = list(content.members)
    return fields


def read_content(data: bytes) -> Content:
    """What a body says; raises `Malformed`."""
    return _content(shape.read(BODY, data, size_max=LIMITS.body_bytes_max, depth_max=LIMITS.body_depth_max))


def _content(fields: Fields) -> Content:
    said = fields.take(1, dict)
    if not _TEXTS.issuperset(map(type, said)):
        raise fields.bad(1, "is not a map from names to values")
    return Content(
        fields=said,
        officers=fields.each(2, OFFICERS_MAX, lambda _, value: read_answer(value)),
        language=fields.text(3, 35),
        nonce=fields.octets(4, NONCE_BYTES),
        members=fields.ids(5, LIMITS.recipients_max, 16),
    )


def place(header: Header) -> bytes:
    """What a body is bound to: the dossier (null in a first act), author, incarnation and sequence."""
    return header.dossier + header.author + header.incarnation.to_bytes(8, "big") + header.sequence.to_bytes(8, "big")


def act_key(suite: Suite, epoch_key: bytes, header: Header) -> bytes:
    """The key of this act: 32 bytes."""
    return suite.act_key(epoch_key, header.incarnation, header.sequence)


def seal(suite: Suite, epoch: bytes, epoch_key: bytes, header: Header, content: Content) -> tuple[Seal, bytes]:
    """The seal for the header, which may lack it, and the sealed body. `epoch` is null where one begins.

    Raises `Malformed` where no reader would take the body.
    """
    body, commitment = suite.seal(act_key(suite, epoch_key, header), write_content(content), place(header))
    return Seal(epoch, commitment, hashlib.sha256(body).digest(), len(body)), body


def write_plain(content: Content) -> tuple[Seal, bytes]:
    """The seal for the header of an act whose body is plain, and the body; raises `Malformed`."""
    data = write_content(content)
    read_content(data)
    return Seal(b"", b"", hashlib.sha256(data).digest(), len(data)), data


def read_plain(act: Act, body: bytes) -> Content:
    """What a plain body says; raises `NoBody`, `BodyMismatch` or `Malformed`."""
    check_body(act, body)
    return read_content(body)


def is_plain(act: Act) -> bool:
    """Whether the act has a body that is not sealed."""
    return act.header.seal is not None and act.header.seal.plain


def check_body(act: Act, body: bytes) -> Seal:
    """The seal; raises `NoBody` or `BodyMismatch` unless the sealed body is the one of the header."""
    sealed = act.header.seal
    if sealed is None:
        raise NoBody(act.id)
    if len(body) != sealed.body_bytes or hashlib.sha256(body).digest() != sealed.body_hash:
        raise BodyMismatch(act.id)
    return sealed


def unseal(suite: Suite, key: bytes, act: Act, body: bytes) -> Content:
    """What the body says, by the act's key; raises `BodyMismatch`, `WrongKey`, `BadCiphertext` or `Malformed`."""
    sealed = check_body(act, body)
    return read_content(suite.open(key, body, sealed.commitment, place(act.header)))


def epoch_of(act: Act) -> bytes | None:
    """The epoch under which the body is sealed: the act's own where it begins one; None without a sealed body."""
    if act.header.seal is None or act.header.seal.plain:
        return None
    return act.item if act.header.seal.epoch == NULL16 else act.header.seal.epoch


def begins_epoch(act: Act) -> bool:
    """Whether the act begins an epoch, so that parcels travel beside it."""
    return act.header.seal is not None and act.header.seal.epoch == NULL16


def key_info(dossier: bytes, act: bytes, author: bytes, recipient: bytes) -> bytes:
    """The HPKE `info` of a parcel with the key of one act, of an epoch whose key was destroyed."""
    return cbor.encode(["lintas/act-parcel/1", dossier, act, author, recipient])


def wrap_info(dossier: bytes, epoch: bytes, author: bytes, recipient: bytes) -> bytes:
    """The HPKE `info` that binds a parcel to its purpose (RFC 9180 section 5.1; `spec/act.md`, parcels)."""
    return cbor.encode(["lintas/parcel/1", dossier, epoch, author, recipient])
