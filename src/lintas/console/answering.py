"""How a page is answered: on one thread, in one go, from the request that was read to the reply that is to be sent.

Django's own way from an event loop to a page hands a request to a thread and back at each middleware, some twenty
times, and where others work on the machine too, each hand-over waits for its turn. Only a stream of events, which has
no end, is answered on the event loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import IO, Any, Final, TypeVar, cast

from asgiref.sync import iscoroutinefunction
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.core.signals import request_started
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve, set_script_prefix

from lintas.transport.server import Receive, Scope, Send

T = TypeVar("T")

THREADS_MAX: Final = 64
"""How many pages are answered at a time; the node behind them does one thing after another anyway."""


class Pages(ASGIHandler):
    """The application that has the pages of `urls`."""

    def __init__(self) -> None:
        super().__init__()
        self._chain = BaseHandler()
        self._chain.load_middleware()
        self._threads = ThreadPoolExecutor(THREADS_MAX, "lintas-page")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if is_stream(scope["path"]):
            await super().__call__(dict(scope), receive, send)
            return
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        response = await self._beside(lambda: self._answer(scope, body))
        if not response.streaming:
            await self.send_response(response, send)
            return
        try:
            await self._while_there(receive, self.send_response(response, send))
        finally:
            await self._beside(response.close)

    async def _beside(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, copy_context().run, work)

    def _answer(self, scope: Scope, body: IO[bytes]) -> HttpResponseBase:
        """The reply, with all that was opened for it closed, save what it is still read from."""
        set_script_prefix(get_script_prefix(scope))
        request_started.send(type(self), scope=scope)
        request, refused = self.create_request(scope, body)
        response: HttpResponseBase = refused or self._chain.get_response(cast(HttpRequest, request))
        body.close()
        if response.streaming:
            close_old_connections()
        else:
            response.close()
        return response

    async def _while_there(self, receive: Receive, sending: Any) -> None:
        """Send what takes a while, for as long as somebody takes it."""
        tasks = asyncio.create_task(sending), asyncio.create_task(self.listen_for_disconnect(receive))
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            sent, _gone = await asyncio.gather(*tasks, return_exceptions=True)
        if isinstance(sent, Exception):
            raise sent


def is_stream(path: str) -> bool:
    """Whether what stands at this path is answered by a coroutine: it has no end, and holds no thread meanwhile."""
    try:
        return iscoroutinefunction(resolve(path).func)
    except Resolver404:
        return False
