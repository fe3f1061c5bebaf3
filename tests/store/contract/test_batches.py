from __future__ import annotations

import pytest

from lintas.node.ports import Batch, BatchMisused, Inbound, Outbound, Store, StoreFull
from tests.store.conftest import OpenStore
from tests.store.contract.samples import ALPHA, act, acts, append, everything, receipt, waiting


def fill(store: Store) -> int:
    """Append acts until the store is full; how many there were."""
    for count in range(1_000):
        try:
            append(store, [act(count)])
        except StoreFull:
            return count
    pytest.fail("the store took more than its bound")


class Crash(BaseException):
    """Not an `Exception`, as the end of a process is none."""


def write_all(batch: Batch, number: int) -> None:
    """Something of everything that a batch can write."""
    batch.append([act(number), act(number + 1)])
    batch.erase_body(act(0).id)
    batch.put_body(act(1).id, b"late body")
    batch.put_waiting(waiting(number + 50))
    batch.drop_waiting([waiting(90).id])
    batch.set_inbound(ALPHA, Inbound(b"i" * 16, number, b"a" * 32))
    batch.set_outbound(ALPHA, Outbound(b"o" * 16, number))
    batch.add_evidence(receipt(number))
    batch.set_frontier(b"frontier %d" % number)
    batch.set_checkpoint(number, b"note")
    batch.set_witnessed("node.example/log", b"note %d" % number)


def prepare(store: Store) -> None:
    with store.batch() as batch:
        batch.append([act(0), act(1, body=False)])
        batch.put_waiting(waiting(90))
        batch.set_frontier(b"frontier")


@pytest.mark.parametrize("error", [Crash, KeyError, KeyboardInterrupt])
def test_a_raise_undoes_everything_and_the_store_goes_on(store: Store, error: type[BaseException]) -> None:
    prepare(store)
    before = everything(store)

    def fail() -> None:
        with store.batch() as batch:
            write_all(batch, 10)
            raise error

    with pytest.raises(error):
        fail()
    assert everything(store) == before
    with store.batch() as batch:
        write_all(batch, 10)
    assert everything(store) != before
    assert store.size() == 4


def test_readers_inside_a_batch_see_what_is_committed(store: Store) -> None:
    prepare(store)
    before = everything(store)
    with store.batch() as batch:
        write_all(batch, 10)
        assert everything(store) == before
    assert store.size() == 4


def test_a_batch_that_has_ended_takes_no_more(store: Store) -> None:
    with store.batch() as batch:
        batch.append([act(0)])
    for late in (
        lambda: batch.append([act(1)]),
        lambda: batch.set_frontier(b"late"),
        lambda: batch.erase_body(act(0).id),
    ):
        with pytest.raises(BatchMisused):
            late()
    assert store.size() == 1
    assert store.frontier() is None
    (kept,) = store.since(0, 1)
    assert kept.body == act(0).body


def test_a_batch_inside_a_batch_is_refused_rather_than_waited_for(store: Store) -> None:
    with store.batch() as batch:
        batch.append([act(0)])
        with pytest.raises(BatchMisused), store.batch():
            pass
    assert store.size() == 1
    assert append(store, [act(1)]) == 1


def test_a_full_store_writes_nothing_of_the_batch_and_goes_on(open_store: OpenStore) -> None:
    store = open_store(300_000)
    count = fill(store)
    assert store.size() == count > 20
    before = everything(store)

    def overfill() -> None:
        with store.batch() as batch:
            batch.set_frontier(b"too much")
            batch.append(acts(range(1_000, 2_000)))

    with pytest.raises(StoreFull):
        overfill()
    assert everything(store) == before


def test_a_batch_that_met_a_full_store_is_lost_even_if_its_user_goes_on(open_store: OpenStore) -> None:
    store = open_store(300_000)

    def go_on() -> None:
        with store.batch() as batch:
            batch.set_frontier(b"frontier")
            with pytest.raises(StoreFull):
                batch.append(acts(range(1_000)))

    with pytest.raises(StoreFull):
        go_on()
    assert store.frontier() is None
    assert store.size() == 0
    assert append(store, [act(1)]) == 0
