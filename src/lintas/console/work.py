"""The lines of the worklist: which views of the work there are, what lies in each, and how many.

Pages and the API ask here, so that both count the same: what one may not see is in no list and in no count.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lintas.console import access
from lintas.console.models import Dossier, Membership, Officer
from lintas.console.models.officer import DUTY


@dataclass(frozen=True, slots=True)
class Tab:
    """One view of the work: its name in the address, its words, and what lies in it."""

    name: str
    words: Promise | str
    holds: Q


TAKEN: Final = Exists(Membership.objects.filter(dossier=OuterRef("pk")))
TABS: Final = (
    Tab("ours", _("Our move"), Q(ended=False, awaits_us=True)),
    Tab("others", _("Waiting on others"), Q(ended=False, awaits_us=False) & ~Q(awaited=[])),
    Tab("resting", _("At rest"), Q(ended=False, awaited=[])),
    Tab("ended", _("Ended"), Q(ended=True)),
)
INTAKE: Final = Tab("intake", _("Nobody has it yet"), Q(ended=False, taken=False))
SORTS: Final = {
    "due": (_("due date"), (F("due_ms").asc(nulls_last=True), "-last_ms", "pk")),
    "news": (_("what is new"), ("-last_ms", "pk")),
    "kind": (_("kind"), ("title", "-last_ms", "pk")),
}


def tabs_for(officer: Officer) -> tuple[Tab, ...]:
    """The views of the work that the officer has."""
    return (*TABS, INTAKE) if officer.has(DUTY) else TABS


def lines_for(officer: Officer, kind: str = "", party: str = "") -> QuerySet[Dossier]:
    """The dossiers that the officer may see: of this kind, and with this party in them, where these are named."""
    lines = access.visible(officer).annotate(taken=TAKEN)
    if kind:
        lines = lines.filter(kind=kind)
    if party:
        # The list of codes as it is stored: a code is letters, digits and hyphens, between quotation marks.
        lines = lines.filter(parties__icontains=f'"{party}"')
    return lines


def counted(lines: QuerySet[Dossier], tabs: tuple[Tab, ...]) -> dict[str, int]:
    """How many of the lines lie in each view, by its name."""
    found = lines.aggregate(**{f"in_{each.name}": Count("pk", filter=each.holds) for each in tabs})
    return {each.name: found[f"in_{each.name}"] for each in tabs}
