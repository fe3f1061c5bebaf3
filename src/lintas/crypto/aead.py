"""AES-256-GCM for keys that are used once (NIST SP 800-38D, RFC 5116).

The nonce is twelve zero bytes. That is safe because every key given here is derived for one text: the act key of one
(author, incarnation, sequence number), or one chunk of one file. The incarnation is random at each boot and an act is
durable before it is sent, so that no restart and no restored backup seals a second text under one key.

GCM does not commit to its key: two keys can open one ciphertext to two texts. Whoever uses this must fix the key by
other means, as `seal` does with its commitment.
"""

from __future__ import annotations

from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from lintas.crypto.errors import BadCiphertext
from lintas.crypto.hkdf import need_key
from lintas.crypto.ports import TAG_BYTES

_NONCE: Final = bytes(12)


def encrypt_once(key: bytes, plaintext: bytes, aad: bytes) -> bytes:
    """Ciphertext and its tag of 16 bytes. The key must never encrypt another text."""
    need_key("AES-256 key", key)
    return AESGCM(key).encrypt(_NONCE, plaintext, aad)


def decrypt_once(key: bytes, ciphertext: bytes, aad: bytes) -> bytes:
    """The text; raises `BadCiphertext` if ciphertext, key or `aad` is not the one it was made with."""
    need_key("AES-256 key", key)
    if len(ciphertext) < TAG_BYTES:
        raise BadCiphertext(len(ciphertext))
    try:
        return AESGCM(key).decrypt(_NONCE, ciphertext, aad)
    except InvalidTag:
        raise BadCiphertext(len(ciphertext)) from None
