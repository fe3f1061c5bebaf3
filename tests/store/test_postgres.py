"""What PostgreSQL alone can do wrong, and who may work on a database."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path

import pytest

from lintas.node.ports import BatchMisused, StoreLocked
from lintas.store.address import read_address
from lintas.store.errors import (
    NewerSchema,
    OtherOwner,
    StoreClosed,
    StoreDamaged,
    StoreFailed,
    StoreLost,
    WrongSchema,
)  # fmt: skip
from lintas.store.postgres import PostgresReader, PostgresStore
from lintas.store.postgres_session import PostgresSession
from lintas.store.rows import RowReader
from lintas.store.session import Row
from tests.store.contract.samples import ALPHA, act, acts, append, everything
from tests.support.postgres import Server, run, server

ONLY_BY_INDEX = "SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_sort = off"

pytestmark = pytest.mark.processes


@pytest.fixture
def address(postgres_server: Server) -> str:
    return postgres_server.make_database(f"one-{secrets.token_hex(6)}")


@pytest.fixture(scope="module")
def apart() -> Iterator[Server]:
    """A server that tests may crash and damage."""
    with server() as running:
        yield running


def rows(address: str, statement: str) -> list[Row]:
    with closing(PostgresSession(read_address(address))) as session:
        return list(session.run(statement))


def filled(address: str, count: int = 200) -> None:
    with closing(PostgresStore(address)) as store:
        append(store, acts(range(count)))


def break_connections(address: str) -> None:
    """As where a network fails: the server ends every other connection to the database."""
    run(
        address,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()",
    )


@pytest.mark.parametrize("version", [0, 3])
def test_another_version_is_refused_and_left_alone(address: str, version: int) -> None:
    filled(address, 3)
    run(address, f"UPDATE meta SET value = '{version}' WHERE name = 'version'")
    for open_it in (PostgresStore, PostgresReader):
        with pytest.raises(NewerSchema if version == 3 else WrongSchema) as caught:
            open_it(address)
        assert (caught.value.found, caught.value.expected) == (f"lintas/node {version}", "lintas/node 2")
    assert rows(address, "SELECT count(*) FROM acts") == [[3]]


def test_the_schema_of_another_program_is_refused_and_left_alone(address: str) -> None:
    run(address, "CREATE SCHEMA lintas CREATE TABLE other (name text)")
    with pytest.raises(WrongSchema) as caught:
        PostgresStore(address)
    assert caught.value.found is None
    assert rows(address, "SELECT relname FROM pg_class WHERE relnamespace = 'lintas'::regnamespace") == [["other"]]


def test_a_reader_makes_nothing(address: str) -> None:
    with pytest.raises(WrongSchema):
        PostgresReader(address)
    assert rows(address, "SELECT count(*) FROM pg_namespace WHERE nspname = 'lintas'") == [[0]]


def test_a_reader_reads_and_can_write_nothing(address: str) -> None:
    filled(address)
    with closing(PostgresStore(address)) as store, closing(PostgresReader(address)) as reader:
        assert everything_read(reader) == everything_read(store)
        assert not hasattr(reader, "batch")
        with pytest.raises(StoreFailed, match="read-only"), reader._readers.one() as session:
            session.run("DELETE FROM acts")


def everything_read(store: RowReader) -> list[object]:
    return [store.size(), store.since(0, 1_000), list(store.dossiers()), list(store.waiting()), store.frontier()]


def test_many_that_open_an_empty_database_at_once_agree(address: str) -> None:
    gate = threading.Barrier(6)

    def open_it() -> None:
        gate.wait(30)
        PostgresStore(address).close()

    with ThreadPoolExecutor(6) as pool:
        for each in [pool.submit(open_it) for _ in range(6)]:
            each.result(60)
    assert rows(address, "SELECT count(*) FROM meta") == [[2]]


def test_a_claim_is_held_once_until_its_connection_ends(address: str) -> None:
    with closing(PostgresStore(address)) as first, closing(PostgresStore(address)) as second:
        first.claim("aa-pol")
        with pytest.raises(StoreLocked):
            second.claim("aa-pol")
        first.confirm()
        first.close()
        second.claim("aa-pol")


def test_a_database_stays_with_the_node_that_claimed_it_first(address: str) -> None:
    with closing(PostgresStore(address)) as store:
        store.claim("aa-pol")
    with closing(PostgresStore(address)) as store, closing(PostgresStore(address)) as again:
        with pytest.raises(OtherOwner) as caught:
            store.claim("bb-pol")
        assert (caught.value.owner, caught.value.asked) == ("aa-pol", "bb-pol")
        # Whoever was refused holds nothing.
        again.claim("aa-pol")


def test_who_lost_the_claim_writes_nothing_more_and_reads_on(address: str) -> None:
    with closing(PostgresStore(address)) as first, closing(PostgresStore(address)) as second:
        first.claim("aa-pol")
        append(first, acts(range(3)))
        break_connections(address)
        with pytest.raises(StoreLost):
            first.confirm()
        for _ in range(2):
            with pytest.raises(StoreLost):
                append(first, [act(7)])
        assert first.size() == 3
        with pytest.raises(StoreLost):
            second.claim("aa-pol")


def test_a_batch_whose_connection_breaks_is_undone(address: str) -> None:
    store = PostgresStore(address)
    append(store, acts(range(3)))

    def interrupted() -> None:
        with store.batch() as batch:
            batch.append([act(7)])
            break_connections(address)
            with suppress(StoreLost):
                batch.set_frontier(b"frontier")

    with pytest.raises(StoreLost):
        interrupted()
    assert store.size() == 3
    store.close()
    with closing(PostgresStore(address)) as again:
        assert again.frontier() is None
        assert append(again, [act(7)]) == 3


def test_a_store_that_was_closed_says_so(address: str) -> None:
    store = PostgresStore(address)
    store.close()
    with pytest.raises(StoreClosed):
        store.size()
    with pytest.raises(StoreClosed):
        append(store, [act(1)])


def test_a_crash_of_the_server_loses_nothing_that_was_confirmed(apart: Server) -> None:
    address = apart.make_database("crashed")
    with closing(PostgresStore(address)) as store:
        append(store, acts(range(200)))
        before = everything(store)
        apart.stop("immediate")
        with pytest.raises(StoreLost):
            store.size()
        apart.start()
        assert everything(store) == before
        with pytest.raises(StoreLost):
            append(store, [act(500)])
    with closing(PostgresStore(address)) as store:
        store.check()
        assert append(store, [act(500)]) == 200


@pytest.mark.parametrize("column", ["id", "signed", "body", "salt"])
def test_a_changed_bit_in_an_act_is_noticed(address: str, column: str) -> None:
    filled(address)
    run(address, f"UPDATE acts SET {column} = set_bit({column}, 5, 1 - get_bit({column}, 5)) WHERE position = 7")
    with closing(PostgresStore(address)) as store:
        with pytest.raises(StoreDamaged) as caught:
            store.since(0, 100)
        with pytest.raises(StoreDamaged):
            store.check()
    assert "position 7" in caught.value.detail


def test_a_gap_is_noticed(address: str) -> None:
    filled(address)
    run(address, "DELETE FROM acts WHERE position = 150")
    with closing(PostgresStore(address)) as store, pytest.raises(StoreDamaged) as caught:
        store.check()
    assert "position 150 is missing" in caught.value.detail


def test_a_damaged_page_is_noticed_and_its_file_named(apart: Server) -> None:
    address = apart.make_database("damaged")
    filled(address)
    ((name,),) = rows(address, "SELECT pg_relation_filepath('acts')")
    apart.stop("fast")
    file = apart.data / name
    data = bytearray(file.read_bytes())
    data[8192 * 3 + 4000] ^= 1
    file.write_bytes(data)
    apart.start()
    with closing(PostgresStore(address)) as store:
        for read in (store.check, lambda: store.since(0, 1_000)):
            with pytest.raises(StoreDamaged) as caught:
                read()
            assert name in caught.value.detail
            assert "restore the last backup" in caught.value.advice


def test_a_server_that_confirms_what_a_power_failure_undoes_is_refused(apart: Server) -> None:
    address = apart.make_database("careless")
    run(address, "ALTER SYSTEM SET fsync = off")
    run(address, "SELECT pg_reload_conf()")
    try:
        _until(lambda: rows(address, "SHOW fsync") == [["off"]])
        with pytest.raises(StoreFailed, match="fsync is off"):
            PostgresStore(address)
    finally:
        run(address, "ALTER SYSTEM RESET fsync")
        run(address, "SELECT pg_reload_conf()")


def test_a_commit_is_durable_also_where_the_database_would_not_wait(address: str) -> None:
    run(address, f'ALTER DATABASE "{read_address(address).database}" SET synchronous_commit = off')
    with closing(PostgresStore(address)) as store:
        assert store._writer.run("SHOW synchronous_commit") == [["on"]]


def test_nobody_there_is_told(tmp_path: Path) -> None:
    for place in (f"postgresql:///a?host={tmp_path}", "postgresql://lintas@127.0.0.1:1/a"):
        with pytest.raises(StoreLost, match="no connection"):
            PostgresStore(place)


def test_a_missing_database_is_told(postgres_server: Server) -> None:
    # The server may have hung up before the driver has read why.
    with pytest.raises(StoreFailed, match=r"does not exist|no connection"):
        PostgresStore(postgres_server.address("nowhere"))


def test_the_table_is_vacuumed_of_an_erased_body(address: str) -> None:
    with closing(PostgresStore(address)) as store:
        append(store, [act(number, size=9_000) for number in range(20)])
        with store.batch() as batch:
            batch.erase_body(act(7).id)
        (found,) = store.since(7, 1)
        assert found.body is None
    _until(lambda: rows(address, "SELECT pg_stat_get_vacuum_count('acts'::regclass)") == [[1]])


def _until(holds: Callable[[], bool]) -> None:
    """The server takes a changed setting, and tells what it did, some time after it was asked."""
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_no_query_sorts_or_reads_a_whole_table(address: str) -> None:
    filled(address)
    queries = (
        "SELECT * FROM acts WHERE dossier = '\\x00' AND position > 5 AND position <= 9 ORDER BY position LIMIT 64",
        "SELECT * FROM acts WHERE author = '\\x00' AND position >= 5 ORDER BY position LIMIT 64",
        "SELECT max(position) FROM acts WHERE dossier = '\\x00'",
        "SELECT dossier FROM acts WHERE dossier > '\\x00' ORDER BY dossier LIMIT 1",
        "SELECT * FROM evidence WHERE peer = '\\x00' AND arrival > 5 AND arrival <= 9 ORDER BY arrival LIMIT 64",
    )
    for query in queries:
        plan = " ".join(row[0] for row in rows(address, f"{ONLY_BY_INDEX}; EXPLAIN {query}"))
        assert "Index" in plan
        assert "Seq Scan" not in plan
        assert "Sort" not in plan


def test_a_batch_in_a_batch_is_misuse_also_after_a_claim(address: str) -> None:
    with closing(PostgresStore(address)) as store:
        store.claim("aa-pol")
        with store.batch() as batch:
            batch.erase_body(ALPHA)
            with pytest.raises(BatchMisused), store.batch():
                pass
