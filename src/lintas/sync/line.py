"""Version 2 of the line between nodes: requests and replies of version 1, sealed to the one who is asked.

Messages of version 1 are signed and go as they are: whoever sits on the line, or records it until there is a quantum
computer, reads their headers. In version 2 the whole request, its path included, is sealed under a key that is wrapped
to the peer's key to receive (HPKE with X-Wing), and so is the reply. Who asks keeps one such key for a peer and numbers
its requests, so that wrapping is rare. Who speaks is for the signature inside to say; refusals are not sealed.

Sizes, times and addresses show as before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lintas.crypto.aead import decrypt_once, encrypt_once
from lintas.crypto.errors import BadKey
from lintas.crypto.hkdf import expand
from lintas.crypto.ports import KEY_BYTES
from lintas.wire import cbor, shape
from lintas.wire.limits import LIMITS
from lintas.wire.shape import BadShape, Fields

PLAIN: Final = 1
SEALED: Final = 2
NEWEST: Final = SEALED
"""The newest version that this program speaks."""

NONCE_BYTES: Final = 16
_LINE: Final = "sealed request"
_REPLY: Final = "sealed reply"
_REQUEST_LABEL, _REPLY_LABEL = b"lintas/line-request/2", b"lintas/line-reply/2"
_PATH_CHARS_MAX: Final = 64
_DEPTH_MAX: Final = 2


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed request as it came: the wrapped key of its line, its number on that line, and what is sealed."""

    wrapped: bytes
    number: int
    ciphertext: bytes


def info(recipient: bytes) -> bytes:
    """What the key of a line is bound to: it opens nothing but requests to this authority."""
    return cbor.encode(["lintas/line/2", recipient])


def seal_request(key: bytes, wrapped: bytes, number: int, path: str, message: bytes) -> bytes:
    """A request on the line of a key. A number is used once."""
    text = cbor.encode([path, message])
    return cbor.encode({1: wrapped, 2: number, 3: encrypt_once(_request_key(key, number), text, b"")})


def read_request(data: bytes) -> Sealed:
    """A request, not yet opened; raises `Malformed`."""
    fields = shape.read(_LINE, data, size_max=LIMITS.request_bytes_max, depth_max=_DEPTH_MAX)
    wrapped = fields.octets(1, most=LIMITS.wrapped_bytes_max)
    return Sealed(wrapped, fields.uint(2), fields.octets(3, most=LIMITS.request_bytes_max))


def open_request(key: bytes, sealed: Sealed) -> tuple[str, bytes]:
    """Path and message; raises `BadKey`, `BadCiphertext` or `Malformed`."""
    if len(key) != KEY_BYTES:
        raise BadKey("key of a line", len(key))
    text = decrypt_once(_request_key(key, sealed.number), sealed.ciphertext, b"")
    path, message = _two(_LINE, text)
    fields = Fields(_LINE, {1: path, 2: message})
    return fields.text(1, _PATH_CHARS_MAX), fields.octets(2, most=LIMITS.request_bytes_max)


def seal_reply(key: bytes, number: int, nonce: bytes, message: bytes) -> bytes:
    """The reply to a request of this number. `nonce`: new random bytes, since a request may come twice."""
    return cbor.encode([nonce, encrypt_once(_reply_key(key, number, nonce), message, b"")])


def open_reply(key: bytes, number: int, data: bytes) -> bytes:
    """The message in a reply; raises `BadCiphertext` or `Malformed`."""
    nonce, ciphertext = _two(_REPLY, data)
    fields = Fields(_REPLY, {1: nonce, 2: ciphertext})
    nonce = fields.octets(1, NONCE_BYTES)
    return decrypt_once(_reply_key(key, number, nonce), fields.octets(2, most=LIMITS.request_bytes_max), b"")


def _two(what: str, data: bytes) -> tuple[object, object]:
    found = cbor.decode(data, size_max=LIMITS.request_bytes_max, depth_max=_DEPTH_MAX)
    if type(found) is not list or len(found) != 2:
        raise BadShape(what, 0, "is no list of two")
    return found[0], found[1]


def _request_key(key: bytes, number: int) -> bytes:
    return expand(key, _REQUEST_LABEL + number.to_bytes(8, "big"), KEY_BYTES)


def _reply_key(key: bytes, number: int, nonce: bytes) -> bytes:
    return expand(key, _REPLY_LABEL + number.to_bytes(8, "big") + nonce, KEY_BYTES)
