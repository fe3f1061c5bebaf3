"""The worker: results only after the commit, groups, and what becomes of a group whose commit fails."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future

import pytest

from lintas.compose.worker import Stopped, Worker
from lintas.node.ports import Inbound, StoreFull
from lintas.node.state import Node
from lintas.wire.errors import LintasError

PEER = bytes(16)


class Refusal(LintasError):
    """What a job may refuse."""


class Fault(Exception):
    """What no job should raise."""


def moved_to(upto: int) -> Callable[[Node], int]:
    """A job that leaves something to commit."""

    def job(node: Node) -> int:
        node.pending.inbound[PEER] = Inbound(b"e" * 16, upto)
        return upto

    return job


def test_a_result_is_handed_out_only_when_it_is_durable(node: Node, worker: Worker) -> None:
    assert worker.do(moved_to(3)) == 3
    assert node.store.inbound(PEER).upto == 3


def test_jobs_that_gather_meanwhile_are_committed_together(node: Node, worker: Worker) -> None:
    gate, batches = threading.Event(), [0]
    original = node._write

    def counted(pending: object) -> None:
        batches[0] += 1
        original(node.pending)

    node._write = counted  # type: ignore[method-assign]
    first = worker.submit(lambda _: gate.wait(5))
    others = [worker.submit(moved_to(upto)) for upto in range(1, 50)]
    gate.set()
    assert [future.result(5) for future in others] == list(range(1, 50))
    assert first.result(5)
    assert batches[0] <= 2


def test_a_refusal_undoes_nothing_of_the_others(node: Node, worker: Worker) -> None:
    gate = threading.Event()
    worker.submit(lambda _: gate.wait(5))

    def refuses(_: Node) -> None:
        raise Refusal()

    refused, done = worker.submit(refuses), worker.submit(moved_to(7))
    gate.set()
    with pytest.raises(Refusal):
        refused.result(5)
    assert done.result(5) == 7
    assert node.store.inbound(PEER).upto == 7


def _fails(worker: Worker, job: Callable[[Node], object]) -> tuple[Future[int], Future[object]]:
    gate = threading.Event()
    worker.submit(lambda _: gate.wait(5))
    futures = worker.submit(moved_to(9)), worker.submit(job)
    gate.set()
    return futures


def test_a_fault_undoes_its_group_and_says_so_to_everybody_in_it(node: Node, worker: Worker) -> None:
    def faulty(_: Node) -> None:
        raise Fault

    for future in _fails(worker, faulty):
        with pytest.raises(Fault):
            future.result(5)
    assert node.store.inbound(PEER).upto == 0
    assert worker.do(moved_to(2)) == 2


def test_a_full_disk_undoes_the_group_and_the_node_goes_on(node: Node, worker: Worker) -> None:
    def full(pending: object) -> None:
        raise StoreFull("no room")

    original, node._write = node._write, full  # type: ignore[method-assign]
    with pytest.raises(StoreFull):
        worker.do(moved_to(4))
    node._write = original  # type: ignore[method-assign]
    assert node.store.inbound(PEER).upto == 0
    assert worker.do(moved_to(5)) == 5


def test_a_stopped_worker_finishes_what_it_took_and_takes_no_more(node: Node) -> None:
    worker = Worker(node, lambda: None)
    worker.start()
    taken = worker.submit(moved_to(1))
    worker.stop()
    assert taken.result(5) == 1
    with pytest.raises(Stopped):
        worker.submit(moved_to(2)).result(5)
