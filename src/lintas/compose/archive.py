"""The file of a backup: a ZIP of stored entries and a list of them with their hashes, which is its last entry.

Any program opens it. Whoever reads it here gets every entry checked against the list, and nothing that is not on it; a
file that was cut short has no list and is refused. The list is no signature: it finds damage, and what is in a backup
proves itself, act by act, when it is put to use.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, Final

from lintas.wire.errors import LintasError
from lintas.wire.limits import MIB

LIST: Final = "backup.json"
FORMAT: Final = "lintas/backup"
VERSION: Final = 1
CONTENT, VAULT = "content", "vault"
PART_BYTES: Final = MIB
LIST_BYTES_MAX: Final = 256 * MIB


class BadBackup(LintasError):
    """The file is not a backup that can be used."""

    def __init__(self, path: str, why: str) -> None:
        self.path = path
        self.why = why


@dataclass(frozen=True, slots=True)
class About:
    """What a backup says of itself. `part` is content or vault; `made_ms` by the clock of the node that made it.

    `acts` and `log_root` (hexadecimal) are those of the content; `genesis` is the hash that is read aloud.
    """

    part: str
    code: str
    genesis: str
    made_ms: int
    version: str
    acts: int = 0
    log_root: str = ""


@dataclass(slots=True)
class Packer:
    """Adds entries to a backup that is being written."""

    zip: zipfile.ZipFile
    entries: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, name: str, parts: Iterable[bytes]) -> None:
        """Add an entry, a part at a time."""
        whole, size = hashlib.sha256(), 0
        with self.zip.open(zipfile.ZipInfo(name), "w", force_zip64=True) as out:
            for part in parts:
                whole.update(part)
                size += len(part)
                out.write(part)
        self.entries[name] = {"bytes": size, "sha256": whole.hexdigest()}

    def add_file(self, name: str, path: Path) -> bool:
        """Add a file, if it is there."""
        try:
            file = path.open("rb")
        except FileNotFoundError:
            return False
        with file:
            self.add(name, iter(lambda: file.read(PART_BYTES), b""))
        return True


@contextmanager
def packing(out: BinaryIO) -> Iterator[Packer]:
    """A backup over a file that is open for writing; `finish` must be called in the block."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        yield Packer(archive)


def finish(packer: Packer, about: About) -> None:
    """Write the list of entries; the backup is whole after that."""
    said = {"format": FORMAT, "backup": VERSION, **asdict(about), "entries": packer.entries}
    packer.zip.writestr(zipfile.ZipInfo(LIST), json.dumps(said, indent=1, sort_keys=True))


def unpack(source: BinaryIO, name: str, folder: Path) -> About:
    """Write every entry of a backup below a new folder, each checked; raises `BadBackup` or `OSError`.

    `name` is what errors call the file.
    """
    try:
        with zipfile.ZipFile(source) as archive:
            about, entries = _read_list(archive, name)
            for entry, said in entries.items():
                _unpack_one(archive, name, entry, said, folder)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise BadBackup(name, f"it is damaged or cut short: {error}") from None
    return about


def _read_list(archive: zipfile.ZipFile, name: str) -> tuple[About, dict[str, dict[str, Any]]]:
    try:
        listed = archive.getinfo(LIST)
        if listed.file_size > LIST_BYTES_MAX:
            raise BadBackup(name, "its list of entries is too long")
        said = json.loads(archive.read(listed))
        if said.pop("format") != FORMAT:
            raise BadBackup(name, "it is a backup of something else")
        if said.pop("backup") != VERSION:
            raise BadBackup(name, "it was made by another version of lintas: restore it with that one")
        entries = dict(said.pop("entries"))
        about = About(**said)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadBackup(name, f"it is no backup of a node: {type(error).__name__}") from None
    if {each.filename for each in archive.infolist()} != {*entries, LIST}:
        raise BadBackup(name, "it holds other entries than its list")
    return about, entries


def _unpack_one(archive: zipfile.ZipFile, name: str, entry: str, said: dict[str, Any], folder: Path) -> None:
    path = PurePosixPath(entry)
    if path.is_absolute() or ".." in path.parts or str(path) != entry:
        raise BadBackup(name, f"{entry!r} is no name for an entry")
    target = folder / path
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    whole, size = hashlib.sha256(), 0
    with archive.open(entry) as source, _private(target) as out:
        while part := source.read(PART_BYTES):
            whole.update(part)
            size += len(part)
            out.write(part)
    if (size, whole.hexdigest()) != (said.get("bytes"), said.get("sha256")):
        raise BadBackup(name, f"{entry} is not what was saved")


def _private(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb")


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file for its owner alone, in place of the one that is there, whole and durable or not at all."""
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    try:
        with _private(part) as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
        sync_folder(path.parent)
    finally:
        part.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
