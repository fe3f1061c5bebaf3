"""A node's store in one SQLite file.

A commit is on the disk when `batch` returns (write-ahead log, synchronous=FULL). A process that is killed at any moment
leaves whole batches. One process at a time: whoever opens the file holds the lock on its folder (see `folder`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from lintas.node.ports import StoreFull
from lintas.store.database import Telling, connect, explained, open_file
from lintas.store.errors import Duplicate, StoreDamaged, StoreFailed
from lintas.store.readers import Readers
from lintas.store.rows import RowStore
from lintas.store.session import Row
from lintas.store.tables import ACT_COLUMNS, NODE

CACHE_KIB: Final = 16 * 1024
WAL_BYTES_MAX: Final = 64 * 1024 * 1024
PRAGMAS: Final = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "secure_delete=ON",
    "temp_store=MEMORY",
    f"cache_size=-{CACHE_KIB}",
    f"journal_size_limit={WAL_BYTES_MAX}",
)


class SqliteSession:
    """The protocol `Session` over one connection."""

    def __init__(self, connection: sqlite3.Connection, path: str) -> None:
        self.connection = connection
        self.path = path
        self._telling = Telling(path)

    def run(self, statement: str, **values: Any) -> Sequence[Row]:
        with self._telling:
            return self.connection.execute(statement, values).fetchall()

    def insert_acts(self, rows: Sequence[Row]) -> None:
        try:
            with self._telling:
                self.connection.executemany(f"INSERT INTO acts ({ACT_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        except sqlite3.IntegrityError as error:
            raise Duplicate from error

    def close(self) -> None:
        self.connection.close()


class SqliteStore(RowStore):
    """The port `Store` over the file at `path`, which is made if it is not there.

    With `size_bytes_max` the file grows no further, and a batch that would make it raises `StoreFull`; the write-ahead
    log comes on top. Raises `WrongSchema`, `StoreDamaged`, `StoreFull` and `StoreFailed`, here and at every use.
    """

    def __init__(self, path: Path, *, size_bytes_max: int | None = None) -> None:
        self._connection = open_file(path, NODE, PRAGMAS)
        if self._connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
            raise StoreFailed(str(path), "no write-ahead log on this file system")
        if size_bytes_max is not None:
            (page_bytes,) = self._connection.execute("PRAGMA page_size").fetchone()
            self._connection.execute(f"PRAGMA max_page_count={max(1, size_bytes_max // page_bytes)}")
        pragmas = ("query_only=ON", f"cache_size=-{CACHE_KIB}")
        super().__init__(
            SqliteSession(self._connection, str(path)),
            Readers(lambda: SqliteSession(connect(path, pragmas), str(path))),
        )

    def check_pages(self) -> None:
        """Every page, and each index against its table; raises `StoreDamaged`."""
        for (finding,) in self._rows("PRAGMA integrity_check(1)"):
            if finding != "ok":
                raise StoreDamaged(self._path, finding)

    def _begin(self) -> None:
        self._writer.run("BEGIN IMMEDIATE")

    def _commit(self) -> None:
        try:
            self._connection.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            told = explained(self._path, error)
            if not isinstance(told, StoreFull):
                # After a failed fsync nobody knows what the disk holds; only a new start reads it afresh. An act that
                # was taken for unwritten, and is there after all, would be signed a second time.
                self._failure = told
            raise told from error

    def _roll_back(self) -> None:
        # A full disk may have ended the transaction already.
        if self._connection.in_transaction:
            try:
                self._connection.execute("ROLLBACK")
            except sqlite3.DatabaseError as error:
                self._failure = explained(self._path, error)
                raise self._failure from error

    def _after_erasing(self) -> bool:
        # The write-ahead log may still hold the body that was erased. A reader in the way makes this come to nothing
        # for now.
        ((busy, _, _),) = self._writer.run("PRAGMA wal_checkpoint(TRUNCATE)")
        return not busy
