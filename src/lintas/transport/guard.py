"""Bounds on a connection, before and after what an application sees of it.

uvicorn has no bound on how long or how large the head of a request is, on how many connections there are, nor on how
long a reply may wait for a reader who does not read. This protocol adds them to uvicorn's own over httptools.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from lintas.wire.limits import KIB, LIMITS

_SLOW: Final = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
_LARGE: Final = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """What one listening socket takes on. A request is bounded with its head, its framing and its trailers.

    `reply_ms_max` is the time that a reply may lie unread; `idle_s_max` how long a connection is kept between requests.
    """

    connections_max: int = 512
    head_ms_max: int = 10_000
    head_bytes_max: int = 16 * KIB
    request_bytes_max: int = 2 * LIMITS.request_bytes_max
    reply_ms_max: int = 60_000
    idle_s_max: int = 30


CONNECTION_LIMITS: Final = ConnectionLimits()


class GuardedProtocol(HttpToolsProtocol):
    """One connection. uvicorn makes it, so that its limits are those of the class: see `guarded`."""

    limits: ClassVar[ConnectionLimits] = CONNECTION_LIMITS

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._in_head = True
        self._taken_bytes = 0
        self._replies_owed = 0
        self._head_timer = _Timer(self.loop, self.limits.head_ms_max, self._end_slow)
        self._reply_timer = _Timer(self.loop, self.limits.reply_ms_max, self._end_unread)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > self.limits.connections_max:
            transport.abort()
        else:
            self._head_timer.start()

    def connection_lost(self, exc: Exception | None) -> None:
        self._head_timer.stop()
        self._reply_timer.stop()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._in_head:
            self._head_timer.start()
        self._taken_bytes += len(data)
        super().data_received(data)
        if self.transport.is_closing():
            return
        if self._in_head and self._taken_bytes > self.limits.head_bytes_max:
            self._refuse(_LARGE)
        elif self._taken_bytes > self.limits.request_bytes_max:
            self.transport.abort()

    def on_headers_complete(self) -> None:
        self._in_head = False
        self._replies_owed += 1
        self._head_timer.stop()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._in_head = True
        self._taken_bytes = 0
        super().on_message_complete()

    def on_response_complete(self) -> None:
        self._replies_owed -= 1
        self._reply_timer.stop()
        if self.transport.get_write_buffer_size():
            self._reply_timer.start()
        super().on_response_complete()

    def _end_slow(self) -> None:
        if self._replies_owed:
            # Nothing of ours may come between a reply and its end.
            self.transport.abort()
        else:
            self._refuse(_SLOW)

    def _end_unread(self) -> None:
        if self.transport.get_write_buffer_size():
            self.transport.abort()

    def _refuse(self, answer: bytes) -> None:
        if self._taken_bytes:
            self.transport.write(answer)
        self.transport.close()


def guarded(limits: ConnectionLimits) -> type[GuardedProtocol]:
    """The class of connections with these limits."""
    return type("GuardedProtocol", (GuardedProtocol,), {"limits": limits})


class _Timer:
    """Calls once, so many milliseconds after its start, unless it is stopped."""

    def __init__(self, loop: asyncio.AbstractEventLoop, wait_ms: int, call: Callable[[], None]) -> None:
        self._loop = loop
        self._wait_ms = wait_ms
        self._call = call
        self._handle: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Begin to wait; a timer that waits already goes on."""
        if self._handle is None:
            self._handle = self._loop.call_later(self._wait_ms / 1000, self._call)

    def stop(self) -> None:
        """Wait no longer."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None
