"""A node's store in one SQLite file.

One connection writes, under one lock that is held to the commit, so that positions are gapless and in commit order.
Readers have connections of their own and see what is committed; they never wait for a writer. A commit is on the disk
when `batch` returns (write-ahead log, synchronous=FULL). A process that is killed at any moment leaves whole batches.

Iterators read a page at a time and end where the store ended when they began; what is between two pages holds no
snapshot, so a slow reader does not let the write-ahead log grow.

One process at a time: whoever opens the file holds the lock on its folder (see `folder`).
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from lintas.node.ports import Batch, Evidence, Inbound, Outbound, StoredAct, StoreError, StoreFull, WaitingAct
from lintas.store.batch import SqliteBatch
from lintas.store.database import connect, explained, open_file, telling
from lintas.store.errors import BatchMisused, StoreDamaged, StoreFailed
from lintas.store.readers import Readers
from lintas.store.tables import ACT_COLUMNS, NODE, from_row

# 64 bodies of the largest size make 16 MiB.
PAGE_ROWS: Final = 64
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


class SqliteStore:
    """The port `Store` over the file at `path`, which is made if it is not there.

    With `size_bytes_max` the file grows no further, and a batch that would make it raises `StoreFull`; the write-ahead
    log comes on top. Raises `WrongSchema`, `StoreDamaged`, `StoreFull` and `StoreFailed`, here and at every use.
    """

    def __init__(self, path: Path, *, size_bytes_max: int | None = None) -> None:
        self._path = str(path)
        self._lock = threading.Lock()
        self._writer_thread: int | None = None
        self._failure: StoreError | None = None
        self._writer = open_file(path, NODE, PRAGMAS)
        if self._writer.execute("PRAGMA journal_mode").fetchone() != ("wal",):
            raise StoreFailed(self._path, "no write-ahead log on this file system")
        if size_bytes_max is not None:
            (page_bytes,) = self._writer.execute("PRAGMA page_size").fetchone()
            self._writer.execute(f"PRAGMA max_page_count={max(1, size_bytes_max // page_bytes)}")
        self._readers = Readers(lambda: connect(path, ("query_only=ON", f"cache_size=-{CACHE_KIB}")))

    def close(self) -> None:
        """Close the file; a batch that is under way is waited for."""
        with self._lock:
            self._readers.close()
            self._writer.close()

    @contextmanager
    def batch(self) -> Iterator[Batch]:
        if self._writer_thread == threading.get_ident():
            raise BatchMisused
        with self._lock:
            if self._failure is not None:
                raise self._failure
            self._writer_thread = threading.get_ident()
            try:
                yield from self._transaction()
            finally:
                self._writer_thread = None

    def size(self) -> int:
        return self._last("SELECT max(position) FROM acts") + 1

    def dossiers(self) -> Sequence[bytes]:
        # One step through the index per dossier, where GROUP BY would read one entry per act.
        rows = self._rows(
            "WITH RECURSIVE each (dossier) AS (SELECT min(dossier) FROM acts UNION ALL"
            " SELECT (SELECT min(dossier) FROM acts WHERE dossier > each.dossier) FROM each WHERE dossier IS NOT NULL)"
            " SELECT dossier, (SELECT min(position) FROM acts WHERE acts.dossier = each.dossier) AS first"
            " FROM each WHERE dossier IS NOT NULL ORDER BY first"
        )
        return [dossier for dossier, _ in rows]

    def acts(self, dossier: bytes) -> Iterator[StoredAct]:
        last = self._last("SELECT max(position) FROM acts WHERE dossier = ?", dossier)
        rows = self._paged(f"SELECT {ACT_COLUMNS} FROM acts WHERE dossier = ?", "position", last, dossier)
        return (from_row(self._path, row) for row in rows)

    def act(self, identifier: bytes) -> StoredAct | None:
        rows = self._rows(f"SELECT {ACT_COLUMNS} FROM acts WHERE id = ?", identifier)
        return from_row(self._path, rows[0]) if rows else None

    def since(self, position: int, limit: int, author: bytes | None = None) -> Sequence[StoredAct]:
        whose, parameters = ("", ()) if author is None else ("author = ? AND ", (author,))
        rows = self._rows(
            f"SELECT {ACT_COLUMNS} FROM acts WHERE {whose}position >= ? ORDER BY position LIMIT ?",
            *parameters,
            position,
            max(0, limit),
        )
        return [from_row(self._path, row) for row in rows]

    def waiting(self) -> Sequence[WaitingAct]:
        rows = self._rows(
            "SELECT id, dossier, sender, signed, body, parcel, since_ms FROM waiting ORDER BY since_ms, arrival"
        )
        return [WaitingAct(*row) for row in rows]

    def inbound(self, peer: bytes) -> Inbound:
        rows = self._rows("SELECT epoch, upto, anchor FROM inbound WHERE peer = ?", peer)
        return Inbound(*rows[0]) if rows else Inbound()

    def outbound(self, peer: bytes) -> Outbound:
        rows = self._rows("SELECT epoch, upto FROM outbound WHERE peer = ?", peer)
        return Outbound(*rows[0]) if rows else Outbound()

    def evidence(self, peer: bytes | None = None) -> Iterator[Evidence]:
        whose, parameters = ("true", ()) if peer is None else ("peer = ?", (peer,))
        last = self._last(f"SELECT max(arrival) FROM evidence WHERE {whose}", *parameters)
        select = f"SELECT arrival, kind, peer, epoch, upto, time_ms, signed FROM evidence WHERE {whose}"
        return (Evidence(*row[1:]) for row in self._paged(select, "arrival", last, *parameters))

    def frontier(self) -> bytes | None:
        return self._value("SELECT value FROM meta WHERE name = 'frontier'")

    def checkpoint(self) -> tuple[int, bytes] | None:
        rows = self._rows("SELECT size, note FROM checkpoints ORDER BY size DESC LIMIT 1")
        return rows[0] if rows else None

    def checkpoints(self) -> Iterator[tuple[int, bytes]]:
        last = self._last("SELECT max(size) FROM checkpoints")
        return (
            (size, note) for size, note in self._paged("SELECT size, note FROM checkpoints WHERE true", "size", last)
        )

    def witnessed(self, origin: str) -> bytes | None:
        return self._value("SELECT note FROM witnessed WHERE origin = ?", origin)

    def check(self) -> None:
        """Read everything once; raises `StoreDamaged` unless the file is sound and its positions are gapless."""
        for (finding,) in self._rows("PRAGMA integrity_check(1)"):
            if finding != "ok":
                raise StoreDamaged(self._path, finding)
        last = self._last("SELECT max(position) FROM acts")
        rows = self._paged(f"SELECT {ACT_COLUMNS} FROM acts WHERE true", "position", last)
        for position, row in enumerate(rows):
            if from_row(self._path, row).position != position:
                raise StoreDamaged(self._path, f"the act at position {position} is missing")

    def _transaction(self) -> Iterator[Batch]:
        with telling(self._path):
            self._writer.execute("BEGIN IMMEDIATE")
        batch = SqliteBatch(self._writer, self._path)
        try:
            yield batch
            batch.ended()
            self._commit()
        finally:
            batch.close()
            self._roll_back()
        if batch.erased:
            self._empty_log()

    def _commit(self) -> None:
        try:
            self._writer.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            told = explained(self._path, error)
            if not isinstance(told, StoreFull):
                # After a failed fsync nobody knows what the disk holds; only a new start reads it afresh. An act that
                # was taken for unwritten, and is there after all, would be signed a second time.
                self._failure = told
            raise told from error

    def _roll_back(self) -> None:
        # A full disk may have ended the transaction already.
        if self._writer.in_transaction:
            try:
                self._writer.execute("ROLLBACK")
            except sqlite3.DatabaseError as error:
                self._failure = explained(self._path, error)
                raise self._failure from error

    def _empty_log(self) -> None:
        # The write-ahead log may still hold the body that was erased. A reader in the way makes this come to nothing
        # for now; the next commits overwrite it.
        with telling(self._path):
            self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _rows(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        with telling(self._path), self._readers.one() as reader:
            return reader.execute(query, parameters).fetchall()

    def _value(self, query: str, *parameters: Any) -> bytes | None:
        rows = self._rows(query, *parameters)
        return rows[0][0] if rows else None

    def _last(self, query: str, *parameters: Any) -> int:
        """The largest row number, or -1 if there is no row."""
        ((last,),) = self._rows(query, *parameters)
        return -1 if last is None else int(last)

    def _paged(self, select: str, key: str, last: int, *parameters: Any) -> Iterator[tuple[Any, ...]]:
        """The rows up to the key `last`, in its order; the key is the first column."""
        after = -1
        while after < last:
            query = f"{select} AND {key} > ? AND {key} <= ? ORDER BY {key} LIMIT {PAGE_ROWS}"
            rows = self._rows(query, *parameters, after, last)
            if not rows:
                raise StoreDamaged(self._path, f"rows up to {last} ended at {after}")
            yield from rows
            after = rows[-1][0]
