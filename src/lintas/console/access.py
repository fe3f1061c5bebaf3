"""Who may see what: the one function that every list, page, count, search, export and live event asks.

Need-to-know inside the authority: an officer sees the dossiers on whose team he is. What nobody has taken yet is seen
by the duty officer, who hands it on, and so are conversations that cannot wait. An approver also sees what waits for an
approval of his. Operators and auditors see no dossier at all. What one may not see does not exist: 404, in no count.

A dossier is seen by way of the team, or by one of the other `ways`. Lists read each way on its own, in the order of an
index; that each dossier then comes by one of them alone is said here too.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from lintas.console.models import Dossier, Draft, Membership, Officer
from lintas.console.models.draft import WAITING
from lintas.console.models.officer import DUTY


def visible(officer: Officer) -> QuerySet[Dossier]:
    """The dossiers that the officer may see."""
    if not _works(officer):
        return Dossier.objects.none()
    seen = _on_team(officer)
    for way in ways(officer):
        seen |= way
    return Dossier.objects.filter(seen)


def team_places(officer: Officer) -> QuerySet[Membership]:
    """The officer's places on the teams of dossiers that are here."""
    return Membership.objects.filter(officer=officer) if _works(officer) else Membership.objects.none()


def beside(officer: Officer) -> Iterator[QuerySet[Dossier]]:
    """The dossiers that the officer sees without being on the team, by each way those that came by none before."""
    before = _on_team(officer)
    for way in ways(officer) if _works(officer) else ():
        yield Dossier.objects.filter(way & ~before)
        before |= way


def ways(officer: Officer) -> Iterator[Q]:
    """By what the officer sees a dossier without being on its team."""
    if officer.has(DUTY):
        yield Q(taken=False) & ~Q(Exists(Membership.objects.filter(dossier=OuterRef("pk"))))
        yield Q(realtime=True)
    yield Q(pk__in=Draft.objects.filter(state=WAITING, approver=officer).values("dossier"))


def _works(officer: Officer) -> bool:
    return officer.is_active and officer.works_on_cases()


def _on_team(officer: Officer) -> Q:
    return Q(Exists(Membership.objects.filter(dossier=OuterRef("pk"), officer=officer)))


def dossier_for(officer: Officer, identifier: str) -> Dossier:
    """The dossier, if the officer may see it; raises `Http404` as if there were none."""
    found = visible(officer).filter(pk=identifier).first()
    if found is None:
        raise Http404
    return found
