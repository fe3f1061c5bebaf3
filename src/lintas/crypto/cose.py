"""COSE_Sign1 with one shape (RFC 9052 section 4.2): tag 18, an algorithm, a type, an attached payload.

The protected header is {1: -19, 16: "lintas/<kind>"}, or -9: the algorithm Ed25519 or ES256 (RFC 9864) and the type
(RFC 9596), which keeps a signature over one kind of thing from standing for another. The unprotected header is empty,
and no external data is signed. So everything but payload and signature is constant for a kind and an algorithm, and
`open1` compares it byte for byte.

`open1` reads and does not verify: the key of an act is known only after its payload was read. Nothing may be believed
before `check1`, which holds the algorithm that the message claims against that of the key. Bytes are stored as
received; none is encoded again to check a signature but the constant header, which was compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from lintas.crypto.errors import WrongAlgorithm
from lintas.crypto.ports import SIGNATURE_BYTES, Algorithm, Signer, Suite, algorithm_of
from lintas.wire.cbor import Tag, byte_string, decode, encode, head
from lintas.wire.errors import ForbiddenValue, Malformed, TooLarge

SIGN1_TAG: Final = 18
_ALG: Final = 1
_TYP: Final = 16
_KINDS_CACHED_MAX: Final = 64
_SIGNATURE_HEAD: Final = byte_string(bytes(SIGNATURE_BYTES))[:-SIGNATURE_BYTES]
_PAYLOAD_HEADS: Final = {0x58: 2, 0x59: 3, 0x5A: 5}
"""How many bytes the head of a payload takes, by the first of them; one where the length is in it."""
_DEPTH_MAX: Final = 3


class NotSign1(Malformed):
    """The item is not a tagged COSE_Sign1 with four parts of the right types."""


class WrongHeader(Malformed):
    """The protected or unprotected header is not the one of this kind."""

    def __init__(self, kind: str, protected: bytes) -> None:
        self.kind = kind
        self.protected = protected


@dataclass(frozen=True, slots=True)
class Sign1:
    """What was signed, and the signature. `to_be_signed` is the Sig_structure of RFC 9052 section 4.4, encoded;
    `algorithm` what the message says of itself.
    """

    payload: bytes
    signature: bytes
    to_be_signed: bytes
    algorithm: Algorithm


def sign1(signer: Signer, payload: bytes, *, kind: str) -> bytes:
    """The payload signed as a `kind`, such as "act": the encoding of a tagged COSE_Sign1."""
    form = _form(kind, algorithm_of(signer.public))
    signature = signer.sign(_to_be_signed(form, payload))
    return b"".join((form.prefix, head(2, len(payload)), payload, _SIGNATURE_HEAD, signature))


def open1(cose: bytes, *, kind: str, size_max: int) -> Sign1:
    """The parts of a COSE_Sign1 of this kind, unverified; `size_max` in bytes bounds the whole.

    Raises `TooLarge`, `NotSign1`, `WrongHeader` or another `Malformed` that the CBOR itself deserves.
    """
    if len(cose) > size_max:
        raise TooLarge(f"signed {kind}", len(cose), size_max)
    for form in _forms(kind):
        payload = _payload_of(cose, form.prefix)
        if payload is not None:
            return Sign1(payload, cose[-SIGNATURE_BYTES:], _to_be_signed(form, payload), form.algorithm)
    item = decode(cose, size_max=size_max, depth_max=_DEPTH_MAX, tags=(SIGN1_TAG,))
    protected, unprotected, payload, signature = _parts(item)
    found = next((each for each in Algorithm if protected == protected_header(kind, each)), None)
    if found is None or unprotected != {}:
        raise WrongHeader(kind, protected)
    if len(signature) != SIGNATURE_BYTES:
        raise NotSign1()
    return Sign1(payload, signature, _to_be_signed(_form(kind, found), payload), found)


def check1(suite: Suite, opened: Sign1, public: bytes) -> None:
    """Raises `BadSignature` unless the key with this public half signed what was opened; `WrongAlgorithm`, which is
    one, where the message claims another algorithm than this key's.
    """
    if opened.algorithm is not algorithm_of(public):
        raise WrongAlgorithm(public, opened.algorithm.value)
    suite.verify(public, opened.to_be_signed, opened.signature)


@lru_cache(maxsize=_KINDS_CACHED_MAX)
def protected_header(kind: str, algorithm: Algorithm) -> bytes:
    """The protected header of a kind and an algorithm, encoded, without the byte string around it."""
    if not kind:
        raise ForbiddenValue("empty kind")
    return encode({_ALG: algorithm.value, _TYP: f"lintas/{kind}"})


def sig_structure(protected: bytes, payload: bytes, external: bytes = b"") -> bytes:
    """Sig_structure for one signer, encoded: ["Signature1", protected, external, payload] (RFC 9052 section 4.4)."""
    return encode(["Signature1", protected, external, payload])


@dataclass(frozen=True, slots=True)
class _Form:
    """What is the same in all messages of a kind under an algorithm: what precedes the payload in a COSE_Sign1
    (`prefix`), and in a Sig_structure.
    """

    algorithm: Algorithm
    prefix: bytes
    structure: bytes


@lru_cache(maxsize=_KINDS_CACHED_MAX)
def _forms(kind: str) -> tuple[_Form, ...]:
    found = []
    for algorithm in Algorithm:
        protected = protected_header(kind, algorithm)
        prefix = b"\xd2\x84" + byte_string(protected) + b"\xa0"
        found.append(_Form(algorithm, prefix, sig_structure(protected, b"")[:-1]))
    return tuple(found)


def _form(kind: str, algorithm: Algorithm) -> _Form:
    one, other = _forms(kind)
    return one if one.algorithm is algorithm else other


def _payload_of(cose: bytes, prefix: bytes) -> bytes | None:
    """The payload, if these bytes are what `sign1` makes of it with some signature; None leaves it to a closer look."""
    at, stop = len(prefix), len(cose) - SIGNATURE_BYTES - len(_SIGNATURE_HEAD)
    if at >= stop or not cose.startswith(prefix) or not cose.startswith(_SIGNATURE_HEAD, stop):
        return None
    start = at + _PAYLOAD_HEADS.get(cose[at], 1)
    return cose[start:stop] if start <= stop and cose[at:start] == head(2, stop - start) else None


def _to_be_signed(form: _Form, payload: bytes) -> bytes:
    # Joined at once: a batch is megabytes, and each copy of it costs.
    return b"".join((form.structure, head(2, len(payload)), payload))


def _parts(item: Any) -> tuple[bytes, Any, bytes, bytes]:
    if not isinstance(item, Tag) or not isinstance(item.value, list) or len(item.value) != 4:
        raise NotSign1()
    protected, unprotected, payload, signature = item.value
    if not (isinstance(protected, bytes) and isinstance(payload, bytes) and isinstance(signature, bytes)):
        raise NotSign1()
    return protected, unprotected, payload, signature
