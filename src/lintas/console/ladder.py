"""The ladder of escalation inside this authority: what nobody acknowledged is put before ever more people of ours.

It climbs by the minutes of each rung (`rungs`), counted from when the message was seen here, by the clock of the node:
nothing that a peer says of a time moves it. What waits and how high it got is kept, so that a node that was away goes
on where it was, and two processes take each step once. A step puts the people of the rung on the team of the dossier,
tells their open pages, and is written into the trail. It is no act and reaches nobody outside.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from lintas.console import access, teams, trail
from lintas.console.asking import service
from lintas.console.errors import BadMinutes, NobodyOnRung
from lintas.console.live.hub import hub
from lintas.console.models import Dossier, Membership, Officer, Rung, Wait
from lintas.console.models.officer import DUTY
from lintas.console.rungs import MINUTE_MS, reached_at
from lintas.dossier.grammar import INSIDE
from lintas.dossier.traits import REALTIME
from lintas.node.unanswered import Unanswered

Ladder = Sequence[tuple[Rung, Sequence[Officer]]]
"""The rungs, each with whom something can be put before there."""
RUNGS_MAX: Final = 6
MINUTES_MAX: Final = 7 * 24 * 60
"""A week: what waits longer is no longer urgent."""


@dataclass(frozen=True, slots=True)
class Held:
    """What waits, for a page: `rung` of `rungs` has it, and the one after it at `next_ms` (None where it stays).

    `inside`: a person of ours has acknowledged it, and it waits for authority.
    """

    dossier: str
    item: str
    inside: bool
    urgency: str
    since_ms: int
    reached: int
    rung: str
    rungs: int
    next_rung: str
    next_ms: int | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A rung as somebody wants it. `minutes` by urgency, as they were typed."""

    name: str
    officers: Sequence[Officer]
    minutes: Mapping[str, str]


def urgencies() -> list[str]:
    """The words of urgency that messages have, in all kinds in which people talk in real time, in their order."""
    kinds = (kind for kind in service().node.kinds.values() if REALTIME in kind.item.traits)
    clocks = (clock for kind in kinds for walked in kind.item.walk() for clock in walked[-1].clocks)
    return list(dict.fromkeys(word for clock in clocks for word in clock.within.by_value))


def rungs() -> list[Rung]:
    """The ladder, from the duty desk up; none where nobody has set one."""
    return list(Rung.objects.order_by("place").prefetch_related("officers"))


def people(rung: Rung) -> list[Officer]:
    """Whom something can be put before there now: who has an account, works on dossiers, and is not away."""
    every = rung.officers.all() if rung.place else Officer.objects.order_by("shown")
    there = [each for each in every if each.is_active and each.works_on_cases() and not each.away()]
    return there if rung.place else [each for each in there if each.has(DUTY)]


def is_on(officer: Officer) -> bool:
    """Whether something can climb to this officer."""
    return Rung.objects.filter(officers=officer).exists()


def change(operator: Officer, wanted: Sequence[Wanted]) -> None:
    """The ladder is these rungs from now on, and what waits begins to climb it anew, counted from when it was seen.

    Raises `BadMinutes` or `NobodyOnRung`, and changes nothing then.
    """
    made = [(each, {word: _minutes(each, word) for word in each.minutes if each.minutes[word]}) for each in wanted]
    for each in wanted[1:]:
        if not each.officers:
            raise NobodyOnRung(each.name)
    with transaction.atomic():
        Rung.objects.all().delete()
        Wait.objects.update(reached=0)
        for place, (each, minutes) in enumerate(made):
            rung = Rung.objects.create(place=place, name=each.name, minutes=minutes)
            rung.officers.set(each.officers)
        trail.note(operator, "changed the ladder", detail="; ".join(_in_words(*each) for each in made))
    _tell()


def _in_words(wanted: Wanted, minutes: Mapping[str, int]) -> str:
    names = ", ".join(each.name for each in wanted.officers)
    return f"{wanted.name} ({names}) " + ", ".join(f"{word} {count}" for word, count in minutes.items())


def _minutes(wanted: Wanted, urgency: str) -> int:
    text = wanted.minutes[urgency]
    digits = text.isascii() and text.isdigit() and len(text) <= len(str(MINUTES_MAX))
    if not digits or int(text) > MINUTES_MAX:
        raise BadMinutes(wanted.name, text, MINUTES_MAX)
    return int(text)


def follow(dossier: str, found: Iterable[Unanswered], now_ms: int) -> None:
    """Take in what waits for us in a dossier now: what is new waits from now on, what is done waits no more."""
    waits = {(each.item, each.what): each for each in found}
    for known in Wait.objects.filter(dossier=dossier):
        still = waits.pop((known.item, known.what), None)
        if still:
            Wait.objects.filter(pk=known.pk).update(act=still.act, urgency=still.urgency)
            continue
        known.delete()
        if known.reached:
            trail.note_by_itself("stopped on the ladder", dossier=dossier, detail=f"{known.what}: {known.act[:8]}")
            transaction.on_commit(_tell)
    for each in waits.values():
        Wait.objects.create(
            dossier=dossier, item=each.item, what=each.what, act=each.act, urgency=each.urgency, since_ms=now_ms
        )


def climb(now_ms: int) -> None:
    """Put before the next rungs what has waited long enough by now."""
    waits = list(Wait.objects.order_by("since_ms"))
    ladder = [(rung, people(rung)) for rung in rungs()] if waits else []
    for wait in waits:
        due = sum(at_ms <= now_ms for at_ms in _times(ladder, wait))
        for rung, there in ladder[wait.reached + 1 : due]:
            _step(wait, rung, there, now_ms)


def _times(ladder: Ladder, wait: Wait) -> list[int]:
    named = ((rung.minutes.get(wait.urgency), there) for rung, there in ladder)
    # Where nobody is there nothing waits; where it is to stay it stays, whoever is there.
    minutes = [0 if each is not None and not there else each for each, there in named]
    return reached_at(minutes, wait.since_ms)


def _step(wait: Wait, rung: Rung, there: Sequence[Officer], now_ms: int) -> None:
    with transaction.atomic():
        line = Dossier.objects.filter(pk=wait.dossier).first()
        # Another process may have taken the step, and a list that is being made anew has no line yet.
        if line is None or not Wait.objects.filter(pk=wait.pk, reached=rung.place - 1).update(reached=rung.place):
            return
        for officer in there:
            place = teams.join(line, officer, officer)
            Membership.objects.filter(pk=place.pk).update(snoozed_ms=0)
        names = ", ".join(each.name for each in there) or "nobody is there"
        waited = (now_ms - wait.since_ms) // MINUTE_MS
        detail = f"{rung.name} ({names}); {wait.what}: {wait.act[:8]}, {wait.urgency}, waits {waited} min"
        trail.note_by_itself("climbed the ladder", dossier=wait.dossier, detail=detail)
    hub.teams += 1
    _tell()


def _tell() -> None:
    hub.ladders += 1
    hub.ring()


def waiting(dossiers: Iterable[str]) -> list[Held]:
    """What waits in these dossiers and how high it got, the longest first; nothing where there is no ladder."""
    waits = list(Wait.objects.filter(dossier__in=list(dossiers)).order_by("since_ms"))
    ladder = [(rung, people(rung)) for rung in rungs()] if waits else []
    return [_held(ladder, wait) for wait in waits] if ladder else []


def _held(ladder: Ladder, wait: Wait) -> Held:
    at, times = wait.reached, _times(ladder, wait)
    goes_on = at + 1 < len(times)
    return Held(
        dossier=wait.dossier,
        item=wait.item,
        inside=wait.what == INSIDE,
        urgency=wait.urgency,
        since_ms=wait.since_ms,
        reached=at,
        rung=ladder[at][0].name,
        rungs=len(ladder),
        next_rung=ladder[at + 1][0].name if goes_on else "",
        next_ms=times[at + 1] if goes_on else None,
    )


def before(officer: Officer) -> list[Held]:
    """What climbed to a rung where this officer is, or higher, in dossiers that he may see."""
    climbed = list(Wait.objects.filter(reached__gt=0).values_list("dossier", flat=True))
    places = [rung.place for rung in rungs() if officer in people(rung)] if climbed else []
    if not places:
        return []
    seen = access.visible(officer).filter(pk__in=climbed).values_list("pk", flat=True)
    return [each for each in waiting(seen) if 0 < each.reached >= min(places)]
