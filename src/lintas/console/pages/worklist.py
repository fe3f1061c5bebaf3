"""The worklist: what I must do next, by when; what waits on others; filters that live in the address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lintas.console import access
from lintas.console.asking import service
from lintas.console.models import Dossier, Draft
from lintas.console.models.draft import WRITING
from lintas.console.models.officer import CASE_ROLES
from lintas.console.navigation import places_for
from lintas.console.signed_in import officer_of, only_for
from lintas.console.times import due_words
from lintas.console.work import SORTS, Tab, counted, lines_for, tabs_for
from lintas.node.plain_data import SHORT

PAGE_LINES: Final = 50


def first(request: HttpRequest) -> HttpResponseBase:
    """`GET /`: the worklist; who works on no dossier is led to a room of their own."""
    officer = officer_of(request)
    places = [] if officer.works_on_cases() else places_for(officer, "")
    return redirect(places[0].href) if places else worklist(request)


@only_for(*CASE_ROLES)
def worklist(request: HttpRequest) -> HttpResponse:
    """`GET /?tab=ours&kind=mla&party=my-ca&sort=due&page=1`."""
    officer = officer_of(request)
    tabs, tab, sort, seen = chosen(request)
    counts = counted(seen, tabs)
    page = Paginator(lines_of(request), PAGE_LINES).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "tabs": [(each, counts[each.name], each is tab) for each in tabs],
        "tab": tab,
        "sort": sort,
        "sorts": [(name, label) for name, (label, _order) in SORTS.items()],
        "page": page,
        "lines": [(_shown(line), due_words(line.due_ms, officer)) for line in page],
        "columns": _columns(sort),
        "elsewhere": [_elsewhere(each, counts, request) for each in tabs if each is not tab],
        "kinds": access.visible(officer).values_list("kind", "title").distinct().order_by("title"),
        "chosen": {name: request.GET.get(name, "") for name in ("kind", "party")},
        "drafts": Draft.objects.filter(officer=officer, state=WRITING).order_by("-changed")[:20],
    }
    return render(request, "console/worklist.html", context)


def _shown(line: Dossier) -> dict[str, Any]:
    """A line as the table draws it."""
    ours = service().node.identity.authority.code
    return {
        "pk": line.pk,
        "href": reverse("dossier", args=[line.pk]),
        "title": line.title,
        "ref": line.pk[:SHORT],
        "parties": [code for code in line.parties if code != ours],
        "phase": line.phase,
        "awaits_us": line.awaits_us,
        "awaited": line.awaited,
        "ended": line.ended,
        "next_step": line.next_step,
    }


def _columns(sort: str) -> list[dict[str, Any]]:
    words = (_("Dossier"), _("With"), _("Where it stands"), _("Next"), _("Due"))
    by = {0: "kind", 4: "due"}
    return [
        {"words": each, "sort": by.get(at), "sorted": "ascending" if by.get(at) == sort else ""}
        for at, each in enumerate(words)
    ]


def _elsewhere(tab: Tab, counts: Mapping[str, int], request: HttpRequest) -> dict[str, Any]:
    query = request.GET.copy()
    query["tab"] = tab.name
    return {"href": f"?{query.urlencode()}", "words": tab.words, "count": counts[tab.name]}


def chosen(request: HttpRequest) -> tuple[tuple[Tab, ...], Tab, str, QuerySet[Dossier]]:
    """What the address asks for: the officer's tabs, the one that is open, the order, and the lines of all of them."""
    officer, asked = officer_of(request), request.GET
    tabs = tabs_for(officer)
    tab = next((each for each in tabs if each.name == asked.get("tab")), tabs[0])
    sort = asked.get("sort", "")
    seen = lines_for(officer, asked.get("kind", ""), asked.get("party", ""))
    return tabs, tab, sort if sort in SORTS else "due", seen


def lines_of(request: HttpRequest) -> QuerySet[Dossier]:
    """The lines that the address asks for, in its order."""
    _tabs, tab, sort, seen = chosen(request)
    return seen.filter(tab.holds).order_by(*SORTS[sort][1])
