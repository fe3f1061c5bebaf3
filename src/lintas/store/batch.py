"""What one batch writes to a database, SQLite or PostgreSQL.

A batch that met an error of the database is lost, also if its user went on: `ended` raises that error again, so that
half of it is never committed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from lintas.node.ports import (
    AlreadyStored,
    BatchMisused,
    Evidence,
    Inbound,
    NewAct,
    NotStored,
    Outbound,
    StoreError,
    WaitingAct,
    need_number,
)
from lintas.store.errors import Duplicate
from lintas.store.session import Row, Session
from lintas.store.tables import ACT_COLUMNS, checksum, from_row, to_row


class RowBatch:
    """The port `Batch` over the one connection that writes. Whoever makes it has begun a transaction and ends it."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._open = True
        self._failure: StoreError | None = None
        self.erased = False
        """Whether a body was dropped, so that its old bytes should leave the disk."""
        self.inbound, self.outbound = dict[bytes, Inbound](), dict[bytes, Outbound]()
        """The cursors that were set."""

    def append(self, acts: Sequence[NewAct]) -> int:
        ((first,),) = self._run("SELECT coalesce(max(position) + 1, 0) FROM acts")
        rows = [to_row(position, act) for position, act in enumerate(acts, int(first))]
        self._run("SAVEPOINT append")
        try:
            self._insert(rows)
        except BaseException as error:
            if self._failure is None:
                self._run("ROLLBACK TO append")
            if isinstance(error, Duplicate) and (known := self._known(acts)):
                raise AlreadyStored(known) from error
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
        # Arrivals are counted here, under the lock: numbers from a sequence may be seen out of order.
        self._run(
            "INSERT INTO waiting (arrival, id, dossier, sender, signed, body, parcel, since_ms)"
            " SELECT coalesce(max(arrival) + 1, 0), :id, :dossier, :sender, :signed, :body, :parcel, :since_ms"
            " FROM waiting WHERE true ON CONFLICT (id) DO UPDATE SET"
            " body = coalesce(waiting.body, excluded.body), parcel = coalesce(waiting.parcel, excluded.parcel)",
            id=act.id,
            dossier=act.dossier,
            sender=act.sender,
            signed=act.signed,
            body=act.body,
            parcel=act.parcel,
            since_ms=need_number("since_ms", act.since_ms),
        )

    def drop_waiting(self, acts: Iterable[bytes]) -> None:
        for act in acts:
            self._run("DELETE FROM waiting WHERE id = :id", id=act)

    def set_inbound(self, peer: bytes, inbound: Inbound) -> None:
        upto = need_number("upto", inbound.upto)
        self._put("inbound", "peer", peer=peer, epoch=inbound.epoch, upto=upto, anchor=inbound.anchor)
        self.inbound[peer] = inbound

    def set_outbound(self, peer: bytes, outbound: Outbound) -> None:
        self._put("outbound", "peer", peer=peer, epoch=outbound.epoch, upto=need_number("upto", outbound.upto))
        self.outbound[peer] = outbound

    def add_evidence(self, evidence: Evidence) -> None:
        """Keep a statement; the same one of the same peer is kept once."""
        self._run(
            "INSERT INTO evidence (arrival, kind, peer, epoch, upto, time_ms, signed, hash)"
            " SELECT coalesce(max(arrival) + 1, 0), :kind, :peer, :epoch, :upto, :time_ms, :signed, :hash"
            " FROM evidence WHERE true ON CONFLICT (hash) DO NOTHING",
            kind=evidence.kind,
            peer=evidence.peer,
            epoch=evidence.epoch,
            upto=need_number("upto", evidence.upto),
            time_ms=need_number("time_ms", evidence.time_ms),
            signed=evidence.signed,
            hash=hashlib.sha256(evidence.peer + evidence.signed).digest(),
        )

    def set_frontier(self, frontier: bytes) -> None:
        self._put("meta", "name", name="frontier", value=frontier)

    def set_checkpoint(self, size: int, note: bytes) -> None:
        self._put("checkpoints", "size", size=need_number("size", size), note=note)

    def set_witnessed(self, origin: str, note: bytes) -> None:
        self._put("witnessed", "origin", origin=origin, note=note)

    def set_speaks(self, peer: bytes, version: int) -> None:
        self._put("speaks", "peer", peer=peer, version=need_number("version", version))

    def close(self) -> None:
        """Take no more."""
        self._open = False

    def ended(self) -> None:
        """Raises the error that the batch met, if any."""
        if self._failure is not None:
            raise self._failure

    def _put(self, table: str, key: str, **values: Any) -> None:
        """Insert a row, or set the other columns of the row that has this key."""
        names, places = ", ".join(values), ", ".join(f":{name}" for name in values)
        changes = ", ".join(f"{name} = excluded.{name}" for name in values if name != key)
        self._run(
            f"INSERT INTO {table} ({names}) VALUES ({places}) ON CONFLICT ({key}) DO UPDATE SET {changes}", **values
        )

    def _set_body(self, identifier: bytes, body: bytes | None) -> bool:
        rows = self._run(f"SELECT {ACT_COLUMNS} FROM acts WHERE id = :id", id=identifier)
        if not rows:
            return False
        old = from_row(self._session.path, rows[0])
        if body is not None and old.body is not None:
            return True
        new = NewAct(old.id, old.dossier, old.author, old.signed, body, old.salt)
        crc = checksum(old.position, new)
        self._run(
            "UPDATE acts SET body = :body, crc = :crc WHERE position = :position",
            body=body,
            crc=crc,
            position=old.position,
        )
        return True

    def _insert(self, rows: Sequence[Row]) -> None:
        try:
            self._session.insert_acts(rows)
        except Duplicate:
            raise
        except StoreError as error:
            self._failure = error
            raise

    def _known(self, acts: Sequence[NewAct]) -> bytes | None:
        """The id of the first act that is stored, or is among these twice."""
        seen = set()
        for act in acts:
            if act.id in seen or self._run("SELECT 1 FROM acts WHERE id = :id", id=act.id):
                return act.id
            seen.add(act.id)
        return None

    def _run(self, statement: str, **values: Any) -> Sequence[Row]:
        if not self._open:
            raise BatchMisused
        try:
            return self._session.run(statement, **values)
        except StoreError as error:
            self._failure = error
            raise
