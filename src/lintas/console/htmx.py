"""What a page that stays says of a request that it sends, and is told in reply (htmx.org/reference, headers)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def by_htmx(request: HttpRequest) -> bool:
    """Whether a page that stays asks, for a part of it."""
    return request.headers.get("HX-Request") == "true"


def by_itself(request: HttpRequest) -> bool:
    """Whether nobody pressed anything: a page brings itself up to date, or says that it is there (`X-By-Itself`)."""
    return (by_htmx(request) and request.method == "GET") or "X-By-Itself" in request.headers


def gone_to(address: str) -> HttpResponse:
    """The page goes on to this address."""
    return HttpResponse(headers={"HX-Redirect": address})
