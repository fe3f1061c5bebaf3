"""A file that a draft would send, for the second person who is asked to answer for it, before it is sealed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponseBase

from lintas.console import drafts, trail
from lintas.console.asking import ask
from lintas.console.leaving import parts_of, streamed
from lintas.console.models import Draft
from lintas.console.models.officer import APPROVER
from lintas.console.refusals import words
from lintas.console.signed_in import officer_of, only_for
from lintas.node import uploads
from lintas.node.plain import safe_name
from lintas.wire.errors import LintasError


@only_for(APPROVER)
def attached(request: HttpRequest, draft: int, upload: str) -> HttpResponseBase:
    """`GET /approvals/N/files/UPLOAD/`."""
    officer = officer_of(request)
    found = drafts.put_before(officer, draft)
    if upload not in dict(files_of(found)):
        raise Http404
    author, reader = found.officer.name, officer.name

    def part(at: int) -> bytes:
        data: bytes = ask(lambda node: uploads.part(node, author, upload, reader, at))
        return data

    try:
        file = ask(lambda node: uploads.named(node, author, upload))
        first = part(0)
    except LintasError as error:
        raise BadRequest(words(error)) from None
    name = safe_name(file["name"])
    did, detail = "looked at a file before approving", f"{name}: {found.verb}"
    trail.note(officer, did, dossier=found.dossier, kind=found.kind, detail=detail)
    return streamed(parts_of(part, 0, first), name, "application/octet-stream", file["bytes"], lambda: None)


def files_of(draft: Draft) -> list[tuple[str, str]]:
    """The files that a draft would send: by what each is called here, with its name."""
    return [(each["upload"], each.get("name", "")) for each in _in(draft.fields)]


def _in(value: Any) -> Iterator[dict[str, str]]:
    if isinstance(value, dict) and "upload" in value:
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _in(each)
