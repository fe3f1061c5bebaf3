"""Who works on a dossier inside this authority, and what they note for each other."""

from __future__ import annotations

from datetime import UTC, datetime

from lintas.console import trail
from lintas.console.errors import LastOnTeam, NotOnCases
from lintas.console.live.hub import hub
from lintas.console.models import Dossier, Membership, Note, Officer


def join(line: Dossier, other: Officer, by: Officer) -> Membership:
    """A place on the team, by this officer's word; raises `NotOnCases`."""
    if not other.works_on_cases():
        raise NotOnCases(str(other))
    return Membership.objects.get_or_create(dossier=line.pk, officer=other, defaults={"by": by})[0]


def put_on(officer: Officer, line: Dossier, other: Officer) -> None:
    """The officer puts another on the team; raises `NotOnCases`."""
    join(line, other, officer)
    trail.note(officer, "put on a team", dossier=line.pk, detail=other.name)
    hub.teams += 1


def take_off(officer: Officer, line: Dossier, other: Officer) -> None:
    """The officer takes another off the team; raises `LastOnTeam`: somebody must have the dossier."""
    held = Membership.objects.filter(dossier=line.pk)
    if not held.exclude(officer=other).exists():
        raise LastOnTeam(str(other))
    held.filter(officer=other).delete()
    trail.note(officer, "took off a team", dossier=line.pk, detail=other.name)
    hub.teams += 1


def write_note(officer: Officer, line: Dossier, text: str) -> None:
    """Words for colleagues alone."""
    Note.objects.create(dossier=line.pk, officer=officer, text=text, at=datetime.now(UTC))
    trail.note(officer, "wrote a note", dossier=line.pk)
