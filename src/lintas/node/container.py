"""The evidence file as bytes: a ZIP with one form, which any program opens and only one writer makes.

Entries are stored, not compressed, in the order given, dated 1980-01-01, without extra fields or comments, and nothing
lies before, between or behind them. `Container` refuses every other ZIP before it reads an entry: there is no room for
compression bombs, overlapping entries, second directories, or names that mean one thing to one program and another
thing to the next. Entries are never unpacked to a disk here.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

from lintas.node.plain import is_plain
from lintas.wire.errors import Malformed, TooLarge
from lintas.wire.limits import MIB

ENTRIES_MAX: Final = 10_010
NAME_BYTES_MAX: Final = 512
EXPORT_BYTES_MAX: Final = 2**31 - 1
PART_BYTES: Final = MIB
_DATE: Final = (1980, 1, 1, 0, 0, 0)
_UNIX, _MODE = 3, 0o100644 << 16
_LOCAL_BYTES, _CENTRAL_BYTES, _END_BYTES = 30, 46, 22
_UTF8: Final = 0x800
_ZIP_VERSION: Final = 20
_LOCATOR_BYTES: Final = 20
_CENTRAL: Final = struct.Struct("<4s4B4H3L5H2L")
_END: Final = struct.Struct("<4s4H2LH")
# 1980-01-01 as a ZIP has it.
_DAY: Final = 1 << 5 | 1


class BadContainer(Malformed):
    """The file is not a ZIP of the one form."""

    def __init__(self, why: str) -> None:
        self.why = why


class Writer:
    """Writes an evidence file to a seekable binary file."""

    def __init__(self, out: BinaryIO) -> None:
        """`out` is at its beginning and empty."""
        self._zip = zipfile.ZipFile(out, "w", zipfile.ZIP_STORED, allowZip64=False)

    def add(self, name: str, parts: Iterable[bytes]) -> None:
        """Add an entry, a part at a time."""
        entry = zipfile.ZipInfo(name, _DATE)
        entry.create_system, entry.external_attr = _UNIX, _MODE
        with self._zip.open(entry, "w") as target:
            for part in parts:
                target.write(part)

    def close(self) -> None:
        """Write the directory. The file itself stays open."""
        self._zip.close()


class Container:
    """An evidence file that is read. Raises `BadContainer` or `TooLarge`, here and at every reading."""

    def __init__(self, source: bytes | Path | BinaryIO) -> None:
        self._file: BinaryIO = io.BytesIO(source) if isinstance(source, bytes) else _opened(source)
        self._mine = isinstance(source, bytes | Path)
        try:
            self._entries = self._read_directory()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the file, if it was opened here."""
        if self._mine:
            self._file.close()

    @property
    def names(self) -> tuple[str, ...]:
        """The entries in their order."""
        return tuple(self._entries)

    def size(self, name: str) -> int:
        """The size of an entry in bytes."""
        return self._entries[name].file_size

    def parts(self, name: str) -> Iterator[bytes]:
        """The bytes of an entry, a part at a time; raises `BadContainer` at the end if its checksum does not fit."""
        try:
            with self._zip.open(self._entries[name]) as entry:
                while part := entry.read(PART_BYTES):
                    yield part
        except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise BadContainer(f"{name}: {error}") from error

    def read(self, name: str, size_max: int) -> bytes:
        """A whole entry; raises `BadContainer` if there is none."""
        if name not in self._entries:
            raise BadContainer(f"there is no {name}")
        if self.size(name) > size_max:
            raise TooLarge(name, self.size(name), size_max)
        return b"".join(self.parts(name))

    def _read_directory(self) -> dict[str, zipfile.ZipInfo]:
        total = self._file.seek(0, io.SEEK_END)
        if total > EXPORT_BYTES_MAX:
            raise TooLarge("evidence file", total, EXPORT_BYTES_MAX)
        start, count = _check_end(self._file, total)
        try:
            self._zip = zipfile.ZipFile(self._file)
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error) as error:
            raise BadContainer(str(error)) from error
        found = self._zip.infolist()
        if len(found) != count or len({each.filename for each in found}) != count:
            raise BadContainer("an entry is there twice, or the directory is wrong")
        at = 0
        for entry in found:
            _check_entry(entry, total)
            if entry.header_offset != at or self._local(at) != _header(entry):
                raise BadContainer(f"{entry.filename}: its place or its header is wrong")
            at += _LOCAL_BYTES + _name_bytes(entry) + entry.file_size
        directory = b"".join(map(_central, found))
        self._file.seek(start)
        if at != start or self._file.read(total - _END_BYTES - start) != directory:
            raise BadContainer("there are bytes that belong to no entry")
        return {each.filename: each for each in found}

    def _local(self, at: int) -> bytes:
        self._file.seek(at)
        head = self._file.read(_LOCAL_BYTES)
        length = int.from_bytes(head[26:28], "little") if len(head) == _LOCAL_BYTES else 0
        return head + self._file.read(length)


def _opened(source: Path | BinaryIO) -> BinaryIO:
    if not isinstance(source, Path):
        return source
    try:
        return source.open("rb")
    except OSError as error:
        raise BadContainer(f"{source.name}: {error.strerror}") from error


def _check_end(file: BinaryIO, total: int) -> tuple[int, int]:
    """Where the directory starts, and how many entries it has: from the last bytes, which have no comment."""
    if total < _END_BYTES:
        raise BadContainer("it is too short")
    file.seek(total - _END_BYTES)
    mark, disk, first_disk, here, count, size, start, comment = _END.unpack(file.read(_END_BYTES))
    if mark != b"PK\x05\x06" or comment:
        raise BadContainer("it does not end as a ZIP does")
    if disk or first_disk or here != count or start + size + _END_BYTES != total:
        raise BadContainer("its directory is not where it should be")
    file.seek(max(0, total - _END_BYTES - _LOCATOR_BYTES))
    if file.read(4) == b"PK\x06\x07":
        raise BadContainer("it has a second directory, for 64 bits")
    if count > ENTRIES_MAX or size > count * (_CENTRAL_BYTES + NAME_BYTES_MAX):
        raise TooLarge("entries", count, ENTRIES_MAX)
    return start, count


def _check_entry(entry: zipfile.ZipInfo, total: int) -> None:
    name = entry.orig_filename
    plain = entry.compress_type == zipfile.ZIP_STORED and entry.compress_size == entry.file_size <= total
    if not plain or entry.flag_bits != (0 if name.isascii() else _UTF8):
        raise BadContainer(f"{name}: it is compressed or encrypted")
    if name != entry.filename or not _is_safe(name):
        raise BadContainer(f"{name!r} is not a name that lintas gives")


def _is_safe(name: str) -> bool:
    pieces = name.split("/")
    shown = all(is_plain(char) and char not in '\\:*?"<>|' for char in name)
    return shown and 0 < len(name.encode()) <= NAME_BYTES_MAX and all(p.strip(".") and p == p.strip() for p in pieces)


def _name_bytes(entry: zipfile.ZipInfo) -> int:
    return len(entry.filename.encode())


def _central(entry: zipfile.ZipInfo) -> bytes:
    """The head of an entry in the directory, as it is written for these values."""
    name = entry.filename.encode()
    fixed = (b"PK\x01\x02", _ZIP_VERSION, _UNIX, _ZIP_VERSION, 0, entry.flag_bits, zipfile.ZIP_STORED, 0, _DAY)
    sizes = (entry.CRC, entry.compress_size, entry.file_size, len(name), 0, 0, 0, 0, _MODE, entry.header_offset)
    return _CENTRAL.pack(*fixed, *sizes) + name


def _header(entry: zipfile.ZipInfo) -> bytes:
    """The local header that belongs to an entry of the directory."""
    return entry.FileHeader(zip64=False)
