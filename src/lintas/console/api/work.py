"""The work before an officer, and what can be done at all: the worklist, the kinds of cooperation."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router

from lintas.console.api.door import Bearer, officer_of
from lintas.console.api.shapes import PAGE, Count, Id, Worklist
from lintas.console.asking import service
from lintas.console.tokens import READ
from lintas.console.work import Wanted, counted, page, tabs_for
from lintas.dossier.declared import kind_data

router = Router(tags=["work"])


@router.get("/worklist", auth=Bearer(READ), response=Worklist)
def worklist(
    request: HttpRequest, tab: Id = "", kind: Id = "", party: Id = "", after: Id = "", limit: Count = PAGE
) -> dict[str, Any]:
    """Dossiers that the owner of the token may see, in the order of their ids, so that what moves between two pages is
    neither left out nor given twice. `tab`: `ours`, `mine`, `others`, `resting`, `ended`, `snoozed`, for duty officers
    `intake`.
    """
    officer = officer_of(request)
    tabs = tabs_for(officer)
    chosen = next((each for each in tabs if each.name == tab), None)
    if tab and chosen is None:
        raise Http404
    wanted = Wanted(chosen, kind, party)
    found = page(officer, wanted, after, limit)
    return {"lines": found.lines, "next": found.after or None, "counts": counted(officer, tabs, wanted)}


@router.get("/kinds", auth=Bearer(READ))
def kinds(request: HttpRequest) -> list[dict[str, Any]]:
    """The kinds of cooperation that this node knows."""
    known = sorted(service().node.kinds.values(), key=lambda each: each.name)
    return [{"kind": each.name, "title": each.title, "sentence": each.sentence} for each in known]


@router.get("/kinds/{kind}", auth=Bearer(READ))
def kind(request: HttpRequest, kind: str) -> dict[str, Any]:
    """What a kind declares: items, roles, verbs, fields with their meanings and choices."""
    found = service().node.kinds.get(kind)
    if found is None:
        raise Http404
    return kind_data(found)
