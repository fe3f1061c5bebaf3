"""Who comes in: a token in `Authorization: Bearer`, of the scope that the operation wants, of an owner in a role.

The scope is asked for before anything is looked up, so that its refusal tells nothing of what there is. To a role that
an operation is not for, it is not there: 404, as pages are.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.http import Http404, HttpRequest
from ninja.security import HttpBearer

from lintas.console.api.rate import rate
from lintas.console.asking import service
from lintas.console.errors import ScopeMissing
from lintas.console.models import Officer, Token
from lintas.console.models.officer import ROLES
from lintas.console.tokens import SCOPES, find


class Bearer(HttpBearer):
    """Lets in tokens of one scope, and of owners in one of some roles."""

    def __init__(self, scope: str, roles: Iterable[str] | None = None) -> None:
        super().__init__()
        self.scope = scope
        self.roles = frozenset(roles if roles is not None else SCOPES[scope])

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        found = find(token)
        if found is None:
            return None
        rate.take(found.pk, service().settings.api_per_min)
        if self.scope and self.scope not in found.scopes:
            raise ScopeMissing(self.scope)
        if not found.officer.has(*self.roles):
            raise Http404
        return found


ANY: Final = Bearer("", ROLES)
"""Every token of an account that is in service."""


def officer_of(request: HttpRequest) -> Officer:
    """The owner of the token that was shown."""
    token: Token = request.auth  # type: ignore[attr-defined]
    return token.officer
