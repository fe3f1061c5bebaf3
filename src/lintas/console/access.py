"""Who may see what: the one function that every list, page, count, search, export and live event asks.

Need-to-know inside the authority: an officer sees the dossiers on whose team he is. What nobody has taken yet is seen
by the duty officer, who hands it on, and so are conversations that cannot wait. An approver also sees what waits for an
approval of his. Operators and auditors see no dossier at all. What one may not see does not exist: 404, in no count.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from lintas.console.models import Dossier, Draft, Membership, Officer
from lintas.console.models.draft import WAITING
from lintas.console.models.officer import DUTY


def visible(officer: Officer) -> QuerySet[Dossier]:
    """The dossiers that the officer may see."""
    if not officer.is_active or not officer.works_on_cases():
        return Dossier.objects.none()
    team = Membership.objects.filter(dossier=OuterRef("pk"))
    seen = Q(Exists(team.filter(officer=officer)))
    if officer.has(DUTY):
        seen |= ~Exists(team) | Q(realtime=True)
    asked = Draft.objects.filter(dossier=OuterRef("pk"), state=WAITING, approver=officer)
    return Dossier.objects.filter(seen | Q(Exists(asked)))


def dossier_for(officer: Officer, identifier: str) -> Dossier:
    """The dossier, if the officer may see it; raises `Http404` as if there were none."""
    found = visible(officer).filter(pk=identifier).first()
    if found is None:
        raise Http404
    return found
