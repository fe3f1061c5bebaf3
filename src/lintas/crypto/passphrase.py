"""A key from a passphrase (scrypt, RFC 7914), for files that people keep, such as the backup of a vault.

The parameters take 128 MiB and about half a second, which is what makes guessing dear. They stand in the file beside
the salt, within bounds: a file from a stranger must not take all memory.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

from lintas.crypto.errors import BadKey
from lintas.crypto.ports import KEY_BYTES

SALT_BYTES: Final = 16
PASSPHRASE_BYTES_MIN: Final = 12
COST_LOG2_MIN, COST_LOG2_MAX = 14, 20
_BLOCK, _PARALLEL = 8, 1


@dataclass(frozen=True, slots=True)
class Stretch:
    """How a passphrase becomes a key: a salt of 16 bytes, and the base-2 logarithm of the cost."""

    salt: bytes
    cost_log2: int = 17

    def key(self, passphrase: bytes) -> bytes:
        """The key of 32 bytes; raises `BadKey` for a short passphrase, or a salt or cost out of bounds."""
        if len(passphrase) < PASSPHRASE_BYTES_MIN:
            raise BadKey("passphrase", len(passphrase))
        if len(self.salt) != SALT_BYTES:
            raise BadKey("salt", len(self.salt))
        if not COST_LOG2_MIN <= self.cost_log2 <= COST_LOG2_MAX:
            raise BadKey("cost", self.cost_log2)
        cost = 1 << self.cost_log2
        memory_bytes = 128 * _BLOCK * (cost + _PARALLEL + 2)
        return hashlib.scrypt(
            passphrase, salt=self.salt, n=cost, r=_BLOCK, p=_PARALLEL, maxmem=memory_bytes, dklen=KEY_BYTES
        )
