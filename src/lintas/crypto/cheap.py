"""A suite that protects nothing, for the simulator: fast, without randomness, of the same shape as the real one.

It catches mistakes, not attackers. Signatures are made from the public key, so that anybody who wanted to could forge
one, and a wrap can be opened by whoever has the public key. Code that only calls a `Suite` cannot do either by
accident: a wrong key, a changed byte or another context fails here as it does in `real.RealSuite`, with the same
errors.
"""

from __future__ import annotations

import hashlib
from typing import Final

from lintas.crypto.errors import BadCiphertext, BadKey, BadSignature, CannotUnwrap, UnsafeSuite, WrongKey
from lintas.crypto.hkdf import act_key, data_key
from lintas.crypto.padding import pad, unpad
from lintas.crypto.ports import (
    PUBLIC_BYTES,
    SEED_BYTES,
    SIGNATURE_BYTES,
    SIGNING_PUBLIC_BYTES,
    TAG_BYTES,
    Algorithm,
    Signer,
)

_SIGNING: Final = b"lintas/cheap/signing/1"
_LASTING: Final = b"lintas/cheap/lasting/1"
_RECIPIENT: Final = b"lintas/cheap/recipient/1"
_RECIPIENT_PUBLIC_BYTES: Final = 32
_HEADS: Final = {Algorithm.ED25519: b"", Algorithm.ES256: b"\x02"}


class CheapSigner:
    """Signs with what everybody knows."""

    __slots__ = ("_public",)

    def __init__(self, label: bytes, seed: bytes, head: bytes = b"") -> None:
        if len(seed) != SEED_BYTES:
            raise BadKey("signing seed", len(seed))
        self._public = head + hashlib.sha256(label + seed).digest()

    @property
    def public(self) -> bytes:
        return self._public

    def sign(self, message: bytes) -> bytes:
        return _signature(self._public, message)


class CheapSuite:
    """Hashes in place of cryptography; raises `UnsafeSuite` unless its maker says that he knows."""

    name = "CHEAP, PROTECTS NOTHING"
    recipient_public_bytes = _RECIPIENT_PUBLIC_BYTES
    wrap_overhead_bytes = TAG_BYTES
    lasting_public_bytes = PUBLIC_BYTES

    def __init__(self, *, i_know_this_protects_nothing: bool = False) -> None:
        if i_know_this_protects_nothing is not True:
            raise UnsafeSuite()

    def signer(self, seed: bytes, algorithm: Algorithm = Algorithm.ED25519) -> Signer:
        return CheapSigner(_SIGNING, seed, _HEADS[algorithm])

    def verify(self, public: bytes, message: bytes, signature: bytes) -> None:
        if len(public) not in SIGNING_PUBLIC_BYTES or signature != _signature(public, message):
            raise BadSignature(public)

    def lasting_signer(self, seed: bytes) -> Signer:
        return CheapSigner(_LASTING, seed)

    def lasting_verify(self, public: bytes, message: bytes, signature: bytes) -> None:
        self.verify(public, message, signature)

    def act_key(self, epoch_key: bytes, inc: int, seq: int) -> bytes:
        return act_key(epoch_key, inc, seq)

    def seal(self, act_key: bytes, plaintext: bytes, aad: bytes) -> tuple[bytes, bytes]:
        dek, commitment = data_key(act_key)
        return _lock(dek, pad(plaintext), aad), commitment

    def open(self, act_key: bytes, ciphertext: bytes, commitment: bytes, aad: bytes) -> bytes:
        dek, expected = data_key(act_key)
        if expected != commitment:
            raise WrongKey(commitment)
        padded = _unlock(dek, ciphertext, aad)
        if padded is None:
            raise BadCiphertext(len(ciphertext))
        return unpad(padded)

    def recipient_public(self, seed: bytes) -> bytes:
        if len(seed) != SEED_BYTES:
            raise BadKey("recipient seed", len(seed))
        return hashlib.sha256(_RECIPIENT + seed).digest()

    def wrap(self, public: bytes, secret: bytes, info: bytes) -> bytes:
        if len(public) != _RECIPIENT_PUBLIC_BYTES:
            raise BadKey("recipient public key", len(public))
        return _lock(public, secret, info)

    def unwrap(self, seed: bytes, wrapped: bytes, info: bytes) -> bytes:
        secret = _unlock(self.recipient_public(seed), wrapped, info)
        if secret is None:
            raise CannotUnwrap(len(wrapped))
        return secret


def _signature(public: bytes, message: bytes) -> bytes:
    return hashlib.blake2b(message, key=public, digest_size=SIGNATURE_BYTES).digest()


def _lock(key: bytes, plaintext: bytes, aad: bytes) -> bytes:
    masked = _mask(key, plaintext)
    return masked + _tag(key, masked, aad)


def _unlock(key: bytes, locked: bytes, aad: bytes) -> bytes | None:
    masked, tag = locked[:-TAG_BYTES], locked[-TAG_BYTES:]
    return _mask(key, masked) if tag == _tag(key, masked, aad) else None


def _tag(key: bytes, masked: bytes, aad: bytes) -> bytes:
    return hashlib.blake2b(len(aad).to_bytes(8, "big") + aad + masked, key=key, digest_size=TAG_BYTES).digest()


def _mask(key: bytes, data: bytes) -> bytes:
    stream = hashlib.shake_128(key).digest(len(data))
    return (int.from_bytes(data, "big") ^ int.from_bytes(stream, "big")).to_bytes(len(data), "big")
