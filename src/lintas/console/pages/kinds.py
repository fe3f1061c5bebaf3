"""What can be opened: every kind of cooperation, with the one sentence that it makes true."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lintas.console import access
from lintas.console.asking import service
from lintas.console.models.officer import ANALYST, DUTY, OFFICER
from lintas.console.signed_in import officer_of, only_for
from lintas.dossier.traits import CLOSED, DIRECTORY
from lintas.node.cases import lets_in


@only_for(OFFICER, DUTY, ANALYST)
def kinds(request: HttpRequest) -> HttpResponse:
    """`GET /open/`. The directory of authorities is opened once, at the founding, and not from here; what is closed, by
    who may be named for it; a secretariat opens nothing of which it may be no party.
    """
    hidden = {DIRECTORY} if access.may_be_named(officer_of(request)) else {DIRECTORY, CLOSED}
    node = service().node
    ours = node.identity.authority
    found = [each for each in node.kinds.values() if hidden.isdisjoint(each.item.traits) and lets_in(each, ours)]
    listed = [
        (kind, [verb for verb in kind.item.verbs if verb.begins]) for kind in sorted(found, key=lambda k: k.title)
    ]
    return render(request, "console/kinds.html", {"kinds": listed})
