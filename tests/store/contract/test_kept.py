from __future__ import annotations

import pytest

from lintas.node.ports import Batch, Inbound, NotStored, Outbound, OutOfRange, Store
from tests.store.contract.samples import ALPHA, BETA, act, append, receipt, waiting


def test_a_body_is_erased_and_its_header_stays(store: Store) -> None:
    append(store, [act(1), act(2)])
    for _ in range(2):
        with store.batch() as batch:
            batch.erase_body(act(1).id)
            batch.erase_body(act(99).id)
    assert store.scrub()
    first, second = store.since(0, 2)
    assert (first.body, first.signed) == (None, act(1).signed)
    assert second.body == act(2).body


def test_a_body_comes_later_and_the_first_one_stays(store: Store) -> None:
    append(store, [act(1, body=False)])
    for body in (b"sealed", b"another"):
        with store.batch() as batch:
            batch.put_body(act(1).id, body)
    (kept,) = store.since(0, 1)
    assert kept.body == b"sealed"


def test_a_body_needs_its_act(store: Store) -> None:
    with pytest.raises(NotStored), store.batch() as batch:
        batch.put_body(act(1).id, b"sealed")


def test_a_body_may_come_in_the_batch_of_its_act(store: Store) -> None:
    with store.batch() as batch:
        batch.append([act(1, body=False), act(2)])
        batch.put_body(act(1).id, b"sealed")
        batch.erase_body(act(2).id)
    assert [each.body for each in store.since(0, 2)] == [b"sealed", None]


def test_waiting_acts_come_oldest_first(store: Store) -> None:
    with store.batch() as batch:
        for number, since_ms in ((1, 30), (2, 10), (3, 20), (4, 10)):
            batch.put_waiting(waiting(number, since_ms=since_ms))
    assert [each.id for each in store.waiting()] == [waiting(number).id for number in (2, 4, 3, 1)]
    with store.batch() as batch:
        batch.drop_waiting([waiting(4).id, waiting(1).id, waiting(99).id])
    assert list(store.waiting()) == [waiting(2, since_ms=10), waiting(3, since_ms=20)]


def test_an_act_that_waits_already_gains_what_it_lacked_and_loses_nothing(store: Store) -> None:
    for again in (
        waiting(1, since_ms=5),
        waiting(1, since_ms=6, body=b"body"),
        waiting(1, since_ms=7, parcel=b"parcel"),
        waiting(1, since_ms=8, body=b"other", parcel=b"other"),
        waiting(1, since_ms=9),
    ):
        with store.batch() as batch:
            batch.put_waiting(again)
    assert list(store.waiting()) == [waiting(1, since_ms=5, body=b"body", parcel=b"parcel")]


def test_cursors_begin_at_the_beginning_and_move(store: Store) -> None:
    assert store.inbound(ALPHA) == Inbound()
    assert store.outbound(ALPHA) == Outbound()
    for upto in (5, 9, 2):
        with store.batch() as batch:
            batch.set_inbound(ALPHA, Inbound(b"i" * 16, upto, b"a" * 32))
            batch.set_outbound(ALPHA, Outbound(b"o" * 16, upto + 1))
        assert store.inbound(ALPHA) == Inbound(b"i" * 16, upto, b"a" * 32)
        assert store.outbound(ALPHA) == Outbound(b"o" * 16, upto + 1)
    assert store.inbound(BETA) == Inbound()
    assert store.outbound(BETA) == Outbound()


def test_evidence_comes_in_the_order_in_which_it_was_kept_and_once(store: Store) -> None:
    kept = [receipt(number, (ALPHA, BETA)[number % 3 == 0]) for number in (5, 1, 9, 3, *range(100, 250))]
    with store.batch() as batch:
        for each in kept:
            batch.add_evidence(each)
    with store.batch() as batch:
        for each in (kept[2], receipt(1, BETA)):
            batch.add_evidence(each)
    kept.append(receipt(1, BETA))
    assert list(store.evidence()) == kept
    assert list(store.evidence(ALPHA)) == [each for each in kept if each.peer == ALPHA]
    assert list(store.evidence(BETA)) == [each for each in kept if each.peer == BETA]


def test_the_log_keeps_its_frontier_and_checkpoints(store: Store) -> None:
    assert store.frontier() is None
    assert store.checkpoint() is None
    assert list(store.checkpoints()) == []
    for size, note in ((0, b"empty"), (9, b"nine"), (4, b"four"), (9, b"nine, cosigned"), (2**40, b"large")):
        with store.batch() as batch:
            batch.set_frontier(b"at %d" % size)
            batch.set_checkpoint(size, note)
    assert store.frontier() == b"at %d" % 2**40
    assert store.checkpoint() == (2**40, b"large")
    assert list(store.checkpoints()) == [(0, b"empty"), (4, b"four"), (9, b"nine, cosigned"), (2**40, b"large")]


def test_the_newest_checkpoint_of_another_log_replaces_the_one_before(store: Store) -> None:
    assert store.witnessed("node.example/log") is None
    for note in (b"first", b"second"):
        with store.batch() as batch:
            batch.set_witnessed("node.example/log", note)
            batch.set_witnessed("registry.example/log", note + b" too")
    assert store.witnessed("node.example/log") == b"second"
    assert store.witnessed("registry.example/log") == b"second too"


def test_what_a_peer_speaks_is_what_it_said_last(store: Store) -> None:
    assert store.speaks(ALPHA) == 0
    for version in (1, 3, 2):
        with store.batch() as batch:
            batch.set_speaks(ALPHA, version)
    assert (store.speaks(ALPHA), store.speaks(BETA)) == (2, 0)


def set_speaks(batch: Batch, number: int) -> None:
    batch.set_speaks(ALPHA, number)


def set_inbound(batch: Batch, number: int) -> None:
    batch.set_inbound(ALPHA, Inbound(upto=number))


def set_outbound(batch: Batch, number: int) -> None:
    batch.set_outbound(ALPHA, Outbound(upto=number))


def set_checkpoint(batch: Batch, number: int) -> None:
    batch.set_checkpoint(number, b"note")


def add_evidence(batch: Batch, number: int) -> None:
    batch.add_evidence(receipt(number))


def put_waiting(batch: Batch, number: int) -> None:
    batch.put_waiting(waiting(1, since_ms=number))


@pytest.mark.parametrize("number", [-1, 2**63, 2**64 - 1])
@pytest.mark.parametrize("write", [set_inbound, set_outbound, set_checkpoint, add_evidence, put_waiting, set_speaks])
def test_a_number_that_not_every_store_can_hold_is_refused_by_all(store: Store, write: object, number: int) -> None:
    assert callable(write)
    with pytest.raises(OutOfRange), store.batch() as batch:
        write(batch, number - 1_000 if write is add_evidence and number < 0 else number)
    with store.batch() as batch:
        write(batch, 2**63 - 1 - (1_000 if write is add_evidence else 0))
