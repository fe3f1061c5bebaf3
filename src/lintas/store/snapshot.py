"""A copy of one of our SQLite files while others write to it, and what is taken out of a copy that is put to use again.

`VACUUM INTO` reads within one transaction, so that the copy is the file of one moment. A reader of the store keeps no
writer waiting (write-ahead log); a reader of the vault, which is small, does for as long as the copy takes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

from lintas.store.database import Telling, connect
from lintas.store.errors import StoreDamaged

STEPS: Final = 100_000
"""How many steps of SQLite's machine lie between two calls of `tick`."""


def snapshot(source: Path, target: Path, tick: Callable[[], None] | None = None) -> None:
    """Copy a database to a new file, in which it is compact and whole.

    `tick` is called now and then. Raises `StoreDamaged` if the copy is not sound, else what the store raises.
    """

    def step() -> int:
        if tick is not None:
            tick()
        return 0

    with closing(connect(source, ())) as connection, Telling(str(source)):
        connection.set_progress_handler(step, STEPS)
        connection.execute("VACUUM INTO ?", (str(target),))
    target.chmod(0o600)
    _check(target)


def _check(path: Path) -> None:
    with closing(connect(path, ("query_only=ON",))) as connection, Telling(str(path)):
        for (finding,) in connection.execute("PRAGMA integrity_check(1)").fetchall():
            if finding != "ok":
                raise StoreDamaged(str(path), finding)


def forget_peers(path: Path) -> int:
    """Drop from a copy of a store what only held at its moment; how many acts waited.

    Without our cursors peers begin again at 0, so that bodies and keys come again; acts that are known are passed over
    by id. What waited comes again with them. A parcel must not lie in a backup at all: with the recipient's key, which
    is long-lived, it would open what was recalled since.
    """
    with closing(connect(path, ("secure_delete=ON",))) as connection, Telling(str(path)):
        return _forget(connection)


def _forget(connection: sqlite3.Connection) -> int:
    (waiting,) = connection.execute("SELECT count(*) FROM waiting").fetchone()
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute("DELETE FROM waiting")
        connection.execute("DELETE FROM inbound")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    return int(waiting)


def forget_parcels(path: Path) -> None:
    """Drop the parcels of waiting acts from a store that is kept and not used any more. All else stays as it was."""
    with closing(connect(path, ("secure_delete=ON",))) as connection, Telling(str(path)):
        connection.execute("UPDATE waiting SET parcel = NULL WHERE parcel IS NOT NULL")


BESIDE_ACTS: Final = ("waiting", "inbound", "outbound", "evidence", "checkpoints", "witnessed", "speaks")


def carry_over(source: Path, target: Path) -> None:
    """Copy all that a store holds beside its acts into another store, which has none of it yet."""
    with closing(connect(target, ())) as connection, Telling(str(source)):
        connection.execute("ATTACH ? AS source", (str(source),))
        connection.execute("BEGIN IMMEDIATE")
        try:
            for table in BESIDE_ACTS:
                connection.execute(f"INSERT INTO main.{table} SELECT * FROM source.{table}")
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
