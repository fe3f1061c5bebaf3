"""Sealed requests and replies: opened by their key, at their number, and read as they must be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from lintas.crypto.aead import encrypt_once
from lintas.crypto.hkdf import expand
from lintas.sync.line import NONCE_BYTES, seal_reply, seal_request
from lintas.wire import cbor
from tools.vectors.files import ACCEPTED, Vector
from tools.vectors.people import seed

_KEY, _WRAPPED, _NONCE = seed("line key"), seed("wrapped"), seed("reply nonce")[:NONCE_BYTES]
_PATH, _MESSAGE = "/lintas/v1/ping", b"a signed message"
_REQUEST: Final = seal_request(_KEY, _WRAPPED, 7, _PATH, _MESSAGE)
_REPLY: Final = seal_reply(_KEY, 7, _NONCE, _MESSAGE)


def _sealing(text: object) -> bytes:
    """A request that seals something else than it should."""
    key = expand(_KEY, b"lintas/line-request/2" + (7).to_bytes(8, "big"), 32)
    return cbor.encode({1: _WRAPPED, 2: 7, 3: encrypt_once(key, cbor.encode(text), b"")})


def vectors() -> Iterator[Vector]:
    """All of them."""
    opened = {"path": _PATH.encode(), "message": _MESSAGE}
    yield _request("request", "a sealed request", _REQUEST, ACCEPTED, **opened)
    yield _request("request-other-key", "a request under another key", _REQUEST, "BadCiphertext", seed("other"))
    yield _request("request-key-short", "a key of 31 bytes", _REQUEST, "BadKey", _KEY[:31])
    moved = cbor.encode({**cbor.decode(_REQUEST, size_max=len(_REQUEST)), 2: 8})
    yield _request("request-moved", "a request with the number of another", moved, "BadCiphertext")
    headless = cbor.encode({2: 7, 3: b"sealed"})
    yield _request("request-no-key", "a request without the key of its line", headless, "BadShape", label=1)
    wide = cbor.encode({1: bytes(4_097), 2: 7, 3: b"sealed"})
    yield _request("request-key-beyond", "a wrapped key above 4 KiB", wide, "BadShape", label=1)
    yield _request("request-one", "a request that seals no list of two", _sealing([_PATH]), "BadShape", label=0)
    yield _request("request-path", "a path that is no text", _sealing([b"/", _MESSAGE]), "BadShape", label=1)
    long = _sealing(["/" * 65, _MESSAGE])
    yield _request("request-path-beyond", "a path of 65 characters", long, "BadShape", label=1)
    yield _reply("reply", "the reply to it", _REPLY, ACCEPTED, message=_MESSAGE)
    yield _reply("reply-other-number", "the reply to another request", _REPLY, "BadCiphertext", 8)
    short = cbor.encode([_NONCE[:15], b"sealed"])
    yield _reply("reply-nonce-short", "a reply with a nonce of 15 bytes", short, "BadShape", label=1)


def _request(name: str, scenario: str, data: bytes, verdict: str, key: bytes = _KEY, **gives: Any) -> Vector:
    return Vector(f"line/{name}", scenario, "sync.md 8", verdict, {"key": key, "request": data}, gives)


def _reply(name: str, scenario: str, data: bytes, verdict: str, number: int = 7, **gives: Any) -> Vector:
    return Vector(f"line/{name}", scenario, "sync.md 8", verdict, {"key": _KEY, "count": number, "reply": data}, gives)
