"""The ASGI application of a node: routes to handlers, each given the body of a POST and giving a reply.

It takes care of what every handler would otherwise have to: the size of a body, the wait for it, how many requests are
under way, and what happens when a handler fails. An error is answered with a canonical CBOR map {1: name of the error,
2: {fact: number or short text}}, and never with what was in the request. A reply that is sent before the whole request
was read closes the connection, so that nobody is made to read on.

`GET /healthz` answers "ok" as long as requests are taken at all. Connections are `guard`'s, sockets `serve`'s.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import os
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from traceback import extract_tb
from typing import Any, Final

from lintas.wire.cbor import INT_MAX, INT_MIN, encode
from lintas.wire.errors import LintasError
from lintas.wire.limits import LIMITS

Scope = Mapping[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

CBOR: Final = "application/cbor"
HEALTH: Final = "/healthz"
FACT_CHARS_MAX: Final = 64
DIGITS_MAX: Final = 20

log = logging.getLogger("lintas.transport")


@dataclass(frozen=True, slots=True)
class Reply:
    """What a handler answers. `headers` are further pairs of name and value."""

    status: int
    body: bytes
    content_type: str = CBOR
    headers: tuple[tuple[str, str], ...] = ()


Handler = Callable[[bytes], Awaitable[Reply]]


@dataclass(frozen=True, slots=True)
class ServerLimits:
    """What one application takes on. A request counts as under way from its headers to its reply."""

    request_bytes_max: int = LIMITS.request_bytes_max
    body_idle_ms_max: int = 10_000
    body_ms_max: int = 60_000
    under_way_max: int = 64
    retry_after_s: int = 1


class _Refused(Exception):
    """The request is answered without its handler."""

    def __init__(self, reply: Reply) -> None:
        self.reply = reply


class _Gone(Exception):
    """Nobody is there to be answered."""


def refusal(status: int, error: str | LintasError, facts: Mapping[str, Any] | None = None, **headers: str) -> Reply:
    """The reply that names an error and its facts: whole numbers, and texts of at most `FACT_CHARS_MAX` characters.

    Facts of a `LintasError` are its attributes, unless others are given. What is neither number nor short text is left
    out. Headers are given by name, with `_` for `-`.
    """
    name = error if isinstance(error, str) else type(error).__name__
    given = vars(error) if facts is None and isinstance(error, LintasError) else facts or {}
    told = {key: value for key, value in given.items() if _may_be_told(key, value)}
    pairs = tuple((key.replace("_", "-"), value) for key, value in headers.items())
    return Reply(status, encode({1: name, 2: told}), headers=pairs)


def application(routes: Mapping[str, Handler], limits: ServerLimits | None = None) -> Application:
    """The application that has these handlers at these paths."""
    return _Node(dict(routes), limits or ServerLimits())


class _Node:
    """The application: one instance, any number of connections."""

    def __init__(self, routes: dict[str, Handler], limits: ServerLimits) -> None:
        self._routes = routes
        self._limits = limits
        self._under_way = 0
        self._incidents = itertools.count(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = _Request(_length(scope), receive, self._limits)
        try:
            reply = await self._reply(scope, request)
        except _Refused as refused:
            reply = refused.reply
        except _Gone:
            return
        await _send(reply, send, close=not request.whole)

    async def _reply(self, scope: Scope, request: _Request) -> Reply:
        handler = self._handler(scope["method"], scope["path"])
        if handler is None:
            return Reply(200, b"ok\n", "text/plain; charset=utf-8")
        if self._under_way >= self._limits.under_way_max:
            facts = {"under_way_max": self._limits.under_way_max}
            raise _Refused(refusal(503, "Busy", facts, retry_after=str(self._limits.retry_after_s)))
        self._under_way += 1
        try:
            body = await request.body()
            return await self._handled(handler, scope["path"], body)
        finally:
            self._under_way -= 1

    def _handler(self, method: str, path: str) -> Handler | None:
        """The handler of the path; None for the question after our health."""
        if path == HEALTH:
            if method != "GET":
                raise _Refused(refusal(405, "WrongMethod", allow="GET"))
            return None
        if path not in self._routes:
            raise _Refused(refusal(404, "NoSuchPath"))
        if method != "POST":
            raise _Refused(refusal(405, "WrongMethod", allow="POST"))
        return self._routes[path]

    async def _handled(self, handler: Handler, path: str, body: bytes) -> Reply:
        try:
            return await handler(body)
        except Exception as error:  # noqa: BLE001 - whatever a handler does, the node goes on
            incident = f"{os.getpid()}-{next(self._incidents)}"
            # The message of an error may quote what was sealed; the class and the place tell where to look.
            log.error("incident %s: %s raised %s at %s", incident, path, type(error).__name__, _place(error))
            return refusal(500, "InternalError", {"incident": incident})


class _Request:
    """One request, as far as it has been read. `whole` once nothing more of it is to come."""

    def __init__(self, length: int | None, receive: Receive, limits: ServerLimits) -> None:
        self.whole = length == 0
        self._length = length
        self._receive = receive
        self._limits = limits

    async def body(self) -> bytes:
        """The body; raises `_Refused` if it is too large or too slow, `_Gone` if it broke off."""
        if self._length is not None:
            self._need_room(self._length)
        deadline = asyncio.get_running_loop().time() + self._limits.body_ms_max / 1000
        body = bytearray()
        while True:
            message = await self._next(deadline)
            body += message.get("body", b"")
            self._need_room(len(body))
            if not message.get("more_body", False):
                self.whole = True
                return bytes(body)

    async def _next(self, deadline: float) -> Message:
        idle = asyncio.get_running_loop().time() + self._limits.body_idle_ms_max / 1000
        try:
            async with asyncio.timeout_at(min(idle, deadline)):
                message = await self._receive()
        except TimeoutError:
            facts = {"body_idle_ms_max": self._limits.body_idle_ms_max, "body_ms_max": self._limits.body_ms_max}
            raise _Refused(refusal(408, "TooSlow", facts)) from None
        if message["type"] == "http.disconnect":
            raise _Gone
        return message

    def _need_room(self, size: int) -> None:
        if size > self._limits.request_bytes_max:
            facts = {"what": "request", "size": size, "size_max": self._limits.request_bytes_max}
            raise _Refused(refusal(413, "TooLarge", facts))


async def _send(reply: Reply, send: Send, *, close: bool) -> None:
    headers = [
        (b"content-type", reply.content_type.encode("latin-1")),
        (b"content-length", b"%d" % len(reply.body)),
        *((name.encode("latin-1"), value.encode("latin-1")) for name, value in reply.headers),
    ]
    if close:
        headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    await send({"type": "http.response.body", "body": reply.body})


def _length(scope: Scope) -> int | None:
    """The declared size of the body in bytes; None if it comes in chunks of no declared number."""
    headers = dict(scope["headers"])
    if b"transfer-encoding" in headers:
        return None
    declared = headers.get(b"content-length", b"0")
    # A number that no machine can hold is none: what comes is counted anyway.
    return int(declared) if declared.isdigit() and len(declared) < DIGITS_MAX else None


def _may_be_told(name: str, value: Any) -> bool:
    if type(value) is int:
        return INT_MIN <= value <= INT_MAX
    return type(value) is str and len(value) <= FACT_CHARS_MAX and value.isprintable() and not name.startswith("_")


def _place(error: Exception) -> str:
    frames = extract_tb(error.__traceback__, limit=-1)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "an unknown place"
