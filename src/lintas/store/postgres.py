"""A node's store in a PostgreSQL database of its own.

A position is given under a row lock that is held to the commit, so that positions are gapless and in commit order also
where several processes write; a sequence would give numbers that are seen out of order, and lose those of transactions
that were undone. Each commit wakes whoever listens (see `wake`).

One node process at a time works on the database: it *claims* it, on the very connection that writes. Where that
connection is gone, so is the claim, and nothing more is written; whoever claims next knows that nothing of the former
is under way. A connection that reads is made anew where it broke.

What PostgreSQL cannot promise: erased bodies leave its files with the vacuum, and its write-ahead log in time.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Sequence
from typing import Any, Final

from lintas.node.ports import StoreError, StoreLocked
from lintas.store.address import Address, read_address
from lintas.store.errors import OlderSchema, OtherOwner, StoreClosed, StoreFailed, StoreLost, WrongSchema
from lintas.store.postgres_session import READ_ONLY, SCHEMA, PostgresSession
from lintas.store.readers import Readers
from lintas.store.rows import RowReader, RowStore
from lintas.store.session import Row, Session
from lintas.store.tables import POSTGRES, TABLES

log = logging.getLogger(__name__)

CHANNEL: Final = "lintas"
RETIRED: Final = b", carried over"
# Any two numbers, the same in every process: the locks are the database's own.
_CLAIM, _SETTLING = 0x6C696E746173, 0x6C696E746174


class _Reading(RowReader):
    """How both classes below read."""

    def check_pages(self) -> None:
        """Every page of every table, which the server checks; indexes are left to `pg_amcheck`."""
        for table in TABLES:
            # The row as a whole is in the table only: no index can answer in its place.
            self._rows(f"SELECT count(each) FROM {table} AS each")

    def _rows(self, query: str, **values: Any) -> Sequence[Row]:
        return _patiently(self._readers, query, values)


class PostgresReader(_Reading):
    """The reading half of the port `Store`, for processes beside the one that works on the database.

    Raises `BadStoreAddress`, `WrongSchema`, `StoreDamaged` and `StoreFailed`.
    """

    def __init__(self, address: str) -> None:
        place = read_address(address)
        readers = _readers(place)
        super().__init__(str(place), readers)
        try:
            _need_ours(self._path, self._rows)
        except BaseException:
            self.close()
            raise


class PostgresMoment(_Reading):
    """The reading half of the port `Store` as of one moment, while others write; for one thread.

    Raises as `PostgresReader`, and `StoreLost` where the connection breaks: what it began is not gone on with.
    """

    def __init__(self, address: str) -> None:
        place = read_address(address)
        self._session = PostgresSession(place, READ_ONLY)
        super().__init__(str(place), Readers(lambda: self._session))
        try:
            self._session.run("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            # The moment is that of the first look.
            _need_ours(self._path, self._session.run)
        except BaseException:
            self._session.close()
            raise

    def _rows(self, query: str, **values: Any) -> Sequence[Row]:
        return self._session.run(query, **values)

    def close(self) -> None:
        self._session.close()


class PostgresStore(_Reading, RowStore):
    """The port `Store` over the database at an address; its tables are made if they are not there.

    Tables of an older version are carried over once the database is claimed, since a process of that version may be at
    work on them until then; before, they take no batch (`OlderSchema`). Raises `BadStoreAddress`, `WrongSchema`,
    `StoreDamaged`, `StoreFull`, `StoreFailed`, and `StoreLost` once the connection that writes is gone.
    """

    def __init__(self, address: str) -> None:
        place = read_address(address)
        session = PostgresSession(place)
        try:
            _need_durable(session)
            _settle(session)
        except BaseException:
            session.close()
            raise
        super().__init__(session, _readers(place))
        self._begun = False
        self._older = bool(_steps(self._path, session.run))

    def claim(self, owner: str) -> None:
        """Be the one process that works on the database, until `close` or the end of the process.

        `owner` is the node; the first one to claim a database keeps it. Raises `StoreLocked` at once while another
        process has the claim, and `OtherOwner`.
        """
        with self._lock:
            ((got,),) = self._writer.run("SELECT pg_try_advisory_lock(:key)", key=_CLAIM)
            if not got:
                raise StoreLocked(self._path)
            try:
                self._take_over(owner)
            except StoreLost:
                raise
            except BaseException:
                self._writer.run("SELECT pg_advisory_unlock(:key)", key=_CLAIM)
                raise

    def _take_over(self, owner: str) -> None:
        """What only one process does: be of the one owner, and bring the tables to our version."""
        self._writer.run(
            "INSERT INTO meta (name, value) VALUES ('owner', :owner) ON CONFLICT (name) DO NOTHING",
            owner=owner.encode(),
        )
        ((found,),) = self._writer.run("SELECT value FROM meta WHERE name = 'owner'")
        if found != owner.encode():
            raise OtherOwner(self._path, found.decode(errors="replace"), owner)
        # Looked at again: another process may have carried them over since we opened the database.
        _carry_over(self._writer)
        self._older = False

    def retire(self) -> None:
        """Let no process claim the database any more: what it holds was carried over to another store."""
        with self._lock:
            self._writer.run("UPDATE meta SET value = value || :mark WHERE name = 'owner'", mark=RETIRED)

    def confirm(self) -> None:
        """Raises `StoreLost` if the connection that writes, and with it the claim, is gone. Waits for no batch."""
        if not self._lock.acquire(blocking=False):
            return
        try:
            if self._failure is not None:
                raise self._failure
            self._writer.run("SELECT 1")
        except StoreLost as error:
            self._failure = error
            raise
        finally:
            self._lock.release()

    def close(self) -> None:
        """As `RowStore`; the claim is given back at once, where a closed connection alone gives it back in a moment."""
        with self._lock:
            # Without the claim nothing may be written.
            self._failure = self._failure or StoreClosed()
            with contextlib.suppress(StoreError):
                self._writer.run("SELECT pg_advisory_unlock_all()")
        super().close()

    def _begin(self) -> None:
        if self._older:
            raise OlderSchema(self._path, _stated(self._writer.run), str(POSTGRES))
        self._begun = True
        self._run("BEGIN; SELECT 1 FROM meta WHERE name = 'version' FOR UPDATE")

    def _commit(self) -> None:
        # If the connection breaks here, nobody knows whether it was committed: `_run` then ends all writing.
        self._run(f"NOTIFY {CHANNEL}; COMMIT")
        self._begun = False

    def _roll_back(self) -> None:
        if self._begun and self._failure is None:
            self._begun = False
            self._run("ROLLBACK")

    def _after_erasing(self) -> bool:
        # Only the vacuum takes the old row away. It waits for nobody; another one comes by itself. When the bytes have
        # left the disk nobody can tell: see the module's docstring.
        self._run("VACUUM (SKIP_LOCKED) acts")
        self._run("VACUUM (SKIP_LOCKED) waiting")
        return True

    def _run(self, statement: str, **values: Any) -> Sequence[Row]:
        try:
            return self._writer.run(statement, **values)
        except StoreLost as error:
            self._failure = error
            raise


def _readers(place: Address) -> Readers:
    return Readers(lambda: PostgresSession(place, READ_ONLY))


def _patiently(readers: Readers, query: str, values: dict[str, Any]) -> Sequence[Row]:
    """The rows; on a new connection where the one that was kept had broken meanwhile, as after the server's restart."""
    try:
        with readers.one() as reader:
            return reader.run(query, **values)
    except StoreLost:
        readers.drop_idle()
    with readers.one() as reader:
        return reader.run(query, **values)


def _need_durable(session: PostgresSession) -> None:
    """Raise where the server would confirm what a power failure can undo, or could not hold every name."""
    names = "('fsync', 'full_page_writes', 'server_encoding')"
    rows = session.run(f"SELECT name, setting FROM pg_settings WHERE name IN {names}")
    shown = {str(name): value for name, value in rows}
    for name, needed in (("fsync", "on"), ("full_page_writes", "on"), ("server_encoding", "UTF8")):
        if shown.get(name) != needed:
            raise StoreFailed(session.path, f"the server's {name} is {shown.get(name)}, and must be {needed}")
    session.run(
        "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
    )


def _settle(session: PostgresSession) -> None:
    session.run("BEGIN")
    try:
        # Two processes may come first at once.
        session.run("SELECT pg_advisory_xact_lock(:key)", key=_SETTLING)
        ((there,),) = session.run("SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = :schema)", schema=SCHEMA)
        if there:
            _steps(session.path, session.run)
        else:
            _make(session)
        session.run("COMMIT")
    except StoreLost:
        raise
    except BaseException:
        session.run("ROLLBACK")
        raise


def _make(session: PostgresSession) -> None:
    for statement in (f"CREATE SCHEMA {SCHEMA}", *POSTGRES.statements):
        session.run(statement)
    session.run(
        "INSERT INTO meta (name, value) VALUES ('schema', :schema), ('version', :version)",
        schema=POSTGRES.name.encode(),
        version=str(POSTGRES.version).encode(),
    )


def _need_ours(path: str, run: Callable[[str], Sequence[Row]]) -> None:
    if _steps(path, run):
        raise OlderSchema(path, _stated(run), str(POSTGRES))


def _steps(path: str, run: Callable[[str], Sequence[Row]]) -> tuple[tuple[str, ...], ...]:
    """The steps from what is there to our version; raises `WrongSchema` where there are none."""
    if not run(f"SELECT 1 WHERE to_regclass('{SCHEMA}.meta') IS NOT NULL"):
        raise WrongSchema(path, None, str(POSTGRES))
    name, _, version = _stated(run).rpartition(" ")
    return POSTGRES.steps_from(path, name, int(version) if version.isdecimal() else version)


def _stated(run: Callable[[str], Sequence[Row]]) -> str:
    values = {name: value.decode(errors="replace") for name, value in run("SELECT name, value FROM meta")}
    return f"{values.get('schema')} {values.get('version')}"


def _carry_over(session: Session) -> None:
    """Bring the tables of an older version to ours, all of it or nothing. The caller holds the claim."""
    session.run("BEGIN; SELECT 1 FROM meta WHERE name = 'version' FOR UPDATE")
    try:
        before, steps = _stated(session.run), _steps(session.path, session.run)
        for statement in (statement for step in steps for statement in step):
            session.run(statement)
        if steps:
            version = str(POSTGRES.version).encode()
            session.run("UPDATE meta SET value = :version WHERE name = 'version'", version=version)
            log.warning("%s: carrying over from %s to %s", session.path, before, POSTGRES)
        session.run("COMMIT")
    except StoreLost:
        raise
    except BaseException:
        session.run("ROLLBACK")
        raise
