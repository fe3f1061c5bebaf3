"""The words for the public that were agreed and made known, as a sheet to print or to hand to the press."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse

from lintas.compose.sheets import Sheet, sheet_of
from lintas.console import access, trail
from lintas.console.asking import ask_beside, service
from lintas.console.leaving import file_name, handed
from lintas.console.refusals import words
from lintas.console.signed_in import officer_of
from lintas.node.plain_data import find_dossier
from lintas.node.public_words import has_public_words
from lintas.wire.errors import LintasError


def sheet(request: HttpRequest, dossier: str) -> HttpResponse:
    """`GET /dossiers/ID/sheet/`: the PDF; where nothing was made known, why there is none."""
    officer = officer_of(request)
    line = access.dossier_for(officer, dossier)
    kind = service().node.kinds.get(line.kind)
    if kind is None or not has_public_words(kind):
        raise Http404
    try:
        made: Sheet = ask_beside(lambda node: sheet_of(node, find_dossier(node, line.pk)))
    except LintasError as error:
        raise BadRequest(words(error)) from None
    trail.note(officer, "exported a dossier", dossier=line.pk, detail=f"sheet for the public {made.code}")
    return handed(made.pdf, file_name(f"{line.pk[:8]}-sheet-{made.code}.pdf"), "application/pdf")
