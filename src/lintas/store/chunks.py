"""Sealed chunks of attachments, each a file that is named by its address, in a folder for all chunks of one file.

A chunk is written beside its place, made durable, and renamed, so that a chunk that has a name is whole. What a killed
process left half written lies in `partial` and is swept at the next start. Bytes are checked against the address when
they come and when they go.
"""

from __future__ import annotations

import errno
import os
import shutil
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
    """The port `Chunks` over folders: 256 of them, in those one for each file; made if they are not there.

    It takes nothing that would leave less than `reserve_bytes` of the disk, since acts need room more than files do.
    Raises `StoreFull` and `StoreFailed`. A file or address that is not 32 bytes raises `BadIdentifier`.
    """

    def __init__(self, folder: Path, reserve_bytes: int = 0) -> None:
        self._reserve_bytes = reserve_bytes
        self._folder, self._durable = folder, set[Path]()
        try:
            (folder / PARTIAL).mkdir(mode=0o700, parents=True, exist_ok=True)
            for left in (folder / PARTIAL).iterdir():
                shutil.rmtree(left) if left.is_dir() else left.unlink()
        except OSError as error:
            raise explained(folder, error) from error

    def put(self, file: bytes, address: bytes, ciphertext: bytes) -> None:
        """Keep a chunk; raises `BadChunkAddress`, or `TooLarge` above the size of a chunk. Mends a damaged one."""
        need_address(address, ciphertext)
        path = self._path(file, address)
        try:
            if self.get(file, address) is not None:
                return
        except DamagedChunk:
            pass
        try:
            self._need_room(len(ciphertext))
            self._write(path, ciphertext)
        except OSError as error:
            raise explained(path, error) from error

    def get(self, file: bytes, address: bytes) -> bytes | None:
        """A chunk, if it is here; raises `DamagedChunk` if its bytes are not those of the address."""
        path = self._path(file, address)
        try:
            ciphertext = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise explained(path, error) from error
        return undamaged(str(path), address, ciphertext)

    def has(self, file: bytes, address: bytes) -> bool:
        return self._path(file, address).is_file()

    def drop(self, file: bytes) -> None:
        """Remove a file's folder, out of its place at once. Blocks that a file system has freed are the disk
        encryption's.
        """
        path = self._of(file)
        self._durable.discard(path)
        try:
            going = Path(tempfile.mkdtemp(dir=self._folder / PARTIAL))
            try:
                path.rename(going / path.name)
                sync(path.parent)
            finally:
                shutil.rmtree(going)
            sync(self._folder / PARTIAL)
        except FileNotFoundError:
            return
        except OSError as error:
            raise explained(path, error) from error

    def _of(self, file: bytes) -> Path:
        name = name_of(file)
        return self._folder / name[:2] / name

    def _path(self, file: bytes, address: bytes) -> Path:
        return self._of(file) / name_of(address)

    def _need_room(self, size_bytes: int) -> None:
        free_bytes = shutil.disk_usage(self._folder).free
        if free_bytes - size_bytes < self._reserve_bytes:
            raise StoreFull(f"{self._folder}: {free_bytes:,} bytes are free, which acts are to have")

    def _write(self, path: Path, ciphertext: bytes) -> None:
        descriptor, partial = tempfile.mkstemp(dir=self._folder / PARTIAL)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(ciphertext)
                file.flush()
                os.fsync(file.fileno())
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            Path(partial).replace(path)
        except BaseException:
            Path(partial).unlink(missing_ok=True)
            raise
        sync(path.parent)
        if path.parent not in self._durable:
            # A folder that is here already may not be on the disk yet.
            sync(path.parent.parent)
            sync(self._folder)
            self._durable.add(path.parent)


class MemoryChunks:
    """The port `Chunks` in memory."""

    def __init__(self) -> None:
        self._files: dict[str, dict[str, bytes]] = {}

    def put(self, file: bytes, address: bytes, ciphertext: bytes) -> None:
        need_address(address, ciphertext)
        self._files.setdefault(name_of(file), {})[name_of(address)] = ciphertext

    def get(self, file: bytes, address: bytes) -> bytes | None:
        return self._files.get(name_of(file), {}).get(name_of(address))

    def has(self, file: bytes, address: bytes) -> bool:
        return name_of(address) in self._files.get(name_of(file), {})

    def drop(self, file: bytes) -> None:
        self._files.pop(name_of(file), None)


def name_of(identifier: bytes) -> str:
    """A file or an address as the name under which it is kept; raises `BadIdentifier` unless it has 32 bytes."""
    if len(identifier) != HASH_BYTES:
        raise BadIdentifier(identifier.hex(), HASH_BYTES)
    return identifier.hex()


def need_address(address: bytes, ciphertext: bytes) -> None:
    """Raise `BadChunkAddress`, or `TooLarge`, unless these bytes may be kept under this address."""
    if address_of(ciphertext) != address:
        raise BadChunkAddress(address)


def undamaged(place: str, address: bytes, ciphertext: bytes) -> bytes:
    """The bytes, if they are those of the address; raises `DamagedChunk`."""
    try:
        whole = address_of(ciphertext) == address
    except TooLarge:
        whole = False
    if not whole:
        raise DamagedChunk(place, address)
    return ciphertext


def sync(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def explained(path: Path, error: OSError) -> StoreFull | StoreFailed:
    """The store's error for one of the file system."""
    detail = error.strerror or type(error).__name__
    return StoreFull(f"{path}: {detail}") if error.errno in _FULL else StoreFailed(str(path), detail)
