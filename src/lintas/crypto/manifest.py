"""The manifest of a file: a tree of sealed lists of addresses, so that one address stands for a file of any size.

A file of one chunk is known by the address of that chunk. The addresses of several are listed, `FAN_OUT` to a list,
the last list shorter; more than one list of them is listed again, in one list of the second level, which is the
highest. The address of the list on top is the file's *root*. How many lists there are, and of how many addresses each,
follows from the size of the file; so a list has nothing but addresses, and opens at its own place only.

Each list is sealed under HKDF-Expand(file key, "lintas/list/1" || level as 1 byte || index as 8 bytes). The *file id*,
HKDF-Expand(file key, "lintas/file/1"), names the file where nothing of it is to be told: in headers, and where its
chunks are kept. Nobody can give a file the id of another one, since whoever opens it derives the id from the key.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from lintas.crypto.aead import decrypt_once, encrypt_once
from lintas.crypto.chunks import CHUNK_BYTES, address_of
from lintas.crypto.errors import BadChunk, BadCiphertext
from lintas.crypto.hkdf import expand, need_key
from lintas.crypto.ports import KEY_BYTES
from lintas.wire.errors import TooLarge
from lintas.wire.limits import LIMITS

FAN_OUT: Final = LIMITS.list_addresses_max
LEVELS_MAX: Final = 2
_ADDRESS_BYTES: Final = 32
_FILE: Final = b"lintas/file/1"
_LIST: Final = b"lintas/list/1"


@dataclass(frozen=True, slots=True)
class SealedList:
    """One sealed list. `address` is the SHA-256 of `ciphertext`."""

    address: bytes
    ciphertext: bytes


def file_id(file_key: bytes) -> bytes:
    """The id of the file that has this key, 32 bytes."""
    need_key("file key", file_key)
    return expand(file_key, _FILE, 32)


def chunks_of(size_bytes: int) -> int:
    """How many chunks a file of this size has; raises `TooLarge` above `LIMITS.chunks_max`."""
    count = max(1, -(-size_bytes // CHUNK_BYTES))
    if count > LIMITS.chunks_max:
        raise TooLarge("chunks of 1 MiB in a file", count, LIMITS.chunks_max)
    return count


def levels_of(chunks: int) -> int:
    """How many levels of lists stand above so many chunks: none above a single one."""
    return 0 if chunks == 1 else 1 if chunks <= FAN_OUT else LEVELS_MAX


def entries_of(chunks: int, level: int, index: int) -> int:
    """How many addresses the list at this place has, in a file of so many chunks."""
    below = chunks if level == 1 else -(-chunks // FAN_OUT)
    return min(FAN_OUT, below - index * FAN_OUT)


def seal_list(file_key: bytes, level: int, index: int, addresses: Sequence[bytes]) -> SealedList:
    """One list of the manifest. The key seals one list at a place, as a file key is for one file."""
    ciphertext = encrypt_once(_list_key(file_key, level, index), b"".join(addresses), b"")
    return SealedList(address_of(ciphertext), ciphertext)


def open_list(
    file_key: bytes, level: int, index: int, count: int, ciphertext: bytes, address: bytes
) -> tuple[bytes, ...]:
    """The addresses in a list; raises `BadChunk` unless it has that address, place, key and number of entries."""
    if not hmac.compare_digest(address_of(ciphertext), address):
        raise BadChunk(index, "address")
    try:
        plaintext = decrypt_once(_list_key(file_key, level, index), ciphertext, b"")
    except BadCiphertext:
        raise BadChunk(index, "key or place") from None
    if len(plaintext) != count * _ADDRESS_BYTES:
        raise BadChunk(index, "size")
    return _split(plaintext)


@dataclass(slots=True)
class Growing:
    """A manifest that grows chunk by chunk. `tails` are the addresses that are in no list yet, by level, joined: what
    is kept of it between two sittings, with the number of chunks.
    """

    file_key: bytes
    count: int = 0
    tails: list[bytes] = field(default_factory=lambda: [b""] * LEVELS_MAX)

    def add(self, address: bytes) -> Iterator[SealedList]:
        """The address of the next chunk; the lists that are full before it, to be kept."""
        if len(self.tails[0]) == FAN_OUT * _ADDRESS_BYTES:
            yield self._close()
        self.tails[0] += address
        self.count += 1

    def end(self) -> Iterator[SealedList]:
        """No more chunks: the lists that are left, to be kept. After it `root` is the file's."""
        if self.count > 1:
            yield self._close()
        if self.count > FAN_OUT:
            top = seal_list(self.file_key, LEVELS_MAX, 0, _split(self.tails[1]))
            self.tails[1] = top.address
            yield top

    @property
    def root(self) -> bytes:
        """The address of the whole, once it was ended."""
        return self.tails[0] or self.tails[1]

    def _close(self) -> SealedList:
        sealed = seal_list(self.file_key, 1, len(self.tails[1]) // _ADDRESS_BYTES, _split(self.tails[0]))
        self.tails = [b"", self.tails[1] + sealed.address]
        return sealed


def _split(joined: bytes) -> tuple[bytes, ...]:
    return tuple(joined[at : at + _ADDRESS_BYTES] for at in range(0, len(joined), _ADDRESS_BYTES))


def _list_key(file_key: bytes, level: int, index: int) -> bytes:
    need_key("file key", file_key)
    return expand(file_key, _LIST + bytes((level,)) + index.to_bytes(8, "big"), KEY_BYTES)
