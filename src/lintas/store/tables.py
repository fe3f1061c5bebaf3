"""The tables of a node's store, and how an act becomes a row and an act again.

An act is one row, body and all, so that a batch costs one insert per act. `position` is the row's number; the two
indexes end in it, as every index of SQLite ends in the row number. Each row carries a CRC-32 over its content: SQLite
notices a damaged page only where its structure broke, and content may rot for years before anybody opens it.
"""

from __future__ import annotations

import zlib
from typing import Any, Final

from lintas.node.ports import NewAct, StoredAct
from lintas.store.database import Schema
from lintas.store.errors import StoreDamaged

ACT_COLUMNS: Final = "position, id, dossier, author, signed, body, salt, crc"

NODE: Final = Schema(
    "lintas/node",
    1,
    (
        """CREATE TABLE acts (position INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, dossier BLOB NOT NULL,
            author BLOB NOT NULL, signed BLOB NOT NULL, body BLOB, salt BLOB NOT NULL, crc INTEGER NOT NULL) STRICT""",
        "CREATE INDEX acts_by_dossier ON acts (dossier)",
        "CREATE INDEX acts_by_author ON acts (author)",
        """CREATE TABLE waiting (arrival INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, dossier BLOB NOT NULL,
            sender BLOB NOT NULL, signed BLOB NOT NULL, body BLOB, parcel BLOB, since_ms INTEGER NOT NULL) STRICT""",
        """CREATE TABLE inbound (peer BLOB PRIMARY KEY, epoch BLOB NOT NULL, upto INTEGER NOT NULL,
            anchor BLOB NOT NULL) STRICT, WITHOUT ROWID""",
        """CREATE TABLE outbound (peer BLOB PRIMARY KEY, epoch BLOB NOT NULL,
            upto INTEGER NOT NULL) STRICT, WITHOUT ROWID""",
        """CREATE TABLE evidence (arrival INTEGER PRIMARY KEY, kind TEXT NOT NULL, peer BLOB NOT NULL,
            epoch BLOB NOT NULL, upto INTEGER NOT NULL, time_ms INTEGER NOT NULL, signed BLOB NOT NULL,
            hash BLOB NOT NULL UNIQUE) STRICT""",
        "CREATE INDEX evidence_by_peer ON evidence (peer)",
        "CREATE TABLE checkpoints (size INTEGER PRIMARY KEY, note BLOB NOT NULL) STRICT",
        "CREATE TABLE witnessed (origin TEXT PRIMARY KEY, note BLOB NOT NULL) STRICT, WITHOUT ROWID",
    ),
)


def to_row(position: int, act: NewAct) -> tuple[Any, ...]:
    """The row of an act at a position, in the order of `ACT_COLUMNS`."""
    return position, act.id, act.dossier, act.author, act.signed, act.body, act.salt, checksum(position, act)


def from_row(path: str, row: tuple[Any, ...]) -> StoredAct:
    """The act of a row; raises `StoreDamaged` if it is not what was written."""
    position, identifier, dossier, author, signed, body, salt, crc = row
    act = StoredAct(identifier, dossier, author, signed, body, salt, position)
    if checksum(position, act) != crc:
        raise StoreDamaged(path, f"the act at position {position} has another checksum")
    return act


def checksum(position: int, act: NewAct) -> int:
    """CRC-32 over the position and everything in the row."""
    crc = zlib.crc32(act.id + act.dossier + act.author + act.salt, position & 0xFFFF_FFFF)
    return zlib.crc32(act.body or b"", zlib.crc32(act.signed, crc))
