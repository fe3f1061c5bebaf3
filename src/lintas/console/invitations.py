"""Links that are opened once: how an account gets its first way to sign in.

A link holds the account, a time and a mark of how the account can be signed in to now, all signed: once a password was
set with it, the mark is another and the link is void.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.urls import reverse

from lintas.console.models import Officer

_SALT: Final = "lintas/invitation/1"
_LASTS_MAX: Final = timedelta(days=30)


def link_for(officer: Officer, lasts: timedelta) -> str:
    """A link that opens the account once, within this time."""
    said = {"name": officer.name, "mark": _mark(officer), "s": int(lasts.total_seconds())}
    code = signing.dumps(said, salt=_SALT)
    return origin() + reverse("invited", args=[code])


def site() -> str:
    """The name to which passkeys are bound."""
    return urlsplit(origin()).hostname or ""


def origin() -> str:
    """Where browsers reach the console."""
    found: str = settings.CSRF_TRUSTED_ORIGINS[0]
    return found


def invited(code: str) -> Officer | None:
    """Whose link this is; None if it is none, was used, or is too old."""
    try:
        said = signing.loads(code, salt=_SALT, max_age=_LASTS_MAX)
        said = signing.loads(code, salt=_SALT, max_age=timedelta(seconds=said["s"]))
    except signing.BadSignature:
        return None
    officer = Officer.objects.filter(name=said["name"], is_active=True).first()
    return officer if officer and _mark(officer) == said["mark"] else None


def _mark(officer: Officer) -> str:
    return hashlib.sha256(f"{officer.pk}/{officer.password}".encode()).hexdigest()[:16]
