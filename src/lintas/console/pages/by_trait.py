"""Which page a dossier has: the one for a trait of its kind, or else the timeline. No kind is named.

Whether the officer may see the dossier is decided here, once, for whichever it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from django.http import HttpRequest, HttpResponse

from lintas.console import access
from lintas.console.models import Dossier
from lintas.console.pages import conversation
from lintas.console.pages import dossier as timeline
from lintas.console.signed_in import officer_of
from lintas.dossier.traits import REALTIME

PAGES: Final[Mapping[str, Callable[[HttpRequest, Dossier], HttpResponse]]] = {REALTIME: conversation.conversation}
RECORD: Final = "record"
"""Asked for as `?view=record`, the timeline is shown whatever the kind."""


def page(request: HttpRequest, dossier: str) -> HttpResponse:
    """`GET /dossiers/ID/?view=record`."""
    line = access.dossier_for(officer_of(request), dossier)
    special = next((PAGES[trait] for trait in line.traits if trait in PAGES), None)
    if special is None or request.GET.get("view") == RECORD:
        return timeline.dossier(request, line)
    return special(request, line)
