"""Letters: each request of ours in a dossier as a sealed PDF, and the bundle that a court may be shown."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from lintas.compose import court as bundles
from lintas.compose import letters as made
from lintas.console import access, trail
from lintas.console.asking import ask, ask_beside
from lintas.console.languages import LANGUAGES
from lintas.console.leaving import file_name, handed, streamed
from lintas.console.models import Officer
from lintas.console.refusals import words
from lintas.console.signed_in import officer_of
from lintas.console.times import local
from lintas.letter.errors import NoLetter
from lintas.letter.saying import receipt_code
from lintas.letter.words import languages
from lintas.node.looking import look
from lintas.node.plain_data import find_dossier
from lintas.node.state import Node
from lintas.wire.errors import LintasError
from lintas.wire.identifiers import show
from lintas.wire.limits import MIB


def letters(request: HttpRequest, dossier: str) -> HttpResponse:
    """`GET /dossiers/ID/letters/`."""
    officer = officer_of(request)
    line = access.dossier_for(officer, dossier)
    try:
        found = ask(lambda node: list(_requests(node, line.pk, officer)))
    except LintasError as error:
        raise BadRequest(words(error)) from None
    trail.note(officer, "looked at a dossier", dossier=line.pk, detail="letters")
    known = [(code, name) for code, name in LANGUAGES if code in languages()]
    context = {"line": line, "marking": line.marking, "letters": found, "languages": known}
    return render(request, "console/letters.html", context)


def _requests(node: Node, text: str, officer: Officer) -> Iterator[dict[str, Any]]:
    shown = look(node, find_dossier(node, text))
    for act in shown.acts:
        try:
            sealed = made.sealed_act(node, shown, act)
        except NoLetter:
            continue
        yield {
            "act": show(act.id), "verb": sealed.verb.name, "when": local(sealed.time_ms, officer),
            "to": [each.name for each in sealed.recipients], "code": receipt_code(act.id),
        }  # fmt: skip


def letter(request: HttpRequest, dossier: str, act: str) -> HttpResponse:
    """`GET /dossiers/ID/letters/ACT/?language=th`: the PDF."""
    officer = officer_of(request)
    line = access.dossier_for(officer, dossier)
    language = request.GET.get("language", "")
    try:
        found: made.Made = ask_beside(lambda node: made.letter(node, find_dossier(node, line.pk), act, language))
    except LintasError as error:
        raise BadRequest(words(error)) from None
    trail.note(officer, "exported a dossier", dossier=line.pk, detail=f"letter {found.code}")
    return handed(found.pdf, file_name(f"{line.pk[:8]}-letter-{found.code}.pdf"), "application/pdf")


def court(request: HttpRequest, dossier: str) -> HttpResponseBase:
    """`GET /dossiers/ID/letters/court/`: the bundle, as a ZIP."""
    officer = officer_of(request)
    line = access.dossier_for(officer, dossier)
    out = tempfile.TemporaryFile(dir=settings.DATABASES["default"]["NAME"].parent)  # noqa: SIM115
    try:
        ask_beside(lambda node: bundles.bundle(node, find_dossier(node, line.pk), out))
    except BaseException as error:
        out.close()
        if isinstance(error, LintasError):
            raise BadRequest(words(error)) from None
        raise
    size = out.seek(0, 2)
    out.seek(0)
    trail.note(officer, "exported a dossier", dossier=line.pk, detail="court bundle")
    parts: Iterator[bytes] = iter(partial(out.read, MIB), b"")
    return streamed(parts, file_name(f"{line.pk[:8]}-court.zip"), "application/zip", size, out.close)
