"""What one batch writes to a node's SQLite file.

A batch that met an error of the database is lost, also if its user went on: `ended` raises that error again, so that
half of it is never committed.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from lintas.node.ports import AlreadyStored, Evidence, Inbound, NewAct, Outbound, StoreError, WaitingAct
from lintas.store.database import explained
from lintas.store.errors import BatchMisused, NotStored, need_number
from lintas.store.tables import ACT_COLUMNS, checksum, from_row, to_row


class SqliteBatch:
    """The port `Batch` over the one connection that writes. Whoever makes it has begun a transaction and ends it."""

    def __init__(self, connection: sqlite3.Connection, path: str) -> None:
        self._connection = connection
        self._path = path
        self._open = True
        self._failure: StoreError | None = None
        self.erased = False
        """Whether a body was dropped, so that its old bytes should leave the write-ahead log."""

    def append(self, acts: Sequence[NewAct]) -> int:
        (first,) = self._run("SELECT coalesce(max(position) + 1, 0) FROM acts").fetchone()
        self._run("SAVEPOINT append")
        try:
            self._insert(first, acts)
        except BaseException:
            if self._failure is None:
                self._run("ROLLBACK TO append")
            raise
        finally:
            if self._failure is None:
                self._run("RELEASE append")
        return int(first)

    def erase_body(self, act: bytes) -> None:
        """Drop a body; without such an act there is nothing to drop."""
        self.erased = True
        self._set_body(act, None)

    def put_body(self, act: bytes, body: bytes) -> None:
        """Add a body; one that is there stays. Raises `NotStored`."""
        if not self._set_body(act, body):
            raise NotStored(act)

    def put_waiting(self, act: WaitingAct) -> None:
        """Keep an act that waits. Again, it adds the body or the parcel if either was missing, and changes no more."""
        row = (act.id, act.dossier, act.sender, act.signed, act.body, act.parcel)
        self._run(
            "INSERT INTO waiting (id, dossier, sender, signed, body, parcel, since_ms) VALUES (?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET body = coalesce(body, excluded.body),"
            " parcel = coalesce(parcel, excluded.parcel)",
            (*row, need_number("since_ms", act.since_ms)),
        )

    def drop_waiting(self, acts: Iterable[bytes]) -> None:
        for act in acts:
            self._run("DELETE FROM waiting WHERE id = ?", (act,))

    def set_inbound(self, peer: bytes, inbound: Inbound) -> None:
        row = (peer, inbound.epoch, need_number("upto", inbound.upto), inbound.anchor)
        self._run("INSERT OR REPLACE INTO inbound (peer, epoch, upto, anchor) VALUES (?, ?, ?, ?)", row)

    def set_outbound(self, peer: bytes, outbound: Outbound) -> None:
        row = (peer, outbound.epoch, need_number("upto", outbound.upto))
        self._run("INSERT OR REPLACE INTO outbound (peer, epoch, upto) VALUES (?, ?, ?)", row)

    def add_evidence(self, evidence: Evidence) -> None:
        """Keep a statement; the same one of the same peer is kept once."""
        numbers = (need_number("upto", evidence.upto), need_number("time_ms", evidence.time_ms))
        digest = hashlib.sha256(evidence.peer + evidence.signed).digest()
        self._run(
            "INSERT INTO evidence (kind, peer, epoch, upto, time_ms, signed, hash) VALUES (?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (hash) DO NOTHING",
            (evidence.kind, evidence.peer, evidence.epoch, *numbers, evidence.signed, digest),
        )

    def set_frontier(self, frontier: bytes) -> None:
        self._run("INSERT OR REPLACE INTO meta (name, value) VALUES ('frontier', ?)", (frontier,))

    def set_checkpoint(self, size: int, note: bytes) -> None:
        row = (need_number("size", size), note)
        self._run("INSERT OR REPLACE INTO checkpoints (size, note) VALUES (?, ?)", row)

    def set_witnessed(self, origin: str, note: bytes) -> None:
        self._run("INSERT OR REPLACE INTO witnessed (origin, note) VALUES (?, ?)", (origin, note))

    def close(self) -> None:
        """Take no more."""
        self._open = False

    def ended(self) -> None:
        """Raises the error that the batch met, if any."""
        if self._failure is not None:
            raise self._failure

    def _set_body(self, identifier: bytes, body: bytes | None) -> bool:
        row = self._run(f"SELECT {ACT_COLUMNS} FROM acts WHERE id = ?", (identifier,)).fetchone()
        if row is None:
            return False
        old = from_row(self._path, row)
        if body is not None and old.body is not None:
            return True
        new = NewAct(old.id, old.dossier, old.author, old.signed, body, old.salt)
        crc = checksum(old.position, new)
        self._run("UPDATE acts SET body = ?, crc = ? WHERE position = ?", (body, crc, old.position))
        return True

    def _insert(self, first: int, acts: Sequence[NewAct]) -> None:
        rows = (to_row(position, act) for position, act in enumerate(acts, first))
        try:
            self._connection.executemany(f"INSERT INTO acts ({ACT_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        except sqlite3.IntegrityError as error:
            known = self._known(first, acts)
            if known is None:
                raise
            raise AlreadyStored(known) from error
        except sqlite3.DatabaseError as error:
            raise self._failed(error) from error

    def _known(self, first: int, acts: Sequence[NewAct]) -> bytes | None:
        """The id of the first act that was stored before these, or is among these twice."""
        seen = set()
        for act in acts:
            stored = self._run("SELECT 1 FROM acts WHERE id = ? AND position < ?", (act.id, first)).fetchone()
            if stored or act.id in seen:
                return act.id
            seen.add(act.id)
        return None

    def _run(self, statement: str, parameters: tuple[Any, ...] = ()) -> sqlite3.Cursor:
        if not self._open:
            raise BatchMisused
        try:
            return self._connection.execute(statement, parameters)
        except sqlite3.DatabaseError as error:
            raise self._failed(error) from error

    def _failed(self, error: sqlite3.DatabaseError) -> StoreError:
        self._failure = explained(self._path, error)
        return self._failure
