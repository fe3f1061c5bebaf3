"""Changing the store of a node that does not serve: its acts are carried over, and the settings name the new place.

Keys and files stay in the folder. The old store is kept for a while and put out of reach, since a node that went on
from it would go back in its log: a file gets another name, a database another owner.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lintas.compose import folder as folders
from lintas.compose import settings as settings_file
from lintas.compose.archive import sync_folder
from lintas.compose.settings import Settings
from lintas.store.address import read_address
from lintas.store.carry import carry
from lintas.store.folder import lock
from lintas.store.search_sqlite import remove
from lintas.store.snapshot import forget_parcels
from lintas.store.sqlite import SqliteStore
from lintas.wire.errors import LintasError

if TYPE_CHECKING:
    from lintas.store.postgres import PostgresStore

OLD: Final = "node.db.carried-over"
STORE: Final = "store"


class CannotChangeStore(LintasError):
    """The store of the node cannot be changed as it was asked for."""

    def __init__(self, why: str) -> None:
        self.why = why


@dataclass(frozen=True, slots=True)
class Changed:
    """How many acts were carried over, where they are now, and what became of the old store."""

    acts: int
    store: str
    old: str


def change_store(folder: Path, to: str, tell: Callable[[int], None]) -> Changed:
    """Carry the acts of a node over, to the address of a database or, where it is empty, to SQLite in the folder.

    Raises `StoreLocked` while the node serves, `CannotChangeStore`, `StoreNotEmpty`, `BadStoreAddress`, `BadSettings`,
    `NoGenesis`, or what the stores raise.
    """
    settings = settings_file.read(folder)
    _check(folder, settings.store, to)
    with lock(folder), closing(folders.open_store(folder, settings)) as old:
        place = str(read_address(to)) if to else str(folder / folders.STORE)
        with closing(folders.open_store(folder, replace(settings, store=to))) as new:
            acts = carry(old, new, place, tell)
            new.check()
        settings_file.change(folder, STORE, to)
        _empty_search(folder, settings)
        kept = _put_away(folder, old)
    return Changed(acts, place, kept)


def _check(folder: Path, now: str, to: str) -> None:
    if not (folder / folders.GENESIS).exists():
        raise folders.NoGenesis(str(folder))
    if settings_file.variable(STORE) in os.environ:
        name = settings_file.variable(STORE)
        raise CannotChangeStore(f"the variable {name} prevails over the settings: unset it, and set it anew afterwards")
    if to == now:
        raise CannotChangeStore("its acts lie there already")


def _empty_search(folder: Path, settings: Settings) -> None:
    """What the old index holds is in the clear, and no recall would reach it any more; the new one is made anew."""
    with closing(folders.open_search(folder, settings)) as index:
        index.begin("")
    remove(folder / folders.SEARCH)


def _put_away(folder: Path, old: SqliteStore | PostgresStore) -> str:
    """Where the old store is now."""
    if not isinstance(old, SqliteStore):
        old.retire()
        return old.path
    old.close()
    for suffix in ("", "-wal", "-shm"):
        if (file := folder / f"{folders.STORE}{suffix}").exists():
            file.replace(folder / f"{OLD}{suffix}")
    sync_folder(folder)
    # No parcel may outlive the recall of what it opens in a file that is not looked at any more.
    forget_parcels(folder / OLD)
    return str(folder / OLD)
