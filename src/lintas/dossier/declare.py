"""The short forms in which a kind is written: `kind`, roles, verbs, needs, phases, clocks.

Names are written in one string, separated by commas: `at="received, waiting"`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Unpack

from lintas.dossier.grammar import ALL, Clock, Item, Kind, Length, Need, Phase, Role, Total, Verb, Within, WorkingDays
from lintas.dossier.meanings import Body, Note
from lintas.dossier.options import ItemOptions, VerbOptions
from lintas.dossier.safeguards import complete

__all__ = [
    "Item",
    "Total",
    "WorkingDays",
    "begins",
    "clock",
    "every",
    "kind",
    "many",
    "may",
    "names",
    "no",
    "one",
    "phase",
    "some",
]


def names(text: str) -> tuple[str, ...]:
    """Split "received, accepted" into its names."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def one(name: str) -> Role:
    """A role that one party holds at a time."""
    return Role(name, many=False)


def many(name: str) -> Role:
    """A role that any number of parties hold."""
    return Role(name, many=True)


def some(who: str, stand: str, since: str = "", least: int = 1) -> Need:
    """At least one (or `least`) of them stands there."""
    return Need(names(who), names(stand), least, ALL, names(since))


def every(who: str, stand: str, since: str = "") -> Need:
    """All of them stand there, and there is one: over nobody it is false."""
    return Need(names(who), names(stand), ALL, ALL, names(since))


def no(who: str, stand: str, since: str = "") -> Need:
    """None of them stands there, as far as the author had seen: over nobody it is true."""
    return Need(names(who), names(stand), 0, 0, names(since))


def may(by: str, name: str, says: type[Body] = Note, **options: Unpack[VerbOptions]) -> Verb:
    """Those in role `by`, standing `at`, may do this; they then stand at `to` (or where they stood)."""
    at, needs = options.get("at"), options.get("needs", ())
    return Verb(
        name,
        names(by),
        says,
        at=names(at) if at is not None else None,
        to=options.get("to"),
        needs=(needs,) if isinstance(needs, Need) else needs,
        opens=options.get("opens", ""),
        takes=options.get("takes", ""),
        seats=names(options.get("seats", "")),
        unseats=names(options.get("unseats", "")),
        convokes=options.get("convokes", ""),
        save=options.get("save", ""),
        leaves=options.get("leaves", False),
        once=options.get("once", ""),
        deposes=options.get("deposes", False),
        persons=options.get("persons", 1),
        aside=options.get("aside", False),
        use=options.get("use", ""),
        quota=options.get("quota", 0),
    )


def begins(name: str, says: type[Body] = Note, **options: Unpack[VerbOptions]) -> Verb:
    """The act that opens the dossier: its author takes a role and names who sits in the others."""
    return replace(may("", name, says, **options), begins=True)


def phase(name: str, *when: Need, ends: bool = False, rests: bool = False, crossing: bool = False) -> Phase:
    """`ends`: final. `rests`: nobody owes a step. `crossing`: only acts that were on their way at once lead to it."""
    return Phase(name, when, ends, rests, crossing)


def clock(
    name: str,
    owed_by: str,
    starts: str,
    within: Length | str | tuple[str, Mapping[str, Length]],
    stops: str,
    pauses: str = "",
    resumes: str = "",
    *,
    nearer: str = "",
    own: bool = False,
) -> Clock:
    """A time owed by a role; `own`: for each party in it from what it did itself.

    `within` is a duration; or a field of the starting body and a duration for each of its values, beside which the
    field `nearer` may name a day before then; or the name of the field of that body that holds the last day.
    """
    if isinstance(within, timedelta | WorkingDays):
        length = Within(within)
    elif isinstance(within, str):
        length = Within(until=within)
    else:
        length = Within(None, *within, until=nearer)
    return Clock(name, owed_by, starts, length, names(stops), names(pauses), names(resumes), own)


def kind(
    name: str,
    title: str,
    *,
    sentence: str,
    basis: str,
    version: int = 1,
    former: tuple[Kind, ...] = (),
    **item: Unpack[ItemOptions],
) -> Kind:
    """A kind of cooperation, completed with the verbs that its personal fields call for. `former`: its versions from 1
    on, as they were released.
    """
    return Kind(title, sentence, basis, version, complete(Item(name, **item)), former)
