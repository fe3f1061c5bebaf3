"""The lines of the worklist: which views of the work there are, what lies in each, how many, and a page of them.

Pages and the API ask here, so that both count the same: what one may not see is in no list and in no count. A page goes
on behind a key, and is read in the order of an index from each way by which the officer sees dossiers (`access`), so
that it costs the same with a hundred dossiers and with a hundred thousand.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Generic, TypeVar

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lintas.console import access
from lintas.console.models import Dossier, Officer
from lintas.console.models.listed import ENDED, OTHERS, OURS, RESTING
from lintas.console.models.officer import DUTY

T = TypeVar("T")

LINES_MAX: Final = 1_000
"""How many lines are read at a time where all are wanted."""
_NUMBER: Final = re.compile(r"-?[0-9]{1,18}|9223372036854775807")
BETWEEN: Final = "~"
"""Between the parts of a key: none has it."""


@dataclass(frozen=True, slots=True)
class Tab:
    """One view of the work: its name in the address, its words, and what lies in it: of the officer's places on teams,
    and of the dossiers seen otherwise; None for none of them. `snoozed`: those that the officer put off, or all others.
    """

    name: str
    words: Promise | str
    places: Q | None
    beside: Q | None
    snoozed: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines: of this view, or all; of this kind and with this party, where these are named; in this order."""

    tab: Tab | None = None
    kind: str = ""
    party: str = ""
    sort: str = "id"


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Lines, and the key behind which the next page begins; empty for the last."""

    lines: Sequence[T]
    after: str


def _standing(name: str, words: Promise | str, stand: int) -> Tab:
    return Tab(name, words, Q(stand=stand), Q(stand=stand))


_LIVE: Final = Q(stand__in=(OURS, OTHERS, RESTING))
TABS: Final = (
    _standing("ours", _("Our move"), OURS),
    Tab("mine", _("Assigned to me"), Q(leads=True) & _LIVE, None),
    _standing("others", _("Waiting on others"), OTHERS),
    _standing("resting", _("At rest"), RESTING),
    _standing("ended", _("Ended"), ENDED),
    Tab("snoozed", _("Put off"), Q(), None, snoozed=True),
)
INTAKE: Final = Tab("intake", _("Nobody has it yet"), None, _LIVE & Q(taken=False))
SORTS: Final = MappingProxyType({"due": _("due date"), "news": _("what is new"), "kind": _("kind")})
_KEYS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"due": ("due_key", "news_key"), "news": ("news_key",), "kind": ("kind", "news_key"), "id": ()}
)


def tabs_for(officer: Officer) -> tuple[Tab, ...]:
    """The views of the work that the officer has."""
    return (*TABS, INTAKE) if officer.has(DUTY) else TABS


def counted(officer: Officer, tabs: Sequence[Tab], wanted: Wanted) -> dict[str, int]:
    """How many lines lie in each view, by its name, of the kind and with the party that are wanted."""
    counts = {tab.name: 0 for tab in tabs}
    for rows, of_team in _sources(officer, wanted):
        holds = {f"in_{tab.name}": held for tab in tabs if (held := _holds(tab, of_team=of_team)) is not None}
        # By whose move it is, so that the rows are counted in the order of an index, without looking them up.
        found = rows.values("stand").annotate(**{name: Count("pk", filter=held) for name, held in holds.items()})
        for row in found.order_by("stand"):
            for name in holds:
                counts[name.removeprefix("in_")] += row[name]
    return counts


def page(officer: Officer, wanted: Wanted, after: str, count: int) -> Page[Dossier]:
    """So many of the lines behind a key; from the first on, where the key is none."""
    keys = _KEYS[wanted.sort]
    behind = _parsed(after, keys)
    found = list[tuple[Any, ...]]()
    for rows, of_team in _sources(officer, wanted):
        held = Q() if wanted.tab is None else _holds(wanted.tab, of_team=of_team)
        if held is not None:
            names = (*keys, "dossier" if of_team else "pk")
            chosen = rows.filter(held, _behind(names, behind)) if behind else rows.filter(held)
            found += chosen.order_by(*names).values_list(*names)[: count + 1]
    found = sorted(found)
    lines = Dossier.objects.in_bulk([key[-1] for key in found[:count]])
    last = BETWEEN.join(map(str, found[count - 1])) if len(found) > count else ""
    return Page([lines[key[-1]] for key in found[:count] if key[-1] in lines], last)


def every(officer: Officer, wanted: Wanted) -> Iterator[Dossier]:
    """All of the lines, in order."""
    after, more = "", True
    while more:
        found = page(officer, wanted, after, LINES_MAX)
        yield from found.lines
        after, more = found.after, bool(found.after)


def _sources(officer: Officer, wanted: Wanted) -> Iterator[tuple[QuerySet[Any], bool]]:
    """Rows of each way by which the officer sees dossiers, and whether they are places on teams; no dossier twice."""
    asked = Q(kind=wanted.kind) if wanted.kind else Q()
    if wanted.party:
        # The list of codes as it is stored: a code is letters, digits and hyphens, between quotation marks.
        asked &= Q(parties__icontains=f'"{wanted.party}"')
    ways: list[QuerySet[Any]] = [access.team_places(officer), *access.beside(officer)]
    yield from ((rows.filter(asked), at == 0) for at, rows in enumerate(ways))


def _holds(tab: Tab, *, of_team: bool) -> Q | None:
    if not of_team:
        return tab.beside
    if tab.places is None:
        return None
    now_ms = time.time_ns() // 1_000_000
    return tab.places & (Q(snoozed_ms__gt=now_ms) if tab.snoozed else Q(snoozed_ms__lte=now_ms))


def _behind(names: Sequence[str], values: Sequence[Any]) -> Q:
    """Rows that come after these values. The first part alone lets the database begin at the right place."""
    found = Q()
    for at, name in enumerate(names):
        same = dict(zip(names[:at], values[:at], strict=True))
        found |= Q(**same, **{f"{name}__gt": values[at]})
    return Q(**{f"{names[0]}__gte": values[0]}) & found


def _parsed(after: str, keys: Sequence[str]) -> list[Any]:
    """The parts of a key; none where it is no key of this order."""
    parts = after.split(BETWEEN)
    if not after or len(parts) != len(keys) + 1:
        return []
    numbers = [name.endswith("_key") for name in keys]
    if not all(_NUMBER.fullmatch(part) for part, number in zip(parts, numbers, strict=False) if number):
        return []
    return [int(part) if number else part for part, number in zip(parts, [*numbers, False], strict=True)]
