"""How the node is, for who runs it: peers, queues, log, recalls, disk. No content, and no name of a person."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lintas.console.models.officer import OPERATOR
from lintas.console.signed_in import only_for
from lintas.console.vitals import vitals


@only_for(OPERATOR)
def node(request: HttpRequest) -> HttpResponse:
    """`GET /node/`."""
    seen = vitals()
    peers = [(peer, peer["error"], peer["failing_s"]) for peer in seen["peers"]]
    return render(request, "console/node.html", {"status": seen, "peers": peers})
