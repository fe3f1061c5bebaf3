"""Every page of the console by its path, out of the table of URLs, so that whoever walks all of them forgets none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from django.urls import URLPattern, URLResolver, get_resolver

_PARAMETERS = re.compile(r"<\w+:(\w+)>")
_NOT_A_PAGE = re.compile(
    r"^(api/.*|\^api/.*|live|language/|uploads/|bulk/|saved/|.*/challenge/|.*/drop/|.*/team/|.*/notes/|dossiers/.*/do/.*"
    r"|open/.+|.*/law/reply/.*|.*/law/checklist/|.*/letters/.+|.*/language/|.*/change/|(glass|ladder)/told/"
    r"|node/peers/.*|node/diagnostics/|export/.*|dossiers/.*/(export|say)/.+|.*/files/.+"
    r"|accounts/logout/.*|accounts/2fa/recovery-codes/download/|accounts/2fa/webauthn/login/)$"
)
"""What takes something, hands out a file, or answers programs."""


def paths() -> Iterator[str]:
    """The paths as the table has them, with their parameters; Django must be ready."""
    yield from _below(get_resolver().url_patterns, "")


def _below(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for each in patterns:
        path = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _below(each.url_patterns, path)
        elif not _NOT_A_PAGE.match(path):
            yield path


def address(path: str, known: Mapping[str, str]) -> str | None:
    """The address of a page, with what stands in it; None if something in it is not known."""
    if any(name not in known for name in _PARAMETERS.findall(path)):
        return None
    return _PARAMETERS.sub(lambda match: known[match[1]], path)
