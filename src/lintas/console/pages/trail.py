"""The trail, for the auditor: who saw and did what, whether the chain is whole, and its newest hash."""

from __future__ import annotations

from datetime import UTC, datetime

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lintas.console.models.officer import AUDITOR
from lintas.console.signed_in import officer_of, only_for
from lintas.console.trail import check, entries, note

PAGE_LINES = 100


@only_for(AUDITOR)
def trail(request: HttpRequest) -> HttpResponse:
    """`GET /trail/?officer=NAME&dossier=ID&page=1`. That an auditor read it stands in the trail too."""
    note(officer_of(request), "read the trail")
    chosen = {name: request.GET.get(name, "").strip() for name in ("officer", "dossier")}
    page = Paginator(entries(**chosen).order_by("-id"), PAGE_LINES).get_page(request.GET.get("page"))
    lines = [(each, datetime.fromtimestamp(each.at_ms / 1000, UTC)) for each in page]
    return render(request, "console/trail.html", {"page": page, "lines": lines, "chosen": chosen, "chain": check()})
