"""The COSE_Sign1 around a header: who signed, as what, and the controls that carry proofs of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from lintas.crypto.cose import protected_header, sig_structure, sign1
from lintas.crypto.es256 import ORDER
from lintas.crypto.ports import Algorithm
from lintas.wire import cbor
from lintas.wire.cbor import byte_string
from tools.vectors.act_vectors import given, vector
from tools.vectors.files import ACCEPTED, Vector
from tools.vectors.people import (
    ES256_KEY,
    FIRST,
    FIRST_ID,
    GENESIS,
    KEYS,
    NEWER,
    NEXT,
    OTHER,
    TRUST,
    UNKNOWN,
    A,
    B,
    C,
    act_id,
    changed,
    ids,
    payload,
    seed,
    signed,
    signer,
)

_PAYLOAD: Final = payload(NEXT)
_CONTROL: Final = {20: "", 21: None}


def vectors() -> Iterator[Vector]:
    """All of them."""
    yield from _wrapped()
    yield from _signed()
    yield from _es256()
    yield from _controls()


def _wrapped() -> Iterator[Vector]:
    protected = protected_header("act", Algorithm.ED25519)
    signature = signer("b").sign(sig_structure(protected, _PAYLOAD))
    good = sign1(signer("b"), _PAYLOAD, kind="act")
    rest = byte_string(_PAYLOAD) + byte_string(signature)
    parts = b"\x84" + byte_string(protected) + b"\xa0" + rest
    assert good == b"\xd2" + parts
    yield given("untagged", "a COSE_Sign1 without its tag", parts, "NotSign1")
    yield given("tag-mac", "the tag of a COSE_Mac0", b"\xd1" + parts, "ForbiddenTag")
    yield given("five-parts", "an array of five", b"\xd2\x85" + parts[1:] + b"\xf6", "NotSign1")
    yield given("detached", "a payload that is not there", _sign1(protected, b"\xa0", b"\xf6", signature), "NotSign1")
    short = _sign1(protected, b"\xa0", byte_string(_PAYLOAD), signature[:-1])
    yield given("signature-short", "a signature of 63 bytes", short, "NotSign1")
    unprotected = _sign1(protected, b"\xa1\x04\x41x", byte_string(_PAYLOAD), signature)
    yield given("unprotected", "an unprotected header that is not empty", unprotected, "WrongHeader")
    yield given("padded-head", "a length in more bytes than it needs", good.replace(b"\x58\x40", b"\x59\x00\x40"),
                "NotShortest")  # fmt: skip
    yield given("trailing", "a byte behind the act", good + b"\x00", "TrailingBytes")
    yield given("cut", "an act that ends early", good[:-1], "Truncated")
    yield given("empty", "no bytes", b"", "Truncated")
    for name, scenario, header in (
        ("algorithm", "EdDSA (-8) in place of Ed25519 (-19)", {1: -8, 16: "lintas/act"}),
        ("type", "a receipt in place of an act", {1: -19, 16: "lintas/receipt"}),
        ("type-missing", "no type", {1: -19}),
        ("protected-more", "a protected header with a key id", {1: -19, 4: b"b", 16: "lintas/act"}),
    ):
        encoded = cbor.encode(header)
        by = signer("b").sign(sig_structure(encoded, _PAYLOAD))
        yield given(name, scenario, _sign1(encoded, b"\xa0", byte_string(_PAYLOAD), by), "WrongHeader")


def _sign1(protected: bytes, unprotected: bytes, content: bytes, signature: bytes) -> bytes:
    return b"\xd2\x84" + byte_string(protected) + unprotected + content + byte_string(signature)


def _signed() -> Iterator[Vector]:
    good = signed(NEXT)
    flipped = good[:-1] + bytes((good[-1] ^ 1,))
    yield given("signature", "one bit of the signature changed", flipped, "BadSignature", "act.md 1")
    yield vector("other-signer", "signed by another authority", NEXT, "BadSignature", by="a")
    old = changed(NEXT, {3: A, 16: NEWER})
    yield vector("former-key", "signed by a key that its `reg` replaced", old, "BadSignature", by="a")
    yield vector("newer-key", "signed by the key that its `reg` entered", old, by="a anew")
    external = sig_structure(protected_header("act", Algorithm.ED25519), _PAYLOAD, b"external")
    data = _sign1(
        protected_header("act", Algorithm.ED25519), b"\xa0", byte_string(_PAYLOAD), signer("b").sign(external)
    )
    yield given("external", "signed with external data", data, "BadSignature")
    yield vector("reg-unknown", "what makes the key valid is not read here yet: the act waits",
                 changed(NEXT, {16: UNKNOWN}), "UnknownRegistry")  # fmt: skip
    yield vector("reg-of-nobody", "an act of the registry that enters no key", changed(NEXT, {16: OTHER}), "NotEntered")
    yield vector("reg-of-another", "an act of the registry that enters another authority's key",
                 changed(NEXT, {16: NEWER}), "NotEntered")  # fmt: skip
    yield vector("author-unknown", "an author whom the genesis does not name", changed(NEXT, {3: C}),
                 "UnknownAuthority")  # fmt: skip


def _es256() -> Iterator[Vector]:
    """The key of `b` is one for ES256."""
    rows = [{**row, "key": ES256_KEY.public} if row["author"] == B else row for row in KEYS]
    good = sign1(ES256_KEY, _PAYLOAD, kind="act")
    protected = protected_header("act", Algorithm.ES256)
    stated = {"id": act_id(_PAYLOAD), "dossier": NEXT[2], "payload": _PAYLOAD}

    def one(name: str, scenario: str, verdict: str, data: bytes, rows: list[dict[str, Any]] = rows,
            **gives: Any) -> Vector:  # fmt: skip
        trust = {**TRUST, "keys": rows}
        return Vector(f"act/{name}", scenario, "wire.md 3", verdict, {"signed": data, **trust}, gives)

    def other(signature: bytes) -> bytes:
        return _sign1(protected, b"\xa0", byte_string(_PAYLOAD), signature)

    r, s = good[-64:-32], int.from_bytes(good[-32:], "big")
    yield one("es256", "an act of an authority with an ES256 key", ACCEPTED, good, **stated)
    yield one("es256-high-s", "the other s that verifies", "BadSignature", other(r + (ORDER - s).to_bytes(32, "big")))
    yield one("es256-r-zero", "an r of 0", "BadSignature", other(bytes(32) + good[-32:]))
    yield one("es256-altered", "one bit of the signature changed", "BadSignature", good[:-1] + bytes((good[-1] ^ 1,)))
    yield one("es256-claims-ed25519", "an ES256 key, and a message that claims Ed25519", "WrongAlgorithm",
              signed(NEXT))  # fmt: skip
    yield one("ed25519-claims-es256", "an Ed25519 key, and a message that claims ES256", "WrongAlgorithm", good,
              list(KEYS))  # fmt: skip
    broken = [{**row, "key": b"\x02" + bytes(31) + b"\x01"} if row["author"] == B else row for row in KEYS]
    yield one("es256-no-point", "a key that is no point of the curve", "BadSignature", good, broken)
    message = sig_structure(protected, _PAYLOAD)
    side = [_PAYLOAD, ES256_KEY.sign(message)]
    later = changed(NEXT, {9: 5})
    second = [payload(later), ES256_KEY.sign(sig_structure(protected, payload(later)))]
    fork = changed(NEXT, {3: A, 11: 2, 19: {1: side, 2: second}, **_CONTROL})
    proof = payload(fork)
    yield one("es256-fork", "a proof that an authority with an ES256 key signed two acts", ACCEPTED,
              sign1(signer("a"), proof, kind="act"), id=act_id(proof), dossier=NEXT[2], payload=proof)  # fmt: skip


def _pair(fields: Mapping[int, Any], by: str) -> list[bytes]:
    message = sig_structure(protected_header("act", Algorithm.ED25519), payload(fields))
    return [payload(fields), signer(by).sign(message)]


def _controls() -> Iterator[Vector]:
    one, other = _pair(NEXT, "b"), _pair(changed(NEXT, {9: 5}), "b")

    def control(form: int, carried: object, **changes: Any) -> dict[int, Any]:
        return changed(NEXT, {11: form, 19: carried, **_CONTROL, **{int(k[1:]): v for k, v in changes.items()}})

    yield vector("fork", "a FORK with two signed headers", control(2, {1: one, 2: other}))
    forged = [other[0], _pair(NEXT, "a")[1]]
    yield vector("fork-forged", "a FORK with a side that its author did not sign", control(2, {1: one, 2: forged}),
                 "BadSignature")  # fmt: skip
    yield vector("fork-one-side", "a FORK with one side", control(2, {1: one}), "BadShape", label=2)
    side = [payload(changed(NEXT, {16: UNKNOWN})), bytes(64)]
    yield vector("fork-side-unknown", "a FORK with a side whose `reg` is not read here", control(2, {1: one, 2: side}),
                 "UnknownRegistry")  # fmt: skip
    disown = control(3, {1: [GENESIS], 2: [FIRST_ID]}, _3=A, _16=NEWER)
    yield vector("disown", "a DISOWN of a key that was replaced", disown, by="a anew")
    unrevoked = control(3, {1: [NEWER], 2: []}, _3=A)
    yield vector("disown-not-replaced", "a DISOWN of a key that nothing replaced", unrevoked, "NotRevoked", by="a")
    yield vector("disown-no-list", "a DISOWN that names a number", control(3, {1: 5}), "BadShape", label=1)
    yield vector("erase-beyond", "an ERASE of 257 acts", control(4, {1: ids(257)}), "BadShape", label=1)
    released = control(6, {1: ids(257), 2: [A]})
    yield vector("release-beyond", "a RELEASE of 257 acts", released, "BadShape", label=1)
    named = control(6, {1: [FIRST_ID], 2: [FIRST_ID]})
    yield vector("release-to-no-party", "a RELEASE to what is no party's id", named, "BadShape", label=2)
    yield vector("verb-with-control", "a control where the form has none", changed(NEXT, {19: {1: 1}}),
                 "BadShape", label=0)  # fmt: skip
    yield vector("pin-missing", "a first act that pins no kind", changed(FIRST, {19: ...}), "BadShape", by="a",
                 label=1)  # fmt: skip
    pinned = changed(FIRST, {19: {1: "errand", 2: 0, 3: seed("d")}})
    yield vector("pin-version", "a first act that pins version 0", pinned, "BadShape", by="a", label=2)
