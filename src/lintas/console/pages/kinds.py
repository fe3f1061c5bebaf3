"""What can be opened: every kind of cooperation, with the one sentence that it makes true."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lintas.console.asking import service
from lintas.console.models.officer import ANALYST, DUTY, OFFICER
from lintas.console.signed_in import only_for
from lintas.dossier.traits import DIRECTORY


@only_for(OFFICER, DUTY, ANALYST)
def kinds(request: HttpRequest) -> HttpResponse:
    """`GET /open/`. The directory of authorities is opened once, at the founding, and not from here."""
    found = [each for each in service().node.kinds.values() if DIRECTORY not in each.item.traits]
    listed = [
        (kind, [verb for verb in kind.item.verbs if verb.begins]) for kind in sorted(found, key=lambda k: k.title)
    ]
    return render(request, "console/kinds.html", {"kinds": listed})
