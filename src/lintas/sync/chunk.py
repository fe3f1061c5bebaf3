"""Asking the author of an act for one sealed chunk of its files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lintas.crypto.ports import TAG_BYTES
from lintas.sync.envelope import FIRST_LABEL
from lintas.wire.limits import LIMITS
from lintas.wire.shape import Fields

CHUNK_KIND: Final = "chunk"
CHUNKED_KIND: Final = "chunked"
_AT = FIRST_LABEL


@dataclass(frozen=True, slots=True)
class ChunkRequest:
    """Which chunk, and the act whose header lists it."""

    act: bytes
    address: bytes


def chunk_fields(request: ChunkRequest) -> dict[int, object]:
    """The labels of a request."""
    return {_AT: request.act, _AT + 1: request.address}


def read_chunk(fields: Fields) -> ChunkRequest:
    """A request from its labels; raises `BadShape`."""
    return ChunkRequest(fields.octets(_AT, 32), fields.octets(_AT + 1, 32))


def chunked_fields(ciphertext: bytes) -> dict[int, object]:
    """The labels of a reply."""
    return {_AT: ciphertext}


def read_chunked(fields: Fields) -> bytes:
    """The sealed chunk from the labels of a reply; raises `BadShape`."""
    return fields.octets(_AT, most=LIMITS.chunk_bytes_max + TAG_BYTES)
