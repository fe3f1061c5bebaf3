"""Who works on a dossier inside this authority, and what they note for each other."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from lintas.console import access, trail
from lintas.console.asking import ask
from lintas.console.errors import LastOnTeam, NotOnCases, NotOnTeam
from lintas.console.live.hub import hub
from lintas.console.models import Dossier, Membership, Mention, Note, Officer
from lintas.node.closed import NotNamed, put_team
from lintas.node.state import Node
from lintas.wire.identifiers import DOSSIER_BYTES, read


def join(line: Dossier, other: Officer, by: Officer) -> Membership:
    """A place on the team, by this officer's word; raises `NotOnCases`, or `NotNamed` where the dossier is closed."""
    if not other.works_on_cases():
        raise NotOnCases(str(other))
    if line.closed and not access.may_be_named(other):
        raise NotNamed(str(other))
    place = Membership.objects.get_or_create(dossier=line.pk, officer=other, defaults={"by": by})[0]
    _tell(line)
    return place


def naming(line: Dossier) -> Callable[[Node], None]:
    """A job that tells the node who is on the team of a closed dossier, which holds for the command line too."""
    dossier = read(line.pk, DOSSIER_BYTES)
    names = list(Membership.objects.filter(dossier=line.pk).values_list("officer__name", flat=True))
    return lambda node: put_team(node, dossier, names)


def _tell(line: Dossier) -> None:
    if line.closed:
        ask(naming(line))


def put_on(officer: Officer, line: Dossier, other: Officer) -> None:
    """The officer puts another on the team; raises as `join`."""
    join(line, other, officer)
    trail.note(officer, "put on a team", dossier=line.pk, detail=other.name)
    hub.teams += 1


def take_off(officer: Officer, line: Dossier, other: Officer) -> None:
    """The officer takes another off the team; raises `LastOnTeam`: somebody must have the dossier."""
    held = Membership.objects.filter(dossier=line.pk)
    if not held.exclude(officer=other).exists():
        raise LastOnTeam(str(other))
    held.filter(officer=other).delete()
    _tell(line)
    trail.note(officer, "took off a team", dossier=line.pk, detail=other.name)
    hub.teams += 1


def assign(officer: Officer, line: Dossier, other: Officer) -> None:
    """The next step there is this officer's to see to, who is on the team from now on; raises as `join`."""
    place = join(line, other, officer)
    with transaction.atomic():
        Membership.objects.filter(dossier=line.pk, leads=True).update(leads=False)
        Membership.objects.filter(pk=place.pk).update(leads=True, snoozed_ms=0)
    trail.note(officer, "assigned", dossier=line.pk, detail=other.name)
    hub.teams += 1


def put_off(officer: Officer, line: Dossier, days: int) -> None:
    """Out of the officer's own way until the beginning of a day in his zone, or until others do something there; with
    no days, back at once. Raises `NotOnTeam`.
    """
    now = datetime.now(ZoneInfo(officer.time_zone))
    until = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=days)
    places = Membership.objects.filter(dossier=line.pk, officer=officer)
    if not places.update(snoozed_ms=int(until.timestamp() * 1000) if days else 0):
        raise NotOnTeam(line.pk)
    trail.note(officer, "put off", dossier=line.pk, detail=f"{until:%Y-%m-%d}" if days else "no more")


def looked(officer: Officer, line: Dossier) -> None:
    """The officer has seen what is new there, and the notes that name him."""
    Membership.objects.filter(dossier=line.pk, officer=officer).update(looked=line.last_position)
    Mention.objects.filter(note__dossier=line.pk, officer=officer, seen=False).update(seen=True)


def write_note(officer: Officer, line: Dossier, text: str) -> list[Officer]:
    """Words for colleagues alone. Whoever is named in it as @name is told, if he may see the dossier; those who may not
    are given back, and told nothing.
    """
    note = Note.objects.create(dossier=line.pk, officer=officer, text=text, at=datetime.now(UTC))
    trail.note(officer, "wrote a note", dossier=line.pk)
    named = [each for each in Officer.objects.filter(is_active=True) if _named(each, text)] if "@" in text else []
    seeing = [each for each in named if access.visible(each).filter(pk=line.pk).exists()]
    Mention.objects.bulk_create([Mention(note=note, officer=each) for each in seeing if each.pk != officer.pk])
    hub.ring()
    return [each for each in named if each not in seeing]


def _named(officer: Officer, text: str) -> bool:
    return re.search(rf"(?<!\w)@{re.escape(officer.name)}(?![\w-])", text, re.IGNORECASE) is not None


def mentions(officer: Officer, count_max: int) -> list[tuple[Mention, Dossier]]:
    """The newest notes that name the officer, in dossiers that he may see and did not look at since."""
    found = Mention.objects.filter(officer=officer, seen=False).select_related("note__officer")
    newest = list(found.order_by("-pk")[:count_max])
    lines = access.visible(officer).in_bulk([each.note.dossier for each in newest])
    return [(each, lines[each.note.dossier]) for each in newest if each.note.dossier in lines]
