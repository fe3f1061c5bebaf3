"""Reminders in a programme: a text for each party from whom something is to come, and forms for states without a node.

It is there for dossiers of programmes alone. The texts are taken from the page and sent by whatever way two offices
use: the node sends nothing to anybody here.
"""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from lintas.compose import chasing
from lintas.console import access, trail
from lintas.console.asking import ask
from lintas.console.leaving import file_name, handed
from lintas.console.models import Dossier
from lintas.console.refusals import words
from lintas.console.signed_in import officer_of
from lintas.node.chasing import NoProgramme, Programme, programme
from lintas.node.plain_data import find_dossier
from lintas.office.package import MEDIA
from lintas.wire.errors import LintasError

STATE_CHARS_MAX = 80


def reminders(request: HttpRequest, dossier: str) -> HttpResponse:
    """`GET /dossiers/ID/reminders/?state=NAME`."""
    line = access.dossier_for(officer_of(request), dossier)
    found, state = _programme(line), _state(request)
    trail.note(officer_of(request), "looked at a dossier", dossier=line.pk, detail="reminders")
    context = {
        "line": line,
        "marking": line.marking,
        "reminders": chasing.reminders(found),
        "forms": [each.name for each in found.forms],
        "state": state,
        "without_node": chasing.reminder_without_node(found, state) if state else None,
    }
    return render(request, "console/reminders.html", context)


def form(request: HttpRequest, dossier: str, verb: str) -> HttpResponse:
    """`GET /dossiers/ID/reminders/form/VERB/?state=NAME`: the form for Word."""
    officer = officer_of(request)
    line = access.dossier_for(officer, dossier)
    found = _programme(line)
    try:
        data = chasing.form(found, _state(request), verb)
    except LintasError as error:
        raise BadRequest(words(error)) from None
    trail.note(officer, "exported a dossier", dossier=line.pk, detail="form for a state without a node")
    return handed(data, file_name(f"{line.pk[:8]}-form.docx"), MEDIA)


def _programme(line: Dossier) -> Programme:
    """Raises `Http404` for what is none."""
    try:
        return ask(lambda node: programme(node, find_dossier(node, line.pk)))
    except NoProgramme:
        raise Http404 from None
    except LintasError as error:
        raise BadRequest(words(error)) from None


def _state(request: HttpRequest) -> str:
    return " ".join(request.GET.get("state", "").split())[:STATE_CHARS_MAX]
