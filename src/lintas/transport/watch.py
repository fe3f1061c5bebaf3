"""The ASGI application for those who watch a node: GET requests, one function for each path, nothing else.

It has an address of its own (`compose.metrics`), so that what peers reach shows nothing of how the node does.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping

from lintas.transport.server import Application, Receive, Reply, Scope, Send, refusal

Page = Callable[[], Awaitable[Reply]]

log = logging.getLogger("lintas.transport")


def watching(pages: Mapping[str, Page]) -> Application:
    """The application that has these pages."""

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await _send(await _reply(pages, scope), send)

    return application


async def _reply(pages: Mapping[str, Page], scope: Scope) -> Reply:
    page = pages.get(scope["path"])
    if page is None:
        return refusal(404, "NoSuchPath")
    if scope["method"] not in ("GET", "HEAD"):
        return refusal(405, "WrongMethod", allow="GET")
    try:
        return await page()
    except Exception as error:  # noqa: BLE001 - whatever a page does, the node goes on
        log.error("%s raised %s", scope["path"], type(error).__name__)
        return refusal(500, "InternalError")


async def _send(reply: Reply, send: Send) -> None:
    headers = [
        (b"content-type", reply.content_type.encode("latin-1")),
        (b"content-length", b"%d" % len(reply.body)),
        (b"cache-control", b"no-store"),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    await send({"type": "http.response.body", "body": reply.body})
