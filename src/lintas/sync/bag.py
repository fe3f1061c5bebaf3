"""A sealed file with messages from one node to another, for those that have no line: carried in a bag, on a stick, by a
relay that nobody trusts.

The messages are those that would go over the line, each signed. They are padded to a power of two and sealed in chunks
under a key of this file's own, which is wrapped to the recipient (HPKE). Outside stand the recipient and the size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lintas.crypto.chunks import address_of, open_chunks, seal_chunks
from lintas.crypto.errors import BadPadding
from lintas.crypto.ports import KEY_BYTES, TAG_BYTES, Suite
from lintas.sync.envelope import NotForUs
from lintas.wire import cbor, shape
from lintas.wire.errors import TooLarge
from lintas.wire.limits import KIB, LIMITS
from lintas.wire.shape import BadShape, Fields

BAG: Final = "bag"
VERSION: Final = 1
BUCKET_BYTES_MIN: Final = 64 * KIB
_MARK: Final = b"\x80"
_KIND_CHARS_MAX: Final = 16
_CHUNKS_MAX: Final = LIMITS.bag_bytes_max // LIMITS.chunk_bytes_max
_OUTSIDE_BYTES_MAX: Final = LIMITS.wrapped_bytes_max + _CHUNKS_MAX * (TAG_BYTES + 16) + KIB

Message = tuple[str, bytes]
"""A message with its kind."""


@dataclass(frozen=True, slots=True)
class Outside:
    """What everybody sees of a file: whom it is for, and the size of its padded text in bytes, a power of two."""

    recipient: bytes
    text_bytes: int


def write_bag(suite: Suite, recipient: bytes, public: bytes, key: bytes, messages: Sequence[Message]) -> bytes:
    """The file for the authority `recipient` with this public key. `key`: 32 random bytes for this file alone.

    Raises `TooLarge`.
    """
    text = cbor.encode([[kind, data] for kind, data in messages]) + _MARK
    size = max(BUCKET_BYTES_MIN, 1 << (len(text) - 1).bit_length())
    if size > LIMITS.bag_bytes_max:
        raise TooLarge(BAG, size, LIMITS.bag_bytes_max)
    chunks = [chunk.ciphertext for chunk in seal_chunks(key, [text.ljust(size, b"\0")])]
    wrapped = suite.wrap(public, key, _info(recipient))
    return cbor.encode({1: VERSION, 2: recipient, 3: wrapped, 4: chunks})


def read_bag(suite: Suite, us: bytes, seed: bytes, data: bytes) -> tuple[Message, ...]:
    """The messages; who sent each is for its signature to say.

    Raises `Malformed`, `NotForUs`, `CannotUnwrap`, `BadChunk` or `BadPadding`.
    """
    outside, wrapped, chunks = _read_outside(data)
    if outside.recipient != us:
        raise NotForUs(us, outside.recipient)
    key = suite.unwrap(seed, wrapped, _info(us))
    if len(key) != KEY_BYTES:
        raise BadShape(BAG, 3, f"does not wrap {KEY_BYTES} bytes")
    return _messages(b"".join(open_chunks(key, [address_of(chunk) for chunk in chunks], chunks)))


def read_outside(data: bytes) -> Outside:
    """What whoever carries the file sees of it, and no more; raises `Malformed`, also for a size that tells more than a
    power of two does.
    """
    return _read_outside(data)[0]


def _read_outside(data: bytes) -> tuple[Outside, bytes, tuple[bytes, ...]]:
    fields = shape.read(BAG, data, size_max=LIMITS.bag_bytes_max + _OUTSIDE_BYTES_MAX)
    fields.uint(1, VERSION, VERSION)
    most = LIMITS.chunk_bytes_max + TAG_BYTES
    chunks = fields.each(4, _CHUNKS_MAX, lambda at, value: fields.is_octets(at, value, most=most))
    size = sum(len(chunk) - TAG_BYTES for chunk in chunks)
    if size < BUCKET_BYTES_MIN or size & (size - 1):
        raise fields.bad(4, f"is not padded to a power of two from {BUCKET_BYTES_MIN} bytes")
    return Outside(fields.octets(2, 16), size), fields.octets(3, most=LIMITS.wrapped_bytes_max), chunks


def _messages(padded: bytes) -> tuple[Message, ...]:
    text = padded.rstrip(b"\0")
    if text[-1:] != _MARK:
        raise BadPadding(len(padded))
    listed = Fields(BAG, {5: cbor.decode(text[:-1], size_max=LIMITS.bag_bytes_max)})
    return listed.each(5, LIMITS.bag_messages_max, lambda at, value: _message(listed, at, value))


def _message(fields: Fields, label: int, value: object) -> Message:
    if type(value) is not list or len(value) != 2:
        raise fields.bad(label, "holds a message that is not [kind, bytes]")
    kind = fields.is_text(label, value[0], _KIND_CHARS_MAX)
    return kind, fields.is_octets(label, value[1], most=LIMITS.request_bytes_max)


def _info(recipient: bytes) -> bytes:
    return cbor.encode(["lintas/bag/1", recipient])
