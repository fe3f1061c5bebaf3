"""HKDF with SHA-256 (RFC 5869), over the standard library: both suites derive alike, and one call costs two hashes."""

from __future__ import annotations

import hmac
from typing import Final

from lintas.crypto.errors import BadKey
from lintas.crypto.ports import COMMITMENT_BYTES, KEY_BYTES

HASH_BYTES: Final = 32
OUTPUT_BYTES_MAX: Final = 255 * HASH_BYTES

_ACT_KEY: Final = b"lintas/act-key/1"
_DEK: Final = b"lintas/dek/1"


def extract(salt: bytes, secret: bytes) -> bytes:
    """HKDF-Extract: a key of 32 bytes from a secret that is not evenly distributed. An absent salt is empty."""
    return hmac.digest(salt or bytes(HASH_BYTES), secret, "sha256")


def expand(key: bytes, info: bytes, size: int) -> bytes:
    """HKDF-Expand: `size` bytes from an even key, bound to `info`. Raises `ValueError` above 8,160 bytes."""
    if size > OUTPUT_BYTES_MAX:
        raise ValueError(f"HKDF gives {OUTPUT_BYTES_MAX} bytes at most, not {size}")
    output = block = hmac.digest(key, info + b"\x01", "sha256")
    counter = 2
    while len(output) < size:
        block = hmac.digest(key, block + info + bytes((counter,)), "sha256")
        output += block
        counter += 1
    return output if len(output) == size else output[:size]


def act_key(epoch_key: bytes, inc: int, seq: int) -> bytes:
    """HKDF-Expand(epoch key, "lintas/act-key/1" || inc || seq), both numbers as 8 bytes, big-endian; 32 bytes."""
    need_key("epoch key", epoch_key)
    return expand(epoch_key, _ACT_KEY + inc.to_bytes(8, "big") + seq.to_bytes(8, "big"), KEY_BYTES)


def data_key(key_of_act: bytes) -> tuple[bytes, bytes]:
    """(dek, commitment) = HKDF-Expand(act key, "lintas/dek/1", 64), 32 bytes each.

    The commitment hides the key and fixes it: an author who found two act keys with one commitment would have found a
    collision in SHA-256.
    """
    need_key("act key", key_of_act)
    both = expand(key_of_act, _DEK, KEY_BYTES + COMMITMENT_BYTES)
    return both[:KEY_BYTES], both[KEY_BYTES:]


def need_key(what: str, key: bytes) -> None:
    """Raises `BadKey` unless the key is 32 bytes."""
    if len(key) != KEY_BYTES:
        raise BadKey(what, len(key))
