"""The search index in tables of its own, beside those of the node in the same PostgreSQL database.

They lie in a schema of their own, which no backup takes, and are UNLOGGED: what they hold never reaches the write-ahead
log, its archive or a replica; after a crash of the server they are empty, and the index is made anew.

What PostgreSQL cannot promise: what is dropped leaves its files with the vacuum, which waits for nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

from lintas.store.address import read_address
from lintas.store.postgres_session import READ_ONLY, PostgresSession
from lintas.store.readers import Readers
from lintas.store.search_rows import INDEXES, TABLES, RowSearchIndex, Table
from lintas.store.session import Row

SCHEMA: Final = "lintas_search"
VERSION: Final = "1"
"""Of the tables: another one has them made anew."""
_PATH: Final = {"search_path": SCHEMA}


class PostgresSearchIndex(RowSearchIndex):
    """The port `SearchIndex` over the database at an address; its tables are made if they are not there.

    Only the process that has the node's claim on the database opens one.
    """

    FIND = "strpos"

    def __init__(self, address: str) -> None:
        """Raises `BadStoreAddress`, `StoreFailed` and its like."""
        place = read_address(address)
        session = PostgresSession(place, _PATH)
        try:
            _settle(session)
        except BaseException:
            session.close()
            raise
        super().__init__(session, Readers(lambda: PostgresSession(place, _PATH | READ_ONLY)))

    def _insert(self, table: Table, rows: Sequence[Row]) -> None:
        if not rows:
            return
        casts = ", ".join(f"CAST(:c{n} AS {kind}[])" for n, (_, _, kind) in enumerate(table.columns))
        values = {f"c{n}": list(column) for n, column in enumerate(zip(*rows, strict=True))}
        names = ", ".join(table.names)
        into = f"INSERT INTO {table.name} ({names}) SELECT * FROM unnest({casts}) ON CONFLICT DO NOTHING"
        self._writer.run(into, **values)

    def _among(self, dossiers: Collection[bytes], values: dict[str, Any]) -> str:
        values["dossiers"] = list(dossiers)
        return "a.dossier = ANY (CAST(:dossiers AS bytea[]))"

    def _rewrite(self) -> None:
        for table in ("passages", "pairs"):
            self._writer.run(f"VACUUM (SKIP_LOCKED) {table}")


def _settle(session: PostgresSession) -> None:
    session.run("BEGIN")
    session.run("SET LOCAL client_min_messages = error")
    held = session.run("SELECT obj_description(to_regnamespace(:schema)::oid)", schema=SCHEMA)
    if held != [[VERSION]]:
        session.run(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
        session.run(f"CREATE SCHEMA {SCHEMA}")
        for table in TABLES:
            columns = ", ".join(f"{name} {kind} NOT NULL" for name, _, kind in table.columns)
            session.run(f"CREATE UNLOGGED TABLE {table.name} ({columns}, PRIMARY KEY ({', '.join(table.key)}))")
        for statement in INDEXES:
            session.run(statement)
        session.run(f"COMMENT ON SCHEMA {SCHEMA} IS '{VERSION}'")
    session.run("COMMIT")
