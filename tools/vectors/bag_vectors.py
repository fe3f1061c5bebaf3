"""Files that are carried or left in a mailbox: what stands outside, and the text within."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from lintas.crypto.chunks import seal_chunks
from lintas.crypto.errors import CannotUnwrap
from lintas.crypto.real import RealSuite
from lintas.wire import cbor
from lintas.wire.limits import KIB, LIMITS
from tools.vectors.files import ACCEPTED, FOLDER, Vector, read_octets
from tools.vectors.people import A, B, changed, seed

_RULE: Final = "sync.md 7"
_SEED: Final = seed("b receives")
_KEY: Final = seed("bag key")
_INFO: Final = cbor.encode(["lintas/bag/1", B])
_SMALLEST: Final = 64 * KIB
_MESSAGES: Final = [["receipt", b"a receipt"], ["link", b"a batch"]]
_SHOWN: Final = [{"role": kind, "message": message} for kind, message in _MESSAGES]
_MOST: Final = LIMITS.bag_messages_max


def vectors() -> Iterator[Vector]:
    """All of them."""
    yield from _outside()
    yield from _texts()


def _outside() -> Iterator[Vector]:
    text = (cbor.encode(_MESSAGES) + b"\x80").ljust(_SMALLEST, b"\0")
    (chunk,) = seal_chunks(_KEY, [text])
    wrapped = _wrapped()
    good: dict[int, Any] = {1: 1, 2: B, 3: wrapped, 4: [chunk.ciphertext]}
    yield _bag("opens", "a file with two messages", good, ACCEPTED, {"messages": _SHOWN})
    # What follows is refused before a chunk is opened, or because it does not open: the chunk may be all zeros.
    blank = {**good, 4: [bytes(_SMALLEST + 16)]}
    flipped = wrapped[:-1] + bytes((wrapped[-1] ^ 1,))
    for name, scenario, changes, verdict, label in (
        ("altered-chunk", "a chunk that was altered", {}, "BadChunk", None),
        ("altered-key", "a wrapped key with one bit changed", {3: flipped}, "CannotUnwrap", None),
        ("for-another", "a file for another", {2: A}, "NotForUs", None),
        ("version", "a version that is not known", {1: 2}, "BadShape", 1),
        ("recipient-short", "a recipient of 15 bytes", {2: B[:15]}, "BadShape", 2),
        ("key-beyond", "a wrapped key above 4 KiB", {3: bytes(4_097)}, "BadShape", 3),
        ("no-chunks", "a file without chunks", {4: []}, "BadShape", 4),
        ("chunk-beyond", "a chunk above 1 MiB", {4: [bytes(LIMITS.chunk_bytes_max + 17)]}, "BadShape", 4),
        ("below-bucket", "a text of 32 KiB", {4: [bytes(32 * KIB + 16)]}, "BadShape", 4),
        ("between-buckets", "a text of 96 KiB, whose size tells too much", {4: [bytes(96 * KIB + 16)]}, "BadShape", 4),
    ):  # fmt: skip
        yield _bag(name, scenario, changed(blank, changes), verdict, {} if label is None else {"label": label})


def _texts() -> Iterator[Vector]:
    listed = cbor.encode(_MESSAGES)
    yield _text("messages", "two messages", listed, ACCEPTED, {"messages": _SHOWN})
    yield _text("empty", "no message", cbor.encode([]), ACCEPTED, {"messages": []})
    at_limit = [["link", b""]] * _MOST
    yield _text("messages-at-limit", f"{_MOST:,} messages", cbor.encode(at_limit), ACCEPTED, {})
    yield _text("unknown-kind", "a kind that nobody knows is read, and passed over later", cbor.encode([["x", b""]]),
                ACCEPTED, {"messages": [{"role": "x", "message": b""}]})  # fmt: skip
    for name, scenario, value in (
        ("messages-beyond", f"{_MOST + 1:,} messages", [["link", b""]] * (_MOST + 1)),
        ("triple", "a message of three parts", [["link", b"", b""]]),
        ("kind-number", "a message whose kind is a number", [[1, b""]]),
        ("kind-beyond", "a kind of 17 characters", [["x" * 17, b""]]),
        ("message-text", "a message that is a text", [["link", "x"]]),
        ("map", "a map in place of the list", {}),
    ):
        yield _text(name, scenario, cbor.encode(value), "BadShape", {"label": 5})
    yield _text("mark-wrong", "a mark of 81", listed, "BadPadding", {}, mark=b"\x81")
    yield _text("all-zeros", "a text without a mark", b"", "BadPadding", {}, mark=b"")
    yield _text("not-canonical", "a text that is no canonical CBOR", b"\x98\x00", "NotShortest", {})


def _bag(name: str, scenario: str, fields: Mapping[int, Any], verdict: str, gives: Mapping[str, Any]) -> Vector:
    given = {"to": B, "seed": _SEED, "bag": cbor.encode(fields)}
    return Vector(f"bag/{name}", scenario, _RULE, verdict, given, gives)


def _text(
    name: str, scenario: str, listed: bytes, verdict: str, gives: Mapping[str, Any], mark: bytes = b"\x80"
) -> Vector:
    padded = (listed + mark).ljust(_SMALLEST, b"\0")
    return Vector(f"bag-text/{name}", scenario, _RULE, verdict, {"text": padded}, gives)


def _wrapped() -> bytes:
    """The wrapped key of the files, if it holds this one: wrapping draws chance, so that a second would be another."""
    path, suite = FOLDER / "bag/opens.json", RealSuite()
    if path.exists():
        held = cbor.decode(read_octets(json.loads(path.read_text())["given"]["bag"]), size_max=LIMITS.bag_bytes_max)
        try:
            if suite.unwrap(_SEED, held[3], _INFO) == _KEY:
                return bytes(held[3])
        except CannotUnwrap:
            pass
    return suite.wrap(suite.recipient_public(_SEED), _KEY, _INFO)
