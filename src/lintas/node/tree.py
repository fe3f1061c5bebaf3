"""A file as its chunks are kept: walking down its manifest, to read it or to see what of it is not here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lintas.crypto.chunks import open_chunk
from lintas.crypto.manifest import FAN_OUT, LEVELS_MAX, chunks_of, entries_of, file_id, levels_of, open_list
from lintas.node.ports import Chunks
from lintas.wire.errors import LintasError


class NoSuchChunk(LintasError):
    """There is no such chunk for the one who asks."""

    def __init__(self, address: bytes) -> None:
        self.address = address


@dataclass(frozen=True, slots=True)
class Lack:
    """A chunk or list that is not here. All chunks before `index`, from where one looked, are."""

    index: int
    address: bytes


class Tree:
    """The chunks of one file, named in a body in the form of a `File`."""

    def __init__(self, chunks: Chunks, file: Mapping[str, Any]) -> None:
        """Raises `TooLarge` for a size that no file has."""
        self._chunks, self._key, self._root = chunks, file["key"], file["root"]
        self.id, self.count = file_id(file["key"]), chunks_of(file["bytes"])
        self._levels = levels_of(self.count)

    def parts(self, start: int = 0) -> Iterator[bytes]:
        """What the file says, chunk by chunk from this one on; raises `NoSuchChunk` or `BadChunk`."""
        index = start
        for address in self._addresses(start):
            yield open_chunk(self._key, index, self._get(address), last=index == self.count - 1, address=address)
            index += 1

    def lacking(self, start: int = 0) -> Iterator[Lack]:
        """What is not here of the chunks from this one on, in order; below a list that is not here nothing is known.

        Raises `BadChunk` where a list is not what it must be.
        """
        if self._levels != 1 and not self._has(self._root):
            yield Lack(start, self._root)
            return
        for first, address in self._lists(start):
            if not self._has(address):
                yield Lack(max(start, first), address)
                continue
            for at, entry in enumerate(self._entries(first, address), first):
                if at >= start and not self._has(entry):
                    yield Lack(at, entry)

    def _addresses(self, start: int) -> Iterator[bytes]:
        if self._levels == 0:
            yield self._root
        for first, address in self._lists(start):
            yield from self._entries(first, address)[max(0, start - first) :]

    def _lists(self, start: int) -> Iterator[tuple[int, bytes]]:
        """The lists of chunks, from that which has this chunk: the number of its first chunk, and its address."""
        if self._levels == 1:
            yield 0, self._root
        if self._levels == LEVELS_MAX:
            lists = self._open(LEVELS_MAX, 0, self._root)
            yield from ((at * FAN_OUT, lists[at]) for at in range(start // FAN_OUT, len(lists)))

    def _entries(self, first: int, address: bytes) -> tuple[bytes, ...]:
        return self._open(1, first // FAN_OUT, address)

    def _open(self, level: int, index: int, address: bytes) -> tuple[bytes, ...]:
        return open_list(self._key, level, index, entries_of(self.count, level, index), self._get(address), address)

    def _has(self, address: bytes) -> bool:
        return self._chunks.has(self.id, address)

    def _get(self, address: bytes) -> bytes:
        ciphertext = self._chunks.get(self.id, address)
        if ciphertext is None:
            raise NoSuchChunk(address)
        return ciphertext
