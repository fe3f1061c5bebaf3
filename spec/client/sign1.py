"""COSE_Sign1 in its one shape (`act.md` 1)."""

from __future__ import annotations

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from spec.client.cbor import Refused, decode, need

Opened = tuple[bytes, tuple[int, bytes]]
ED25519, ES256 = -19, -9
HALF = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551 // 2


def protected(kind: str, algorithm: int) -> bytes:
    """The header that a signature of this kind covers."""
    return b"\xa2\x01" + cbor2.dumps(algorithm) + b"\x10" + cbor2.dumps(f"lintas/{kind}")


def open1(data: bytes, kind: str, size: int) -> Opened:
    """Payload, and algorithm with signature, not checked yet."""
    item = decode(data, size, 3, tags=(18,))
    need(isinstance(item, cbor2.CBORTag) and isinstance(item.value, list | tuple) and len(item.value) == 4, "NotSign1")
    header, unprotected, payload, signature = item.value
    need(all(isinstance(part, bytes) for part in (header, payload, signature)), "NotSign1")
    algorithm = next((each for each in (ED25519, ES256) if header == protected(kind, each)), None)
    need(algorithm is not None and unprotected == {}, "WrongHeader")
    assert algorithm
    need(len(signature) == 64, "NotSign1")
    return payload, (algorithm, signature)


def check1(key: bytes, kind: str, payload: bytes, signed: tuple[int, bytes]) -> None:
    """That this key signed it, by its own algorithm (RFC 9052 section 4.4)."""
    algorithm, signature = signed
    need(algorithm == algorithm_of(key), "WrongAlgorithm")
    check(key, cbor2.dumps(["Signature1", protected(kind, algorithm), b"", payload]), signature)


def check_beside(key: bytes, kind: str, payload: bytes, signature: bytes) -> None:
    """The same where no header came with it: the key says which it was."""
    check1(key, kind, payload, (algorithm_of(key), signature))


def algorithm_of(key: bytes) -> int:
    """By the form of the key (wire.md 3)."""
    return ES256 if len(key) == 33 else ED25519


def check(key: bytes, message: bytes, signature: bytes) -> None:
    """Ed25519, or ES256 with the lower s."""
    need(len(signature) == 64, "BadSignature")
    try:
        if algorithm_of(key) == ED25519:
            Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
            return
        r, s = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
        need(s <= HALF, "BadSignature")
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key)
        point.verify(encode_dss_signature(r, s), message, ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, ValueError):
        raise Refused("BadSignature") from None


def check_lasting(key: bytes, message: bytes, signature: bytes) -> None:
    """ML-DSA-44."""
    try:
        MLDSA44PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        raise Refused("BadSignature") from None
