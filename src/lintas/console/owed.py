"""Whose answer is missing, and by when: the clocks of a dossier as its conversation and the desk show them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from lintas.console.models import Officer
from lintas.console.times import Due, due_words
from lintas.node.clocks import KEPT, RUNNING, ShownClock
from lintas.node.plain_data import plain

RINGS_WITHIN_MS: Final = 60 * 60 * 1000
"""What we must answer within an hour rings until we did."""


@dataclass(frozen=True, slots=True)
class Owed:
    """Who owes what, by when if that is known here, and whether what asks for it has reached them. `rings`: it cannot
    wait.
    """

    item: str
    item_name: str
    by: str
    ours: bool
    what: str
    due: Due | None
    received: bool
    rings: bool


def owed(clocks: Iterable[ShownClock], us: str, officer: Officer, over: Collection[bytes] = ()) -> list[Owed]:
    """What is still owed, ours first; nothing at items (ids) that are over."""
    found = [_owed(clock, us, officer) for clock in clocks if clock.state != KEPT and clock.item not in over]
    return sorted(found, key=lambda each: not each.ours)


def _owed(clock: ShownClock, us: str, officer: Officer) -> Owed:
    ours, due = clock.owed_by == us, clock.due_ms
    rings = ours and clock.state == RUNNING and due is not None and due - clock.since_ms <= RINGS_WITHIN_MS
    return Owed(
        plain(clock.item),
        clock.item_name,
        clock.owed_by,
        ours,
        clock.name,
        due_words(due, officer),
        bool(clock.since_ms),
        rings,
    )
