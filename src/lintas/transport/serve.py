"""Serving applications at addresses until told to stop: a host and port, a unix socket, or several of them.

All are served by one event loop (uvloop where it can be imported) and stop together: no new connections, requests under
way are finished within a bound, then all is closed. A unix socket is the owner's alone (mode 0600), from before its
first connection. Left by a killed node, it is replaced; in use, it is left alone.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import importlib.util
import signal
import socket
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import uvicorn

from lintas.transport.errors import CannotListen
from lintas.transport.guard import CONNECTION_LIMITS, ConnectionLimits, guarded
from lintas.transport.server import Application

BACKLOG_MAX: Final = 512
STOP_S_MAX: Final = 10
DATE_S: Final = 1.0
LOOK_S: Final = 0.002
"""How often it is looked whether the requests under way are finished, while a door closes."""


@dataclass(frozen=True, slots=True)
class TcpDoor:
    """An application at a host and port. Port 0 is any that is free.

    `on_stop` is called when the door closes, so that replies without an end come to one.
    """

    application: Application
    host: str
    port: int
    limits: ConnectionLimits = CONNECTION_LIMITS
    on_stop: Callable[[], object] = lambda: None


@dataclass(frozen=True, slots=True)
class UnixDoor:
    """An application at a unix socket."""

    application: Application
    path: Path
    limits: ConnectionLimits = CONNECTION_LIMITS


Door = TcpDoor | UnixDoor
Listening = Callable[[Sequence[str]], object]


def run(doors: Sequence[Door], on_listening: Listening) -> None:
    """Serve until SIGTERM or SIGINT, on this thread; see `serve`."""

    async def until_signalled() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for each in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(each, stop.set)
        await serve(doors, on_listening, stop)

    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        runner.run(until_signalled())


async def serve(doors: Sequence[Door], on_listening: Listening, stop: asyncio.Event) -> None:
    """Serve until the event is set.

    `on_listening` is called once, when every door takes connections, with their addresses in order: `http://host:port`
    with the actual port, or the path of the unix socket. Raises `CannotListen` before any is served.
    """
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(_bound(door)) for door in doors]
        servers = [_Server(_config(door)) for door in doors]
        async with asyncio.TaskGroup() as group:
            for server, bound in zip(servers, sockets, strict=True):
                group.create_task(server.serve([bound]))
            for server in servers:
                await server.listening.wait()
            on_listening([_address(bound) for bound in sockets])
            await stop.wait()
            for door, server in zip(doors, servers, strict=True):
                if isinstance(door, TcpDoor):
                    door.on_stop()
                server.end()


def loop_factory() -> Callable[[], asyncio.AbstractEventLoop]:
    """What makes the event loop: uvloop's if it is installed."""
    if importlib.util.find_spec("uvloop") is None:
        return asyncio.new_event_loop
    import uvloop

    return uvloop.new_event_loop


class _Server(uvicorn.Server):
    """A server that leaves signals to whoever runs it, says when it listens, and ends as soon as it is told and nothing
    is under way: uvicorn's own looks ten times a second whether it is told, and rests a tenth more.
    """

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening, self._told = asyncio.Event(), asyncio.Event()

    def end(self) -> None:
        """Take no new connections, finish what is under way, and return from `serve`."""
        self.should_exit = True
        self._told.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()

    async def main_loop(self) -> None:
        # Between: the second in the headers of replies is brought up to date.
        while not await self.on_tick(0):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._told.wait(), DATE_S)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for listener in (*self.servers, *(sockets or ())):
            listener.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        try:
            async with asyncio.timeout(STOP_S_MAX):
                while self.server_state.connections or self.server_state.tasks:
                    await asyncio.sleep(LOOK_S)
                for server in self.servers:
                    await server.wait_closed()
        except TimeoutError:
            for task in self.server_state.tasks:
                task.cancel()


def _config(door: Door) -> uvicorn.Config:
    return uvicorn.Config(
        door.application,
        http=guarded(door.limits),
        ws="none",
        lifespan="off",
        interface="asgi3",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        backlog=BACKLOG_MAX,
        timeout_keep_alive=door.limits.idle_s_max,
    )


@contextlib.contextmanager
def _bound(door: Door) -> Iterator[socket.socket]:
    if isinstance(door, TcpDoor):
        with _bound_tcp(door.host, door.port) as bound:
            yield bound
        return
    with _bound_unix(door.path) as bound:
        try:
            yield bound
        finally:
            door.path.unlink(missing_ok=True)


def _bound_tcp(host: str, port: int) -> socket.socket:
    address = f"{host}:{port}"
    if not 0 <= port < 1 << 16:
        # The system would take the low 16 bits and listen elsewhere.
        raise CannotListen(address, "no port has this number")
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        bound = socket.socket(family, kind, protocol)
    except OSError as error:
        raise CannotListen(address, str(error)) from error
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(place)
    except OSError as error:
        bound.close()
        raise CannotListen(address, str(error)) from error
    return bound


def _bound_unix(path: Path) -> socket.socket:
    if _is_in_use(path):
        raise CannotListen(str(path), "in use")
    bound = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        if path.is_socket():
            path.unlink()
        bound.bind(str(path))
        # Nobody can connect before `listen`, so that nobody does while others still might.
        path.chmod(0o600)
    except OSError as error:
        bound.close()
        raise CannotListen(str(path), str(error)) from error
    return bound


def _is_in_use(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        try:
            return probe.connect_ex(str(path)) in (0, errno.EAGAIN)
        except OSError:
            return False


def _address(bound: socket.socket) -> str:
    if bound.family == socket.AF_UNIX:
        return str(bound.getsockname())
    host, port = bound.getsockname()[:2]
    return f"http://[{host}]:{port}" if bound.family == socket.AF_INET6 else f"http://{host}:{port}"
