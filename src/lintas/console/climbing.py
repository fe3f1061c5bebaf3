"""What climbs this authority's ladder, in the words of pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lintas.console import ladder
from lintas.console.asking import service
from lintas.console.models import Officer
from lintas.console.rungs import MINUTE_MS
from lintas.console.times import local


@dataclass(frozen=True, slots=True)
class Climbing:
    """`held`: what waits and how high it got. `since` and `next_at`: times as the officer reads them; `waited_min`: how
    long it has waited by now.
    """

    held: ladder.Held
    since: str
    waited_min: int
    next_at: str


def climbed(officer: Officer) -> list[Climbing]:
    """What every page of the officer says: what was put before him by climbing."""
    return [_words(each, officer) for each in ladder.before(officer)]


def waiting(dossiers: Iterable[str], officer: Officer) -> list[Climbing]:
    """What waits in these dossiers, and how high it got."""
    return [_words(each, officer) for each in ladder.waiting(dossiers)]


def _words(held: ladder.Held, officer: Officer) -> Climbing:
    waited_ms = service().node.clock() - held.since_ms
    next_at = local(held.next_ms, officer) if held.next_ms is not None else ""
    return Climbing(held, local(held.since_ms, officer), max(0, waited_ms) // MINUTE_MS, next_at)
