"""The ladder of escalation: set by who runs the node, read by those before whom something can be put."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lintas.console import ladder as kept
from lintas.console.models import Officer, Rung
from lintas.console.models.ladder import RUNG_CHARS_MAX
from lintas.console.models.officer import AUDITOR, DUTY, MINISTER, OPERATOR
from lintas.console.officers import colleagues
from lintas.console.refusals import words
from lintas.console.signed_in import officer_of, only_for
from lintas.wire.errors import LintasError


@only_for(OPERATOR, AUDITOR, DUTY, MINISTER)
def ladder(request: HttpRequest) -> HttpResponse:
    """`/ladder/`; a POST by an operator sets it: `name-N`, `officers-N` and `minutes-N-URGENCY` for each place N."""
    officer, urgencies, others = officer_of(request), kept.urgencies(), colleagues()
    sets, refused = officer.has(OPERATOR), ""
    wanted = [_of_rung(each) for each in kept.rungs()]
    if request.method == "POST" and sets:
        wanted = _wanted(request.POST, urgencies, others)
        try:
            kept.change(officer, wanted)
        except LintasError as error:
            refused = words(error)
        else:
            messages.success(request, _("The ladder is set."))
            return redirect("ladder")
    context = {
        "rungs": [_drawn(place, each, urgencies, others) for place, each in enumerate(_and_room(wanted, sets=sets))],
        "urgencies": urgencies,
        "sets": sets,
        "refused": refused,
        "name_max": RUNG_CHARS_MAX,
        "minutes_max": kept.MINUTES_MAX,
    }
    return render(request, "console/ladder.html", context, status=422 if refused else 200)


def told(request: HttpRequest) -> HttpResponse:
    """`GET /ladder/told/`: what climbed to the officer, as every page of theirs shows it."""
    return render(request, "parts/climbed.html")


def _of_rung(rung: Rung) -> kept.Wanted:
    return kept.Wanted(rung.name, list(rung.officers.all()), {word: str(n) for word, n in rung.minutes.items()})


def _wanted(said: QueryDict, urgencies: Sequence[str], others: Sequence[Officer]) -> list[kept.Wanted]:
    """The rungs as they were typed, in order; one without a name is none."""
    found = []
    for place in range(kept.RUNGS_MAX):
        chosen = set(said.getlist(f"officers-{place}"))
        minutes = {word: said.get(f"minutes-{place}-{word}", "").strip() for word in urgencies}
        if name := said.get(f"name-{place}", "").strip()[:RUNG_CHARS_MAX]:
            found.append(kept.Wanted(name, [each for each in others if str(each.pk) in chosen], minutes))
    return found


def _and_room(wanted: list[kept.Wanted], *, sets: bool) -> list[kept.Wanted]:
    """The rungs, and empty ones for whoever sets them."""
    room = kept.RUNGS_MAX - len(wanted) if sets else 0
    return [*wanted, *(kept.Wanted("", [], {}) for _each in range(room))]


def _drawn(place: int, rung: kept.Wanted, urgencies: Sequence[str], others: Sequence[Officer]) -> Mapping[str, Any]:
    """A rung as the page draws it."""
    return {
        "place": place,
        "name": rung.name,
        "officers": [(each, each in rung.officers) for each in others],
        "there": rung.officers,
        "minutes": [(word, rung.minutes.get(word, "")) for word in urgencies],
    }
