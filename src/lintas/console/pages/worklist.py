"""The worklist: what I must do next, by when; what waits on others; filters that live in the address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lintas.console import ladder, teams
from lintas.console.asking import service
from lintas.console.models import Dossier, Draft, Membership, Officer
from lintas.console.models.draft import WRITING
from lintas.console.models.officer import CASE_ROLES
from lintas.console.navigation import places_for
from lintas.console.officers import colleagues
from lintas.console.pages.saved import filters_for
from lintas.console.signed_in import officer_of, only_for
from lintas.console.times import due_between
from lintas.console.work import SORTS, Page, Tab, Wanted, counted, page, tabs_for
from lintas.node.plain_data import SHORT

PAGE_LINES: Final = 50
MENTIONS_SHOWN: Final = 20


def first(request: HttpRequest) -> HttpResponseBase:
    """`GET /`: the worklist; who works on no dossier is led to a room of their own."""
    officer = officer_of(request)
    places = [] if officer.works_on_cases() else places_for(officer, "")
    return redirect(places[0].href) if places else worklist(request)


@only_for(*CASE_ROLES)
def worklist(request: HttpRequest) -> HttpResponse:
    """`GET /?tab=ours&kind=mla&party=my-ca&sort=due&after=KEY`."""
    officer = officer_of(request)
    tabs, wanted = tabs_for(officer), wanted_of(request)
    counts = counted(officer, tabs, wanted)
    found = page(officer, wanted, request.GET.get("after", ""), PAGE_LINES)
    context: dict[str, Any] = {
        "tabs": [(each, counts[each.name], each is wanted.tab) for each in tabs],
        "tab": wanted.tab,
        "sort": wanted.sort,
        "sorts": SORTS.items(),
        "page": found,
        "lines": _lines(found, officer),
        "columns": _columns(wanted.sort),
        "elsewhere": [
            _elsewhere(each, counts, request) for each in tabs if counts[each.name] and each is not wanted.tab
        ],
        "kinds": sorted((each.title, each.name) for each in service().node.kinds.values()),
        "chosen": {"kind": wanted.kind, "party": wanted.party},
        "drafts": Draft.objects.filter(officer=officer, state=WRITING).order_by("-changed")[:20],
        "mentions": teams.mentions(officer, MENTIONS_SHOWN),
        "saved": filters_for(officer),
        "colleagues": colleagues(),
        "query": request.GET.urlencode(),
        "sounds": ladder.is_on(officer),
    }
    return render(request, "console/worklist.html", context)


def wanted_of(request: HttpRequest) -> Wanted:
    """Which lines the address asks for; the first view, the most pressing first, where it does not say."""
    asked, tabs = request.GET, tabs_for(officer_of(request))
    tab = next((each for each in tabs if each.name == asked.get("tab")), tabs[0])
    sort = asked.get("sort", "")
    return Wanted(tab, asked.get("kind", ""), asked.get("party", ""), sort if sort in SORTS else "due")


def _lines(found: Page[Dossier], officer: Officer) -> list[tuple[dict[str, Any], Any]]:
    """The lines as the table draws them, each with what is due."""
    ids = [line.pk for line in found.lines]
    own = {each.dossier: each for each in Membership.objects.filter(officer=officer, dossier__in=ids)}
    leading = Membership.objects.filter(dossier__in=ids, leads=True).select_related("officer__cover")
    leads = {each.dossier: each.officer for each in leading}
    return [
        (_shown(line, own.get(line.pk), leads.get(line.pk)), due_between(line.due_ms, officer, line.parties))
        for line in found.lines
    ]


def _shown(line: Dossier, own: Membership | None, leads: Officer | None) -> dict[str, Any]:
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
        "new": own is not None and own.looked < line.last_position,
        "leads": leads,
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
    query.pop("after", None)
    return {"href": f"?{query.urlencode()}", "words": tab.words, "count": counts[tab.name]}
