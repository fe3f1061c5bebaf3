"""Stores that an older version wrote (`tests/data/older`) are carried over whole, or left as they were."""

from __future__ import annotations

import hashlib
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from lintas.node.ports import StoreLocked
from lintas.store.address import read_address
from lintas.store.database import Schema, open_file
from lintas.store.errors import NewerSchema, OlderSchema, StoreFailed, WrongSchema
from lintas.store.postgres import PostgresMoment, PostgresReader, PostgresStore
from lintas.store.postgres_session import PostgresSession
from lintas.store.sqlite import PRAGMAS, SqliteStore
from lintas.store.tables import NODE, POSTGRES
from tests.store.contract.samples import ALPHA, acts, append
from tests.support.older import fill, unpack
from tests.support.postgres import Server, run

TABLES = ("acts", "waiting", "inbound", "outbound", "evidence", "checkpoints", "witnessed")
BEFORE = {"acts": 5, "waiting": 1, "inbound": 1, "outbound": 1, "evidence": 2, "checkpoints": 1, "witnessed": 1}
POINTS = ("BEGIN", "CREATE TABLE speaks", "UPDATE meta", "COMMIT")


def content(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as database:
        return {name: database.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall() for name in TABLES}


def shape(path: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as database:
        found = database.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall()
    return [(name, " ".join((sql or "").split())) for name, sql in found]


def version(path: Path) -> object:
    with closing(sqlite3.connect(path)) as database:
        ((found,),) = database.execute("SELECT value FROM meta WHERE name = 'version'").fetchall()
    return found


def test_every_row_is_carried_over_and_the_tables_are_those_of_a_new_store(tmp_path: Path) -> None:
    path, new = unpack(tmp_path) / "node.db", tmp_path / "new.db"
    assert version(path) == 1
    before = content(path)
    assert {name: len(rows) for name, rows in before.items()} == BEFORE
    SqliteStore(new).close()
    with closing(SqliteStore(path)) as store:
        store.check()
        assert store.speaks(ALPHA) == 0
    assert content(path) == before
    assert shape(path) == shape(new)
    assert version(path) == NODE.version
    with closing(SqliteStore(path)) as store:
        assert append(store, acts([1])) == BEFORE["acts"]


@pytest.mark.processes
@pytest.mark.parametrize("point", POINTS)
def test_a_process_that_is_killed_on_the_way_leaves_the_old_store_or_the_new_one(tmp_path: Path, point: str) -> None:
    path = unpack(tmp_path) / "node.db"
    before = content(path)
    killer = (
        "import os, sqlite3, sys\n"
        "from pathlib import Path\n"
        "from lintas.store.sqlite import SqliteStore\n"
        "real = sqlite3.connect\n"
        "def connect(*given, **named):\n"
        "    made = real(*given, **named)\n"
        "    made.set_trace_callback(lambda said: said.startswith(sys.argv[2]) and os.kill(os.getpid(), 9))\n"
        "    return made\n"
        "sqlite3.connect = connect\n"
        "SqliteStore(Path(sys.argv[1]))\n"
    )
    done = subprocess.run([sys.executable, "-c", killer, str(path), point], check=False)
    assert done.returncode == -9
    assert version(path) == 1
    assert content(path) == before
    with closing(SqliteStore(path)) as store:
        store.check()
    assert (version(path), content(path)) == (NODE.version, before)


def test_a_step_that_fails_leaves_the_old_store(tmp_path: Path) -> None:
    path = unpack(tmp_path) / "node.db"
    before = content(path)
    broken = Schema(NODE.name, NODE.statements, ((*NODE.steps[0], "CREATE TABLE acts (twice TEXT)"),))
    with pytest.raises(StoreFailed, match="acts already exists"):
        open_file(path, broken, PRAGMAS)
    assert (version(path), content(path)) == (1, before)
    SqliteStore(path).close()
    assert (version(path), content(path)) == (NODE.version, before)


@pytest.mark.parametrize("schema", [NODE, POSTGRES])
def test_a_step_leads_from_each_version_to_the_next(schema: Schema) -> None:
    assert schema.steps_from("x", schema.name, schema.version) == ()
    assert len(schema.steps_from("x", schema.name, 1)) == schema.version - 1
    with pytest.raises(NewerSchema):
        schema.steps_from("x", schema.name, schema.version + 1)
    for name, found in (("other", 1), (schema.name, 0), (schema.name, "1"), (schema.name, None), (schema.name, True)):
        with pytest.raises(WrongSchema):
            schema.steps_from("x", name, found)


@pytest.fixture
def address(postgres_server: Server, request: pytest.FixtureRequest) -> str:
    name = "older_" + hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:16]
    return postgres_server.make_database(name, "TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'")


def rows(address: str, table: str) -> Sequence[object]:
    with closing(PostgresSession(read_address(address))) as session:
        return session.run(f"SELECT * FROM {table} ORDER BY 1")


def columns(address: str) -> Sequence[object]:
    return rows(
        address,
        "(SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable AS c"
        " FROM information_schema.columns WHERE table_schema = 'lintas' UNION ALL"
        " SELECT indexdef FROM pg_indexes WHERE schemaname = 'lintas') AS found",
    )


@pytest.mark.processes
def test_postgres_is_carried_over_by_who_claims_it(address: str, postgres_server: Server) -> None:
    fill(address)
    before = {table: rows(address, table) for table in TABLES}
    assert {table: len(found) for table, found in before.items()} == BEFORE
    with closing(PostgresStore(address)) as store:
        assert store.size() == BEFORE["acts"]
        with pytest.raises(OlderSchema), store.batch() as batch:
            batch.set_frontier(b"nothing")
        for only_reads in (PostgresReader, PostgresMoment):
            with pytest.raises(OlderSchema):
                only_reads(address)
        store.claim("xx-ca")
        store.check()
        assert {table: rows(address, table) for table in TABLES} == before
        assert append(store, acts([1])) == BEFORE["acts"]
    with closing(PostgresReader(address)) as reader:
        assert reader.size() == BEFORE["acts"] + 1
    fresh = postgres_server.make_database("fresh_older")
    PostgresStore(fresh).close()
    assert columns(address) == columns(fresh)


@pytest.mark.processes
def test_postgres_is_left_alone_while_another_process_works_on_it(address: str) -> None:
    fill(address)
    with closing(PostgresStore(address)) as working, closing(PostgresStore(address)) as standing_by:
        working._writer.run("SELECT pg_advisory_lock(:key)", key=0x6C696E746173)
        with pytest.raises(StoreLocked):
            standing_by.claim("xx-ca")
        assert rows(address, "meta WHERE name = 'version'") == [["version", b"1"]]


@pytest.mark.processes
def test_postgres_that_became_newer_meanwhile_is_not_claimed(address: str) -> None:
    with closing(PostgresStore(address)) as late, closing(PostgresStore(address)) as newer:
        run(address, "UPDATE meta SET value = '3' WHERE name = 'version'")
        with pytest.raises(NewerSchema):
            late.claim("xx-ca")
        run(address, f"UPDATE meta SET value = '{POSTGRES.version}' WHERE name = 'version'")
        newer.claim("xx-ca")


@pytest.mark.processes
@pytest.mark.parametrize("point", ["CREATE TABLE speaks", "UPDATE meta", "COMMIT"])
def test_postgres_after_a_kill_on_the_way(address: str, point: str) -> None:
    fill(address)
    before = {table: rows(address, table) for table in TABLES}
    killer = (
        "import os, signal, sys\n"
        "from lintas.store.postgres import PostgresStore\n"
        "from lintas.store.postgres_session import PostgresSession\n"
        "store, real = PostgresStore(sys.argv[1]), PostgresSession.run\n"
        "def run(self, said, **values):\n"
        "    said.startswith(sys.argv[2]) and os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return real(self, said, **values)\n"
        "PostgresSession.run = run\n"
        "store.claim('xx-ca')\n"
    )
    done = subprocess.run([sys.executable, "-c", killer, address, point], check=False)
    assert done.returncode == -9
    assert {table: rows(address, table) for table in TABLES} == before
    assert rows(address, "meta WHERE name = 'version'") == [["version", b"1"]]
    with closing(PostgresStore(address)) as store:
        store.claim("xx-ca")
        store.check()
    assert {table: rows(address, table) for table in TABLES} == before
