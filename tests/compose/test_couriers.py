"""A courier asleep: the first look of its round is the worker's job, and its thread wakes only for what was found."""

from __future__ import annotations

import threading

from lintas.compose.couriers import Courier
from lintas.compose.settings import Settings
from lintas.compose.worker import Worker
from lintas.dossier.authority import Authority
from lintas.node.bulk import Bulk
from lintas.node.courier import Errand, Pace
from lintas.node.ports import Unreachable
from lintas.node.state import Node

SETTINGS = Settings("aa", "Exercise aa", "AA", "police", "http://127.0.0.1:1", port=1, idle_ms=60_000)


class NoWay:
    """A way to a peer that cannot be reached, which notes the threads that tried."""

    def __init__(self) -> None:
        self.address, self.threads, self.tried = "nowhere", list[str](), threading.Event()

    def post(self, path: str, body: bytes) -> bytes:
        self.threads.append(threading.current_thread().name)
        self.tried.set()
        raise Unreachable(self.address, "an exercise")


def other(node: Node) -> Authority:
    return next(each for each in node.federation.authorities.values() if each.id != node.id)


def test_a_look_that_finds_nothing_wakes_no_thread(node: Node, worker: Worker) -> None:
    courier = Courier(worker, other(node), NoWay(), SETTINGS, Bulk(other(node)))
    for _ in range(3):
        courier.wake()
        worker.do(lambda node: None)
        worker.do(lambda node: None)
        assert courier._asleep
        assert not courier._roused.is_set()


def test_what_was_found_is_carried_out_on_the_thread_of_the_courier(node: Node, worker: Worker) -> None:
    way, peer = NoWay(), other(node)
    courier = Courier(worker, peer, way, SETTINGS, Errand(peer, Pace(60_000, 60_000, 60_000)))
    courier.start()
    assert way.tried.wait(10)
    courier.stop()
    assert set(way.threads) == {"lintas-courier-bb"}
    assert courier.error


def test_who_wakes_it_while_it_looks_makes_it_look_once_more(node: Node, worker: Worker) -> None:
    looks, gate, peer = list[int](), threading.Event(), other(node)

    class Counted(Bulk):
        def is_over(self, asked: object) -> bool:
            looks.append(1)
            return super().is_over(None)

    courier = Courier(worker, peer, NoWay(), SETTINGS, Counted(peer))
    worker.submit(lambda node: gate.wait(10))
    for _ in range(3):
        courier.wake()
    gate.set()
    for _ in range(3):
        worker.do(lambda node: None)
    assert len(looks) == 2


def test_at_rest_it_does_not_look(node: Node, worker: Worker) -> None:
    way, peer = NoWay(), other(node)
    courier = Courier(worker, peer, way, SETTINGS, Errand(peer, Pace(60_000, 60_000, 60_000)))
    courier.resting, courier.error = True, "what was before"
    courier.wake()
    worker.do(lambda node: None)
    assert not courier._roused.is_set()
    assert not courier.error
    courier.resting = False
    courier.wake()
    worker.do(lambda node: None)
    worker.do(lambda node: None)
    assert courier._roused.is_set()
