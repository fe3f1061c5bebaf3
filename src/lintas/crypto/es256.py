"""ES256 (FIPS 186-5, ECDSA on P-256 with SHA-256), for authorities whose hardware has no Ed25519.

A public key is a compressed point (SEC 1, 2.3.3), 33 bytes, of which each point has one. A signature is r and s, 32
bytes each, big-endian, and s is at most half the order of the group: of the two values that verify, one is refused, so
that nobody who comes between turns a signature into another. Nonces follow from key and message (RFC 6979).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from lintas.crypto.hkdf import expand

ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
HALF_BYTES: Final = 32
_CURVE: Final = ec.SECP256R1()
_SEED: Final = b"lintas/es256/1"
_SEED_BYTES: Final = 48
_PUBLIC_KEYS_CACHED_MAX: Final = 4096


class MemorySigner:
    """A signing key in memory. Shows its public half only."""

    __slots__ = ("_private", "_public")

    def __init__(self, seed: bytes) -> None:
        """Of a seed of 32 bytes."""
        self._private = ec.derive_private_key(scalar(seed), _CURVE)
        self._public = self._private.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)

    @property
    def public(self) -> bytes:
        return self._public

    def sign(self, message: bytes) -> bytes:
        r, s = decode_dss_signature(self._private.sign(message, ec.ECDSA(SHA256(), deterministic_signing=True)))
        return join(r, s)


def scalar(seed: bytes) -> int:
    """The private number of a seed: 1 more than HKDF-Expand(seed, "lintas/es256/1", 48) modulo the order less 1."""
    return int.from_bytes(expand(seed, _SEED, _SEED_BYTES), "big") % (ORDER - 1) + 1


def join(r: int, s: int) -> bytes:
    """The signature of these two numbers, with the lower s."""
    return r.to_bytes(HALF_BYTES, "big") + min(s, ORDER - s).to_bytes(HALF_BYTES, "big")


def verify(public: bytes, message: bytes, signature: bytes) -> None:
    """Raises `InvalidSignature`, or `ValueError` for what is no point, unless 64 bytes are this key's signature."""
    r, s = (int.from_bytes(half, "big") for half in (signature[:HALF_BYTES], signature[HALF_BYTES:]))
    if s > ORDER // 2:
        raise InvalidSignature()
    _public(public).verify(encode_dss_signature(r, s), message, ec.ECDSA(SHA256()))


@lru_cache(maxsize=_PUBLIC_KEYS_CACHED_MAX)
def _public(public: bytes) -> ec.EllipticCurvePublicKey:
    return ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, public)
