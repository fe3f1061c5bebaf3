"""How the node is, for who runs it: peers, queues, log, recalls, disk. No content, and no name of a person."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lintas.console.asking import ask, service
from lintas.console.models.officer import OPERATOR
from lintas.console.signed_in import only_for
from lintas.node.plain_data import plain
from lintas.node.status import status


@only_for(OPERATOR)
def node(request: HttpRequest) -> HttpResponse:
    """`GET /node/`."""
    seen = plain(ask(status))
    troubles = {each.code: (each.error, int(each.failing_s())) for each in service().couriers}
    peers = [(peer, *troubles.get(peer["code"], ("", 0))) for peer in seen["peers"]]
    return render(request, "console/node.html", {"status": seen, "peers": peers})
