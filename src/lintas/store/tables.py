"""The tables of a node's store, and how an act becomes a row and an act again.

An act is one row, body and all, so that a batch costs one insert per act. `position` is the row's number; the two
indexes end in it, as every index of SQLite ends in the row number. Each row carries a CRC-32 over its content: SQLite
notices a damaged page only where its structure broke, and content may rot for years before anybody opens it.
"""

from __future__ import annotations

import zlib
from typing import Final

from lintas.node.ports import NewAct, StoredAct
from lintas.store.database import Schema
from lintas.store.errors import StoreDamaged
from lintas.store.session import Row

TABLES: Final = ("acts", "waiting", "inbound", "outbound", "evidence", "checkpoints", "witnessed", "speaks", "meta")
ACT_COLUMNS: Final = "position, id, dossier, author, signed, body, salt, crc"

_SPEAKS: Final = "CREATE TABLE speaks (peer BLOB PRIMARY KEY, version INTEGER NOT NULL) STRICT, WITHOUT ROWID"
_SPEAKS_POSTGRES: Final = "CREATE TABLE speaks (peer bytea PRIMARY KEY, version bigint NOT NULL)"

NODE: Final = Schema(
    "lintas/node",
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
        _SPEAKS,
    ),
    # Which version of the wire a peer speaks.
    steps=((_SPEAKS,),),
)

POSTGRES: Final = Schema(
    "lintas/node",
    (
        "CREATE TABLE meta (name text PRIMARY KEY, value bytea NOT NULL)",
        """CREATE TABLE acts (position bigint PRIMARY KEY, id bytea NOT NULL UNIQUE, dossier bytea NOT NULL,
            author bytea NOT NULL, signed bytea NOT NULL, body bytea, salt bytea NOT NULL, crc bigint NOT NULL)""",
        # What is sealed cannot be made smaller; trying would cost time for each act.
        "ALTER TABLE acts ALTER signed SET STORAGE EXTERNAL, ALTER body SET STORAGE EXTERNAL",
        "CREATE INDEX acts_by_dossier ON acts (dossier, position)",
        "CREATE INDEX acts_by_author ON acts (author, position)",
        """CREATE TABLE waiting (arrival bigint PRIMARY KEY, id bytea NOT NULL UNIQUE, dossier bytea NOT NULL,
            sender bytea NOT NULL, signed bytea NOT NULL, body bytea, parcel bytea, since_ms bigint NOT NULL)""",
        """CREATE TABLE inbound (peer bytea PRIMARY KEY, epoch bytea NOT NULL, upto bigint NOT NULL,
            anchor bytea NOT NULL)""",
        "CREATE TABLE outbound (peer bytea PRIMARY KEY, epoch bytea NOT NULL, upto bigint NOT NULL)",
        """CREATE TABLE evidence (arrival bigint PRIMARY KEY, kind text NOT NULL, peer bytea NOT NULL,
            epoch bytea NOT NULL, upto bigint NOT NULL, time_ms bigint NOT NULL, signed bytea NOT NULL,
            hash bytea NOT NULL UNIQUE)""",
        "CREATE INDEX evidence_by_peer ON evidence (peer, arrival)",
        "CREATE TABLE checkpoints (size bigint PRIMARY KEY, note bytea NOT NULL)",
        "CREATE TABLE witnessed (origin text PRIMARY KEY, note bytea NOT NULL)",
        _SPEAKS_POSTGRES,
    ),
    steps=((_SPEAKS_POSTGRES,),),
)
"""The same tables on PostgreSQL, with `meta`."""


def to_row(position: int, act: NewAct) -> Row:
    """The row of an act at a position, in the order of `ACT_COLUMNS`."""
    return position, act.id, act.dossier, act.author, act.signed, act.body, act.salt, checksum(position, act)


def from_row(path: str, row: Row) -> StoredAct:
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
