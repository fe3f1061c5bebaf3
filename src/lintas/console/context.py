"""What stands around every page: whose node this is, whether it is an exercise, who is signed in, where one can go."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from lintas.console import factors, glass
from lintas.console.asking import service
from lintas.console.climbing import climbed
from lintas.console.models import Officer
from lintas.console.navigation import places_for
from lintas.console.signed_in import TOLD_UPTO


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context of `base.html`."""
    ours = service().node.identity.authority
    user = getattr(request, "user", None)
    officer = user if isinstance(user, Officer) else None
    # Who must set up a second factor first is led nowhere else, and hears nothing of what happens.
    ready = officer is not None and not factors.wanting(request, officer)
    return {
        "node_code": ours.code,
        "node_name": ours.name,
        "exercise": service().node.federation.exercise,
        "officer": officer,
        "role_words": officer.role_words() if officer else [],
        "ready": ready,
        "told_upto": request.META.get(TOLD_UPTO),
        "searches": ready and bool(officer and officer.works_on_cases()),
        # Looked up where a page shows them: a part of one that brings itself up to date does not.
        "glasses": SimpleLazyObject(lambda: glass.told(officer) if ready and officer else []),
        "climbed": SimpleLazyObject(lambda: climbed(officer) if ready and officer else []),
        "places": SimpleLazyObject(lambda: places_for(officer, request.path) if ready and officer else []),
    }
