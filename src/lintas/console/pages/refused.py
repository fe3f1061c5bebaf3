"""Pages that say why the node did not do what a browser asked, for whoever pressed something.

Django calls them by name: `handler400` of the table of pages, and `CSRF_FAILURE_VIEW` of the settings.
"""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

SECRET: Final = "password"
"""What a field is called that holds one, in its name or a part of it."""


def not_taken(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was sent cannot be taken; why, where that was said to be read by a person."""
    why = str(exception) if isinstance(exception, BadRequest) else ""
    return render(request, "400.html", {"why": why}, status=400)


def from_before(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was opened before somebody signed in again: its token is of a session that is over, and whoever sits
    there now may be another. Nothing is done, and what was written is given back to be taken along.
    """
    return render(request, "403_csrf.html", {"written": _written(request)}, status=403)


def _written(request: HttpRequest) -> list[str]:
    """Sentences of the form, if a page of ours sent it (RFC 6454, section 7): what another site sends is not shown."""
    if request.headers.get("Origin") not in settings.CSRF_TRUSTED_ORIGINS:
        return []
    told = ((name, value) for name, values in request.POST.lists() for value in values if SECRET not in name)
    return [value for name, value in told if len(value.split()) > 1]
