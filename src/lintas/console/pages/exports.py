"""What an officer takes out of the console: of a dossier, for a court, a program, a spreadsheet or paper; of the list.

Each stands in the trail, and says of itself whether it is an exercise.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Final

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from lintas.compose.interchange import in_form
from lintas.compose.meeting_calendar import calendar_of
from lintas.console import access, drafting, trail
from lintas.console.asking import ask, service
from lintas.console.due_calendar import DueDate, calendar
from lintas.console.invitations import origin
from lintas.console.leaving import file_name, handed, streamed
from lintas.console.models import Dossier
from lintas.console.models.officer import CASE_ROLES
from lintas.console.pages.dossier import drawn
from lintas.console.pages.worklist import wanted_of
from lintas.console.refusals import words
from lintas.console.signed_in import officer_of, only_for
from lintas.console.tables import TIMELINE, WORKLIST, as_csv, timeline_rows, worklist_rows
from lintas.console.work import every
from lintas.interop.forms import FORMS
from lintas.log.checkpoint import parse_text
from lintas.log.note import parse
from lintas.node.export import exporting
from lintas.node.looking import look
from lintas.node.plain_data import find_dossier, plain
from lintas.node.show import Shown
from lintas.node.witnessing import checkpoint
from lintas.wire.errors import LintasError
from lintas.wire.limits import MIB

CSV: Final = "text/csv; charset=utf-8"
CALENDAR: Final = "text/calendar; charset=utf-8"


def dossier(request: HttpRequest, dossier: str, form: str) -> HttpResponseBase:
    """`GET /dossiers/ID/export/FORM/`: `evidence`, `json`, `timeline`, `calendar`, or a form for tools of others."""
    officer = officer_of(request)
    line = access.dossier_for(officer, dossier)
    if form not in _OF_DOSSIER and form not in FORMS:
        raise Http404
    try:
        response = _OF_DOSSIER[form](line) if form in _OF_DOSSIER else _in_form(line, form)
    except LintasError as error:
        raise BadRequest(words(error)) from None
    trail.note(officer, "exported a dossier", dossier=line.pk, detail=form)
    return response


def paper(request: HttpRequest, dossier: str) -> HttpResponse:
    """`GET /dossiers/ID/print/`: all of it for paper, with the state of our log, signed, that holds every act on it."""
    officer = officer_of(request)
    line = access.dossier_for(officer, dossier)
    shown, note = ask(lambda node: (look(node, find_dossier(node, line.pk)), checkpoint(node)))
    order = ask(lambda node: drafting.fields_in_order(node, line.pk))
    trail.note(officer, "exported a dossier", dossier=line.pk, detail="print")
    context = {
        "line": line,
        "marking": line.marking,
        "shown": plain(shown),
        "timeline": [drawn(act, officer, order) for act in shown.acts],
        "log": parse_text(parse(note).text),
        "signers": sorted({each.name for each in parse(note).signatures}),
    }
    return render(request, "console/paper.html", context)


@only_for(*CASE_ROLES)
def worklist(request: HttpRequest, form: str) -> HttpResponse:
    """`GET /export/FORM/`: `worklist` or `calendar`, of the lines that the rest of the address asks for."""
    if form not in _OF_WORKLIST:
        raise Http404
    lines = list(every(officer_of(request), wanted_of(request)))
    response = _OF_WORKLIST[form](lines)
    trail.note(officer_of(request), "exported the worklist", detail=f"{form}, {len(lines)} lines")
    return response


def _looked(line: Dossier) -> Shown:
    return ask(lambda node: look(node, find_dossier(node, line.pk)))


def _json(line: Dossier) -> HttpResponseBase:
    data = json.dumps(plain(_looked(line)), indent=2, ensure_ascii=False).encode()
    return handed(data, file_name(f"{line.pk[:8]}.json"), "application/json")


def _timeline(line: Dossier) -> HttpResponseBase:
    data = as_csv(TIMELINE, timeline_rows(_looked(line), line.marking))
    return handed(data, file_name(f"{line.pk[:8]}-timeline.csv"), CSV)


def _meeting(line: Dossier) -> HttpResponseBase:
    url = origin() + reverse("dossier", args=[line.pk])
    data = ask(lambda node: calendar_of(node, find_dossier(node, line.pk), url))
    return handed(data, file_name(f"{line.pk[:8]}.ics"), CALENDAR)


def _in_form(line: Dossier, name: str) -> HttpResponseBase:
    made = ask(lambda node: in_form(node, find_dossier(node, line.pk), name))
    return handed(made.write(), file_name(f"{line.pk[:8]}.{made.form.ending}"), made.form.media)


def _evidence(line: Dossier) -> HttpResponseBase:
    """The evidence file, written beside the node's own files: what is in it is in the clear."""
    out = tempfile.TemporaryFile(dir=settings.DATABASES["default"]["NAME"].parent)  # noqa: SIM115
    try:
        ask(lambda node: exporting(node, find_dossier(node, line.pk), out))
    except BaseException:
        out.close()
        raise
    size = out.seek(0, 2)
    out.seek(0)
    parts: Iterator[bytes] = iter(partial(out.read, MIB), b"")
    return streamed(parts, file_name(f"{line.pk[:8]}-evidence.zip"), "application/zip", size, out.close)


def _worklist(lines: list[Dossier]) -> HttpResponse:
    data = as_csv(WORKLIST, worklist_rows(lines, service().node.federation.exercise))
    return handed(data, file_name("worklist.csv"), CSV)


def _calendar(lines: list[Dossier]) -> HttpResponse:
    node = service().node
    dates = [
        DueDate(line.pk, number, due_ms, ours, origin() + reverse("dossier", args=[line.pk]))
        for line in lines
        for number, (due_ms, ours) in enumerate(line.owed)
    ]
    code, exercise = node.identity.authority.code, node.federation.exercise
    data = calendar(dates, code, time.time_ns() // 1_000_000, exercise=exercise)
    return handed(data, file_name("due.ics"), CALENDAR)


_OF_DOSSIER: Final[Mapping[str, Callable[[Dossier], HttpResponseBase]]] = {
    "evidence": _evidence, "json": _json, "timeline": _timeline, "calendar": _meeting,
}  # fmt: skip
_OF_WORKLIST: Final[Mapping[str, Callable[[list[Dossier]], HttpResponse]]] = {
    "worklist": _worklist, "calendar": _calendar,
}  # fmt: skip
