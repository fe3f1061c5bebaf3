"""Tokens of programs: made by their owner, shown once, bound in scope and time, ended at any moment.

A token gives no more than its owner's roles do at the moment it is used, and nothing once the account has ended.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Final

from lintas.console import trail
from lintas.console.errors import NoSuchScope, TooManyTokens
from lintas.console.models import Officer, Token
from lintas.console.models.officer import AUDITOR, CASE_ROLES, OPERATOR

READ, DRAFT, SEAL, AUDIT, OPERATE = "read", "draft", "seal", "audit", "operate"
SCOPES: Final = MappingProxyType(
    {
        READ: CASE_ROLES,
        DRAFT: CASE_ROLES,
        SEAL: CASE_ROLES,
        AUDIT: frozenset({AUDITOR}),
        OPERATE: frozenset({OPERATOR}),
    }
)
"""Each scope, and the roles of which an owner must have one."""
PREFIX: Final = "lintas_"
"""By which those who look for lost secrets know a token."""
LASTS_DAYS_MAX: Final = 365
LASTS_DAYS: Final = 90
TOKENS_MAX: Final = 20
"""How many tokens an officer may have at a time."""
_SECRET_BYTES: Final = 32
_USED_EVERY: Final = timedelta(minutes=1)
"""That a token was used is written no more often than this."""


def scopes_of(officer: Officer) -> tuple[str, ...]:
    """The scopes that a token of this officer can have."""
    return tuple(scope for scope, roles in SCOPES.items() if officer.has(*roles))


def make(officer: Officer, name: str, scopes: Iterable[str], lasts: timedelta) -> tuple[Token, str]:
    """A new token, and its secret, which is nowhere kept; raises `NoSuchScope` or `TooManyTokens`."""
    can, wanted = scopes_of(officer), sorted(set(scopes))
    if unknown := next((scope for scope in wanted if scope not in can), None):
        raise NoSuchScope(unknown, ", ".join(can))
    now = datetime.now(UTC)
    Token.objects.filter(officer=officer, expires__lte=now).delete()
    if Token.objects.filter(officer=officer).count() >= TOKENS_MAX:
        raise TooManyTokens(TOKENS_MAX)
    secret = PREFIX + secrets.token_urlsafe(_SECRET_BYTES)
    expires = now + min(lasts, timedelta(days=LASTS_DAYS_MAX))
    token = Token.objects.create(officer=officer, name=name, digest=_digest(secret), scopes=wanted, expires=expires)
    trail.note(officer, "made a token", detail=f"{name}: {', '.join(wanted)}")
    return token, secret


def end(token: Token) -> None:
    """The token is no longer good for anything."""
    token.delete()
    trail.note(token.officer, "ended a token", detail=token.name)


def find(secret: str) -> Token | None:
    """The token, its owner told by which one he asks; None if there is none, it is over, or the account is."""
    now = datetime.now(UTC)
    found = Token.objects.select_related("officer").filter(digest=_digest(secret), expires__gt=now).first()
    if found is None or not found.officer.is_active:
        return None
    if found.used is None or now - found.used >= _USED_EVERY:
        Token.objects.filter(pk=found.pk).update(used=now)
    found.officer.token = found.name
    return found


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="surrogatepass")).hexdigest()
