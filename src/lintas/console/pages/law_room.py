"""The room of the law: who can ask whom under what, as a table and a map; an instrument with its timeline; the law of
a state. Each says which files are as lintas brings them along, and who adopted the others, and when.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.timezone import localdate

from lintas.console.asking import ask
from lintas.console.law import overview
from lintas.console.law.matters import law as law_now
from lintas.console.models.officer import CASE_ROLES
from lintas.console.signed_in import only_for
from lintas.law.changes import said_of_death
from lintas.law.plots import timeline_svg
from lintas.law.reading import file_of
from lintas.law.rows import Instrument, State
from lintas.node.adopted import Law, Row


@only_for(*CASE_ROLES)
def room(request: HttpRequest) -> HttpResponse:
    """`GET /law/?type=mla&category=fraud&years=10&state=VN`."""
    law = law_now()
    form = overview.OverviewForm(law.register, {**overview.USUAL, **request.GET.dict()})
    chosen = form.cleaned_data if form.is_valid() else overview.USUAL
    table = overview.asked(law.register, chosen)
    context = {
        "form": form,
        "asks": chosen["state"],
        "states": table.states,
        "rows": overview.rows(table),
        "legend": overview.legend(table),
        "map": overview.drawn(table, chosen["state"]),
        "instruments": law.register.instruments.values(),
        "all_states": law.register.states.values(),
        "adopted": law.rows,
        "faults": law.faults,
    }
    return render(request, "console/law/room.html", context)


@only_for(*CASE_ROLES)
def instrument(request: HttpRequest, name: str) -> HttpResponse:
    """`GET /law/NAME/`: an instrument of the register, every row with how sure it is."""
    now = law_now()
    law = now.register
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
        "adopted": _adopted(now, found),
    }
    return render(request, "console/law/instrument.html", context)


@only_for(*CASE_ROLES)
def state(request: HttpRequest, code: str) -> HttpResponse:
    """`GET /law/states/VN/`: a state with its own law, every row with how sure it is."""
    now = law_now()
    law = now.register
    found = law.states.get(code)
    if found is None:
        raise Http404
    laws = [each for each in law.laws if each.state == code]
    context = {
        "state": found,
        "authorities": [(row, sorted(row.functions)) for row in found.authorities],
        "laws": [
            (each, sorted(each.functions), [(row, law.grounds[row.code].label) for row in each.grounds])
            for each in laws
        ],
        "deaths": [(said_of_death(row), row) for row in law.deaths.get(code, ())],
        "death_found": ask(lambda node: node.policy.death_found.get(code, "")),
        "adopted": _adopted(now, found),
        "faults": now.faults,
    }
    return render(request, "console/law/state.html", context)


def _adopted(law: Law, shown: Instrument | State) -> list[Row]:
    row = law.adopted(file_of(shown))
    return [row] if row else []
