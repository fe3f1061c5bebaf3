"""The second factor: outside an exercise nobody works here by a password alone.

Who has none yet is led to where one is set up, and to nothing else. That one is there is looked up once a session.
"""

from __future__ import annotations

from typing import Any, Final

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet
from django.http import HttpRequest

from lintas.console.asking import service

HAS: Final = "has_factor"
WAYS: Final = ("/accounts/", "/language/", "/static/", "/invited/")
"""Where somebody without a second factor has business."""


def wanting(request: HttpRequest, user: Any) -> bool:
    """Whether somebody who is signed in has to set one up before anything else, whatever the request."""
    return _asked(request, user) and not _noted(request, there=_factors(user).exists())


def lacks(request: HttpRequest, user: Any) -> bool:
    """Whether the request is of somebody who must set one up first."""
    return not request.path.startswith(WAYS) and wanting(request, user)


async def alacks(request: HttpRequest, user: Any) -> bool:
    """The same, on the event loop."""
    matters = not request.path.startswith(WAYS) and _asked(request, user)
    return matters and not _noted(request, there=await _factors(user).aexists())


def _asked(request: HttpRequest, user: Any) -> bool:
    known = user.is_authenticated and not service().node.federation.exercise
    return known and not request.session.get(HAS)


def _noted(request: HttpRequest, *, there: bool) -> bool:
    if there:
        request.session[HAS] = True
    return there


def _factors(user: Any) -> QuerySet[Authenticator]:
    found: QuerySet[Authenticator] = Authenticator.objects.filter(user=user)
    return found.exclude(type=Authenticator.Type.RECOVERY_CODES)
