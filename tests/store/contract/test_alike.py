"""Whatever is written, every store answers as the one in memory does."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lintas.node.ports import AlreadyStored, Batch, Evidence, Inbound, NotStored, Outbound, Store
from lintas.sim.disk import Disk
from lintas.store.memory import MemoryStore
from tests.store.contract.implementations import STORES, check, close, prepare
from tests.store.contract.samples import ALPHA, AUTHORS, act, acts, everything, noise, waiting

Step = Callable[[Batch], object]
numbers = st.integers(0, 12)
peers = st.sampled_from(AUTHORS)
some_bytes = st.none() | st.sampled_from([b"", b"one", b"two"])
upto = st.integers(0, 2**63 - 1)


def step(name: str, *arguments: object) -> Step:
    def carry_out(batch: Batch) -> object:
        return getattr(batch, name)(*arguments)

    carry_out.__name__ = f"{name}{arguments}"
    return carry_out


def evidence(number: int, peer: bytes) -> Evidence:
    return Evidence("receipt", peer, bytes(16), number, number, noise("receipt", number % 5, 20))


steps: st.SearchStrategy[Step] = st.one_of(
    st.lists(numbers, max_size=4).map(lambda chosen: step("append", acts(chosen))),
    numbers.map(lambda number: step("append", [act(number, body=False)])),
    numbers.map(lambda number: step("erase_body", act(number).id)),
    st.tuples(numbers, st.sampled_from([b"", b"late"])).map(lambda pair: step("put_body", act(pair[0]).id, pair[1])),
    st.builds(
        lambda number, ms, body, parcel: step("put_waiting", waiting(number, since_ms=ms, body=body, parcel=parcel)),
        numbers,
        st.integers(0, 2),
        some_bytes,
        some_bytes,
    ),
    st.lists(numbers, max_size=3).map(lambda chosen: step("drop_waiting", [act(number).id for number in chosen])),
    st.builds(lambda peer, at: step("set_inbound", peer, Inbound(b"i" * 16, at, bytes(32))), peers, upto),
    st.builds(lambda peer, at: step("set_outbound", peer, Outbound(b"o" * 16, at)), peers, upto),
    st.builds(lambda number, peer: step("add_evidence", evidence(number, peer)), numbers, peers),
    numbers.map(lambda number: step("set_frontier", b"at %d" % number)),
    numbers.map(lambda number: step("set_checkpoint", number % 4, b"note %d" % number)),
    numbers.map(lambda number: step("set_witnessed", "node.example/log", b"note %d" % number)),
)
batches = st.lists(st.tuples(st.lists(steps, max_size=6), st.booleans()), max_size=6)


class GivenUp(Exception):
    """The block of a batch raises."""


def carry_out(store: Store, chosen: list[Step], finish: bool) -> list[object]:
    """What each step answered or raised. A batch that is not to finish raises at its end."""
    answers: list[object] = []
    try:
        with store.batch() as batch:
            for each in chosen:
                try:
                    answers.append(each(batch))
                except (AlreadyStored, NotStored) as error:
                    answers.append(str(error))
            if not finish:
                raise GivenUp
    except GivenUp:
        answers.append("given up")
    return answers


@settings(max_examples=60)
@given(batches)
def test_the_simulated_disk_answers_as_the_one_in_memory_and_a_crash_loses_nothing(
    chosen: list[tuple[list[Step], bool]],
) -> None:
    memory, disk = MemoryStore(), Disk()
    for batch_steps, finish in chosen:
        assert carry_out(disk, batch_steps, finish) == carry_out(memory, batch_steps, finish)
        assert disk.crash() == 0
        assert everything(disk) == everything(memory)
    disk.syncs, before = False, everything(disk)
    carry_out(disk, [step("append", acts([99])), step("set_frontier", b"not synced")], finish=True)
    assert everything(disk) != before
    assert disk.crash() == 1
    assert everything(disk) == before


@pytest.mark.slow
@settings(max_examples=150)
@given(batches)
def test_every_store_answers_as_the_one_in_memory(durable: str, chosen: list[tuple[list[Step], bool]]) -> None:
    prepare(durable)
    with tempfile.TemporaryDirectory() as folder:
        memory, other = MemoryStore(), STORES[durable](Path(folder))
        for batch_steps, finish in chosen:
            assert carry_out(other, batch_steps, finish) == carry_out(memory, batch_steps, finish)
            assert everything(other) == everything(memory)
        check(other)
        close(other)
        again = STORES[durable](Path(folder))
        assert everything(again) == everything(memory)
        close(again)


def test_a_restored_snapshot_is_the_store_of_then() -> None:
    store = MemoryStore()
    with store.batch() as batch:
        batch.append(acts(range(3)))
        batch.set_inbound(ALPHA, Inbound(upto=3))
    then, before = store.snapshot(), everything(store)
    with store.batch() as batch:
        batch.append(acts(range(3, 6)))
        batch.erase_body(act(0).id)
        batch.set_inbound(ALPHA, Inbound(upto=6))
        batch.set_frontier(b"later")
    now, after = store.snapshot(), everything(store)
    for _ in range(2):
        store.restore(then)
        assert everything(store) == before
        with store.batch() as batch:
            batch.append(acts([9]))
        store.restore(now)
        assert everything(store) == after
