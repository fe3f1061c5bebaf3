"""Two that write to one store, each with connections of its own, as two processes have them."""

from __future__ import annotations

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from lintas.node.ports import Inbound, Store, StoredAct
from tests.store.contract.implementations import STORES, close, prepare
from tests.store.contract.samples import ALPHA, AUTHORS, act, append

BATCHES = 25
BATCH_ACTS = 4


class GivenUp(Exception):
    """A writer thought better of it."""


def write(store: Store, writer: int, seed: int) -> list[int]:
    """Batches that take their time between the first act and the commit; a third is given up. The first positions."""
    chance, firsts = random.Random(seed), []
    for number in range(BATCHES):
        base = (writer * BATCHES + number) * BATCH_ACTS
        new = [act(base + each, author=AUTHORS[writer]) for each in range(BATCH_ACTS)]
        with suppress(GivenUp), store.batch() as batch:
            first = batch.append(new[:1])
            time.sleep(chance.uniform(0, 0.01))
            batch.append(new[1:])
            batch.set_inbound(ALPHA, Inbound(upto=first + BATCH_ACTS))
            if chance.random() < 1 / 3:
                raise GivenUp
            firsts.append(first)
    return firsts


def follow(store: Store, done: threading.Event) -> list[StoredAct]:
    """What a reader sees that asks for what lies behind its cursor, and never again for what lies before."""
    seen: list[StoredAct] = []
    while True:
        last_look = done.is_set()
        found = store.since(len(seen), 3)
        seen += found
        if last_look and not found:
            return seen


def test_slow_transactions_of_two_writers_leave_no_gap_and_a_cursor_misses_nothing(
    durable: str, tmp_path: Path
) -> None:
    prepare(durable)
    one, two, reading = (STORES[durable](tmp_path) for _ in range(3))
    done = threading.Event()
    with ThreadPoolExecutor(3) as pool:
        following = pool.submit(follow, reading, done)
        writing = [pool.submit(write, store, number, number) for number, store in enumerate((one, two))]
        firsts = [each.result(100) for each in writing]
        done.set()
        seen = following.result(100)
    assert [each.position for each in seen] == list(range(len(seen)))
    assert sorted(firsts[0] + firsts[1]) == list(range(0, len(seen), BATCH_ACTS))
    assert seen == list(reading.since(0, 10_000))
    assert 0 < len(seen) < 2 * BATCHES * BATCH_ACTS
    assert reading.inbound(ALPHA).upto == len(seen)
    for writer, mine in enumerate(firsts):
        assert mine == sorted(mine)
        assert {each.author for first in mine for each in seen[first : first + BATCH_ACTS]} == {AUTHORS[writer]}
    for store in (one, two, reading):
        close(store)


def test_a_quick_writer_waits_for_a_slow_one_and_commits_behind_it(durable: str, tmp_path: Path) -> None:
    prepare(durable)
    slow, quick = STORES[durable](tmp_path), STORES[durable](tmp_path)
    with ThreadPoolExecutor(1) as pool:
        with slow.batch() as batch:
            assert batch.append([act(1), act(2)]) == 0
            second = pool.submit(append, quick, [act(3)])
            time.sleep(0.3)
            assert not second.done()
            assert quick.size() == 0
        assert second.result(30) == 2
    assert [each.id for each in slow.since(0, 10)] == [act(number).id for number in (1, 2, 3)]
    for store in (slow, quick):
        close(store)
