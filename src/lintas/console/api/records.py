"""For the auditor the trail, for the operator how the node is."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from ninja import Router

from lintas.console import trail as kept
from lintas.console.api.door import Bearer, officer_of
from lintas.console.api.shapes import PAGE, Count, Id, Name, Number
from lintas.console.asking import service
from lintas.console.tokens import AUDIT, OPERATE
from lintas.console.vitals import vitals

router = Router(tags=["records"])
_SHOWN = ("id", "at_ms", "officer", "did", "dossier", "detail", "purpose", "before", "hash")


@router.get("/trail", auth=Bearer(AUDIT))
def trail(
    request: HttpRequest, officer: Name = "", dossier: Id = "", after: Number = 0, limit: Count = PAGE
) -> dict[str, Any]:
    """Who saw and did what, oldest first; `next`: give it as `after`. That it was read stands in it too."""
    kept.note(officer_of(request), "read the trail")
    found = list(kept.entries(officer, dossier).filter(pk__gt=after).order_by("pk").values(*_SHOWN)[: limit + 1])
    return {"entries": found[:limit], "next": found[limit - 1]["id"] if len(found) > limit else None}


@router.get("/trail/check", auth=Bearer(AUDIT))
def check(request: HttpRequest) -> dict[str, Any]:
    """Whether the chain of hashes is whole, and its newest hash, to be noted elsewhere."""
    return asdict(kept.check())


@router.get("/node", auth=Bearer(OPERATE))
def node(request: HttpRequest) -> dict[str, Any]:
    """How the node is. `monitor`: where its health and metrics are served, which programs should watch; or empty."""
    return vitals() | {"monitor": service().settings.monitor}
