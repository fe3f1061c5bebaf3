"""Connections that are misused before, between and after requests."""

from __future__ import annotations

import random
import socket
import time
from contextlib import ExitStack

import pytest

from lintas.transport.guard import ConnectionLimits
from lintas.transport.server import Reply
from tests.transport.serving import LOOPS, ask, connected, echo, head, node, one_reply, port_of, received

pytestmark = pytest.mark.processes
QUICK = ConnectionLimits(head_ms_max=300, reply_ms_max=300, idle_s_max=1)


def drip(sock: socket.socket, piece: bytes, seconds: float) -> tuple[bytes, float]:
    """Send a piece again and again until the other side closes or the time is over; its answer and the seconds."""
    start = time.monotonic()
    sock.settimeout(0.02)
    answer = b""
    while (passed := time.monotonic() - start) < seconds:
        try:
            sock.sendall(piece)
            part = sock.recv(4096)
        except TimeoutError:
            continue
        except (BrokenPipeError, ConnectionResetError):
            return answer, passed
        if not part:
            return answer, passed
        answer += part
    pytest.fail("the connection was not closed")


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("beginning", [b"", b"P", b"POST /echo HTTP/1.1\r\nhost: a", head()[:-2]])
def test_a_head_that_does_not_come_is_not_waited_for(loop: str, beginning: bytes) -> None:
    with node({"/echo": echo}, connection=QUICK, loop=loop) as address:
        start = time.monotonic()
        with connected(address) as sock:
            sock.sendall(beginning)
            reply = received(sock)
        assert 0.25 < time.monotonic() - start < 5
        assert reply.startswith(b"HTTP/1.1 408 ") if beginning else reply == b""
        assert ask(address, "/echo", b"others go on") == b"others go on"


@pytest.mark.parametrize("piece", [b"\r\n", b"P", b"x: y\r\n"])
@pytest.mark.parametrize("first", [b"", head(content_length=0)])
def test_a_head_that_drips_is_not_waited_for(piece: bytes, first: bytes) -> None:
    beginning = head()[:-2] if piece == b"x: y\r\n" else b""
    with node({"/echo": echo}, connection=QUICK) as address, connected(address) as sock:
        if first:
            sock.sendall(first)
            assert one_reply(sock)[0] == 200
        sock.sendall(beginning)
        _, seconds = drip(sock, piece, 10)
        assert seconds < 5


def test_an_idle_connection_is_closed_and_one_in_use_is_kept() -> None:
    with node({"/echo": echo}, connection=QUICK) as address, connected(address) as sock:
        start = time.monotonic()
        for _ in range(8):
            start = time.monotonic()
            sock.sendall(head(content_length=2) + b"hi")
            assert one_reply(sock)[2] == b"hi"
            time.sleep(0.2)
        assert received(sock) == b""
        assert 0.9 < time.monotonic() - start < 5


@pytest.mark.parametrize("form", ["url", "name", "value", "count"])
def test_a_head_has_a_largest_size(form: str) -> None:
    endless = {
        "url": (b"POST /", b"a" * 1000),
        "name": (b"POST / HTTP/1.1\r\n", b"a" * 1000),
        "value": (b"POST / HTTP/1.1\r\nhost: ", b"a" * 1000),
        "count": (b"POST / HTTP/1.1\r\n", b"host: a\r\n" * 100),
    }
    start, piece = endless[form]
    with node({"/echo": echo}) as address, connected(address) as sock:
        try:
            sock.sendall(start)
            for _ in range(10_000):
                sock.sendall(piece)
        except (BrokenPipeError, ConnectionResetError):
            pass
        else:
            pytest.fail("all of it was read")
        assert received(sock).startswith((b"HTTP/1.1 431 ", b"HTTP/1.1 400 "))


def test_trailers_have_a_largest_size() -> None:
    limits = ConnectionLimits(request_bytes_max=500_000)
    with node({"/echo": echo}, connection=limits) as address, connected(address) as sock:
        sock.sendall(head(transfer_encoding="chunked") + b"1\r\nx\r\n0\r\n")
        try:
            for _ in range(10_000):
                sock.sendall(b"name: value\r\n" * 100)
        except (BrokenPipeError, ConnectionResetError):
            pass
        else:
            pytest.fail("all of it was read")


@pytest.mark.parametrize("loop", LOOPS)
def test_garbage_is_refused_and_harms_nobody(loop: str) -> None:
    chance = random.Random(11)
    request = head(content_length=5) + b"hello"
    with node({"/echo": echo}, connection=QUICK, loop=loop) as address:
        for number in range(150):
            garbage = bytearray(request if number % 2 else chance.randbytes(chance.randrange(1, 400)))
            for _ in range(chance.randrange(1, 6)):
                garbage[chance.randrange(len(garbage))] = chance.randrange(256)
            with connected(address) as sock:
                sock.sendall(garbage)
                sock.shutdown(socket.SHUT_WR)
                assert received(sock)[:9] in (b"", b"HTTP/1.1 ")
        assert ask(address, "/echo", b"well") == b"well"


@pytest.mark.parametrize(
    "lines",
    [
        b"content-length: -1\r\n",
        b"content-length: 1e3\r\n",
        b"content-length: 18446744073709551616\r\n",
        b"content-length: 5\r\ncontent-length: 6\r\n",
        b"content-length: 5\r\ntransfer-encoding: chunked\r\n",
        b"transfer-encoding: gzip\r\n",
    ],
)
def test_a_size_that_says_two_things_or_nothing_is_refused(lines: bytes) -> None:
    seen = []

    async def keep(body: bytes) -> Reply:
        seen.append(body)
        return Reply(200, b"")

    with node({"/keep": keep}, connection=QUICK) as address, connected(address) as sock:
        sock.sendall(head("/keep")[:-2] + lines + b"\r\nhello")
        assert received(sock).startswith(b"HTTP/1.1 4")
    assert seen == []


def test_there_are_only_so_many_connections() -> None:
    limits = ConnectionLimits(connections_max=5)
    with node({"/echo": echo}, connection=limits) as address, ExitStack() as stack:
        first = [stack.enter_context(connected(address)) for _ in range(5)]
        for sock in first:
            sock.sendall(head(content_length=2) + b"hi")
            assert one_reply(sock)[2] == b"hi"
        with connected(address) as late:
            assert received(late) == b""
        first[0].close()
        time.sleep(0.1)
        assert ask(address, "/echo", b"room again") == b"room again"


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("closes", [False, True])
def test_a_reply_that_is_not_read_is_given_up(loop: str, closes: bool) -> None:
    reply = bytes(30_000_000)

    async def large(body: bytes) -> Reply:
        return Reply(200, reply)

    with node({"/large": large, "/echo": echo}, connection=QUICK, loop=loop) as address:
        with socket.socket() as sock:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            sock.settimeout(30)
            sock.connect(("127.0.0.1", port_of(address)))
            connection = "close" if closes else "keep-alive"
            sock.sendall(head("/large", content_length=0, connection=connection))
            time.sleep(2)
            assert 0 < len(received(sock)) < len(reply)
        assert ask(address, "/echo", b"others go on") == b"others go on"


def test_pipelined_requests_are_answered_in_order() -> None:
    with node({"/echo": echo}) as address, connected(address) as sock:
        sock.sendall(b"".join(head(content_length=1) + b"%d" % number for number in range(5)))
        replies = b""
        while replies.count(b"HTTP/1.1 200 ") < 5 or not replies.endswith(b"4"):
            part = sock.recv(65_536)
            assert part
            replies += part
    assert [reply[-1:] for reply in replies.split(b"HTTP/1.1 200 ")[1:]] == [b"0", b"1", b"2", b"3", b"4"]
