"""How the node is, for who runs it, and what can be done about a peer. No content; of officers the account alone."""

from __future__ import annotations

import json
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lintas.compose.doctor import CERTIFICATE_DAYS_MIN
from lintas.compose.doctor_peers import SKEW_MS_MAX
from lintas.console import trail
from lintas.console.asking import service
from lintas.console.leaving import file_name, handed
from lintas.console.models import Officer
from lintas.console.models.officer import OPERATOR
from lintas.console.refusals import words
from lintas.console.signed_in import officer_of, only_for
from lintas.console.times import local
from lintas.console.vitals import diagnostics, vitals
from lintas.wire.errors import LintasError

BACKUP_MS_MAX: Final = 2 * 24 * 60 * 60 * 1000
"""A backup that is older is pointed out."""
_DAY_MS: Final = 24 * 60 * 60 * 1000


@only_for(OPERATOR)
def node(request: HttpRequest) -> HttpResponse:
    """`GET /node/`."""
    seen, officer = vitals(), officer_of(request)
    backup, now_ms = seen["backup"], seen["now_ms"]
    context = {
        "status": seen,
        "peers": [_peer(each, officer) for each in seen["peers"]],
        "backup_at": local(backup["made_ms"], officer) if backup else "",
        "backup_old": backup is None or now_ms - backup["made_ms"] > BACKUP_MS_MAX,
        "certificates": [_certificate(each, now_ms, officer) for each in seen["keys"]["certificates"]],
        "now": local(now_ms, officer),
        "witnesses": len(seen["peers"]),
        "disk_low": seen["disk"]["free_bytes"] < service().settings.disk_free_min_mib << 20,
    }
    return render(request, "console/node.html", context)


def _peer(peer: dict[str, Any], officer: Officer) -> dict[str, Any]:
    skew_ms, oldest_ms = peer["skew_ms"], peer["oldest_ms"]
    return peer | {
        "oldest": local(oldest_ms, officer) if oldest_ms else "",
        "paused": local(peer["paused_ms"], officer) if peer["paused_ms"] else "",
        "skewed": skew_ms is not None and abs(skew_ms) > SKEW_MS_MAX,
    }


def _certificate(certificate: dict[str, Any], now_ms: int, officer: Officer) -> dict[str, Any]:
    left_ms = certificate["until_ms"] - now_ms
    pressing = "passed" if left_ms <= 0 else "soon" if left_ms < CERTIFICATE_DAYS_MIN * _DAY_MS else ""
    return certificate | {"until": local(certificate["until_ms"], officer), "pressing": pressing}


@only_for(OPERATOR)
@require_POST
def peer(request: HttpRequest, code: str) -> HttpResponse:
    """`POST /node/peers/CODE/` with `does`: pause, resume, or again."""
    officer, does = officer_of(request), request.POST.get("does")
    try:
        if does == "pause":
            service().staff.pause(code)
            trail.note(officer, "paused sending to a peer", detail=code)
        elif does == "resume":
            service().staff.resume(code)
            trail.note(officer, "resumed sending to a peer", detail=code)
        elif does == "again":
            service().staff.again(code)
            trail.note(officer, "had a peer asked again", detail=code)
            messages.info(request, _("%(code)s is brought what it is owed, and asked, now.") % {"code": code})
    except LintasError as error:
        messages.error(request, words(error))
    return redirect("node")


@only_for(OPERATOR)
def diagnostics_file(request: HttpRequest) -> HttpResponse:
    """`GET /node/diagnostics/`: a file that can be sent to a colleague."""
    trail.note(officer_of(request), "took diagnostics")
    data = json.dumps(diagnostics(), indent=1, sort_keys=True, ensure_ascii=False).encode()
    return handed(data, file_name("diagnostics.json"), "application/json")
