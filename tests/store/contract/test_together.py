"""Threads of one process: two that write, others that read while they do."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from lintas.node.ports import Inbound, Store
from lintas.sim.disk import Disk
from tests.store.contract.samples import ALPHA, AUTHORS, DOSSIERS, act

WRITERS = 2
BATCHES = 20
BATCH_ACTS = 5


@pytest.fixture(autouse=True)
def _with_threads(store: Store) -> None:
    """A simulated machine has one thread: its disk promises nothing to readers beside a writer."""
    if isinstance(store, Disk):
        pytest.skip("the simulated disk has no threads")


def write(store: Store, writer: int) -> list[int]:
    """Write batches of acts; the first position of each. The cursor counts acts, in the batch that brings them."""
    firsts = []
    for number in range(BATCHES):
        base = (writer * BATCHES + number) * BATCH_ACTS
        with store.batch() as batch:
            first = batch.append([act(base + each, author=AUTHORS[writer]) for each in range(3)])
            batch.append([act(base + each, author=AUTHORS[writer]) for each in range(3, BATCH_ACTS)])
            batch.set_inbound(ALPHA, Inbound(upto=first + BATCH_ACTS))
        firsts.append(first)
    return firsts


def read(store: Store, done: threading.Event) -> int:
    """Read until all is written; how often. Fails on half a batch, a gap, or an act that is there and gone again."""
    rounds = 0
    before = 0
    while not done.is_set():
        cursor = store.inbound(ALPHA).upto
        size = store.size()
        assert before <= cursor <= size
        assert size % BATCH_ACTS == 0
        held = store.since(0, 10_000)
        assert len(held) % BATCH_ACTS == 0
        assert len(held) >= size
        assert [each.position for each in held] == list(range(len(held)))
        of_dossier = list(store.acts(DOSSIERS[0]))
        assert len(of_dossier) % BATCH_ACTS == 0
        assert len(of_dossier) >= len(held)
        before = size
        rounds += 1
    return rounds


def test_writers_take_turns_and_readers_see_whole_batches(store: Store) -> None:
    done = threading.Event()
    with ThreadPoolExecutor(WRITERS + 2) as pool:
        readers = [pool.submit(read, store, done) for _ in range(2)]
        writers = [pool.submit(write, store, writer) for writer in range(WRITERS)]
        firsts = [writer.result() for writer in writers]
        done.set()
        assert all(reader.result() > 0 for reader in readers)
    for mine in firsts:
        assert mine == sorted(mine)
    assert sorted(firsts[0] + firsts[1]) == list(range(0, WRITERS * BATCHES * BATCH_ACTS, BATCH_ACTS))
    for writer, mine in enumerate(firsts):
        for first in mine:
            batch = store.since(first, BATCH_ACTS)
            assert {each.author for each in batch} == {AUTHORS[writer]}


def test_positions_follow_commits_when_the_first_writer_is_slow(store: Store) -> None:
    """A second writer may neither overtake a slow transaction nor leave it a gap behind what readers have seen."""
    appended, finish = threading.Event(), threading.Event()

    def slow() -> int:
        with store.batch() as batch:
            first = batch.append([act(1), act(2)])
            appended.set()
            assert finish.wait(30)
        return first

    def quick(started: threading.Event) -> int:
        started.set()
        with store.batch() as batch:
            return batch.append([act(3)])

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(slow)
        assert appended.wait(30)
        started = threading.Event()
        second = pool.submit(quick, started)
        assert started.wait(30)
        assert store.size() == 0
        assert not second.done()
        finish.set()
        assert (first.result(30), second.result(30)) == (0, 2)
    assert [each.id for each in store.since(0, 10)] == [act(number).id for number in (1, 2, 3)]


def test_a_reader_does_not_wait_for_a_batch_of_another_thread(store: Store) -> None:
    reads: list[Callable[[], object]] = [store.size, store.waiting, lambda: list(store.acts(DOSSIERS[0]))]
    with ThreadPoolExecutor(1) as pool, store.batch() as batch:
        batch.append([act(1)])
        for each in reads:
            assert not pool.submit(each).result(10)
