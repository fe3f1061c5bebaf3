"""SQLite as all our files use it: opened privately, of a known schema, its errors told as ours.

The `meta` table of a file names its schema and version. A file of an older version is carried over to ours, in one
transaction, when it is opened to be worked on; one of a newer version or of another schema is refused and left as it
is. Files are made for the owner alone (mode 0600). Transactions are always begun explicitly.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lintas.node.ports import StoreError, StoreFull
from lintas.store.errors import NewerSchema, StoreDamaged, StoreFailed, WrongSchema

log = logging.getLogger(__name__)

BUSY_WAIT_MS_MAX: Final = 5_000
# Several acts to a page: with 4 KiB a batch of 1,000 acts takes twice as long. Only a new file takes it.
PAGE_BYTES: Final = 8 * 1024
META: Final = "CREATE TABLE meta (name TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID"

# A full disk shows as the second one where SQLite cannot lengthen its shared index of the write-ahead log.
_FULL: Final = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE)
_DAMAGED: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


@dataclass(frozen=True, slots=True)
class Schema:
    """What a file holds: the name that `meta` states, the statements that make its tables, and the steps by which an
    older file gets them: the first turns version 1 into 2. A step that was released is never changed.
    """

    name: str
    statements: tuple[str, ...]
    steps: tuple[tuple[str, ...], ...] = ()

    @property
    def version(self) -> int:
        """The version that `meta` states."""
        return len(self.steps) + 1

    def __str__(self) -> str:
        return f"{self.name} {self.version}"

    def steps_from(self, path: str, name: object, version: object) -> tuple[tuple[str, ...], ...]:
        """The steps from what `meta` states to this; none if it is this. `path` is what errors call the file.

        Raises `WrongSchema` for a newer version and for another schema.
        """
        if name != self.name or type(version) is not int or version < 1:
            raise WrongSchema(path, f"{name} {version}", str(self))
        if version > self.version:
            raise NewerSchema(path, f"{name} {version}", str(self))
        return self.steps[version - 1 :]


def explained(path: str, error: sqlite3.Error) -> StoreError:
    """One of our errors for one of SQLite's that the world outside can cause; any other is raised again as it is."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None and "decode" in str(error):
        # Python's own: a column of text holds none.
        return StoreDamaged(path, str(error))
    if code is None or isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError):
        raise error
    if code in _FULL or code & 0xFF in _FULL:
        return StoreFull(f"{path}: {error}")
    if code & 0xFF in _DAMAGED:
        return StoreDamaged(path, str(error))
    return StoreFailed(path, f"{error} ({error.sqlite_errorname})")


class Telling:
    """A context manager: within its block, errors of SQLite are raised as ours. It keeps nothing, so that one serves a
    connection for life.
    """

    def __init__(self, path: str) -> None:
        self._path = path

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, sqlite3.DatabaseError):
            raise explained(self._path, error) from error
        if isinstance(error, UnicodeDecodeError):
            # What SQLite says of a damaged file may quote its bytes, which Python then cannot read.
            raise StoreDamaged(self._path, "its text is no text") from error


def connect(path: Path, pragmas: Sequence[str]) -> sqlite3.Connection:
    """A connection that any thread may use, one at a time, after these pragmas; raises `StoreFailed` and its like."""
    with Telling(str(path)):
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        try:
            _set(connection, (f"busy_timeout={BUSY_WAIT_MS_MAX}", *pragmas))
        except BaseException:
            connection.close()
            raise
        return connection


def open_file(path: Path, schema: Schema, pragmas: Sequence[str]) -> sqlite3.Connection:
    """A connection to a file of this schema, which is made if it is not there.

    Raises `WrongSchema`, `StoreDamaged`, `StoreFull` and `StoreFailed`.
    """
    _make_private(path)
    connection = connect(path, (f"page_size={PAGE_BYTES}",))
    try:
        with Telling(str(path)):
            # The other pragmas may change the file, so they come after the look at whose it is.
            _settle(connection, str(path), schema)
            _set(connection, pragmas)
    except BaseException:
        connection.close()
        raise
    return connection


def _set(connection: sqlite3.Connection, pragmas: Sequence[str]) -> None:
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}").fetchall()


def _make_private(path: Path) -> None:
    try:
        # Never opened by hand if it exists: closing it would drop the locks that SQLite holds on it in this process.
        if not path.exists():
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
    except OSError as error:
        raise StoreFailed(str(path), error.strerror or type(error).__name__) from error


def _settle(connection: sqlite3.Connection, path: str, schema: Schema) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        if _is_empty(connection):
            for statement in (META, *schema.statements):
                connection.execute(statement)
            connection.execute("INSERT INTO meta VALUES ('schema', ?), ('version', ?)", (schema.name, schema.version))
        else:
            _carry_over(connection, path, schema)
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _is_empty(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_schema").fetchone() is None


def _carry_over(connection: sqlite3.Connection, path: str, schema: Schema) -> None:
    """Bring the tables of an older version to ours, within the transaction that is open."""
    tables = connection.execute("SELECT name FROM pragma_table_info('meta')").fetchall()
    if not {("name",), ("value",)} <= set(tables):
        raise WrongSchema(path, None, str(schema))
    values = dict(connection.execute("SELECT name, value FROM meta WHERE name IN ('schema', 'version')"))
    steps = schema.steps_from(path, values.get("schema"), values.get("version"))
    for statement in (statement for step in steps for statement in step):
        connection.execute(statement)
    if steps:
        connection.execute("UPDATE meta SET value = ? WHERE name = 'version'", (schema.version,))
        log.warning("%s: carrying over from version %s to %s", path, values["version"], schema)
