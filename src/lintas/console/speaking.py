"""Pages speak the language of the account; before somebody is signed in, that of the browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from asgiref.sync import iscoroutinefunction
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.decorators import sync_and_async_middleware

from lintas.console.models import Officer

Get = Callable[[HttpRequest], Any]


@sync_and_async_middleware
def their_language(get_response: Get) -> Get:
    """Middleware: the officer's language, wherever they sit; `LocaleMiddleware` chose the browser's before."""
    if iscoroutinefunction(get_response):

        async def later(request: HttpRequest) -> HttpResponseBase:
            _speak(await request.auser())
            return cast(HttpResponseBase, await get_response(request))

        return later

    def now(request: HttpRequest) -> HttpResponseBase:
        _speak(request.user)
        return cast(HttpResponseBase, get_response(request))

    return now


def _speak(user: Any) -> None:
    if isinstance(user, Officer) and user.language in dict(settings.LANGUAGES):
        translation.activate(user.language)
