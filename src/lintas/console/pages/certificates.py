"""Training certificates of a course: each that we certified as a signed file or a paper, and how one is withdrawn.

Only who certified writes a certificate. Checking one is at the counter (`pages.counter`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lintas.compose import training
from lintas.console import access, drafts, trail
from lintas.console.asking import ask, ask_beside
from lintas.console.leaving import file_name, handed
from lintas.console.models import Dossier, Draft, Officer
from lintas.console.models.officer import CASE_ROLES
from lintas.console.refusals import words
from lintas.console.signed_in import officer_of, only_for
from lintas.console.times import local
from lintas.dossier.safeguards import CORRECT
from lintas.node.certified import STANDS, Certified, certified
from lintas.node.plain_data import find_act, find_dossier
from lintas.node.state import Node
from lintas.wire.errors import LintasError
from lintas.wire.identifiers import show

MEDIA = {training.PDF: "application/pdf", training.JSON: "application/json"}
WITHDRAWN = "withdrawn"


def certificates(request: HttpRequest, dossier: str) -> HttpResponse:
    """`GET /dossiers/ID/certificates/`."""
    officer = officer_of(request)
    line = access.dossier_for(officer, dossier)
    found = ask(lambda node: list(_listed(node, line.pk)))
    trail.note(officer, "looked at a dossier", dossier=line.pk, detail="certificates")
    rows = [_row(each, officer) for each in found]
    return render(request, "console/certificates.html", {"line": line, "marking": line.marking, "rows": rows})


def _listed(node: Node, text: str) -> Iterator[Certified]:
    dossier = find_dossier(node, text)
    return certified(node, dossier) if node.folded(dossier) else iter(())


def _row(each: Certified, officer: Officer) -> dict[str, Any]:
    return {
        "act": show(each.act), "says": each.says, "standing": each.standing, "stands": each.standing == STANDS,
        "since": local(each.since_ms, officer) if each.since_ms else "", "when": local(each.time_ms, officer),
    }  # fmt: skip


def certificate(request: HttpRequest, dossier: str, act: str, form: str) -> HttpResponse:
    """`GET /dossiers/ID/certificates/ACT/FORM/`: the certificate, as `pdf` or `json`."""
    officer = officer_of(request)
    line = access.dossier_for(officer, dossier)
    if form not in MEDIA:
        raise BadRequest(_("A certificate is written as pdf or as json."))
    made: training.Made = _asked(
        lambda: ask_beside(lambda node: training.certificate(node, find_dossier(node, line.pk), act, form))
    )
    trail.note(officer, "exported a dossier", dossier=line.pk, detail=f"certificate {act[:8]}")
    return handed(made.data, file_name(f"certificate-{show(made.act)[:8]}.{form}"), MEDIA[form])


@require_POST
def withdraw(request: HttpRequest, dossier: str, act: str) -> HttpResponse:
    """`POST /dossiers/ID/certificates/ACT/withdraw/`: a draft of the correction by which it is withdrawn."""
    officer = officer_of(request)
    line = access.dossier_for(officer, dossier)
    begun: Draft = _asked(lambda: drafts.begin(_correction(line, officer, act)))
    return redirect("draft", begun.pk)


def _correction(line: Dossier, officer: Officer, act: str) -> Draft:
    item, found = ask(lambda node: _where(node, line.pk, act))
    return Draft(
        officer=officer, dossier=line.pk, kind=line.kind, verb=CORRECT, item=item, re=[found],
        fields={"cause": WITHDRAWN},
    )  # fmt: skip


def _where(node: Node, text: str, act: str) -> tuple[str, str]:
    """The item at which an act of ours certified, and the act; raises `NotCertifiable`."""
    dossier = find_dossier(node, text)
    wanted = find_act(node.replica(dossier), act)
    found = next((each for each in certified(node, dossier) if each.act == wanted), None)
    if found is None or found.standing != STANDS:
        raise training.NotCertifiable("nothing was certified by it that could be withdrawn")
    return show(found.item), show(found.act)


@only_for(*CASE_ROLES)
def keys(request: HttpRequest) -> HttpResponse:
    """`GET /certificates/keys/`: the keys of the federation, for whoever verifies without a node."""
    trail.note(officer_of(request), "took the keys of authorities")
    return handed(ask(training.keys_file), file_name("keys.json"), MEDIA[training.JSON])


@only_for(*CASE_ROLES)
def withdrawn(request: HttpRequest) -> HttpResponse:
    """`GET /certificates/withdrawn/`: the signed list of what we withdrew, as of now."""
    trail.note(officer_of(request), "took the list of withdrawn certificates")
    return handed(ask(training.withdrawal_list), file_name("withdrawn.json"), MEDIA[training.JSON])


def _asked(job: Any) -> Any:
    try:
        return job()
    except LintasError as error:
        raise BadRequest(words(error)) from None
