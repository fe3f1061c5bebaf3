"""Breaking the glass: how an operator, who reads no case, comes to read one dossier, and who is told of it.

A written reason comes first. The setting `break_glass` says whether an approver must agree, or nobody may at all. It is
open read only, for a named time, to the operator who asked. Approvers and auditors are told of each request at once,
the team of the dossier when it was opened; each is shown it until they have taken note. All of it stands in the trail.

A closed dossier is asked for by its whole reference, so that nobody comes upon it; whatever the setting says, it opens
only once an approver has agreed who is named for it, and nobody else is told.
"""

from __future__ import annotations

import time
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from lintas.compose.settings import OFF, SECOND
from lintas.console import access, trail
from lintas.console.asking import service
from lintas.console.errors import GlassOff, NoGlassReason, NoSuchReference, OwnRequest
from lintas.console.live.hub import hub
from lintas.console.models import Dossier, Glass, Membership, Officer
from lintas.console.models.glass import REASON_CHARS_MAX
from lintas.console.models.officer import APPROVER, AUDITOR, OPERATOR
from lintas.node.plain_data import SHORT

REASON_CHARS_MIN: Final = 20
"""A reason in fewer characters is none."""
_MINUTE_MS: Final = 60_000


def ask(operator: Officer, reference: str, reason: str) -> Glass:
    """Ask to read the dossier that this reference begins; where nobody else is to agree, it is open on return.

    Raises `GlassOff`, `NoGlassReason`, or `NoSuchReference`.
    """
    policy, reason = service().settings.break_glass, reason.strip()
    if policy == OFF:
        raise GlassOff()
    if not REASON_CHARS_MIN <= len(reason) <= REASON_CHARS_MAX:
        raise NoGlassReason(REASON_CHARS_MIN, REASON_CHARS_MAX)
    found = _begun(reference.strip().lower())
    if found is None:
        trail.note(operator, "asked to break the glass for what is not here", detail=reference, purpose=reason)
        raise NoSuchReference(SHORT)
    with transaction.atomic():
        glass = Glass.objects.create(
            dossier=found.pk, closed=found.closed, officer=operator, reason=reason, asked_ms=_now_ms()
        )
        trail.note(operator, "asked to break the glass", dossier=found.pk, purpose=reason)
        if policy != SECOND and not glass.closed:
            _open(glass)
    _tell()
    return glass


def _begun(reference: str) -> Dossier | None:
    begun = Dossier.objects.filter(pk__startswith=reference).filter(Q(closed=False) | Q(pk=reference))
    found = list(begun[:2]) if len(reference) >= SHORT else []
    return found[0] if len(found) == 1 else None


def decide(approver: Officer, number: int, *, agrees: bool) -> None:
    """The second person agrees, and it is open from now on, or refuses; raises `Http404` or `OwnRequest`."""
    with transaction.atomic():
        glass = _waiting().filter(_known_to(approver), pk=number).first()
        if glass is None or not approver.has(APPROVER):
            raise Http404
        if glass.officer == approver:
            raise OwnRequest()
        glass.second, glass.refused = approver, not agrees
        glass.save()
        did = "agreed to break the glass" if agrees else "refused to break the glass"
        trail.note(approver, did, dossier=glass.dossier, detail=glass.officer.name)
        if agrees:
            _open(glass)
    _tell()


def end(operator: Officer, number: int) -> None:
    """Whoever has it open is done with it; raises `Http404`."""
    glass = opened(operator, number)
    glass.until_ms = _now_ms()
    glass.save()
    trail.note(operator, "ended a break-glass", dossier=glass.dossier)


def opened(operator: Officer, number: int) -> Glass:
    """What this operator has open now, under this number; raises `Http404`."""
    may = operator.is_active and operator.has(OPERATOR) and service().settings.break_glass != OFF
    glass = Glass.objects.filter(pk=number, officer=operator, until_ms__gt=_now_ms()).first() if may else None
    if glass is None:
        raise Http404
    return glass


def _open(glass: Glass) -> None:
    """Agreed to again while it was open, or by the policy: it counts from now."""
    minutes = service().settings.break_glass_min
    glass.until_ms = _now_ms() + minutes * _MINUTE_MS
    glass.save()
    trail.note(glass.officer, "broke the glass", dossier=glass.dossier, detail=f"{minutes} min", purpose=glass.reason)


def told(officer: Officer) -> QuerySet[Glass]:
    """What this officer is to be told of and has not taken note of, the oldest first."""
    seen = Glass.seen.through.objects.filter(glass=OuterRef("pk"), officer=officer)
    concerned = _concerning(officer)
    return concerned.filter(~Exists(seen)).exclude(officer=officer).select_related("officer").order_by("asked_ms")


def take_note(officer: Officer, number: int) -> None:
    """The officer has taken note of it; raises `Http404` if it was not theirs to be told."""
    glass = _concerning(officer).filter(pk=number).first()
    if glass is None:
        raise Http404
    glass.seen.add(officer)
    trail.note(officer, "took note of a break-glass", dossier=glass.dossier, detail=glass.officer.name)


def _concerning(officer: Officer) -> QuerySet[Glass]:
    found = Glass.objects.filter(_known_to(officer))
    if officer.has(APPROVER, AUDITOR):
        return found
    team = Membership.objects.filter(dossier=OuterRef("dossier"), officer=officer)
    return found.filter(Q(Exists(team)), until_ms__isnull=False)


def _known_to(officer: Officer) -> Q:
    """What is closed is between who asks and those who are named for the dossier: no other approver, no auditor."""
    return Q(closed=False) | Q(dossier__in=access.visible(officer).values("pk"))


def listed(officer: Officer) -> QuerySet[Glass]:
    """The requests that this officer's room lists, the newest first: an operator's own, else all."""
    which = Q(officer=officer)
    if officer.has(APPROVER, AUDITOR):
        which |= _known_to(officer)
    return Glass.objects.filter(which).select_related("officer", "second").order_by("-asked_ms")


def of(dossier: str) -> QuerySet[Glass]:
    """How often, by whom and why this dossier was opened so, the newest first."""
    return Glass.objects.filter(dossier=dossier, until_ms__isnull=False).select_related("officer").order_by("-asked_ms")


def _waiting() -> QuerySet[Glass]:
    return Glass.objects.filter(second=None, until_ms=None).select_related("officer")


def is_open(glass: Glass) -> bool:
    """Whether it is open now."""
    return glass.until_ms is not None and glass.until_ms > _now_ms()


def waits(glass: Glass) -> bool:
    """Whether a second person is awaited."""
    return glass.second is None and glass.until_ms is None


def _tell() -> None:
    hub.glasses += 1
    hub.ring()


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
