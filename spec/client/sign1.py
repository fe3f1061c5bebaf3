"""COSE_Sign1 in its one shape (`act.md` 1)."""

from __future__ import annotations

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey

from spec.client.cbor import Refused, decode, need


def protected(kind: str) -> bytes:
    """The header that a signature of this kind covers."""
    return b"\xa2\x01\x32\x10" + cbor2.dumps(f"lintas/{kind}")


def to_be_signed(kind: str, payload: bytes) -> bytes:
    """What is signed (RFC 9052 section 4.4)."""
    return cbor2.dumps(["Signature1", protected(kind), b"", payload])


def open1(data: bytes, kind: str, size: int) -> tuple[bytes, bytes]:
    """Payload and signature, not checked yet."""
    item = decode(data, size, 3, tags=(18,))
    need(isinstance(item, cbor2.CBORTag) and isinstance(item.value, list | tuple) and len(item.value) == 4, "NotSign1")
    header, unprotected, payload, signature = item.value
    need(all(isinstance(part, bytes) for part in (header, payload, signature)), "NotSign1")
    need(header == protected(kind) and unprotected == {}, "WrongHeader")
    need(len(signature) == 64, "NotSign1")
    return payload, signature


def check(key: bytes, message: bytes, signature: bytes) -> None:
    """Ed25519."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        raise Refused("BadSignature") from None


def check_lasting(key: bytes, message: bytes, signature: bytes) -> None:
    """ML-DSA-44."""
    try:
        MLDSA44PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        raise Refused("BadSignature") from None
