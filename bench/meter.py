"""What a node under measurement spends: CPU, commits, memory."""

from __future__ import annotations

import resource
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from lintas.compose import folder as folders
from lintas.compose.settings import Settings, read
from lintas.node.ports import Batch, Store
from lintas.node.state import Node
from lintas.store.vault import SqliteVault

STATUS = Path("/proc/self/status")


def cpu_s() -> float:
    """User and system seconds of this process so far."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def resident_mib() -> float:
    """What of this process is in memory now, in MiB; the most that ever was where the system does not tell."""
    if STATUS.exists():
        line = next(line for line in STATUS.read_text().splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class CountedStore:
    """A store that counts its commits, and sets an event at each."""

    def __init__(self, store: Store) -> None:
        """Around a real store."""
        self._store, self.commits, self.committed = store, 0, threading.Event()

    @contextmanager
    def batch(self) -> Iterator[Batch]:
        """A real batch; counted when it is durable."""
        with self._store.batch() as batch:
            yield batch
        self.commits += 1
        self.committed.set()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


def metered(folder: Path) -> tuple[Node, Settings, CountedStore]:
    """The node of a folder, its settings, and its store, which counts."""
    settings = read(folder)
    store = CountedStore(folders.open_store(folder, settings))
    given = folders.adapters(folder, settings, cast(Store, store), SqliteVault(folder / folders.VAULT))
    return folders.build_with(folder, settings, given), settings, store
