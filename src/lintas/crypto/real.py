"""The suite in service: Ed25519, ES256, AES-256-GCM under a committed key, HPKE with X-Wing, ML-DSA-44.

Ed25519 (RFC 8032) is verified as OpenSSL does: encodings of R that are not canonical and equations that hold only after
clearing the cofactor are refused, points of low order are not. All nodes must agree on these cases, so a test pins them
with published vectors; a suite on another library has to pass it. ES256 is `es256`'s.

Wrapping is HPKE base mode (RFC 9180) with X-Wing (ML-KEM-768 and X25519, KEM 0x647a), HKDF-SHA256 and AES-256-GCM, one
message per context, and all context in `info`. It does not say who wrapped: the signed act beside it does.

Lasting signatures are ML-DSA-44 (FIPS 204) with an empty context. They differ each time.
"""

from __future__ import annotations

import hashlib
import hmac
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey, MLDSA44PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from lintas.crypto import es256
from lintas.crypto.aead import decrypt_once, encrypt_once
from lintas.crypto.errors import BadKey, BadSignature, CannotUnwrap, WrongKey
from lintas.crypto.hkdf import act_key, data_key
from lintas.crypto.padding import pad, unpad
from lintas.crypto.ports import SEED_BYTES, SIGNATURE_BYTES, TAG_BYTES, Algorithm, Signer, algorithm_of

_MLKEM_PUBLIC_BYTES: Final = 1184
_MLKEM_SEED_BYTES: Final = 64
_X25519_BYTES: Final = 32
_XWING_PUBLIC_BYTES: Final = _MLKEM_PUBLIC_BYTES + _X25519_BYTES
_XWING_ENCAPSULATED_BYTES: Final = 1120
_MLDSA_PUBLIC_BYTES: Final = 1312
_MLDSA_SIGNATURE_BYTES: Final = 2420
_PUBLIC_KEYS_CACHED_MAX: Final = 4096

_HPKE: Final = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


class MemorySigner:
    """A signing key in memory. Shows its public half only."""

    __slots__ = ("_private", "_public")

    def __init__(self, private: Ed25519PrivateKey | MLDSA44PrivateKey) -> None:
        self._private = private
        self._public = private.public_key().public_bytes_raw()

    @property
    def public(self) -> bytes:
        return self._public

    def sign(self, message: bytes) -> bytes:
        return self._private.sign(message)


def _seed(what: str, seed: bytes) -> bytes:
    if len(seed) != SEED_BYTES:
        raise BadKey(f"{what} seed", len(seed))
    return seed


class RealSuite:
    """The algorithms of protocol version 1. Has no state but a cache of parsed public keys."""

    name = "ed25519, es256, aes-256-gcm, hpke x-wing, ml-dsa-44"
    recipient_public_bytes = _XWING_PUBLIC_BYTES
    wrap_overhead_bytes = _XWING_ENCAPSULATED_BYTES + TAG_BYTES
    lasting_public_bytes = _MLDSA_PUBLIC_BYTES

    def signer(self, seed: bytes, algorithm: Algorithm = Algorithm.ED25519) -> Signer:
        if algorithm is Algorithm.ES256:
            return es256.MemorySigner(_seed("ES256", seed))
        return MemorySigner(Ed25519PrivateKey.from_private_bytes(_seed("Ed25519", seed)))

    def verify(self, public: bytes, message: bytes, signature: bytes) -> None:
        if len(signature) != SIGNATURE_BYTES:
            raise BadSignature(public)
        try:
            if algorithm_of(public) is Algorithm.ES256:
                es256.verify(public, message, signature)
            else:
                _ed25519_public(public).verify(signature, message)
        except (InvalidSignature, ValueError, BadKey):
            # ValueError: not a key. Whoever named it as one signed nothing with it.
            raise BadSignature(public) from None

    def lasting_signer(self, seed: bytes) -> Signer:
        return MemorySigner(MLDSA44PrivateKey.from_seed_bytes(_seed("ML-DSA-44", seed)))

    def lasting_verify(self, public: bytes, message: bytes, signature: bytes) -> None:
        if len(public) != _MLDSA_PUBLIC_BYTES or len(signature) != _MLDSA_SIGNATURE_BYTES:
            raise BadSignature(public)
        try:
            MLDSA44PublicKey.from_public_bytes(public).verify(signature, message)
        except (InvalidSignature, ValueError):
            raise BadSignature(public) from None

    def act_key(self, epoch_key: bytes, inc: int, seq: int) -> bytes:
        return act_key(epoch_key, inc, seq)

    def seal(self, act_key: bytes, plaintext: bytes, aad: bytes) -> tuple[bytes, bytes]:
        dek, commitment = data_key(act_key)
        return encrypt_once(dek, pad(plaintext), aad), commitment

    def open(self, act_key: bytes, ciphertext: bytes, commitment: bytes, aad: bytes) -> bytes:
        dek, expected = data_key(act_key)
        if not hmac.compare_digest(expected, commitment):
            raise WrongKey(commitment)
        return unpad(decrypt_once(dek, ciphertext, aad))

    def recipient_public(self, seed: bytes) -> bytes:
        mlkem, x25519 = _xwing_halves(seed)
        return mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()

    def wrap(self, public: bytes, secret: bytes, info: bytes) -> bytes:
        if len(public) != _XWING_PUBLIC_BYTES:
            raise BadKey("X-Wing public key", len(public))
        try:
            key = hpke.MLKEM768X25519PublicKey(
                MLKEM768PublicKey.from_public_bytes(public[:_MLKEM_PUBLIC_BYTES]),
                X25519PublicKey.from_public_bytes(public[_MLKEM_PUBLIC_BYTES:]),
            )
            return _HPKE.encrypt(secret, key, info)
        except ValueError:
            # A coefficient above the modulus, or a point that gives no shared secret.
            raise BadKey("X-Wing public key", len(public)) from None

    def unwrap(self, seed: bytes, wrapped: bytes, info: bytes) -> bytes:
        key = hpke.MLKEM768X25519PrivateKey(*_xwing_halves(seed))
        try:
            return _HPKE.decrypt(wrapped, key, info)
        except (InvalidTag, ValueError):
            raise CannotUnwrap(len(wrapped)) from None


@lru_cache(maxsize=_PUBLIC_KEYS_CACHED_MAX)
def _ed25519_public(public: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(public)


def _xwing_halves(seed: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    """Key expansion of X-Wing: SHAKE256(seed) gives the ML-KEM seed, then the X25519 key."""
    if len(seed) != SEED_BYTES:
        raise BadKey("X-Wing seed", len(seed))
    expanded = hashlib.shake_256(seed).digest(_MLKEM_SEED_BYTES + _X25519_BYTES)
    return (
        MLKEM768PrivateKey.from_seed_bytes(expanded[:_MLKEM_SEED_BYTES]),
        X25519PrivateKey.from_private_bytes(expanded[_MLKEM_SEED_BYTES:]),
    )
