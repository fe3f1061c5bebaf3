"""Breaking the glass: asking for it, agreeing to it, reading by it, and taking note that it was done."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from lintas.console import glass as kept
from lintas.console import trail
from lintas.console.asking import ask, service
from lintas.console.drafting import fields_in_order
from lintas.console.models import Dossier, Glass, Officer
from lintas.console.models.officer import APPROVER, AUDITOR, OPERATOR
from lintas.console.pages.dossier import drawn
from lintas.console.refusals import words
from lintas.console.signed_in import officer_of, only_for
from lintas.console.times import local
from lintas.node.plain_data import find_dossier, plain
from lintas.node.show import Shown, show
from lintas.node.show_raw import show_raw
from lintas.node.state import Node
from lintas.wire.errors import LintasError

LISTED_MAX = 100


@only_for(OPERATOR, APPROVER, AUDITOR)
def glass(request: HttpRequest) -> HttpResponse:
    """`/glass/`; a POST by an operator with `reference` and `reason` asks."""
    officer = officer_of(request)
    said = {name: request.POST.get(name, "") for name in ("reference", "reason")}
    refused = ""
    if request.method == "POST" and officer.has(OPERATOR):
        try:
            found = kept.ask(officer, **said)
        except LintasError as error:
            refused = words(error)
        else:
            return redirect("glass_open", found.pk) if kept.is_open(found) else redirect("glass")
    context: dict[str, Any] = {
        "lines": [_line(each, officer) for each in kept.listed(officer)[:LISTED_MAX]],
        "asks": officer.has(OPERATOR),
        "policy": service().settings.break_glass,
        "minutes": service().settings.break_glass_min,
        "refused": refused,
        **said,
    }
    return render(request, "console/glass.html", context, status=422 if refused else 200)


def _line(each: Glass, officer: Officer) -> dict[str, Any]:
    own = each.officer_id == officer.pk
    return {
        "glass": each,
        "asked": local(each.asked_ms, officer),
        "until": local(each.until_ms, officer) if each.until_ms else "",
        "open": kept.is_open(each),
        "own": own,
        "decides": kept.waits(each) and officer.has(APPROVER) and not own,
    }


@require_POST
def change(request: HttpRequest, number: int) -> HttpResponse:
    """`POST /glass/N/change/` with `does`: agree or refuse (an approver), end (who has it open), or take note."""
    officer, does = officer_of(request), request.POST.get("does")
    try:
        if does in {"agree", "refuse"}:
            kept.decide(officer, number, agrees=does == "agree")
        elif does == "end":
            kept.end(officer, number)
        else:
            kept.take_note(officer, number)
            return redirect(_before(request))
    except LintasError as error:
        messages.error(request, words(error))
    return redirect("glass")


def _before(request: HttpRequest) -> str:
    """The page from which the form was sent, if it is one of ours."""
    page = request.headers.get("Referer", "")
    return page if url_has_allowed_host_and_scheme(page, {request.get_host()}) else reverse("worklist")


def told(request: HttpRequest) -> HttpResponse:
    """`GET /glass/told/`: what the officer is to take note of, as every page of theirs shows it."""
    return render(request, "parts/glass.html")


@only_for(OPERATOR)
def read(request: HttpRequest, number: int) -> HttpResponse:
    """`GET /glass/N/`: the dossier, read only, to whom it is open. Its authors are not told that an officer read it."""
    officer = officer_of(request)
    found = kept.opened(officer, number)
    trail.note(officer, "read a dossier by break-glass", dossier=found.dossier)
    shown, order = ask(lambda node: (_shown(node, found.dossier), fields_in_order(node, found.dossier)))
    line = Dossier.objects.filter(pk=found.dossier).first()
    context = {
        "glass": found,
        "until": local(found.until_ms or 0, officer),
        "line": line,
        "marking": line.marking if line else "",
        "shown": plain(shown),
        "timeline": [drawn(act, officer, order) for act in reversed(shown.acts)],
    }
    return render(request, "console/glass_open.html", context)


def _shown(node: Node, text: str) -> Shown:
    dossier = find_dossier(node, text)
    raw = node.raw(dossier)
    return show_raw(node, dossier, raw) if raw else show(node, dossier)
