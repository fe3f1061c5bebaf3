"""Asking the author of an act for sealed chunks of one of its files, a few at a time.

The chunks travel beside the signed reply, as bodies do (`carried`): each is known by its address, which is asked for,
so that nobody can put another in its place, and megabytes are not hashed for a signature.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Final

from lintas.crypto.ports import TAG_BYTES
from lintas.sync.envelope import FIRST_LABEL
from lintas.wire.limits import LIMITS
from lintas.wire.shape import BadShape, Fields

CHUNK_KIND: Final = "chunk"
CHUNKED_KIND: Final = "chunked"
_AT = FIRST_LABEL


@dataclass(frozen=True, slots=True)
class ChunkRequest:
    """The addresses of chunks, the file of which they are, and the act whose header names that file."""

    act: bytes
    file: bytes
    addresses: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Chunked:
    """Those of the chunks that the author has, by their addresses, and the file of which they are."""

    file: bytes
    addresses: tuple[bytes, ...]
    chunks: tuple[bytes, ...]

    def only(self, wanted: Container[bytes]) -> Chunked:
        """Those with these addresses."""
        pairs = [pair for pair in zip(self.addresses, self.chunks, strict=True) if pair[0] in wanted]
        return Chunked(self.file, tuple(a for a, _ in pairs), tuple(c for _, c in pairs))


def chunk_fields(request: ChunkRequest) -> dict[int, object]:
    """The labels of a request."""
    return {_AT: request.act, _AT + 1: request.file, _AT + 2: list(request.addresses)}


def read_chunk(fields: Fields) -> ChunkRequest:
    """A request from its labels; raises `BadShape`."""
    return ChunkRequest(fields.octets(_AT, 32), fields.octets(_AT + 1, 32), _addresses(fields))


def chunked_fields(file: bytes, addresses: Sequence[bytes]) -> dict[int, object]:
    """The labels of a reply: of which file, and which of the addresses that were asked for come beside it."""
    return {_AT + 1: file, _AT + 2: list(addresses)}


def read_chunked(fields: Fields, chunks: Sequence[bytes]) -> Chunked:
    """A reply from its labels and the chunks beside it; raises `BadShape`."""
    addresses = _addresses(fields)
    if len(addresses) != len(chunks) or any(len(each) > LIMITS.chunk_bytes_max + TAG_BYTES for each in chunks):
        raise BadShape(fields.message, _AT + 2, "does not fit the chunks beside it")
    return Chunked(fields.octets(_AT + 1, 32), addresses, tuple(chunks))


def _addresses(fields: Fields) -> tuple[bytes, ...]:
    found = fields.ids(_AT + 2, LIMITS.chunks_asked_max)
    if not found:
        raise fields.bad(_AT + 2, "is empty")
    return found
