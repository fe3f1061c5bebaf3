"""Every page of the console by its path, out of the table of URLs, so that whoever walks all of them forgets none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from django.urls import URLPattern, URLResolver, get_resolver

_PARAMETERS = re.compile(r"<\w+:(\w+)>")
_NO_PAGES = (
    r"api/.*",
    r"\^api/.*",
    r"live",
    r"language/",
    r"uploads/",
    r"bulk/",
    r"saved/",
    r".*/challenge/",
    r".*/drop/",
    r".*/team/",
    r".*/notes/",
    r"dossiers/.*/do/.*",
    r"open/.+",
    r"facts/.*/draft/",
    r".*/law/reply/.*",
    r".*/law/checklist/",
    r".*/letters/.+",
    r".*/language/",
    r".*/change/",
    r"(glass|ladder)/told/",
    r"node/peers/.*",
    r"node/diagnostics/",
    r"export/.*",
    r"dossiers/.*/(export|say)/.+",
    r".*/files/.+",
    r"accounts/logout/.*",
    r"accounts/2fa/recovery-codes/download/",
    r"accounts/2fa/webauthn/login/",
    r"counter/picture/",
    r"interchange/draft/",
    r"carried/.+",
    r"certificates/.+",
    r"dossiers/.*/certificates/.+",
    r".*/reminders/form/.+",
    r"dossiers/.*/call/.+/state/",
    r".*/word/",
    r".*/(sheet|paper)/",
    r".*/put/.*",
)
"""What takes something, hands out a file, or answers programs."""
_NO_PAGE = re.compile("|".join(_NO_PAGES))


def paths() -> Iterator[str]:
    """The paths as the table has them, with their parameters; Django must be ready."""
    yield from _below(get_resolver().url_patterns, "")


def _below(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for each in patterns:
        path = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _below(each.url_patterns, path)
        elif not _NO_PAGE.fullmatch(path):
            yield path


def address(path: str, known: Mapping[str, str]) -> str | None:
    """The address of a page, with what stands in it; None if something in it is not known."""
    if any(name not in known for name in _PARAMETERS.findall(path)):
        return None
    return _PARAMETERS.sub(lambda match: known[match[1]], path)
