"""Between a dossier and the tools of others: in which forms it leaves, and taking a file of theirs into a draft."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from lintas.compose.interchange import every_form
from lintas.console import access, drafts, taking_in, trail
from lintas.console.asking import ask
from lintas.console.models import Dossier
from lintas.console.models.officer import CASE_ROLES
from lintas.console.refusals import words
from lintas.console.signed_in import officer_of, only_for
from lintas.dossier.offering import TAKEN
from lintas.interop.forms import read_any
from lintas.interop.found import Found
from lintas.interop.hostile_json import UnreadableFile
from lintas.node.extract import Purpose
from lintas.node.plain_data import find_dossier
from lintas.wire.errors import LintasError

REMARKS_SHOWN_MAX: Final = 50
_HASH_SHOWN: Final = 16


def out(request: HttpRequest, dossier: str) -> HttpResponse:
    """`GET /dossiers/ID/interchange/`: each form that its fields allow, what would be in the file, and what not."""
    officer = officer_of(request)
    line = access.dossier_for(officer, dossier)
    try:
        found = ask(lambda node: every_form(node, find_dossier(node, line.pk)))
    except LintasError as error:
        raise BadRequest(words(error)) from None
    trail.note(officer, "looked at a dossier", dossier=line.pk, detail="interchange")
    forms = [(each, each.counts().items(), _PURPOSES[each.form.purpose]) for each in found]
    return render(request, "console/interchange.html", {"line": line, "marking": line.marking, "forms": forms})


_PURPOSES: Final[Mapping[Purpose, Promise | str]] = {
    Purpose.OWN: gettext_lazy("For a tool of this house. Handling codes are in the file and bind whoever reads it."),
    Purpose.PASSED_ON: gettext_lazy("For others: what another authority gave under a code that forbids it stays."),
    Purpose.EVIDENCE: gettext_lazy("For a court: what another authority gave under a code that forbids it stays."),
}


@only_for(*CASE_ROLES)
def read_in(request: HttpRequest) -> HttpResponse:
    """`/interchange/`, with `?dossier=ID` for an act in that one; a POST with a `file` says what it holds."""
    line = _line(request)
    context: dict[str, Any] = {
        "line": line,
        "marking": line.marking if line else "",
        "mib": taking_in.FILE_BYTES_MAX >> 20,
    }
    if request.method != "POST":
        return render(request, "console/taking_in.html", context)
    try:
        name, data = _handed_in(request)
        found = read_any(data)
    except LintasError as error:
        return render(request, "console/taking_in.html", context | {"why": words(error)}, status=422)
    officer, sha256 = officer_of(request), hashlib.sha256(data).hexdigest()
    detail = f"{found.form}, {len(found.held.entities)} entities, SHA-256 {sha256[:_HASH_SHOWN]}"
    trail.note(officer, "read a file of another tool", dossier=line.pk if line else "", detail=detail)
    return render(request, "console/taking_in.html", context | _found(found, name) | {
        "targets": taking_in.targets(officer, found, line),
    })  # fmt: skip


def _line(request: HttpRequest) -> Dossier | None:
    """The dossier in which the officer is to act, if one is named; raises `Http404`."""
    named = request.GET.get("dossier", "")
    return access.dossier_for(officer_of(request), named) if named else None


def _handed_in(request: HttpRequest) -> tuple[str, bytes]:
    """The name and the bytes of the file; raises `UnreadableFile`."""
    file = request.FILES.get("file")
    if file is None or file.size is None:
        raise UnreadableFile(_("choose a file"))
    if file.size > taking_in.FILE_BYTES_MAX:
        raise UnreadableFile(_("it is larger than %(mib)s MiB: have it read with the command `lintas interchange`") % {
            "mib": taking_in.FILE_BYTES_MAX >> 20,
        })  # fmt: skip
    return str(file.name), file.read()


def _found(found: Found, name: str) -> dict[str, Any]:
    report, shown = found.report, taking_in.choices(found)
    takeable = len(found.held.of(*TAKEN))
    return {
        "name": name,
        "found": found,
        "counts": sorted(Counter(each.sort for each in found.held.entities).items()),
        "bonds": len(found.held.bonds),
        "choices": shown,
        "beyond": takeable - len(shown),
        "mended": report.mended[:REMARKS_SHOWN_MAX],
        "unmapped": report.unmapped[:REMARKS_SHOWN_MAX],
        "more": max(0, len(report.mended) - REMARKS_SHOWN_MAX)
        + max(0, len(report.unmapped) - REMARKS_SHOWN_MAX)
        + report.more,
    }


@only_for(*CASE_ROLES)
@require_POST
def into_draft(request: HttpRequest) -> HttpResponse:
    """`POST /interchange/draft/` with `target`, `take` for each entity, `about`: a draft with what its fields take."""
    officer, line = officer_of(request), _line(request)
    try:
        entities = taking_in.chosen(request.POST.getlist("take"), request.POST.get("about", ""))
        draft = drafts.begin(taking_in.draft_of(officer, request.POST.get("target", ""), line))
        offered = taking_in.fill(draft, entities)
    except LintasError as error:
        raise BadRequest(words(error)) from None
    detail = f"{draft.kind} {draft.verb}: {len(offered.fields)} fields"
    trail.note(officer, "took a file of another tool into a draft", dossier=draft.dossier, detail=detail)
    for value, _why in offered.left[:REMARKS_SHOWN_MAX]:
        messages.warning(request, _("Not taken into the draft: %(value)s") % {"value": value[:80]})
    return redirect("draft", draft.pk)
