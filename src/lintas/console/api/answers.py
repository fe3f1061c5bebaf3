"""An error as a program gets it: {error, words, facts}: its class, the words of the pages, what it is made of."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from lintas.console.errors import NoSuchVerb, ScopeMissing, TooFast
from lintas.console.refusals import words
from lintas.node.order import BadBody
from lintas.node.plain_data import plain
from lintas.wire.errors import LintasError

_STATUS = {ScopeMissing: 403, TooFast: 429, BadBody: 422, NoSuchVerb: 422}
REFUSED = 409
"""The node refused it as things stand; nothing was stored or sent."""


def said(error: str, words: Any, facts: Any, status: int) -> HttpResponse:
    """An error as an answer."""
    return JsonResponse({"error": error, "words": str(words), "facts": facts}, status=status)


def refused(request: HttpRequest, error: LintasError) -> HttpResponse:
    """What the node or the console refused."""
    response = said(type(error).__name__, words(error), _facts(error), _STATUS.get(type(error), REFUSED))
    if isinstance(error, TooFast):
        response["Retry-After"] = str(error.wait_s)
    return response


def _facts(error: LintasError) -> dict[str, Any]:
    """What the error is made of, as plain data; what has no plain form by its text."""
    return {name: _fact(plain(value)) for name, value in vars(error).items() if not name.startswith("_")}


def _fact(value: Any) -> Any:
    if isinstance(value, list):
        return [_fact(entry) for entry in value]
    if isinstance(value, dict):
        return {name: _fact(entry) for name, entry in value.items()}
    return value if value is None or isinstance(value, str | int) else str(value)


def not_there(request: HttpRequest, error: Exception | None = None) -> HttpResponse:
    """There is no such thing, or not for this token: the answer is the same."""
    return said("NotThere", _("There is no such thing here."), {}, 404)


def _not_let_in(request: HttpRequest, error: Exception) -> HttpResponse:
    response = said("NotSignedIn", _("Show a token that is in force: Authorization: Bearer TOKEN."), {}, 401)
    response["WWW-Authenticate"] = "Bearer"
    return response


def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    return said("BadRequestBody", _("What was sent is no JSON that can be kept."), {}, error.status_code)


def _not_as_declared(request: HttpRequest, error: ValidationError) -> HttpResponse:
    wrong = [{"at": ".".join(map(str, each["loc"])), "why": str(each["msg"])} for each in error.errors]
    return said("NotAsDeclared", _("What was sent is not as the description of the API says."), {"wrong": wrong}, 422)


def _too_big(request: HttpRequest, error: Exception) -> HttpResponse:
    return said("TooLarge", _("That is too much for one request."), {}, 413)


def answer_errors(api: NinjaAPI) -> None:
    """Let the API answer so."""
    api.add_exception_handler(LintasError, refused)  # type: ignore[arg-type]
    api.add_exception_handler(Http404, not_there)  # type: ignore[arg-type]
    api.add_exception_handler(AuthenticationError, _not_let_in)  # type: ignore[arg-type]
    api.add_exception_handler(HttpError, _unreadable)  # type: ignore[arg-type]
    api.add_exception_handler(ValidationError, _not_as_declared)  # type: ignore[arg-type]
    api.add_exception_handler(RequestDataTooBig, _too_big)  # type: ignore[arg-type]
