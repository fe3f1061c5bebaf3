"""A process that follows a store by its cursor, woken at each commit, while whoever writes is killed time and again."""

from __future__ import annotations

import random
import secrets
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress

import pytest

from lintas.node.ports import StoredAct
from lintas.store.errors import StoreLost
from lintas.store.postgres import PostgresReader, PostgresStore
from lintas.store.wake import Wake
from tests.store.contract.implementations import POSTGRES
from tests.store.contract.samples import act, acts, append
from tests.store.contract.test_killed import start
from tests.support.postgres import VARIABLE, Server, run, server

pytestmark = pytest.mark.processes

KILLS = 10
# Far longer than a test may take: whoever had to wait for it would fail.
FOREVER_MS = 600_000


@pytest.fixture
def address(postgres_server: Server, monkeypatch: pytest.MonkeyPatch) -> str:
    made = postgres_server.make_database(f"wake-{secrets.token_hex(6)}")
    monkeypatch.setenv(VARIABLE, made)
    PostgresStore(made).close()
    return made


class Follower:
    """Reads on from its cursor until it is told to stop; sleeps where there is nothing more."""

    def __init__(self, address: str) -> None:
        self._address = address
        self.seen: list[StoredAct] = []
        self.wakes = 0
        self.stop = threading.Event()

    def follow(self) -> None:
        with closing(PostgresReader(self._address)) as store, closing(Wake(self._address)) as wake:
            while not self.stop.is_set():
                found = store.since(len(self.seen), 50)
                self.seen += found
                if not found:
                    self.wakes += wake.wait(FOREVER_MS)


def test_a_follower_misses_nothing_while_the_writer_is_killed_under_load(
    address: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    moments, follower = random.Random(3), Follower(address)
    with ThreadPoolExecutor(1) as pool:
        following = pool.submit(follower.follow)
        for _ in range(KILLS):
            worker = start(POSTGRES, tmp_path_factory.mktemp("unused"), "none")
            assert worker.stdout
            worker.stdout.readline()
            time.sleep(moments.uniform(0, 0.2))
            worker.kill()
            worker.communicate(timeout=60)
        with closing(PostgresStore(address)) as store:
            follower.stop.set()
            append(store, [act(1_000_000)])
            following.result(60)
            held = list(store.since(0, 1_000_000))
    with closing(PostgresReader(address)) as reader:
        follower.seen += reader.since(len(follower.seen), 1_000_000)
    assert [each.position for each in follower.seen] == list(range(len(held)))
    assert follower.seen == held
    assert len(held) > KILLS * 7
    assert follower.wakes > KILLS


def test_a_commit_wakes_and_an_undone_batch_does_not(address: str) -> None:
    with closing(PostgresStore(address)) as store, closing(Wake(address)) as wake:
        assert not wake.wait(50)
        with suppress(KeyError), store.batch() as batch:
            batch.append([act(1)])
            raise KeyError
        assert store.size() == 0
        assert not wake.wait(50)
        append(store, [act(1)])
        assert wake.wait(FOREVER_MS)
        assert not wake.wait(50)


def test_what_was_committed_before_the_wait_wakes_at_once(address: str) -> None:
    with closing(PostgresStore(address)) as store, closing(Wake(address)) as wake:
        for number in range(3):
            append(store, [act(number)])
        assert wake.wait(FOREVER_MS)


def test_a_broken_connection_wakes_since_nobody_knows_what_was_committed(address: str) -> None:
    with closing(Wake(address)) as wake:
        run(
            address,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()",
        )
        assert wake.wait(FOREVER_MS)
        with closing(PostgresStore(address)) as store:
            append(store, acts(range(3)))
            assert wake.wait(FOREVER_MS)


def test_while_the_server_is_away_it_is_told_and_afterwards_it_wakes() -> None:
    with server() as apart:
        address = apart.make_database("away")
        PostgresStore(address).close()
        with closing(Wake(address)) as wake:
            apart.stop("immediate")
            for _ in range(2):
                with pytest.raises(StoreLost):
                    wake.wait(FOREVER_MS)
            apart.start()
            assert wake.wait(FOREVER_MS)
