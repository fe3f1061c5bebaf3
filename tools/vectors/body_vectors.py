"""Sealed and plain bodies: key, commitment, hash, padding, and what a body must hold."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any, Final

from lintas.crypto.aead import encrypt_once
from lintas.crypto.hkdf import act_key, data_key
from lintas.crypto.padding import pad
from lintas.wire import cbor
from lintas.wire.limits import LIMITS
from tools.vectors.files import ACCEPTED, Vector
from tools.vectors.people import DOSSIER, NEXT, A, B, changed, ids, payload, seed

EPOCH: Final = seed("epoch")[:16]
EPOCH_KEY: Final = seed("epoch key")
NONCE: Final = seed("nonce")[:16]
CONTENT: Final[dict[int, Any]] = {1: {"text": "Whose boat?"}, 2: [], 3: "en", 4: NONCE}
_KEY: Final = act_key(EPOCH_KEY, NEXT[4], NEXT[5])
_PLACE: Final = DOSSIER + B + NEXT[4].to_bytes(8, "big") + NEXT[5].to_bytes(8, "big")
_RULE: Final = "act.md 3"

# name, what it is, what differs from a content that holds, the label at fault
MISSHAPEN: Final[list[tuple[str, str, Mapping[int, Any], int]]] = [
    ("fields-list", "fields that are a list", {1: []}, 1),
    ("fields-number", "a field whose name is a number", {1: {7: "x"}}, 1),
    ("officers-beyond", "nine officers", {2: [["author", b"c", "session", b"p"]] * 9}, 2),
    ("officer-three-parts", "an officer's answer of three parts", {2: [["author", b"c", "session"]]}, 1),
    ("language-beyond", "a language of 36 characters", {3: "x" * 36}, 3),
    ("nonce-short", "a nonce of 15 bytes", {4: bytes(15)}, 4),
    ("members-beyond", "257 members", {5: ids(LIMITS.recipients_max + 1, "member", 16)}, 5),
    ("member-short", "a member of 15 bytes", {5: [bytes(15)]}, 5),
]


def vectors() -> Iterator[Vector]:
    """All of them."""
    yield from _opening()
    yield from _contents()
    yield from _plain()
    yield from _sealing()


def sealed(text: bytes, key: bytes = _KEY, place: bytes = _PLACE) -> tuple[bytes, dict[int, Any]]:
    """Padded bytes sealed as a body, and the labels that the header then has."""
    dek, commitment = data_key(key)
    body = encrypt_once(dek, text, place)
    return body, {12: EPOCH, 13: commitment, 14: hashlib.sha256(body).digest(), 15: len(body)}


def _opening() -> Iterator[Vector]:
    text = cbor.encode(CONTENT)
    body, seal = sealed(pad(text))
    good = _vector("opens", "a body that opens", body, seal, gives={"act_key": _KEY, "text": text})
    yield good
    yield _vector("epoch-key", "the key of another epoch", body, seal, "WrongKey", key=seed("another epoch key"))
    yield _by_act_key("act-key", "the key of this act, as an export has it", body, seal, ACCEPTED, _KEY)
    other = act_key(EPOCH_KEY, NEXT[4], NEXT[5] + 1)
    yield _by_act_key("act-key-of-another", "the key of the next act", body, seal, "WrongKey", other)
    commitment = {**seal, 13: data_key(other)[1]}
    yield _vector("commitment", "a commitment to another key than the one that sealed", body, commitment, "WrongKey")
    yield _by_act_key("commitment-fits-other-key", "the key that was committed to, and another sealed the body", body,
                      commitment, "BadCiphertext", other)  # fmt: skip
    flipped = body[:-1] + bytes((body[-1] ^ 1,))
    yield _vector("altered", "one bit of the body changed", flipped, seal, "BodyMismatch")
    yield _vector("cut", "a body that ends early", body[:-1], seal, "BodyMismatch")
    yield _vector("size", "a body of another size than the header says", body, {**seal, 15: 1024}, "BodyMismatch")
    rehashed = {**seal, 14: hashlib.sha256(flipped).digest()}
    yield _vector("altered-by-author", "a body altered before its hash was signed", flipped, rehashed, "BadCiphertext")
    moved, moved_seal = sealed(pad(text), place=_PLACE[:-1] + b"\x09")
    yield _vector("moved", "a body sealed for another place in the chain", moved, moved_seal, "BadCiphertext")
    for name, scenario, padded in (
        ("unpadded", "a text without the mark that ends it", text.ljust(496, b"\0")),
        ("bucket-beyond", "a text in a larger bucket than it needs", (text + b"\x80").ljust(1008, b"\0")),
        ("bucket-odd", "a text in no bucket", (text + b"\x80").ljust(500, b"\0")),
        ("mark-wrong", "a mark of 81", (text + b"\x81").ljust(496, b"\0")),
    ):
        yield _vector(name, scenario, *sealed(padded), "BadPadding")


def _contents() -> Iterator[Vector]:
    for name, scenario, changes, label in MISSHAPEN:
        body, seal = sealed(pad(cbor.encode(changed(CONTENT, changes))))
        yield _vector(name, scenario, body, seal, "BadShape", gives={"label": label})
    members = cbor.encode({**CONTENT, 5: sorted([A, B])})
    yield _vector("members", "a body with its epoch's members", *sealed(pad(members)), gives={"text": members})
    yield _vector("not-canonical", "a text that is no canonical CBOR", *sealed(pad(b"\xa1\x18\x01\x00")), "NotShortest")
    deep = cbor.encode(changed(CONTENT, {1: {"x": [[[[[[[[[[[[[[]]]]]]]]]]]]]]}}), depth_max=64)
    yield _vector("depth-at-limit", "a content 16 levels deep", *sealed(pad(deep)), gives={"text": deep})
    deeper = cbor.encode(changed(CONTENT, {1: {"x": [[[[[[[[[[[[[[[]]]]]]]]]]]]]]]}}), depth_max=64)
    yield _vector("depth-beyond", "a content 17 levels deep", *sealed(pad(deeper)), "TooDeep")


def _plain() -> Iterator[Vector]:
    text = cbor.encode(CONTENT)
    seal = {14: hashlib.sha256(text).digest(), 15: len(text)}
    yield _given("plain", "a body that is not sealed", text, seal, ACCEPTED, {}, {"text": text})
    yield _given("plain-altered", "a plain body that was altered", text[:-1] + b"\x00", seal, "BodyMismatch", {}, {})
    junk = b"\x80"
    wrong = {14: hashlib.sha256(junk).digest(), 15: 1}
    yield _given("plain-list", "a plain body that is a list", junk, wrong, "BadShape", {}, {"label": 0})
    yield _given("no-body", "a body for an act that has none", text, {}, "NoBody", {}, {})


def _sealing() -> Iterator[Vector]:
    """What is sealed to what: large bodies are told by the hash of their bytes."""
    most = LIMITS.body_bytes_max - 17
    for size in (0, 495, 496, 1007, 1008, most):
        text = b"x" * size
        body, seal = sealed(pad(text))
        gives = {"commitment": seal[13], "body_hash": seal[14], "body_bytes": seal[15]}
        yield _seal(f"{size}-bytes", f"a text of {size} bytes is sealed in {len(body)}", text, ACCEPTED, gives)
    yield _seal(f"{most + 1}-bytes", "a text that no bucket holds", b"x" * (most + 1), "TooLarge", {})


def _seal(name: str, scenario: str, text: bytes, verdict: str, gives: Mapping[str, Any]) -> Vector:
    given = {"place": _PLACE, "act_key": _KEY, "text": text}
    return Vector(f"seal/{name}", scenario, _RULE, verdict, given, gives)


def _vector(
    name: str,
    scenario: str,
    body: bytes,
    seal: Mapping[int, Any],
    verdict: str = ACCEPTED,
    key: bytes = EPOCH_KEY,
    gives: Mapping[str, Any] | None = None,
) -> Vector:
    return _given(name, scenario, body, seal, verdict, {"epoch_key": key}, gives or {})


def _by_act_key(name: str, scenario: str, body: bytes, seal: Mapping[int, Any], verdict: str, key: bytes) -> Vector:
    return _given(name, scenario, body, seal, verdict, {"act_key": key}, {})


def _given(
    name: str,
    scenario: str,
    body: bytes,
    seal: Mapping[int, Any],
    verdict: str,
    key: Mapping[str, Any],
    gives: Mapping[str, Any],
) -> Vector:
    given = {"payload": payload(changed(NEXT, seal)), **key, "body": body}
    return Vector(f"body/{name}", scenario, _RULE, verdict, given, gives)
