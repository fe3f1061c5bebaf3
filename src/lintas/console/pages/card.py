"""The card for when a line is dead: who is at the other end, how else to reach them, what to say and what to do."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from lintas.console import access, trail
from lintas.console.asking import ask, service
from lintas.console.signed_in import officer_of
from lintas.console.spelling import spelled
from lintas.console.times import local
from lintas.node.ends import ends
from lintas.node.plain_data import SHORT, find_dossier

ASKED = 4
"""How many signs of the reference whoever calls says; whoever is called says as many that follow: 20 bits each."""


def card(request: HttpRequest, dossier: str) -> HttpResponse:
    """`GET /dossiers/ID/card/`, for paper; that it was made stands in the trail. It holds no word of any message.

    What both say is out of the part of the reference that is not said when a line is named.
    """
    officer = officer_of(request)
    line = access.dossier_for(officer, dossier)
    if not line.realtime:
        raise Http404
    found = ask(lambda node: ends(node, find_dossier(node, line.pk)))
    trail.note(officer, "printed a fallback card", dossier=line.pk)
    context = {
        "line": line,
        "ends": [each for each in found if not each.ours],
        "ours": [each for each in found if each.ours],
        "reference": spelled(line.pk[:SHORT]),
        "caller": spelled(line.pk[SHORT : SHORT + ASKED]),
        "called": spelled(line.pk[SHORT + ASKED : SHORT + 2 * ASKED]),
        "made": local(service().node.clock(), officer),
    }
    return render(request, "console/card.html", context)
