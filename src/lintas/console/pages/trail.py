"""The trail, for the auditor: who saw and did what, whether the chain is whole, and its newest hash."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lintas.console.models.officer import AUDITOR
from lintas.console.signed_in import number, officer_of, only_for
from lintas.console.trail import check, entries, note
from lintas.console.work import Page

PAGE_LINES = 100


@only_for(AUDITOR)
def trail(request: HttpRequest) -> HttpResponse:
    """`GET /trail/?officer=NAME&dossier=ID&after=N`, newest first. That an auditor read it stands in the trail too."""
    note(officer_of(request), "read the trail")
    chosen = {name: request.GET.get(name, "").strip() for name in ("officer", "dossier")}
    asked = entries(**chosen).order_by("-id")
    if after := request.GET.get("after"):
        asked = asked.filter(pk__lt=number(after))
    found = list(asked[: PAGE_LINES + 1])
    page = Page(found[:PAGE_LINES], str(found[PAGE_LINES - 1].pk) if len(found) > PAGE_LINES else "")
    lines = [(each, datetime.fromtimestamp(each.at_ms / 1000, UTC)) for each in page.lines]
    return render(request, "console/trail.html", {"page": page, "lines": lines, "chosen": chosen, "chain": check()})
