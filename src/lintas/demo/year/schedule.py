"""When which dossier is played: every row between the two offices that a visitor knows, then between others, all year.

What runs against a clock of fixed length goes last, so that nothing that is open is late when somebody looks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Final

from lintas.demo.federation import FOUNDERS, MY, VN, Founder
from lintas.demo.rows.row import Row, Step
from lintas.demo.year.cast import STATES
from lintas.demo.year.pairs import PAIRS, between
from lintas.demo.year.stage import DAY_MS
from lintas.demo.year.together import TOGETHER

YEAR_DAYS: Final = 350
TAKES_DAYS: Final = 24
"""How long a dossier of two offices is worked on."""
LAST_DAYS: Final = 3
COPIES: Final = 3
RECENT: Final = frozenset({"deconfliction", "contact_points", "victim"})
"""Kinds in which something is due again and again, whoever works on it: every month, and a review twice a year."""
WHEN: Final = {
    "bodies": (340, 300), "law_register": (330, 310), "plan": (300, 60), "initiative": (280, 120),
    "partnership": (320, 260), "campaign": (150, 110), "returns": (50, 10), "consultation": (90, 80),
    "meeting": (75, 40), "follow_up": (38, 15), "course": (12, 5),
}  # fmt: skip
"""Of the dossiers of many: how many days ago the first act was made, and the last one."""


@dataclass(slots=True)
class Played:
    """A dossier as far as it was played: its id, its items by their name in the row, and who is in it."""

    row: Row
    times_ms: tuple[int, ...]
    many: bool = False
    dossier: str = ""
    items: dict[str, str] = field(default_factory=dict)
    parties: list[str] = field(default_factory=list)

    def seats(self, step: Step) -> None:
        """Whoever acts, and whom the act names, is in it."""
        named = [code for each in step.to for code in each.partition("=")[2].split(",")]
        self.parties += [code for code in dict.fromkeys((step.by, *named)) if code not in self.parties]


def small(now_ms: int) -> list[Played]:
    """A dossier of every row between the two offices, all of them within some weeks."""
    return [Played(row, _times(row, 27, LAST_DAYS, now_ms)) for row in PAIRS]


def full(now_ms: int) -> list[Played]:
    """A year of all: of every row three dossiers between two, and what many do together."""
    pairs = [Played(row, _times(row, *ago, now_ms)) for row, ago in _pairs()]
    return [*pairs, *(Played(row, _times(row, *WHEN[row.kind], now_ms), many=True) for row in TOGETHER)]


def _pairs() -> Iterator[tuple[Row, tuple[int, int]]]:
    ours = {each.code: each for each in FOUNDERS}
    room = YEAR_DAYS - TAKES_DAYS - LAST_DAYS
    for number, row in enumerate(PAIRS):
        other, third = STATES[number % len(STATES)], STATES[(number + 4) % len(STATES)]
        known = ours[VN] if number % 2 else ours[MY]
        for copy, (one, two) in enumerate(((ours[VN], ours[MY]), (known, other), (third, _next(third)))):
            first = LAST_DAYS + TAKES_DAYS + room - (number * COPIES + copy) * room // (len(PAIRS) * COPIES)
            first = min(first, LAST_DAYS + TAKES_DAYS) if row.kind in RECENT else first
            yield between(row, one, two, copy and number + copy), (first, first - TAKES_DAYS)


def _next(founder: Founder) -> Founder:
    return STATES[(STATES.index(founder) + 1) % len(STATES)]


def _times(row: Row, first_days: int, last_days: int, now_ms: int) -> tuple[int, ...]:
    """When each step is taken: evenly from so many days ago to so many days ago."""
    apart_ms = (first_days - last_days) * DAY_MS // max(1, len(row.steps) - 1)
    return tuple(now_ms - first_days * DAY_MS + number * apart_ms for number in range(len(row.steps)))


def day_of(time_ms: int) -> date:
    """The day in UTC."""
    return datetime.fromtimestamp(time_ms / 1000, UTC).date()
