"""Whose answer is missing, and by when: the clocks of a dossier as its conversation and the desk show them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from lintas.console.models import Officer
from lintas.console.times import Due, due_words
from lintas.node.clocks import KEPT, ShownClock
from lintas.node.plain_data import plain


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
    return Owed(
        plain(clock.item),
        clock.item_name,
        clock.owed_by,
        clock.owed_by == us,
        clock.name,
        due_words(clock.due_ms, officer),
        bool(clock.since_ms),
        clock.rings(us),
    )
