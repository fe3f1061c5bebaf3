"""Search over everything that the officer may see, in every script; each search stands in the trail with its purpose.

Words that begin the reference of a dossier lead there at once. Counts are of what may be seen, and of nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lintas.console import access, trail
from lintas.console.asking import ask_beside
from lintas.console.forms.fields import label_of
from lintas.console.models import Officer
from lintas.console.models.officer import CASE_ROLES
from lintas.console.refusals import words
from lintas.console.signed_in import officer_of, only_for
from lintas.console.times import local
from lintas.node.plain_data import SHORT
from lintas.node.search import BEST, Asked, Found, search
from lintas.search.snippets import Snippet
from lintas.wire.errors import LintasError
from lintas.wire.identifiers import DOSSIER_BYTES, read, show

FILTERS = ("kind", "party", "author", "since", "until", "order")


@only_for(*CASE_ROLES)
def search_page(request: HttpRequest) -> HttpResponse:
    """`GET /search/?q=WORDS&purpose=WHY&kind=..&party=..&author=..&since=..&until=..&order=best|newest&after=..`."""
    officer, said = officer_of(request), request.GET.get("q", "").strip()
    seen = access.visible(officer)
    if len(said) >= SHORT and (at := seen.filter(pk__startswith=said.lower()).first()):
        return redirect("dossier", at.pk)
    chosen = {name: request.GET.get(name, "").strip() for name in FILTERS}
    context: dict[str, Any] = {
        "q": said,
        "purpose": request.GET.get("purpose", ""),
        "chosen": chosen,
        "kinds": seen.values_list("kind", "title").distinct().order_by("title"),
    }
    if said:
        context |= _found(request, officer, said, chosen)
    return render(request, "console/search.html", context)


def _found(request: HttpRequest, officer: Officer, said: str, chosen: dict[str, str]) -> dict[str, Any]:
    visible = frozenset(read(pk, DOSSIER_BYTES) for pk in access.visible(officer).values_list("pk", flat=True))
    asked = Asked(
        words=said,
        kind=chosen["kind"],
        party=chosen["party"],
        author=chosen["author"],
        since=chosen["since"],
        until=chosen["until"],
        order=chosen["order"] or BEST,
        after=request.GET.get("after", ""),
        purpose=request.GET.get("purpose", "").strip(),
    )
    try:
        found: Found = ask_beside(lambda node: search(node, asked, visible))
    except LintasError as error:
        return {"refused": words(error)}
    # Written down before anything is shown.
    trail.note(officer, "searched", detail=found.asked.words, purpose=found.asked.purpose)
    return {"found": found, "hits": list(_hits(found, officer))}


def _hits(found: Found, officer: Officer) -> Iterator[dict[str, Any]]:
    for hit in found.hits:
        act = show(hit.act)
        yield {
            "href": f"{reverse('dossier', args=[show(hit.dossier)])}?view=record&upto={act}#act-{act[:12]}",
            "title": hit.title,
            "ref": show(hit.dossier)[:SHORT],
            "verb": hit.verb,
            "author": hit.author,
            "when": local(hit.time_ms, officer),
            "language": hit.language,
            "field": label_of(hit.snippet.field),
            "parts": list(_parts(hit.snippet)),
            "corrected": bool(hit.corrected_by),
        }


def _parts(snippet: Snippet) -> Iterator[tuple[str, bool]]:
    """The snippet in pieces, each with whether it is what was searched for."""
    at = 0
    for start, end in snippet.marks:
        yield snippet.text[at:start], False
        yield snippet.text[start:end], True
        at = end
    yield snippet.text[at:], False
