"""Attachments: a file in chunks of 1 MiB, each sealed under a key of its own and known by the hash of its bytes.

The file key is random, for one file, and travels in the sealed body of an act, whose commitment fixes it. A chunk's
key is HKDF-Expand(file key, "lintas/chunk/1" || index as 8 bytes || 1 if it is the last, else 0). So a chunk opens at
its own place only, and a file cut short does not open at its new end. Every chunk but the last is full; the last is
empty only if the file is.

Pure functions over bytes. Who has which chunk, and asking for one, is the transport's; the addresses are the
manifest's (`crypto.manifest`). The size of a file shows to its readers and on the line; pad the file itself where that
tells too much.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from lintas.crypto.aead import decrypt_once, encrypt_once
from lintas.crypto.errors import BadChunk, BadCiphertext
from lintas.crypto.hkdf import expand, need_key
from lintas.crypto.ports import KEY_BYTES, TAG_BYTES
from lintas.wire.errors import TooLarge
from lintas.wire.limits import LIMITS

CHUNK_BYTES: Final = LIMITS.chunk_bytes_max
_LABEL: Final = b"lintas/chunk/1"


@dataclass(frozen=True, slots=True)
class Chunk:
    """One sealed chunk. `address` is the SHA-256 of `ciphertext`."""

    index: int
    last: bool
    address: bytes
    ciphertext: bytes


def seal_chunk(file_key: bytes, index: int, plaintext: bytes, *, last: bool) -> Chunk:
    """The chunk at one place of a file, `CHUNK_BYTES` of it unless it is the last. The same file, the same chunk."""
    ciphertext = encrypt_once(_chunk_key(file_key, index, last), plaintext, b"")
    return Chunk(index, last, address_of(ciphertext), ciphertext)


def seal_chunks(file_key: bytes, parts: Iterable[bytes], *, chunks_max: int = LIMITS.chunks_max) -> Iterator[Chunk]:
    """The sealed chunks of a file that is read in parts of any size; raises `TooLarge` past `chunks_max` chunks.

    The file key must be new for this file. An empty file has one chunk. Holds one chunk in memory beside the part.
    """
    index = 0
    held = bytearray()
    for part in parts:
        held += part
        while len(held) > CHUNK_BYTES:
            # A full chunk is held back until more follows, since the last one is sealed differently.
            yield seal_chunk(file_key, index, bytes(held[:CHUNK_BYTES]), last=False)
            del held[:CHUNK_BYTES]
            index += 1
            if index >= chunks_max:
                raise TooLarge("chunks", index + 1, chunks_max)
    yield seal_chunk(file_key, index, bytes(held), last=True)


def open_chunk(file_key: bytes, index: int, ciphertext: bytes, *, last: bool, address: bytes) -> bytes:
    """The bytes of one chunk; raises `BadChunk` unless it has that address, that place and that key."""
    if not hmac.compare_digest(address_of(ciphertext), address):
        raise BadChunk(index, "address")
    try:
        plaintext = decrypt_once(_chunk_key(file_key, index, last), ciphertext, b"")
    except BadCiphertext:
        raise BadChunk(index, "key or place") from None
    if len(plaintext) > CHUNK_BYTES or (not last and len(plaintext) < CHUNK_BYTES) or (index and not plaintext):
        raise BadChunk(index, "size")
    return plaintext


def open_chunks(file_key: bytes, addresses: Sequence[bytes], ciphertexts: Iterable[bytes]) -> Iterator[bytes]:
    """The parts of a file in order; raises `BadChunk`, also when a ciphertext is missing or one too many."""
    given = iter(ciphertexts)
    final = len(addresses) - 1
    for index, address in enumerate(addresses):
        ciphertext = next(given, None)
        if ciphertext is None:
            raise BadChunk(index, "missing")
        yield open_chunk(file_key, index, ciphertext, last=index == final, address=address)
    if final < 0 or next(given, None) is not None:
        raise BadChunk(final + 1, "count")


def address_of(ciphertext: bytes) -> bytes:
    """The address of a sealed chunk, 32 bytes. Whoever stores chunks checks it without a key."""
    if len(ciphertext) > CHUNK_BYTES + TAG_BYTES:
        raise TooLarge("chunk", len(ciphertext), CHUNK_BYTES + TAG_BYTES)
    return hashlib.sha256(ciphertext).digest()


def _chunk_key(file_key: bytes, index: int, last: bool) -> bytes:
    need_key("file key", file_key)
    return expand(file_key, _LABEL + index.to_bytes(8, "big") + bytes((last,)), KEY_BYTES)
