"""A real server for the tests, in a thread of its own, and sockets to misuse it with."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

from lintas.transport.client import HttpPeer
from lintas.transport.guard import CONNECTION_LIMITS, ConnectionLimits
from lintas.transport.serve import Door, TcpDoor, loop_factory, serve
from lintas.transport.server import Handler, Reply, ServerLimits, application

WAIT_S = 30
LOOPS: dict[str, Callable[[], asyncio.AbstractEventLoop]] = {
    "asyncio": asyncio.new_event_loop,
    "installed": loop_factory(),
}


@contextmanager
def serving(*doors: Door, loop: str = "installed") -> Iterator[list[str]]:
    """The addresses at which the doors are open during the block."""
    listening: Future[tuple[list[str], Callable[[], object]]] = Future()

    async def until_told() -> None:
        stop = asyncio.Event()
        running = asyncio.get_running_loop()

        def on_listening(addresses: object) -> None:
            assert isinstance(addresses, list)
            listening.set_result((addresses, lambda: running.call_soon_threadsafe(stop.set)))

        await serve(doors, on_listening, stop)

    def work() -> None:
        try:
            with asyncio.Runner(loop_factory=LOOPS[loop]) as runner:
                runner.run(until_told())
        except BaseException as error:
            if listening.done():
                raise
            listening.set_exception(error)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        addresses, stop = listening.result(WAIT_S)
        try:
            yield addresses
        finally:
            stop()
    finally:
        thread.join(WAIT_S)
        assert not thread.is_alive()


@contextmanager
def node(
    routes: Mapping[str, Handler],
    limits: ServerLimits | None = None,
    connection: ConnectionLimits = CONNECTION_LIMITS,
    *,
    port: int = 0,
    loop: str = "installed",
) -> Iterator[str]:
    """The address of one application on 127.0.0.1."""
    with serving(TcpDoor(application(routes, limits), "127.0.0.1", port, connection), loop=loop) as (address,):
        yield address


async def echo(body: bytes) -> Reply:
    return Reply(200, body)


async def size(body: bytes) -> Reply:
    return Reply(200, b"%d" % len(body))


@dataclass
class Gate:
    """A handler that waits until it is let go."""

    entered: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    open: threading.Event = field(default_factory=threading.Event)
    ended: int = 0

    async def handler(self, body: bytes) -> Reply:
        self.entered.release()
        await asyncio.get_running_loop().run_in_executor(None, self.open.wait, WAIT_S)
        self.ended += 1
        return Reply(200, body)


def ask(address: str, path: str, body: bytes = b"") -> bytes:
    """One request over a connection of its own."""
    with closing(HttpPeer(address)) as peer:
        return peer.post(path, body)


def port_of(address: str) -> int:
    return int(address.rsplit(":", 1)[1])


def connected(address: str) -> socket.socket:
    """A bare connection to a server."""
    return socket.create_connection(("127.0.0.1", port_of(address)), timeout=WAIT_S)


def head(path: str = "/echo", method: str = "POST", **headers: int | str) -> bytes:
    """The head of a request. Header names have `_` for `-`."""
    lines = [f"{method} {path} HTTP/1.1", "host: node.example"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode()


def received(sock: socket.socket) -> bytes:
    """All that comes until the other side closes; a reset ends it too."""
    parts = []
    try:
        while part := sock.recv(1 << 20):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


def one_reply(sock: socket.socket) -> tuple[int, dict[str, str], bytes]:
    """Status, headers by lower-case name and body of the next reply; the connection may stay."""
    with sock.makefile("rb") as file:
        status = int(file.readline().split()[1])
        headers = {}
        while line := file.readline().strip().decode():
            name, value = line.split(": ", 1)
            headers[name.lower()] = value
        return status, headers, file.read(int(headers["content-length"]))
