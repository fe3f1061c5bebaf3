"""Chunks between nodes: asked for by those who may read the act that sends their file, and served to nobody else.

Who fetches walks down the manifest, which it can open; what was put down durably is not asked for again, whoever was
killed meanwhile. Who serves opens nothing: the header of its own act names the file, and the chunks are kept with it.
Disks are waited for beside the node (`Aside`).
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from lintas.crypto.chunks import address_of
from lintas.crypto.errors import CryptoError
from lintas.dossier.admission import parse_act
from lintas.dossier.header import Act
from lintas.dossier.sealing import is_plain
from lintas.node.aside import Aside
from lintas.node.entitled import Right, right_to
from lintas.node.files import files_in
from lintas.node.obey import drop_files
from lintas.node.reading import read as read_act
from lintas.node.requests import request
from lintas.node.state import Node
from lintas.node.tree import Lack, NoSuchChunk, Tree
from lintas.node.unfetched import Fetching, Wanted
from lintas.sync.carried import carried, carry
from lintas.sync.chunk import (
    CHUNK_KIND,
    CHUNKED_KIND,
    Chunked,
    ChunkRequest,
    chunk_fields,
    chunked_fields,
    read_chunk,
    read_chunked,
)
from lintas.sync.envelope import Envelope, check_reply, read, write
from lintas.wire.errors import LintasError, Malformed
from lintas.wire.limits import LIMITS
from lintas.wire.shape import Fields

log = logging.getLogger(__name__)


class WrongChunk(LintasError):
    """The peer answered with other bytes than were asked for."""

    def __init__(self, address: bytes) -> None:
        self.address = address


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of the author of an act, and with which request."""

    request: ChunkRequest
    envelope: Envelope
    data: bytes


def ask(node: Node, author: bytes, most: int) -> Asked | Aside | None:
    """A request for at most so many chunks that are not here; None if all are. Known are the acts of dossiers that were
    read since the start.
    """
    found = _next(node, author)
    if found is None:
        return None
    wanted, fetching = found
    tree = Tree(node.chunks, fetching.file)

    def look() -> list[Lack] | None:
        try:
            return list(islice(tree.lacking(fetching.at), most))
        except CryptoError as error:
            log.warning("the manifest of a file is not what its author says: %s", error)
            return None

    def then(node: Node, lacking: list[Lack] | None) -> Asked | Aside | None:
        if not node.unfetched.holds(wanted):
            return ask(node, author, most)
        if not lacking:
            wanted.files = [each for each in wanted.files or () if each is not fetching]
            return ask(node, author, most)
        fetching.at = lacking[0].index
        return _asked(node, author, ChunkRequest(wanted.act.id, tree.id, tuple(x.address for x in lacking)))

    return Aside(look, then)


def _next(node: Node, author: bytes) -> tuple[Wanted, Fetching] | None:
    """The next file to look at, and the act that sends it; none yet where its body is not durable."""
    while wanted := node.unfetched.next(author, node.clock()):
        if wanted.files is None and _is_pending(node, wanted.act):
            return None
        if wanted.files is None:
            wanted.files = _files_of(node, wanted.act)
        if wanted.files:
            return wanted, wanted.files[0]
        node.unfetched.drop(wanted.act)
    return None


def _is_pending(node: Node, act: Act) -> bool:
    """Whether the act, or its body, is for the commit that comes. Couriers are woken after it."""
    return act.id in node.pending.bodies or any(new.id == act.id for new in node.pending.acts)


def _files_of(node: Node, act: Act) -> list[Fetching]:
    """The files of an act as its body describes them; none if it cannot be read any more."""
    row = node.store.act(act.id)
    try:
        found = files_in(read_act(node, row)[1].fields) if row else ()
        return [Fetching(each) for each in found if Tree(node.chunks, each).id in act.header.attachments]
    except (Malformed, CryptoError) as error:
        log.warning("the files of an act cannot be fetched: %s", error)
        return []


def _asked(node: Node, author: bytes, wanted: ChunkRequest) -> Asked:
    envelope = Envelope(node.id, author, node.entropy(16), node.clock())
    return Asked(wanted, envelope, write(node.speaker(author), CHUNK_KIND, envelope, chunk_fields(wanted)))


def split(node: Node, asked: Asked, most: int = LIMITS.chunks_asked_max) -> tuple[Asked, ...]:
    """The same question in as many requests as it takes."""
    author, addresses = asked.envelope.recipient, asked.request.addresses
    starts = range(0, len(addresses), most)
    parts = (addresses[start : start + most] for start in starts)
    return tuple(_asked(node, author, replace(asked.request, addresses=part)) for part in parts)


def refused(node: Node, asked: Asked) -> None:
    """The author does not give these now."""
    node.unfetched.refused(asked.envelope.recipient, asked.request.act, node.clock())


def take(node: Node, asked: Asked, data: bytes) -> Aside:
    """Keep the chunks, each durable before the next; how long the reply took, in ms.

    Raises `WrongChunk`, a `StoreError`, or what `envelope.read` raises.
    """
    signed, beside = carried(data)
    reply, fields = read(node.suite, node.federation, CHUNKED_KIND, signed, to=node.id)
    check_reply(asked.envelope, reply)
    took_ms = node.clock() - asked.envelope.time_ms
    return keep(node, asked.request, read_chunked(fields, beside), took_ms)


def keep(node: Node, wanted: ChunkRequest, given: Chunked, took_ms: int = 0) -> Aside:
    """Keep what was given of what is wanted; raises `WrongChunk` or a `StoreError`."""
    if given.file != wanted.file or not set(given.addresses) <= set(wanted.addresses):
        raise WrongChunk(given.addresses[0])
    chunks = node.chunks

    def put() -> None:
        for address, ciphertext in zip(given.addresses, given.chunks, strict=True):
            if address_of(ciphertext) != address:
                raise WrongChunk(address)
            chunks.put(wanted.file, address, ciphertext)

    def then(node: Node, _: None) -> int:
        if wanted.act in node.recalls.gone:
            # It was recalled while the chunk was on its way to the disk.
            drop_files(node, [wanted.file])
        return took_ms

    return Aside(put, then)


def serve(node: Node, data: bytes) -> Aside:
    """Answer a request for chunks; raises `NoSuchChunk` also where the asker may not have them: it learns nothing."""
    return answer(node, *request(node, CHUNK_KIND, data))


def answer(node: Node, envelope: Envelope, fields: Fields) -> Aside:
    """The reply to a request that was read; raises as `serve`."""
    asked, chunks = read_chunk(fields), node.chunks
    _need_entitled(node, asked, envelope.sender)

    def get() -> list[tuple[bytes, bytes]]:
        here = ((address, chunks.get(asked.file, address)) for address in dict.fromkeys(asked.addresses))
        return [(address, ciphertext) for address, ciphertext in here if ciphertext is not None]

    def then(node: Node, found: list[tuple[bytes, bytes]]) -> bytes:
        # Once more: what was recalled, or who was discharged, while the disk was read.
        _need_entitled(node, asked, envelope.sender)
        if not found:
            raise NoSuchChunk(asked.addresses[0])
        return _reply(node, envelope, asked.file, found)

    return Aside(get, then)


def _reply(node: Node, envelope: Envelope, file: bytes, found: Sequence[tuple[bytes, bytes]]) -> bytes:
    reply = Envelope(node.id, envelope.sender, envelope.nonce, node.clock())
    said = chunked_fields(file, [address for address, _ in found])
    return carry(write(node.speaker(reply.recipient), CHUNKED_KIND, reply, said), [chunk for _, chunk in found])


def _need_entitled(node: Node, request: ChunkRequest, asker: bytes) -> None:
    """Raise `NoSuchChunk` unless the asker may have chunks of that file, as our act sends it."""
    if not _entitled(node, request, asker):
        raise NoSuchChunk(request.addresses[0])


def _entitled(node: Node, request: ChunkRequest, asker: bytes) -> bool:
    row = node.store.act(request.act)
    if row is None or row.author != node.id:
        return False
    act = parse_act(row.signed).act
    if request.file not in act.header.attachments:
        return False
    if is_plain(act):
        return node.serves(row.dossier, asker)
    replica = node.folded(row.dossier)
    return replica is not None and right_to(node, replica.now(), act, asker) is not Right.NONE
