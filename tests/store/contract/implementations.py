"""Every store that must keep the contract. One more is one more line here, and one in `DURABLE` if it survives."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from lintas.node.ports import Store
from lintas.store.memory import MemoryStore
from lintas.store.sqlite import SqliteStore


class Open(Protocol):
    """Opens a store that keeps what it has in a folder, and may grow to so many bytes."""

    def __call__(self, folder: Path, size_bytes_max: int | None = None) -> Store: ...


STORES: dict[str, Open] = {
    "memory": lambda folder, size_bytes_max=None: MemoryStore(size_bytes_max=size_bytes_max),
    "sqlite": lambda folder, size_bytes_max=None: SqliteStore(folder / "node.db", size_bytes_max=size_bytes_max),
}
DURABLE = ("sqlite",)
