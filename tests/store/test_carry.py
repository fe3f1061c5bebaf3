"""Carrying a store over: everything that it answers is answered by the other, or nothing is carried."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from lintas.node.ports import Inbound, Outbound, Store
from lintas.store.carry import TELL_EVERY_ACTS, StoreNotEmpty, carry
from lintas.store.errors import StoreDamaged
from lintas.store.memory import MemoryStore
from lintas.store.postgres import PostgresMoment, PostgresStore
from lintas.store.rows import RowStore
from lintas.store.sqlite import SqliteStore
from tests.store.contract.implementations import POSTGRES, close
from tests.store.contract.samples import ALPHA, BETA, act, acts, append, everything, receipt, waiting
from tests.support.postgres import Server

Make = Callable[[str], Store]


@pytest.fixture
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    """Makes an empty store of a kind."""

    def made(kind: str) -> Store:
        name = f"{kind}-{secrets.token_hex(6)}"
        if kind == POSTGRES:
            server: Server = request.getfixturevalue("postgres_server")
            store: Store = PostgresStore(server.make_database(name))
        else:
            store = SqliteStore(tmp_path / name) if kind == "sqlite" else MemoryStore()
        request.addfinalizer(lambda: close(store))
        return store

    return made


def filled(store: Store) -> RowStore:
    append(store, acts(range(150)))
    with store.batch() as batch:
        batch.append([act(151, body=False)])
        batch.put_waiting(waiting(900, since_ms=7, parcel=b"parcel"))
        batch.put_waiting(waiting(901, since_ms=3, body=b"body"))
        batch.set_inbound(ALPHA, Inbound(bytes(16), 12, bytes(32)))
        batch.set_outbound(BETA, Outbound(b"e" * 16, 9))
        for number in (3, 1, 2):
            batch.add_evidence(receipt(number, BETA))
        batch.set_frontier(b"frontier")
        batch.set_checkpoint(5, b"five")
        batch.set_checkpoint(151, b"newest")
        batch.set_witnessed("node.example/log", b"their newest")
    assert isinstance(store, RowStore)
    return store


def quiet(count: int) -> None:
    """Nobody is told."""


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("sqlite", "sqlite"),
        ("sqlite", "memory"),
        *(pytest.param(*pair, marks=pytest.mark.processes) for pair in (("sqlite", POSTGRES), (POSTGRES, "sqlite"))),
    ],
)
def test_everything_is_carried_over(make: Make, source: str, target: str) -> None:
    old, new = filled(make(source)), make(target)
    assert carry(old, new, "new", quiet) == 151
    assert everything(new) == everything(old)
    assert list(old.cursors()) == [
        (ALPHA, Inbound(bytes(16), 12, bytes(32)), Outbound()), (BETA, Inbound(), Outbound(b"e" * 16, 9)),
    ]  # fmt: skip


def test_nothing_is_carried_into_a_store_that_holds_something(make: Make) -> None:
    old, new = filled(make("sqlite")), make("sqlite")
    with new.batch() as batch:
        batch.add_evidence(receipt(9))
    before = everything(new)
    with pytest.raises(StoreNotEmpty):
        carry(old, new, "new", quiet)
    assert everything(new) == before


@pytest.mark.parametrize(
    "harm", ["UPDATE acts SET body = zeroblob(9) WHERE position = 140", "DELETE FROM acts WHERE position = 77"]
)
def test_damage_is_found_and_nothing_carried(make: Make, harm: str) -> None:
    old, new = filled(make("sqlite")), make("sqlite")
    with closing(sqlite3.connect(old.path)) as database:
        database.execute(harm)
        database.commit()
    with pytest.raises(StoreDamaged):
        carry(old, new, "new", quiet)
    assert new.size() == 0


def test_who_waits_is_told_now_and_then(make: Make) -> None:
    old, heard = make("sqlite"), list[int]()
    append(old, [act(number, body=False) for number in range(TELL_EVERY_ACTS + 1)])
    assert isinstance(old, RowStore)
    carry(old, make("memory"), "new", heard.append)
    assert len(heard) == 1


@pytest.mark.processes
def test_a_moment_of_postgresql_is_carried_while_others_write(make: Make, postgres_server: Server) -> None:
    address = postgres_server.make_database(f"moment-{secrets.token_hex(6)}")
    with closing(PostgresStore(address)) as store:
        before = everything(filled(store))
        with closing(PostgresMoment(address)) as moment:
            append(store, acts(range(1_000, 1_010)))
            with store.batch() as batch:
                batch.set_frontier(b"another frontier")
            new = make("sqlite")
            assert carry(moment, new, "new", quiet) == 151
        assert everything(new) == before
