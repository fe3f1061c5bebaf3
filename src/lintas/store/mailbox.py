"""Mail that is kept for others: each file under its owner's id, in the order in which it came.

The name of a file says its number, when it came, until when it is kept, and its hash; its bytes are sealed. A file is
written beside its place, made durable, and renamed, so that what has a name is whole.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from lintas.node.ports import Letter
from lintas.store.chunks import explained, sync

log = logging.getLogger(__name__)

SUFFIX: Final = ".bag"
PARTIAL: Final = "partial"


class FolderLetters:
    """The port `Letters` over a folder, which is made when the first file comes. Raises `StoreFull`, `StoreFailed`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: dict[Letter, Path] = {}
        self._number = 0
        try:
            if folder.exists():
                self._read()
        except OSError as error:
            raise explained(folder, error) from error

    def put(self, letter: Letter, file: bytes) -> None:
        self._number += 1
        box = self._folder / letter.owner.hex()
        path = box / f"{self._number:016}-{letter.came_ms}-{letter.ends_ms}-{letter.name.hex()}{SUFFIX}"
        part = self._folder / PARTIAL
        try:
            for each in (self._folder, box):
                each.mkdir(mode=0o700, exist_ok=True)
            with part.open("wb") as out:
                out.write(file)
                out.flush()
                os.fsync(out.fileno())
            part.replace(path)
            for each in (box, self._folder, self._folder.parent):
                sync(each)
        except OSError as error:
            raise explained(path, error) from error
        self._held[letter] = path

    def listed(self) -> Sequence[Letter]:
        return tuple(self._held)

    def get(self, letter: Letter) -> bytes | None:
        path = self._held.get(letter)
        try:
            return path.read_bytes() if path else None
        except FileNotFoundError:
            self._held.pop(letter, None)
            return None
        except OSError as error:
            raise explained(self._folder, error) from error

    def drop(self, letters: Iterable[Letter]) -> None:
        for letter in tuple(letters):
            path = self._held.pop(letter, None)
            try:
                if path:
                    path.unlink(missing_ok=True)
                    sync(path.parent)
            except OSError as error:
                raise explained(self._folder, error) from error

    def _read(self) -> None:
        (self._folder / PARTIAL).unlink(missing_ok=True)
        for path in sorted(self._folder.glob(f"*/*{SUFFIX}"), key=lambda each: each.name):
            try:
                letter, number = _letter(path)
            except ValueError:
                log.warning("%s is no file of a mailbox, and stays where it is", path)
                continue
            self._held[letter], self._number = path, max(number, self._number)


def _letter(path: Path) -> tuple[Letter, int]:
    """What the name of a file says, and its number; raises `ValueError`."""
    number, came_ms, ends_ms, name = path.name.removesuffix(SUFFIX).split("-")
    owner, known = bytes.fromhex(path.parent.name), bytes.fromhex(name)
    return Letter(owner, known, path.stat().st_size, int(came_ms), int(ends_ms)), int(number)


class MemoryLetters:
    """The port `Letters` in memory."""

    def __init__(self) -> None:
        self._held: dict[Letter, bytes] = {}

    def put(self, letter: Letter, file: bytes) -> None:
        self._held[letter] = file

    def listed(self) -> Sequence[Letter]:
        return tuple(self._held)

    def get(self, letter: Letter) -> bytes | None:
        return self._held.get(letter)

    def drop(self, letters: Iterable[Letter]) -> None:
        for letter in tuple(letters):
            self._held.pop(letter, None)
