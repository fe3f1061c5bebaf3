"""The roster of the duty desk, which those who sit there plan."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime

from lintas.console import roster as kept
from lintas.console.models import Officer
from lintas.console.models.officer import DUTY
from lintas.console.refusals import words
from lintas.console.signed_in import number, officer_of, only_for
from lintas.wire.errors import LintasError


@only_for(DUTY)
def roster(request: HttpRequest) -> HttpResponse:
    """`/desk/roster/`; a POST plans a turn (`officer`, `from` and `until` in the reader's own time), or drops one
    (`drop`).
    """
    officer = officer_of(request)
    if request.method == "POST":
        _change(request, officer)
        return redirect("roster")
    context = {
        "turns": kept.coming(officer),
        "on": kept.on_shift(officer),
        "officers": kept.at_desk(),
        "zone": officer.time_zone,
        "hours_max": kept.HOURS_MAX,
    }
    return render(request, "console/roster.html", context)


def _change(request: HttpRequest, officer: Officer) -> None:
    if "drop" in request.POST:
        return kept.drop(officer, number(request.POST["drop"]))
    other = next((each for each in kept.at_desk() if each.pk == number(request.POST.get("officer"))), None)
    if other is None:
        raise Http404
    try:
        kept.plan(officer, other, *(_ms(request.POST.get(name, ""), officer) for name in ("from", "until")))
    except LintasError as error:
        messages.error(request, words(error))


def _ms(text: str, officer: Officer) -> int:
    """A time as a browser sends it, in the officer's zone; one that is none is long over."""
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    return int(found.replace(tzinfo=ZoneInfo(officer.time_zone)).timestamp() * 1000) if found else 0
