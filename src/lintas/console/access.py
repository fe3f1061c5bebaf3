"""Who may see what: the one function that every list, page, count, search, export and live event asks.

Need-to-know inside the authority: an officer sees the dossiers on whose team he is. What nobody has taken yet is seen
by the duty officer, who hands it on, and so are conversations that cannot wait. An approver also sees what waits for an
approval of his. Operators and auditors see no dossier at all. What one may not see does not exist: 404, in no count.

A closed dossier is seen by those of its team who may be named for such (`node.closed`), by all of these while none of
them is on it, and by one of these whose approval is asked for; by no other way, and by nobody else.

A dossier is seen by way of the team, or by one of the other `ways`. Lists read each way on its own, in the order of an
index; that each dossier then comes by one of them alone is said here too.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from lintas.console.asking import service
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
    return Dossier.objects.filter(seen & _known_to(officer))


def team_places(officer: Officer) -> QuerySet[Membership]:
    """The officer's places on the teams of dossiers that are here."""
    if not _works(officer):
        return Membership.objects.none()
    places = Membership.objects.filter(officer=officer)
    return places if may_be_named(officer) else places.exclude(dossier__in=Dossier.objects.filter(closed=True))


def beside(officer: Officer) -> Iterator[QuerySet[Dossier]]:
    """The dossiers that the officer sees without being on the team, by each way those that came by none before."""
    before = _on_team(officer)
    for way in ways(officer) if _works(officer) else ():
        yield Dossier.objects.filter(way & ~before & _known_to(officer))
        before |= way


def ways(officer: Officer) -> Iterator[Q]:
    """By what the officer sees a dossier without being on its team."""
    if officer.has(DUTY):
        yield Q(taken=False) & ~Q(Exists(Membership.objects.filter(dossier=OuterRef("pk"))))
        yield Q(realtime=True, closed=False)
    if may_be_named(officer):
        named = Membership.objects.filter(dossier=OuterRef("pk"), officer__name__in=_may_be_named())
        yield Q(closed=True) & ~Q(Exists(named))
    yield Q(pk__in=Draft.objects.filter(state=WAITING, approver=officer).values("dossier"))


def may_be_named(officer: Officer) -> bool:
    """Whether the officer may be named for closed dossiers."""
    return officer.name in _may_be_named()


def _may_be_named() -> frozenset[str]:
    return service().settings.policy.closed_to


def _known_to(officer: Officer) -> Q:
    return Q() if may_be_named(officer) else Q(closed=False)


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
