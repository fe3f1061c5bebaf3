"""The shift at the duty desk: one touch at its beginning answers for what is done there until it ends."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lintas.console import trail
from lintas.console.asking import ask
from lintas.console.models import Officer
from lintas.console.models.officer import DUTY
from lintas.console.passkeys import has_passkey, request_options, touch_of
from lintas.console.refusals import words
from lintas.console.signed_in import officer_of, only_for
from lintas.console.times import local
from lintas.node import shifts
from lintas.wire.errors import LintasError


@only_for(DUTY)
def shift(request: HttpRequest) -> HttpResponse:
    """`/shift/`; a POST with an `assertion` begins one, with `does=end` ends it."""
    officer = officer_of(request)
    if request.method == "POST":
        _change(request, officer)
        return redirect("shift")
    return render(request, "console/shift.html", {"until": _until(officer), "has_passkey": has_passkey(officer)})


def _until(officer: Officer) -> str:
    """Until when the officer's shift lasts; empty where there is none."""
    try:
        found = ask(lambda node: shifts.on_shift(node, officer.name))
    except shifts.NotOnShift:
        return ""
    return local(found.shift.until_ms, officer)


def _change(request: HttpRequest, officer: Officer) -> None:
    if request.POST.get("does") == "end":
        ask(lambda node: shifts.end_shift(node, officer.name))
        trail.note(officer, "ended a shift")
        return
    try:
        touch = touch_of(request.POST.get("assertion", ""))
        ask(lambda node: shifts.begin_shift(node, officer.name, touch))
    except LintasError as error:
        messages.error(request, words(error))
        return
    trail.note(officer, "began a shift")
    messages.success(request, _("Your shift has begun."))


@only_for(DUTY)
@require_POST
def challenge(request: HttpRequest) -> HttpResponse:
    """`POST /shift/challenge/`: for what the passkey is to be touched."""
    officer = officer_of(request)
    try:
        proposed = ask(lambda node: shifts.propose_shift(node, officer.name))
    except LintasError as error:
        return JsonResponse({"error": words(error)}, status=409)
    return JsonResponse(request_options(officer, proposed.challenge))
