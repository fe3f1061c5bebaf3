"""The room of the law: who can ask whom under what, as a table and a map; an instrument with its timeline."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.timezone import localdate

from lintas.console.law import overview
from lintas.console.law.matters import register
from lintas.console.models.officer import CASE_ROLES
from lintas.console.signed_in import only_for
from lintas.law.plots import timeline_svg


@only_for(*CASE_ROLES)
def room(request: HttpRequest) -> HttpResponse:
    """`GET /law/?type=mla&category=fraud&years=10&state=VN`."""
    form = overview.OverviewForm({**overview.USUAL, **request.GET.dict()})
    chosen = form.cleaned_data if form.is_valid() else overview.USUAL
    table = overview.asked(chosen)
    context = {
        "form": form,
        "asks": chosen["state"],
        "states": table.states,
        "rows": overview.rows(table),
        "legend": overview.legend(table),
        "map": overview.drawn(table, chosen["state"]),
        "instruments": register().instruments.values(),
    }
    return render(request, "console/law/room.html", context)


@only_for(*CASE_ROLES)
def instrument(request: HttpRequest, name: str) -> HttpResponse:
    """`GET /law/NAME/`: an instrument of the register, every row with how sure it is."""
    law = register()
    found = law.instruments.get(name)
    if found is None:
        raise Http404
    context = {
        "instrument": found,
        # The plot escapes what it shows, and holds neither script nor style.
        "timeline": mark_safe(timeline_svg(found, localdate())),
        "parties": [row for rows in found.parties.values() for row in rows],
        "in_force": any(row.in_force for rows in found.parties.values() for row in rows),
        "grounds": [(used, row, law.grounds[row.code].label) for used, rows in found.grounds.items() for row in rows],
        "contents": [(kind, row, law.contents[row.code]) for kind, rows in found.contents.items() for row in rows],
    }
    return render(request, "console/law/instrument.html", context)
