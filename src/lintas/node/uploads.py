"""Files handed in by officers, part by part: a hand-over that was cut off goes on where it was.

A file is announced with its size and SHA-256. Each part is sealed and durable when it is confirmed, and what was
confirmed outlives a crash; whoever announces the same file again is told how far it is. When all parts are here the
whole is read back from where it is kept and held against its SHA-256, looked through for malware (`node.scans`), and
can then be named in an act. Its key lies in the vault until that act is durable; what is never named in one goes after
`UPLOAD_DAYS_MAX`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Final

from lintas.crypto.chunks import CHUNK_BYTES, Chunk, seal_chunk, seal_chunks
from lintas.crypto.manifest import Growing, SealedList, chunks_of, file_id
from lintas.dossier.meanings import File
from lintas.node.aside import Aside
from lintas.node.files import read_file
from lintas.node.obey import drop_files
from lintas.node.pending import UPLOAD, upload_name
from lintas.node.ports import Chunks
from lintas.node.scans import NotClean, cleared, may_leave
from lintas.node.state import Node
from lintas.node.tree import Tree
from lintas.wire import cbor, shape
from lintas.wire.errors import LintasError
from lintas.wire.limits import KIB, LIMITS

UPLOAD_DAYS_MAX: Final = 7
_DAY_MS: Final = 24 * 60 * 60 * 1000
_RECORD_BYTES_MAX: Final = 128 * KIB
_LINE: Final = 1 * KIB


class NoSuchUpload(LintasError):
    """This officer hands in no such file, or it was abandoned and removed."""

    def __init__(self, upload: str) -> None:
        self.upload = upload


class BadUpload(LintasError):
    """A file cannot be announced as it is."""

    def __init__(self, why: str) -> None:
        self.why = why


class WrongPart(LintasError):
    """A part does not begin or end where a part of this file may. Chunks are counted from 0."""

    def __init__(self, at: int, chunks: int, size_bytes: int) -> None:
        self.at = at
        self.chunks = chunks
        self.size_bytes = size_bytes


class NotWhole(LintasError):
    """Parts of the file were not handed in yet."""

    def __init__(self, here: int, chunks: int) -> None:
        self.here = here
        self.chunks = chunks


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that is handed in: what was announced, by which officer and when; how many of its chunks are here, and
    what is known of its manifest. `root` is empty until the whole was checked.
    """

    key: bytes
    officer: str
    name: str
    media: str
    size_bytes: int
    sha256: bytes
    begun_ms: int
    count: int = 0
    tails: tuple[bytes, ...] = (b"", b"")
    root: bytes = b""

    @property
    def file(self) -> bytes:
        """The id of the file."""
        return file_id(self.key)

    @property
    def value(self) -> dict[str, Any]:
        """What a body says of it."""
        said = {"name": self.name, "media": self.media, "bytes": self.size_bytes, "sha256": self.sha256}
        return said | {"key": self.key, "root": self.root}

    def growing(self) -> Growing:
        """Its manifest as far as it is."""
        return Growing(self.key, self.count, list(self.tails))

    def to_bytes(self) -> bytes:
        """As it lies in the vault."""
        said = [self.key, self.officer, self.name, self.media, self.size_bytes, self.sha256, self.begun_ms]
        return cbor.encode(dict(enumerate([*said, self.count, list(self.tails), self.root], 1)))


def begin(node: Node, officer: str, said: dict[str, Any]) -> Upload:
    """Announce a file: `name`, `media`, `bytes`, `sha256`; or take up one that was announced alike and never sent.

    Durable on return. Raises `BadUpload`.
    """
    new = Upload(node.entropy(32), officer, said["name"], said["media"], said["bytes"], said["sha256"], node.clock())
    if why := File.check({**new.value, "root": bytes(32)}):
        raise BadUpload(why)
    sweep(node)
    known = (each for each in _all(node) if _announced(each) == _announced(new))
    upload = next(known, new)
    node.vault.put_secret(upload_name(upload.file), replace(upload, begun_ms=new.begun_ms).to_bytes())
    return upload


def append(node: Node, officer: str, upload: str, at: int, data: bytes) -> Aside:
    """Hand in the chunks from this one on, each of 1 MiB unless it is the last; how many are here then.

    What was handed in before is not taken twice. Raises `NoSuchUpload`, `WrongPart` or a `StoreError`.
    """
    known, chunks = _find(node, officer, upload), node.chunks
    total = chunks_of(known.size_bytes)
    parts = [data[start : start + CHUNK_BYTES] for start in range(0, len(data) or 1, CHUNK_BYTES)]
    if at > known.count or at + len(parts) > total or at * CHUNK_BYTES + len(data) != _end(known, at + len(parts)):
        raise WrongPart(at, known.count, len(data))
    growing = known.growing()

    def seal() -> None:
        for index, part in enumerate(parts, at):
            chunk: Chunk = seal_chunk(known.key, index, part, last=index == total - 1)
            chunks.put(known.file, chunk.address, chunk.ciphertext)
            _put_lists(chunks, known.file, growing.add(chunk.address))

    def then(node: Node, _: None) -> int:
        now = _find(node, officer, upload)
        if now.count != at:
            # The same part came twice at a time, and the other was first.
            return now.count
        grown = replace(now, count=growing.count, tails=tuple(growing.tails))
        node.vault.put_secret(upload_name(grown.file), grown.to_bytes())
        return grown.count

    return Aside(seal, then) if at == known.count else Aside(lambda: None, lambda node, _: known.count)


def finish(node: Node, officer: str, upload: str, despite: str = "") -> Any:
    """Read the whole back, check it and look through it; the `Upload`, which an act may name then.

    `despite`: why it is to be sent whatever the scanner says. Raises `NoSuchUpload`, `NotWhole`, `DamagedFile`,
    `NotClean` or a `StoreError`.
    """
    known, chunks = _find(node, officer, upload), node.chunks
    if known.count != chunks_of(known.size_bytes):
        raise NotWhole(known.count, chunks_of(known.size_bytes))
    if known.root:
        return cleared(node, known.value, officer, despite, lambda node: known)
    growing = known.growing()

    def check() -> Upload:
        _put_lists(chunks, known.file, growing.end())
        whole = replace(known, root=growing.root)
        for _ in read_file(chunks, whole.value):
            pass
        return whole

    def then(node: Node, whole: Upload) -> Any:
        node.vault.put_secret(upload_name(whole.file), whole.to_bytes())
        return cleared(node, whole.value, officer, despite, lambda node: whole)

    return Aside(check, then)


def named(node: Node, officer: str, upload: str) -> dict[str, Any]:
    """What the body of an act says of a file that was handed in whole; its key leaves the vault with that act.

    Raises `NoSuchUpload`, `NotWhole`, or `NotClean` where finishing it was refused.
    """
    known = _find(node, officer, upload)
    if not known.root:
        raise NotWhole(known.count, chunks_of(known.size_bytes))
    if not may_leave(node, known.value):
        raise NotClean(known.name, "", "")
    return known.value


def part(node: Node, officer: str, upload: str, reader: str, at: int) -> Any:
    """What a file that `officer` handed in says from the chunk `at` on, a few MiB, for a colleague who looks at it.

    Nothing leaves the node by it, and nobody is told. Raises as `named`, or what the scanner says of it to `reader`.
    """
    file = named(node, officer, upload)
    tree = Tree(node.chunks, file)

    def handed(node: Node) -> Any:
        return Aside(lambda: b"".join(islice(tree.parts(at), LIMITS.chunks_asked_max)), lambda node, data: data)

    return cleared(node, file, reader, "", handed)


def sweep(node: Node) -> None:
    """Forget what was abandoned, and remove its chunks unless an act names the file after all."""
    old = [each for each in _all(node) if each.begun_ms < node.clock() - UPLOAD_DAYS_MAX * _DAY_MS]
    if old:
        drop_files(node, [each.file for each in old])
        node.vault.change({}, [upload_name(each.file) for each in old])


def add_file(node: Node, name: str, media: str, parts: Iterable[bytes]) -> dict[str, Any]:
    """Seal a file that is at hand, durable on return; what the body of an act says of it. Raises `TooLarge`."""
    key, whole, size = node.entropy(32), hashlib.sha256(), 0
    growing = Growing(key)

    def counted() -> Iterator[bytes]:
        nonlocal size
        for part in parts:
            whole.update(part)
            size += len(part)
            yield part

    for chunk in seal_chunks(key, counted()):
        node.chunks.put(file_id(key), chunk.address, chunk.ciphertext)
        _put_lists(node.chunks, file_id(key), growing.add(chunk.address))
    _put_lists(node.chunks, file_id(key), growing.end())
    said = {"name": name, "media": media, "bytes": size, "sha256": whole.digest()}
    return said | {"key": key, "root": growing.root}


def _put_lists(chunks: Chunks, file: bytes, lists: Iterable[SealedList]) -> None:
    for each in lists:
        chunks.put(file, each.address, each.ciphertext)


def _announced(upload: Upload) -> Sequence[object]:
    return upload.officer, upload.name, upload.media, upload.size_bytes, upload.sha256


def _end(upload: Upload, chunks: int) -> int:
    """Where so many chunks of the file end, in bytes."""
    return min(upload.size_bytes, chunks * CHUNK_BYTES)


def _find(node: Node, officer: str, upload: str) -> Upload:
    data = node.vault.secret(UPLOAD + upload)
    known = _read(data) if data else None
    if known is None or known.officer != officer:
        raise NoSuchUpload(upload)
    return known


def _all(node: Node) -> Iterator[Upload]:
    yield from (_read(node.vault.secret(name) or b"") for name in node.vault.secrets(UPLOAD))


def _read(data: bytes) -> Upload:
    fields = shape.read("upload", data, size_max=_RECORD_BYTES_MAX)
    return Upload(
        key=fields.octets(1, 32),
        officer=fields.text(2, _LINE),
        name=fields.text(3, _LINE),
        media=fields.text(4, _LINE),
        size_bytes=fields.uint(5),
        sha256=fields.octets(6, 32),
        begun_ms=fields.uint(7),
        count=fields.uint(8),
        tails=fields.each(9, 2, lambda at, tail: fields.is_octets(at, tail, most=32 * KIB)),
        root=fields.octets(10, most=32),
    )
