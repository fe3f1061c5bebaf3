"""The search index in a SQLite file of its own, `search.db`: never backed up, made anew from the acts.

A write is not forced to the disk (synchronous=NORMAL over a write-ahead log): after a power failure the file is whole
and perhaps a moment old, and its cursor with it. What is dropped is forced with the rewrite, before it is said to be
gone.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, Final

from lintas.store.database import Schema, Telling, connect, open_file
from lintas.store.errors import StoreDamaged, StoreFailed, WrongSchema
from lintas.store.readers import Readers
from lintas.store.search_rows import INDEXES, TABLES, RowSearchIndex, Table
from lintas.store.session import Row
from lintas.store.sqlite import SqliteSession

log = logging.getLogger(__name__)

CACHE_KIB: Final = 16 * 1024
PRAGMAS: Final = (
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "secure_delete=ON",
    "temp_store=MEMORY",
    f"cache_size=-{CACHE_KIB}",
)


def _made(table: Table) -> str:
    columns = ", ".join(f"{name} {kind} NOT NULL" for name, kind, _ in table.columns)
    rowid = "" if table.key == ("position",) else ", WITHOUT ROWID"
    return f"CREATE TABLE {table.name} ({columns}, PRIMARY KEY ({', '.join(table.key)})) STRICT{rowid}"


SEARCH: Final = Schema("lintas/search", (*map(_made, TABLES), *INDEXES))


class SqliteSearchIndex(RowSearchIndex):
    """The port `SearchIndex` over the file at `path`. One that is damaged, or of another version, is begun anew."""

    FIND = "instr"
    BEGIN = "BEGIN IMMEDIATE"

    def __init__(self, path: Path) -> None:
        """Raises `StoreFailed` or `StoreFull`."""
        self._connection = _opened(path)
        pragmas = ("query_only=ON", f"cache_size=-{CACHE_KIB}")
        readers = Readers(lambda: SqliteSession(connect(path, pragmas), str(path)))
        super().__init__(SqliteSession(self._connection, str(path)), readers)

    def _insert(self, table: Table, rows: Sequence[Row]) -> None:
        names, marks = ", ".join(table.names), ", ".join("?" * len(table.names))
        with Telling(self._path):
            self._connection.executemany(f"INSERT OR IGNORE INTO {table.name} ({names}) VALUES ({marks})", rows)

    def _among(self, dossiers: Collection[bytes], values: dict[str, Any]) -> str:
        named = {f"dossier{number}": each for number, each in enumerate(dossiers)}
        values |= named
        return f"a.dossier IN ({', '.join(f':{name}' for name in named)})"

    def _rewrite(self) -> None:
        # `secure_delete` clears what is deleted where it lies, and not the copies that a page keeps of rows which moved
        # to another page when it was full. Only a rewrite of all pages leaves those behind. It is made in memory
        # (`temp_store`): no other file ever holds what the index holds.
        self._writer.run("VACUUM")
        ((busy, _, _),) = self._writer.run("PRAGMA wal_checkpoint(TRUNCATE)")
        if busy:
            raise StoreFailed(self._path, "somebody reads it, so that what was dropped is still in its log")

    def check(self) -> None:
        for (finding,) in self._rows("PRAGMA quick_check(1)"):
            if finding != "ok":
                raise StoreDamaged(self._path, finding)


def remove(path: Path) -> None:
    """Take an index away; it is made anew at the next start."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _opened(path: Path) -> sqlite3.Connection:
    try:
        return open_file(path, SEARCH, PRAGMAS)
    except (StoreDamaged, WrongSchema) as error:
        log.warning("the search index cannot be used and is made anew: %s", error)
        remove(path)
        return open_file(path, SEARCH, PRAGMAS)
