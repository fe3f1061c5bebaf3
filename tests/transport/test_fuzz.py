"""Hostile HTTP: bytes on the socket, and what an application is handed by whatever stands before it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lintas.transport.server import HEALTH, Message, Reply, application
from lintas.transport.watch import watching
from lintas.wire import cbor
from tests.transport.serving import node

PATH = "/lintas/v1/ping"
STATUSES = {200, 400, 404, 405, 408, 413, 431, 500, 503}
QUIET = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]


async def echo(body: bytes) -> Reply:
    return Reply(200, cbor.encode(body))


async def page() -> Reply:
    return Reply(200, b"ok\n", "text/plain; charset=utf-8")


APPLICATIONS = {
    "peers": application({PATH: echo}),
    "watch": watching({"/health": page}),
}
HEADERS = st.lists(
    st.tuples(
        st.sampled_from([b"content-length", b"transfer-encoding", b"host", b"content-type", b"x"]),
        st.sampled_from([b"0", b"5", b"-1", b"", b"chunked", b"9" * 30, b"9" * 5_000, b"\xb2", b"1 2"])
        | st.binary(max_size=20),
    ),
    max_size=4,
)
PARTS = st.lists(st.binary(max_size=40), max_size=4)


def answer(name: str, scope: dict[str, Any], parts: list[bytes], ends: bool) -> list[Message]:
    """What the application sends; a connection that breaks off says so."""
    sent: list[Message] = []
    messages = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
    messages.append({"type": "http.request", "body": b""} if ends else {"type": "http.disconnect"})

    async def receive() -> Message:
        return messages.pop(0) if messages else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    async def serve() -> None:
        await APPLICATIONS[name](scope, receive, send)

    asyncio.run(serve())
    return sent


@pytest.mark.parametrize("name", APPLICATIONS)
@given(
    method=st.sampled_from(["GET", "POST", "PUT", "", "\x00"]) | st.text(max_size=5),
    path=st.sampled_from([PATH, HEALTH, "/health", "/", "", PATH + "/"]) | st.text(max_size=9),
    headers=HEADERS,
    parts=PARTS,
    ends=st.booleans(),
)
@example(method="POST", path=PATH, headers=[(b"content-length", b"9" * 5_000)], parts=[b"x"], ends=True)
@settings(max_examples=60, suppress_health_check=QUIET)
def test_an_application_answers_whatever_it_is_handed(
    name: str, method: str, path: str, headers: list[tuple[bytes, bytes]], parts: list[bytes], ends: bool
) -> None:
    scope = {"type": "http", "method": method, "path": path, "headers": headers, "query_string": b""}
    sent = answer(name, scope, parts, ends)
    assert len(sent) in {0, 2}
    if sent:
        assert sent[0]["status"] in STATUSES - {500}
        assert int(dict(sent[0]["headers"])[b"content-length"]) == len(sent[1]["body"])


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with node({PATH: echo}) as found:
        yield found


LINES = [
    *(b"POST /lintas/v1/ping HTTP/1.1", b"GET /healthz HTTP/1.1", b"POST * HTTP/1.1", b"\x16\x03\x01"),
    b"PRI * HTTP/2.0",
]
FIELDS = [
    *(b"Host: x", b"Content-Length: 5", b"Content-Length: 6", b"Content-Length: -1", b"Transfer-Encoding: chunked"),
    *(b"Transfer-Encoding: gzip, chunked", b"Connection: upgrade", b"Upgrade: websocket", b"Expect: 100-continue"),
    *(b": x", b"X" * 9_000 + b": y", b"Content-Length: " + b"9" * 30, b"Content-Length: \xb2"),
]
REQUESTS = st.builds(
    lambda line, fields, end, body: b"\r\n".join([line, *fields]) + end + body,
    st.sampled_from(LINES) | st.binary(max_size=40),
    st.lists(st.sampled_from(FIELDS) | st.binary(max_size=30), max_size=5),
    st.sampled_from([b"\r\n\r\n", b"\n\n", b"\r\n", b""]),
    st.sampled_from([b"hello", b"5\r\nhello\r\n0\r\n\r\n", b"ffffffffffffffff\r\nx", b""]) | st.binary(max_size=60),
)


def said(address: str, data: bytes) -> bytes:
    """What comes back before the connection ends; it is ended from here if the server waits for more."""
    url = urlsplit(address)
    assert url.hostname
    with socket.create_connection((url.hostname, url.port), timeout=10) as connection:
        try:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            found = b""
            while part := connection.recv(65_536):
                found += part
        except ConnectionError:
            return b""
    return found


@pytest.mark.processes
@given(data=REQUESTS | st.binary(max_size=300))
@settings(max_examples=250, suppress_health_check=QUIET)
def test_a_server_lives_on_after_any_bytes(address: str, data: bytes) -> None:
    reply = said(address, data)
    if reply:
        assert reply.startswith(b"HTTP/1.1 ")
        assert int(reply[9:12]) in STATUSES - {500}
    assert said(address, b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").endswith(b"ok\n")
