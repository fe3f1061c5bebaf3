"""The node in service, without sockets: who is behind or full says so, and whoever is heard of is served at once."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from lintas.compose.couriers import Courier
from lintas.compose.service import OK, Service
from lintas.compose.settings import Settings
from lintas.compose.worker import JOBS_MAX
from lintas.node import compare
from lintas.node.deliver import greeting
from lintas.node.ports import PeerRefused, StoreFull, Unreachable
from lintas.node.refusals import FORBIDDEN, RETRY_MS, TOO_MANY, UNAVAILABLE, retry_ms
from lintas.node.sending import Link
from lintas.node.state import Node
from lintas.node.steps import LINK, PING
from lintas.transport.server import Reply
from tests.node.hostile import federation
from tests.support.federation import Federation3

PATIENT_MS = 60_000


class Way:
    """The way to one node: straight to its routes, unless it is cut. Notes when somebody tried."""

    def __init__(self, serve: Callable[[str, bytes], Reply]) -> None:
        self.serve, self.cut, self.tries = serve, False, list[str]()
        self.tried = threading.Event()

    def post(self, path: str, body: bytes) -> bytes:
        self.tries.append(path)
        self.tried.set()
        if self.cut:
            raise Unreachable("https://cut.example", "cut")
        reply = self.serve(path, body)
        if reply.status != OK:
            raise PeerRefused("https://bb.example", reply.status, reply.body)
        return reply.body


def ask(service: Service, path: str, body: bytes) -> Reply:
    async def asked() -> Reply:
        return await service.peer_routes()[path](body)

    return asyncio.run(asked())


def settings(code: str) -> Settings:
    return Settings(code, code, "", "x", "http://x", idle_ms=PATIENT_MS, retry_ms_max=PATIENT_MS)


@pytest.fixture
def fed() -> Federation3:
    return federation("aa-ca", "bb-ca")


@pytest.fixture
def both(fed: Federation3) -> Iterator[tuple[Service, Service, Way]]:
    """aa and bb with their workers at work, no courier yet, and the way from aa to bb."""
    bb = Service(fed.nodes["bb-ca"], settings("bb-ca"), lambda _: Way(lambda path, body: ask(bb, path, body)))
    way = Way(lambda path, body: ask(bb, path, body))
    aa = Service(fed.nodes["aa-ca"], settings("aa-ca"), lambda _: way)
    aa.worker.start()
    bb.worker.start()
    yield aa, bb, way
    aa.stop()
    bb.stop()


def pinging(here: Node, there: Node) -> bytes:
    return compare.ask(here, there.id)[1]


def test_a_node_that_is_behind_asks_peers_to_come_later(fed: Federation3) -> None:
    aa, bb = fed.nodes["aa-ca"], fed.nodes["bb-ca"]
    service = Service(bb, settings("bb-ca"), lambda _: Way(lambda path, body: Reply(OK, b"")))
    for _ in range(JOBS_MAX + 1):
        service.worker.submit(lambda node: None)
    reply = ask(service, PING, pinging(aa, bb))
    assert reply.status == TOO_MANY
    assert ("retry-after", str(RETRY_MS // 1000)) in reply.headers
    assert retry_ms(PeerRefused("https://bb.example", reply.status, reply.body)) == RETRY_MS
    service.worker.start()
    service.worker.do(lambda node: None)
    assert ask(service, PING, pinging(aa, bb)).status == OK
    service.worker.stop()


def test_a_node_whose_disk_is_full_asks_peers_to_come_later(
    fed: Federation3, both: tuple[Service, Service, Way]
) -> None:
    _, service, _ = both

    def full(node: Node) -> bytes:
        raise StoreFull("no space left")

    async def asked() -> Reply:
        return await service._answer(full, of_peers=True)

    reply = asyncio.run(asked())
    assert reply.status == UNAVAILABLE
    assert retry_ms(PeerRefused("https://bb.example", reply.status, reply.body)) == RETRY_MS


def test_a_refusal_of_another_kind_names_no_time(fed: Federation3, both: tuple[Service, Service, Way]) -> None:
    _, service, _ = both
    aa, bb = fed.nodes["aa-ca"], fed.nodes["bb-ca"]
    twice = pinging(aa, bb)
    assert ask(service, PING, twice).status == OK
    assert ask(service, PING, twice).status == FORBIDDEN


def until(met: Callable[[], bool], seconds_max: float = 5.0) -> float:
    began = time.monotonic()
    while not met():
        assert time.monotonic() - began < seconds_max
        time.sleep(0.01)
    return time.monotonic() - began


def test_a_courier_that_gave_up_for_a_minute_comes_at_once_when_the_peer_is_back(
    fed: Federation3, both: tuple[Service, Service, Way]
) -> None:
    aa, bb, way = both
    (courier,) = aa.staff.couriers
    way.cut = True
    assert isinstance(courier, Courier)
    courier._patience._failed_ms = PATIENT_MS
    courier.start()
    until(lambda: bool(way.tries))
    time.sleep(0.1)
    tries, way.cut = len(way.tries), False
    time.sleep(0.2)
    assert len(way.tries) == tries, "it is not tried again at every moment"
    hello = bb.worker.do(lambda node: _greeting(node, fed.id("aa-ca")))
    assert ask(aa, LINK, hello).status == OK
    assert until(lambda: len(way.tries) > tries) < 1.0
    assert until(lambda: courier.error == "") < 1.0


def _greeting(node: Node, peer: bytes) -> bytes:
    node.links[peer] = Link()
    return greeting(node, peer).data


def test_whatever_a_way_raises_the_courier_goes_on(both: tuple[Service, Service, Way]) -> None:
    aa, bb, way = both
    (courier,) = aa.staff.couriers
    real, way.serve = way.serve, _broken
    courier.start()
    until(lambda: courier.error == "a fault of ours")
    way.serve = real
    until(lambda: courier.error == "")
    assert bb.worker.do(lambda node: node.id) == courier.peer


def _broken(path: str, body: bytes) -> Reply:
    raise RuntimeError("a fault of ours")
