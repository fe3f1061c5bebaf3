"""The lock on a node's folder: one process at a time works on what lies in it.

An advisory lock (flock) on the file `lock`. The kernel releases it when the process ends, however it ends, so that a
killed node leaves nothing to clean up. The file itself stays; it means nothing unless it is locked.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Final

from lintas.node.ports import StoreLocked

_held: Final[set[FolderLock]] = set()


class FolderLock:
    """A lock that is held from its making to `release`, the end of a `with` block, or the end of the process."""

    def __init__(self, folder: Path, descriptor: int) -> None:
        self.folder = folder
        self._descriptor: int | None = descriptor
        _held.add(self)

    def release(self) -> None:
        """Let others in; again is no error."""
        _held.discard(self)
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> FolderLock:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.release()


def lock(folder: Path) -> FolderLock:
    """The exclusive lock of a folder, which must exist; raises `StoreLocked` at once if it is held anywhere.

    Held twice by one process it is refused too.
    """
    descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise StoreLocked(str(folder)) from None
    except BaseException:
        os.close(descriptor)
        raise
    return FolderLock(folder, descriptor)


def _forget() -> None:
    # A forked worker shares the parent's lock; if it outlived a killed parent, it would keep the folder locked.
    for held in list(_held):
        held.release()


os.register_at_fork(after_in_child=_forget)
