"""Sealed chunks of attachments, each a file that is named by its address.

A chunk is written beside its place, made durable, and renamed, so that a chunk that has a name is whole. What a killed
process left half written lies in `partial` and is swept at the next start. Bytes are checked against the address when
they come and when they go.
"""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path
from typing import Final

from lintas.crypto.chunks import address_of
from lintas.node.ports import StoreFull
from lintas.store.errors import BadChunkAddress, DamagedChunk, StoreFailed
from lintas.wire.errors import BadIdentifier, TooLarge
from lintas.wire.identifiers import HASH_BYTES

PARTIAL: Final = "partial"
_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class FolderChunks:
    """The port `Chunks` over a folder of two levels, 65,536 folders at most; made if it is not there.

    Raises `StoreFull` and `StoreFailed`. An address that is not 32 bytes raises `BadIdentifier`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            (folder / PARTIAL).mkdir(mode=0o700, parents=True, exist_ok=True)
            for left in (folder / PARTIAL).iterdir():
                left.unlink()
        except OSError as error:
            raise _explained(folder, error) from error

    def put(self, address: bytes, ciphertext: bytes) -> None:
        """Keep a chunk; raises `BadChunkAddress`, or `TooLarge` above the size of a chunk. Mends a damaged one."""
        if address_of(ciphertext) != address:
            raise BadChunkAddress(address)
        path = self._path(address)
        try:
            if self.get(address) is not None:
                return
        except DamagedChunk:
            pass
        try:
            self._write(path, ciphertext)
        except OSError as error:
            raise _explained(path, error) from error

    def get(self, address: bytes) -> bytes | None:
        """A chunk, if it is here; raises `DamagedChunk` if its bytes are not those of the address."""
        path = self._path(address)
        try:
            ciphertext = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _explained(path, error) from error
        if not _fits(ciphertext, address):
            raise DamagedChunk(str(path), address)
        return ciphertext

    def has(self, address: bytes) -> bool:
        return self._path(address).is_file()

    def drop(self, address: bytes) -> None:
        """Remove a chunk. Blocks that a file system has freed are the disk encryption's."""
        path = self._path(address)
        try:
            path.unlink()
            _sync(path.parent)
        except FileNotFoundError:
            return
        except OSError as error:
            raise _explained(path, error) from error

    def _path(self, address: bytes) -> Path:
        name = _name(address)
        return self._folder / name[:2] / name[2:4] / name

    def _write(self, path: Path, ciphertext: bytes) -> None:
        descriptor, partial = tempfile.mkstemp(dir=self._folder / PARTIAL)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(ciphertext)
                file.flush()
                os.fsync(file.fileno())
            for folder in (path.parent.parent, path.parent):
                folder.mkdir(mode=0o700, exist_ok=True)
            Path(partial).replace(path)
        except BaseException:
            Path(partial).unlink(missing_ok=True)
            raise
        # All three, and each time: a folder that is here already may not be on the disk yet.
        for folder in (path.parent, path.parent.parent, self._folder):
            _sync(folder)


class MemoryChunks:
    """The port `Chunks` in memory."""

    def __init__(self) -> None:
        self._chunks: dict[str, bytes] = {}

    def put(self, address: bytes, ciphertext: bytes) -> None:
        if address_of(ciphertext) != address:
            raise BadChunkAddress(address)
        self._chunks[_name(address)] = ciphertext

    def get(self, address: bytes) -> bytes | None:
        return self._chunks.get(_name(address))

    def has(self, address: bytes) -> bool:
        return _name(address) in self._chunks

    def drop(self, address: bytes) -> None:
        self._chunks.pop(_name(address), None)


def _name(address: bytes) -> str:
    if len(address) != HASH_BYTES:
        raise BadIdentifier(address.hex(), HASH_BYTES)
    return address.hex()


def _fits(ciphertext: bytes, address: bytes) -> bool:
    try:
        return address_of(ciphertext) == address
    except TooLarge:
        return False


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _explained(path: Path, error: OSError) -> StoreFull | StoreFailed:
    detail = error.strerror or type(error).__name__
    return StoreFull(f"{path}: {detail}") if error.errno in _FULL else StoreFailed(str(path), detail)
