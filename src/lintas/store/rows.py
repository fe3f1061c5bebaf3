"""A store over the rows of a database: how it reads, and how a batch begins and ends.

One connection writes, under one lock that is held to the commit, so that positions are gapless and in commit order.
Readers have connections of their own and see what is committed; they never wait for a writer.

Iterators read a page at a time and end where the store ended when they began; what is between two pages holds no
snapshot, so a slow reader keeps nothing of the past alive in the database.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from lintas.node.ports import Batch, BatchMisused, Evidence, Inbound, Outbound, Place, StoredAct, StoreError, WaitingAct
from lintas.store.batch import RowBatch
from lintas.store.errors import StoreDamaged
from lintas.store.readers import Readers
from lintas.store.session import Row, Session
from lintas.store.tables import ACT_COLUMNS, from_row

# 64 bodies of the largest size make 16 MiB.
PAGE_ROWS: Final = 64


class RowReader:
    """What the port `Store` reads. Raises `StoreDamaged`, `StoreFailed` and their like at every use."""

    def __init__(self, path: str, readers: Readers) -> None:
        self._path = path
        self._readers = readers

    def size(self) -> int:
        return self._last("SELECT max(position) FROM acts") + 1

    def dossiers(self) -> Sequence[bytes]:
        # One step through the index per dossier, where GROUP BY would read one entry per act.
        rows = self._rows(
            "WITH RECURSIVE each (dossier) AS (SELECT (SELECT dossier FROM acts ORDER BY dossier LIMIT 1) UNION ALL"
            " SELECT (SELECT dossier FROM acts WHERE dossier > each.dossier ORDER BY dossier LIMIT 1)"
            " FROM each WHERE dossier IS NOT NULL)"
            " SELECT dossier, (SELECT min(position) FROM acts WHERE acts.dossier = each.dossier) AS first"
            " FROM each WHERE dossier IS NOT NULL ORDER BY first"
        )
        return [dossier for dossier, _ in rows]

    def acts(self, dossier: bytes) -> Iterator[StoredAct]:
        last = self._last("SELECT max(position) FROM acts WHERE dossier = :dossier", dossier=dossier)
        select = f"SELECT {ACT_COLUMNS} FROM acts WHERE dossier = :dossier"
        rows = self._paged(select, "position", last, dossier=dossier)
        return (self._meant(from_row(self._path, row), dossier=dossier) for row in rows)

    def act(self, identifier: bytes) -> StoredAct | None:
        rows = self._rows(f"SELECT {ACT_COLUMNS} FROM acts WHERE id = :id", id=identifier)
        return self._meant(from_row(self._path, rows[0]), id=identifier) if rows else None

    def since(self, position: int, limit: int, author: bytes | None = None) -> Sequence[StoredAct]:
        asked = {} if author is None else {"author": author}
        rows = self._from(ACT_COLUMNS, position, limit, **asked)
        return [self._meant(from_row(self._path, row), **asked) for row in rows]

    def places(self, position: int, limit: int, author: bytes | None = None) -> Sequence[Place]:
        asked = {} if author is None else {"author": author}
        return [Place(*row) for row in self._from("position, id, dossier, author", position, limit, **asked)]

    def _from(self, columns: str, position: int, limit: int, **asked: bytes) -> Sequence[Row]:
        """Columns of the acts from a position on, of one author if that is asked."""
        whose = "author = :author AND " if asked else ""
        query = f"SELECT {columns} FROM acts WHERE {whose}position >= :position ORDER BY position LIMIT :most"
        return self._rows(query, **asked, position=position, most=max(0, limit))

    def waiting(self) -> Sequence[WaitingAct]:
        rows = self._rows(
            "SELECT id, dossier, sender, signed, body, parcel, since_ms FROM waiting ORDER BY since_ms, arrival"
        )
        return [WaitingAct(*row) for row in rows]

    def inbound(self, peer: bytes) -> Inbound:
        rows = self._rows("SELECT epoch, upto, anchor FROM inbound WHERE peer = :peer", peer=peer)
        return Inbound(*rows[0]) if rows else Inbound()

    def outbound(self, peer: bytes) -> Outbound:
        rows = self._rows("SELECT epoch, upto FROM outbound WHERE peer = :peer", peer=peer)
        return Outbound(*rows[0]) if rows else Outbound()

    def evidence(self, peer: bytes | None = None) -> Iterator[Evidence]:
        whose, values = ("true", {}) if peer is None else ("peer = :peer", {"peer": peer})
        last = self._last(f"SELECT max(arrival) FROM evidence WHERE {whose}", **values)
        select = f"SELECT arrival, kind, peer, epoch, upto, time_ms, signed FROM evidence WHERE {whose}"
        return (Evidence(*row[1:]) for row in self._paged(select, "arrival", last, **values))

    def frontier(self) -> bytes | None:
        return self._value("SELECT value FROM meta WHERE name = 'frontier'")

    def checkpoint(self) -> tuple[int, bytes] | None:
        rows = self._rows("SELECT size, note FROM checkpoints ORDER BY size DESC LIMIT 1")
        return (int(rows[0][0]), rows[0][1]) if rows else None

    def checkpoints(self) -> Iterator[tuple[int, bytes]]:
        last = self._last("SELECT max(size) FROM checkpoints")
        return (
            (size, note) for size, note in self._paged("SELECT size, note FROM checkpoints WHERE true", "size", last)
        )

    def witnessed(self, origin: str) -> bytes | None:
        return self._value("SELECT note FROM witnessed WHERE origin = :origin", origin=origin)

    def speaks(self, peer: bytes) -> int:
        rows = self._rows("SELECT version FROM speaks WHERE peer = :peer", peer=peer)
        return int(rows[0][0]) if rows else 0

    @property
    def path(self) -> str:
        """What errors call the store."""
        return self._path

    def cursors(self) -> Iterator[tuple[bytes, Inbound, Outbound]]:
        """Every peer of which there is a cursor, with both."""
        peers = self._rows("SELECT peer FROM inbound UNION SELECT peer FROM outbound ORDER BY peer")
        return ((peer, self.inbound(peer), self.outbound(peer)) for (peer,) in peers)

    def cosigned(self) -> Iterator[tuple[str, bytes]]:
        """Every other log of which we cosigned a checkpoint, with the newest."""
        return ((origin, note) for origin, note in self._rows("SELECT origin, note FROM witnessed ORDER BY origin"))

    def spoken(self) -> Iterator[tuple[bytes, int]]:
        """Every peer that said which version of the wire it speaks, with that."""
        return ((peer, int(version)) for peer, version in self._rows("SELECT peer, version FROM speaks ORDER BY peer"))

    def check_pages(self) -> None:
        """Look at the database itself; raises `StoreDamaged`."""
        raise NotImplementedError

    def check(self) -> None:
        """Read everything once; raises `StoreDamaged` unless acts are as written and positions are gapless."""
        self.check_pages()
        last = self._last("SELECT max(position) FROM acts")
        rows = self._paged(f"SELECT {ACT_COLUMNS} FROM acts WHERE true", "position", last)
        for position, row in enumerate(rows):
            if from_row(self._path, row).position != position:
                raise StoreDamaged(self._path, f"the act at position {position} is missing")

    def close(self) -> None:
        """End the connections."""
        self._readers.close()

    def _meant(self, act: StoredAct, **asked: bytes) -> StoredAct:
        """The act, if it is one that was asked for: a damaged index leads to others."""
        for name, value in asked.items():
            if getattr(act, name) != value:
                raise StoreDamaged(self._path, f"an index leads to another act, at position {act.position}")
        return act

    def _rows(self, query: str, **values: Any) -> Sequence[Row]:
        with self._readers.one() as reader:
            return reader.run(query, **values)

    def _value(self, query: str, **values: Any) -> bytes | None:
        rows = self._rows(query, **values)
        return rows[0][0] if rows else None

    def _last(self, query: str, **values: Any) -> int:
        """The largest row number, or -1 if there is no row."""
        ((last,),) = self._rows(query, **values)
        return -1 if last is None else int(last)

    def _paged(self, select: str, key: str, last: int, **values: Any) -> Iterator[Row]:
        """The rows up to the key `last`, in its order; the key is the first column."""
        after = -1
        while after < last:
            query = f"{select} AND {key} > :after AND {key} <= :last ORDER BY {key} LIMIT {PAGE_ROWS}"
            rows = self._rows(query, **values, after=after, last=last)
            if not rows:
                raise StoreDamaged(self._path, f"rows up to {last} ended at {after}")
            yield from rows
            after = rows[-1][0]


class RowStore(RowReader):
    """What both stores do around a batch. How a transaction begins and ends is theirs.

    Cursors that this process wrote are remembered: they are asked for at every batch and every receipt, and nobody else
    writes them. What was only read is not remembered, since the next one may have been written meanwhile.
    """

    def __init__(self, writer: Session, readers: Readers) -> None:
        super().__init__(writer.path, readers)
        self._writer = writer
        self._lock = threading.Lock()
        self._writer_thread: int | None = None
        self._failure: StoreError | None = None
        self._inbound, self._outbound = dict[bytes, Inbound](), dict[bytes, Outbound]()

    def inbound(self, peer: bytes) -> Inbound:
        return self._inbound.get(peer) or super().inbound(peer)

    def outbound(self, peer: bytes) -> Outbound:
        return self._outbound.get(peer) or super().outbound(peer)

    def close(self) -> None:
        """Close the database; a batch that is under way is waited for."""
        with self._lock:
            super().close()
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

    def _transaction(self) -> Iterator[Batch]:
        batch = RowBatch(self._writer)
        try:
            self._begin()
            yield batch
            batch.ended()
            # Between the commit and what is remembered of it, whoever saw the one must not be told what was before it.
            for known, written in ((self._inbound, batch.inbound), (self._outbound, batch.outbound)):
                for peer in written:
                    known.pop(peer, None)
            self._commit()
            self._inbound |= batch.inbound
            self._outbound |= batch.outbound
        finally:
            batch.close()
            self._roll_back()
        if batch.erased:
            self._after_erasing()

    def scrub(self) -> bool:
        with self._lock:
            if self._failure is not None:
                raise self._failure
            return self._after_erasing()

    def _begin(self) -> None:
        """Begin a transaction that alone may write."""
        raise NotImplementedError

    def _commit(self) -> None:
        """Make the transaction durable; where nobody can know whether it is, `_failure` is set."""
        raise NotImplementedError

    def _roll_back(self) -> None:
        """Undo the transaction, if it has not ended."""
        raise NotImplementedError

    def _after_erasing(self) -> bool:
        """Let the bytes of erased bodies leave the disk, as far as the database can; whether they have."""
        raise NotImplementedError
