"""What every page tells the browser: run and show nothing but what this node itself serves, and keep nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest, HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

CONTENT_SECURITY_POLICY: Final = "; ".join((
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "media-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
))  # fmt: skip

PERMISSIONS_POLICY: Final = "geolocation=(), display-capture=(), camera=(), microphone=()"
AT_A_COUNTER: Final = "geolocation=(), display-capture=(), camera=(self), microphone=()"
IN_A_CALL: Final = "geolocation=(), display-capture=(), camera=(self), microphone=(self)"
"""What the page of a call sets in place of the policy for all others."""

Get = Callable[[HttpRequest], Any]


@sync_and_async_middleware
def strict(get_response: Get) -> Get:
    """Middleware: the policy on everything, and no copy of a page that shows a case in any cache."""
    if iscoroutinefunction(get_response):

        async def later(request: HttpRequest) -> HttpResponseBase:
            answering: Awaitable[HttpResponseBase] = get_response(request)
            return _with_headers(await answering)

        return later

    def now(request: HttpRequest) -> HttpResponseBase:
        return _with_headers(get_response(request))

    return now


def _with_headers(response: HttpResponseBase) -> HttpResponseBase:
    response["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
    response["Cross-Origin-Opener-Policy"] = "same-origin"
    response.setdefault("Cache-Control", "no-store")
    return response
