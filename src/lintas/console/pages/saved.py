"""Filters of the worklist that an officer keeps, and shares with colleagues: an address under a name."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from lintas.console.errors import TooManyFilters
from lintas.console.models import Officer, SavedFilter
from lintas.console.models.officer import CASE_ROLES
from lintas.console.models.saved import NAME_CHARS_MAX, QUERY_CHARS_MAX
from lintas.console.refusals import words
from lintas.console.signed_in import number, officer_of, only_for

FILTERS_MAX: Final = 50
ASKED: Final = ("tab", "kind", "party", "sort")
"""What of an address is kept: what it asks for, and not where one was in it."""


def filters_for(officer: Officer) -> QuerySet[SavedFilter]:
    """The officer's own, and those that colleagues share."""
    seen = SavedFilter.objects.filter(Q(officer=officer) | Q(shared=True, officer__is_active=True))
    return seen.select_related("officer").order_by("name", "pk")


@only_for(*CASE_ROLES)
@require_POST
def saved(request: HttpRequest) -> HttpResponse:
    """`POST /saved/` with `name`, `query`, `shared`: keep the filter; with `end`: keep it no longer."""
    officer = officer_of(request)
    if "end" in request.POST:
        get_object_or_404(SavedFilter, pk=number(request.POST["end"]), officer=officer).delete()
        return redirect("worklist")
    query, name = _query(request.POST.get("query", "")), request.POST.get("name", "").strip()[:NAME_CHARS_MAX]
    if name and SavedFilter.objects.filter(officer=officer).exclude(name=name).count() >= FILTERS_MAX:
        messages.error(request, words(TooManyFilters(FILTERS_MAX)))
    elif name:
        kept = {"query": query, "shared": request.POST.get("shared") == "on"}
        SavedFilter.objects.update_or_create(officer=officer, name=name, defaults=kept)
    return redirect(f"/?{query}")


def _query(text: str) -> str:
    asked, kept = QueryDict(text[:QUERY_CHARS_MAX]), QueryDict(mutable=True)
    for name in ASKED:
        if value := asked.get(name, ""):
            kept[name] = value
    return kept.urlencode()[:QUERY_CHARS_MAX]
