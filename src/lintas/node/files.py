"""Files: sealed in chunks before the act that sends them, fetched chunk by chunk by those who may read that act.

The header lists the addresses of the chunks, so that a file is asked for without opening the body; the key of the file
lies in the body. A file takes up to `LIMITS.attachments_max` chunks, and so do all files of one act together.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lintas.crypto.chunks import address_of, open_chunks, seal_chunks
from lintas.dossier.admission import parse_act
from lintas.dossier.meanings import File
from lintas.dossier.sealing import is_plain
from lintas.node.entitled import Right, right_to
from lintas.node.requests import request
from lintas.node.state import Node
from lintas.node.unfetched import Missing
from lintas.sync.chunk import (
    CHUNK_KIND,
    CHUNKED_KIND,
    ChunkRequest,
    chunk_fields,
    chunked_fields,
    read_chunk,
    read_chunked,
)
from lintas.sync.envelope import Envelope, check_reply, read, write
from lintas.wire.errors import LintasError, TooLarge
from lintas.wire.limits import LIMITS
from lintas.wire.shape import Fields

CHUNKS_AT_ONCE_MAX = 1_000
"""How many chunks one look finds at most."""


class NoSuchChunk(LintasError):
    """There is no such chunk for the one who asks."""

    def __init__(self, address: bytes) -> None:
        self.address = address


class WrongChunk(LintasError):
    """The peer answered with other bytes than were asked for."""

    def __init__(self, address: bytes) -> None:
        self.address = address


class DamagedFile(LintasError):
    """What the chunks hold is not the file that the body describes."""

    def __init__(self, name: str) -> None:
        self.name = name


def add_file(node: Node, name: str, media: str, parts: Iterable[bytes]) -> dict[str, Any]:
    """Seal a file into chunks, durable on return; the value of a field that is a File."""
    key = node.entropy(32)
    whole, size, addresses = hashlib.sha256(), 0, list[bytes]()

    def counted() -> Iterator[bytes]:
        nonlocal size
        for part in parts:
            whole.update(part)
            size += len(part)
            yield part

    for chunk in seal_chunks(key, counted(), chunks_max=LIMITS.attachments_max):
        node.chunks.put(chunk.address, chunk.ciphertext)
        addresses.append(chunk.address)
    return {"name": name, "media": media, "bytes": size, "sha256": whole.digest(), "key": key, "chunks": addresses}


def addresses_in(fields: Mapping[str, Any]) -> tuple[bytes, ...]:
    """The chunks of all files in a body; raises `TooLarge` above what one act may have."""
    found = tuple(dict.fromkeys(address for file in files_in(fields) for address in file["chunks"]))
    if len(found) > LIMITS.attachments_max:
        raise TooLarge("chunks of 1 MiB in one act", len(found), LIMITS.attachments_max)
    return found


def files_in(fields: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The files in a body, in order; what is not in the form of a file with its chunks is passed over."""
    for value in fields.values():
        for entry in value if isinstance(value, list) else [value]:
            if isinstance(entry, dict) and _is_file(entry):
                yield entry


def _is_file(entry: Mapping[str, Any]) -> bool:
    return "chunks" in entry and File.check(dict(entry)) is None


def read_file(node: Node, file: Mapping[str, Any]) -> Iterator[bytes]:
    """The parts of a file whose chunks are here; raises `NoSuchChunk`, `BadChunk` or, at either end, `DamagedFile`."""
    if not _is_file(file):
        raise DamagedFile(str(file.get("name", "")))
    whole = hashlib.sha256()
    for part in open_chunks(file["key"], file["chunks"], (_here(node, address) for address in file["chunks"])):
        whole.update(part)
        yield part
    if whole.digest() != file["sha256"]:
        raise DamagedFile(str(file.get("name", "")))


def _here(node: Node, address: bytes) -> bytes:
    ciphertext = node.chunks.get(address)
    if ciphertext is None:
        raise NoSuchChunk(address)
    return ciphertext


def missing_from(node: Node, author: bytes, most: int = CHUNKS_AT_ONCE_MAX) -> tuple[Missing, ...]:
    """At most so many chunks to ask a peer for now; known are the acts of dossiers that were read since the start."""
    return node.unfetched.missing(author, node.chunks.has, node.clock(), most)


def ask(node: Node, lacking: Missing) -> tuple[Envelope, bytes]:
    """A request for one chunk to the act's author."""
    envelope = Envelope(node.id, lacking.author, node.entropy(16), node.clock())
    request = chunk_fields(ChunkRequest(lacking.act, lacking.address))
    return envelope, write(node.speaker(envelope.recipient), CHUNK_KIND, envelope, request)


def take(node: Node, request: Envelope, lacking: Missing, data: bytes) -> None:
    """Keep the chunk, durable on return; raises `WrongChunk` or what `envelope.read` raises."""
    reply, fields = read(node.suite, node.federation, CHUNKED_KIND, data, to=node.id)
    check_reply(request, reply)
    ciphertext = read_chunked(fields)
    if address_of(ciphertext) != lacking.address:
        raise WrongChunk(lacking.address)
    if lacking.act not in node.recalls.gone:
        node.chunks.put(lacking.address, ciphertext)


def serve(node: Node, data: bytes) -> bytes:
    """Answer a request for a chunk; raises `NoSuchChunk` also where the asker may not have it: it learns nothing."""
    return answer(node, *request(node, CHUNK_KIND, data))


def answer(node: Node, envelope: Envelope, fields: Fields) -> bytes:
    """The reply to a request that was read; raises as `serve`."""
    asked = read_chunk(fields)
    if not _entitled(node, asked, envelope.sender):
        raise NoSuchChunk(asked.address)
    reply = Envelope(node.id, envelope.sender, envelope.nonce, node.clock())
    return write(node.speaker(reply.recipient), CHUNKED_KIND, reply, chunked_fields(_here(node, asked.address)))


def _entitled(node: Node, request: ChunkRequest, asker: bytes) -> bool:
    row = node.store.act(request.act)
    if row is None or row.author != node.id:
        return False
    act = parse_act(row.signed).act
    if is_plain(act):
        return request.address in act.header.attachments and node.serves(row.dossier, asker)
    replica = node.folded(row.dossier)
    if replica is None or request.address not in act.header.attachments:
        return False
    return right_to(node, replica.now(), act, asker) is not Right.NONE
