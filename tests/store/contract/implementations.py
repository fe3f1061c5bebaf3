"""Every store that must keep the contract. One more is one more line here, and one in `DURABLE` if it survives.

The one on PostgreSQL needs the running server (fixture `postgres_server`), and has one database for all folders.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any, Protocol

import pytest

from lintas.node.ports import Store, StoreLocked
from lintas.sim.disk import Disk
from lintas.store.memory import MemoryStore
from lintas.store.postgres import PostgresStore
from lintas.store.rows import RowStore
from lintas.store.sqlite import SqliteStore
from tests.support.postgres import VARIABLE, empty

POSTGRES = "postgres"
CLAIM_S_MAX = 30.0


class Open(Protocol):
    """Opens a store that keeps what it has in a folder, and may grow to so many bytes."""

    def __call__(self, folder: Path, size_bytes_max: int | None = None) -> Store: ...


def open_postgres(folder: Path, size_bytes_max: int | None = None) -> Store:
    if size_bytes_max is not None:
        pytest.skip("a store on PostgreSQL has no bound but the disk: see test_full_disk")
    return PostgresStore(os.environ[VARIABLE])


STORES: dict[str, Open] = {
    "simulated": lambda folder, size_bytes_max=None: Disk(size_bytes_max=size_bytes_max),
    "memory": lambda folder, size_bytes_max=None: MemoryStore(size_bytes_max=size_bytes_max),
    "sqlite": lambda folder, size_bytes_max=None: SqliteStore(folder / "node.db", size_bytes_max=size_bytes_max),
    POSTGRES: open_postgres,
}
DURABLE = ("sqlite", POSTGRES)


def marked(names: tuple[str, ...]) -> list[Any]:
    """Names of stores as parameters of tests; what needs a server is marked so."""
    return [pytest.param(name, marks=pytest.mark.processes) if name == POSTGRES else name for name in names]


def prepare(name: str) -> None:
    """See to it that a store that is opened next, in a new folder, is empty."""
    if name == POSTGRES:
        empty(os.environ[VARIABLE])


def claimed(store: Store) -> Store:
    """The store, once no other process works on it: the server may still be at the last commit of one that is gone."""
    until_s = time.monotonic() + CLAIM_S_MAX
    while isinstance(store, PostgresStore):
        try:
            store.claim("aa")
            break
        except StoreLocked:
            assert time.monotonic() < until_s
            time.sleep(0.01)
    return store


def close(store: Store) -> None:
    """Close a store, if it is one that has something to close."""
    if isinstance(store, RowStore):
        store.close()


def check(store: Store) -> None:
    """Have a store look at all that it holds, if it can be damaged."""
    if isinstance(store, RowStore):
        store.check()
