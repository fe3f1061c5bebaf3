"""Who is asking: pages get an officer, or the request goes to the sign-in page.

Every path wants somebody who is signed in, save those that make one: so a page cannot be forgotten.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec, cast
from urllib.parse import urlsplit

from asgiref.sync import iscoroutinefunction
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import sync_and_async_middleware

from lintas.console import factors
from lintas.console.htmx import by_htmx, by_itself, gone_to
from lintas.console.live.hub import hub
from lintas.console.models import Officer

API: Final = "/api/"
"""Programs come with tokens, which are asked for there; cookies count for nothing (`console.api`)."""
OPEN: Final = (
    "/accounts/login",
    "/accounts/2fa/authenticate",
    "/accounts/2fa/webauthn/login",
    "/static/",
    "/invited/",
    "/language/",
    API,
)
"""Where somebody who is not yet signed in has business."""

FACTORS: Final = "mfa_index"
LIVE: Final = "/live"
_DIGITS_MAX: Final = 18
"""A 64-bit number has no more."""
SEEN: Final = "seen_s"
TOLD_UPTO: Final = "lintas.told_upto"
"""Where a request keeps the newest act that its page may know, as it was before anything of the page was read."""
SEEN_EVERY_S: Final = 30
"""A session is written no more often than this."""

Get = Callable[[HttpRequest], Any]
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


@sync_and_async_middleware
def officers_only(get_response: Get) -> Get:
    """Middleware: nobody but officers, except at the paths of `OPEN`."""
    if iscoroutinefunction(get_response):

        async def later(request: HttpRequest) -> HttpResponseBase:
            user = await request.auser()
            refused = None if _open(request) else _refused(request, user.is_authenticated)
            refused = refused or (redirect(FACTORS) if await factors.alacks(request, user) else None)
            _stay(request)
            return refused or cast(HttpResponseBase, await get_response(request))

        return later

    def now(request: HttpRequest) -> HttpResponseBase:
        refused = None if _open(request) else _refused(request, request.user.is_authenticated)
        refused = refused or (redirect(FACTORS) if factors.lacks(request, request.user) else None)
        _stay(request)
        return refused or cast(HttpResponseBase, get_response(request))

    return now


def _stay(request: HttpRequest) -> None:
    """A page that a person asks for keeps the session alive, and knows up to which act it may say something; one that
    refreshes itself, or a stream, does not.
    """
    if by_itself(request) or request.path == LIVE or _open(request):
        return
    request.META[TOLD_UPTO] = hub.upto
    now_s = int(time.time())
    if now_s - request.session.get(SEEN, 0) >= SEEN_EVERY_S:
        request.session[SEEN] = now_s


def _open(request: HttpRequest) -> bool:
    return request.path.startswith(OPEN)


def _refused(request: HttpRequest, known: bool) -> HttpResponseBase | None:
    """Whoever is signed out goes to sign in; a page that asks for a part of it stays, unless somebody pressed there."""
    if known:
        return None
    if by_itself(request):
        return HttpResponse(status=401)
    if by_htmx(request):
        here = urlsplit(request.headers.get("HX-Current-URL", "")).path
        return gone_to(redirect_to_login(here or "/").url)
    return redirect_to_login(request.get_full_path())


def officer_of(request: HttpRequest) -> Officer:
    """The officer who asks, on a path that wants one."""
    return cast(Officer, request.user)


def number(text: str | None) -> int:
    """A number that a browser sent as the name of something; raises `Http404` for anything else."""
    if not (text and text.isascii() and text.isdigit() and len(text) <= _DIGITS_MAX):
        raise Http404
    return int(text)


def only_for(*roles: str) -> Callable[[View[P]], View[P]]:
    """For a page of certain roles: to everybody else it is not there."""

    def wrap(view: View[P]) -> View[P]:
        @wraps(view)
        def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not officer_of(request).has(*roles):
                raise Http404
            return view(request, *args, **kwargs)

        return checked

    return wrap
