from __future__ import annotations

import itertools
import logging
import re
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

import pytest

from lintas.node.ports import PeerRefused, StoreFull
from lintas.transport.client import ClientLimits, HttpPeer
from lintas.transport.server import Reply, ServerLimits, refusal
from lintas.wire.cbor import decode
from lintas.wire.errors import TooLarge
from lintas.wire.limits import LIMITS
from tests.transport.serving import LOOPS, Gate, ask, connected, echo, head, node, one_reply, received, size

pytestmark = pytest.mark.processes
QUICK = ServerLimits(body_idle_ms_max=200, body_ms_max=1_000)


def told(body: bytes) -> tuple[str, dict[str, Any]]:
    """The error and facts in the body of a reply, which must be canonical."""
    value = decode(body, size_max=1_000)
    assert sorted(value) == [1, 2]
    return value[1], value[2]


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("size_bytes", [0, 1, 1_400, 70_000, LIMITS.request_bytes_max])
def test_a_body_goes_there_and_back(loop: str, size_bytes: int) -> None:
    body = bytes(range(256)) * (size_bytes // 256 + 1)
    with node({"/echo": echo}, loop=loop) as address, closing(HttpPeer(address)) as peer:
        for _ in range(3):
            assert peer.post("/echo", body[:size_bytes]) == body[:size_bytes]


def test_a_chunked_body_is_read_whole() -> None:
    with node({"/size": size}) as address, connected(address) as sock:
        sock.sendall(head("/size", transfer_encoding="chunked") + b"5\r\nabcde\r\n")
        time.sleep(0.05)
        sock.sendall(b"3\r\nfgh\r\n0\r\n\r\n")
        assert one_reply(sock)[2] == b"8"
        sock.sendall(head("/size", content_length=2) + b"ab")
        assert one_reply(sock)[2] == b"2"


def test_a_handler_says_what_is_answered() -> None:
    async def teapot(body: bytes) -> Reply:
        return Reply(418, b"short and stout", "text/plain", (("retry-after", "7"),))

    with node({"/tea": teapot}) as address, connected(address) as sock:
        sock.sendall(head("/tea", content_length=0))
        status, headers, body = one_reply(sock)
    assert (status, body) == (418, b"short and stout")
    assert (headers["content-type"], headers["retry-after"]) == ("text/plain", "7")
    assert "server" not in headers


@pytest.mark.parametrize(
    ("method", "path", "status", "error", "allow"),
    [
        ("GET", "/echo", 405, "WrongMethod", "POST"),
        ("PUT", "/echo", 405, "WrongMethod", "POST"),
        ("POST", "/healthz", 405, "WrongMethod", "GET"),
        ("POST", "/other", 404, "NoSuchPath", None),
        ("POST", "/echo/", 404, "NoSuchPath", None),
        ("GET", "/", 404, "NoSuchPath", None),
    ],
)
def test_other_methods_and_paths_are_refused(
    method: str, path: str, status: int, error: str, allow: str | None
) -> None:
    with node({"/echo": echo}) as address, connected(address) as sock:
        for _ in range(2):
            sock.sendall(head(path, method))
            found, headers, body = one_reply(sock)
            assert (found, told(body), headers.get("allow")) == (status, (error, {}), allow)


def test_health_is_answered_even_when_no_slot_is_free() -> None:
    gate = Gate()
    with node({"/gate": gate.handler}, ServerLimits(under_way_max=1)) as address, ThreadPoolExecutor() as pool:
        asked = pool.submit(ask, address, "/gate")
        assert gate.entered.acquire(timeout=30)
        with connected(address) as sock:
            sock.sendall(head("/healthz", "GET"))
            assert one_reply(sock)[0] == 200
        gate.open.set()
        assert asked.result(30) == b""


def test_a_declared_size_above_the_limit_is_refused_before_a_byte_of_it_comes() -> None:
    with node({"/echo": echo}) as address, connected(address) as sock:
        sock.sendall(head(content_length=LIMITS.request_bytes_max + 1))
        reply = received(sock)
    assert reply.startswith(b"HTTP/1.1 413 ")
    assert b"connection: close" in reply
    facts = {"what": "request", "size": LIMITS.request_bytes_max + 1, "size_max": LIMITS.request_bytes_max}
    assert told(reply.split(b"\r\n\r\n", 1)[1]) == ("TooLarge", facts)


def test_an_undeclared_size_above_the_limit_is_refused_when_it_is_reached() -> None:
    chunk = b"%x\r\n%s\r\n" % (65_536, bytes(65_536))
    unsent = list(range(1_000))
    with node({"/echo": echo}, ServerLimits(request_bytes_max=300_000)) as address, connected(address) as sock:
        sock.sendall(head(transfer_encoding="chunked"))
        try:
            while unsent.pop():
                sock.sendall(chunk)
        except (BrokenPipeError, ConnectionResetError):
            pass
        reply = received(sock)
    assert unsent
    assert reply.startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize("excess", [1, 1_000_000, 30_000_000])
def test_a_peer_that_sends_too_much_hears_why(excess: int) -> None:
    with node({"/echo": echo}) as address, closing(HttpPeer(address)) as peer:
        for _ in range(3):
            with pytest.raises(PeerRefused) as caught:
                peer.post("/echo", bytes(LIMITS.request_bytes_max + excess))
            assert caught.value.status == 413
            assert told(caught.value.body)[0] == "TooLarge"
            assert peer.post("/echo", b"small") == b"small"


def drip(address: str, count: int, wait_s: float) -> bytes:
    """Send a body a byte at a time; what was answered."""
    with connected(address) as sock:
        sock.sendall(head(content_length=1_000))
        try:
            for _ in range(count):
                time.sleep(wait_s)
                sock.sendall(b"x")
        except (BrokenPipeError, ConnectionResetError):
            pass
        return received(sock)


def test_a_body_that_stops_is_not_waited_for() -> None:
    with node({"/echo": echo}, QUICK) as address:
        start = time.monotonic()
        reply = drip(address, 3, 0)
        assert 0.15 < time.monotonic() - start < 5
    assert reply.startswith(b"HTTP/1.1 408 ")
    assert told(reply.split(b"\r\n\r\n", 1)[1]) == ("TooSlow", {"body_idle_ms_max": 200, "body_ms_max": 1_000})


def test_a_body_that_drips_is_not_waited_for_either() -> None:
    with node({"/echo": echo}, QUICK) as address:
        start = time.monotonic()
        reply = drip(address, 200, 0.05)
        assert 0.9 < time.monotonic() - start < 8
    assert reply.startswith(b"HTTP/1.1 408 ")


def test_half_a_request_reaches_no_handler_and_takes_no_slot() -> None:
    bodies = []

    async def keep(body: bytes) -> Reply:
        bodies.append(body)
        return Reply(200, b"")

    with node({"/keep": keep}, ServerLimits(under_way_max=2)) as address:
        for _ in range(6):
            with connected(address) as sock:
                sock.sendall(head("/keep", content_length=100) + b"half")
        with closing(HttpPeer(address)) as peer:
            for attempt in itertools.count(1):
                try:
                    peer.post("/keep", b"whole")
                    break
                except PeerRefused as refused:
                    # The six may still be on their way out.
                    assert refused.status == 503
                    assert attempt < 100
                    time.sleep(0.05)
    assert bodies == [b"whole"]


def test_beyond_the_cap_a_request_is_to_come_again() -> None:
    gate = Gate()
    with node({"/gate": gate.handler}, ServerLimits(under_way_max=3, retry_after_s=4)) as address:
        with ThreadPoolExecutor() as pool:
            asked = [pool.submit(ask, address, "/gate", b"%d" % number) for number in range(3)]
            for _ in asked:
                assert gate.entered.acquire(timeout=30)
            with connected(address) as sock:
                sock.sendall(head("/gate", content_length=4) + b"more")
                status, headers, body = one_reply(sock)
            assert (status, headers["retry-after"], told(body)) == (503, "4", ("Busy", {"under_way_max": 3}))
            with pytest.raises(PeerRefused):
                ask(address, "/gate", bytes(1_000_000))
            gate.open.set()
            assert [each.result(30) for each in asked] == [b"0", b"1", b"2"]
        assert ask(address, "/gate", b"again") == b"again"


class Odd(Exception):
    """An error of a handler."""


@pytest.mark.parametrize("error", [Odd("sealed secret"), KeyError(b"sealed secret"), StoreFull("sealed secret")])
def test_a_handler_that_fails_is_logged_once_without_content(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(body: bytes) -> Reply:
        raise error

    with node({"/fail": fail, "/echo": echo}) as address, closing(HttpPeer(address)) as peer:
        caplog.clear()
        with caplog.at_level(logging.DEBUG):
            with pytest.raises(PeerRefused) as caught:
                peer.post("/fail", b"sealed secret")
            assert peer.post("/echo", b"still here") == b"still here"
    name, facts = told(caught.value.body)
    assert (caught.value.status, name) == (500, "InternalError")
    errors = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert len(errors) == 1
    assert type(error).__name__ in errors[0]
    assert facts["incident"] in errors[0]
    assert re.search(r"test_server\.py:\d+", errors[0])
    assert "secret" not in caplog.text
    assert b"secret" not in caught.value.body


def test_many_at_once() -> None:
    with node({"/echo": echo}) as address:

        def converse(number: int) -> bool:
            with closing(HttpPeer(address, ClientLimits())) as peer:
                bodies = [b"%d %d " % (number, each) * 500 for each in range(20)]
                return [peer.post("/echo", body) for body in bodies] == bodies

        with ThreadPoolExecutor(16) as pool:
            assert all(pool.map(converse, range(48)))


def test_a_refusal_tells_numbers_and_short_texts_only() -> None:
    facts = {
        "number": -5, "text": "short", "large": 2**64, "long": "x" * 65, "bytes": b"sealed", "flag": True,
        "none": None, "list": [1], "_hidden": "text", "lines": "a\nb", "longest": "x" * 64,
    }  # fmt: skip
    reply = refusal(429, "Later", facts, retry_after="9")
    assert (reply.status, reply.headers) == (429, (("retry-after", "9"),))
    assert told(reply.body) == ("Later", {"number": -5, "text": "short", "longest": "x" * 64})


def test_a_refusal_takes_its_facts_from_an_error() -> None:
    reply = refusal(413, TooLarge("cbor", 9, 5))
    assert told(reply.body) == ("TooLarge", {"what": "cbor", "size": 9, "size_max": 5})
