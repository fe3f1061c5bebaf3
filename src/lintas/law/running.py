"""Which clocks run: calendar days from an arrest, an oral request, a final order, a preservation.

No date is moved because of a day off, and none is made up: where the register has no number, it says what it has.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from lintas.law.answer import Cite, Deadline
from lintas.law.choosing import Chosen
from lintas.law.question import Question
from lintas.law.rows import Clock, NationalLaw
from lintas.law.sorting import Sorted

WHAT: Final = {
    "arrest": ("full_request_due", "requesting"),
    "oral_request": ("written_confirmation_due", "requesting"),
    "final_order": ("surrender_due", "requested"),
    "preservation": ("preserve_at_least_until", "requested"),
}
"""What each clock ends with, and who owes it."""

FUNCTIONS: Final = {
    "arrest": ("extradition",),
    "oral_request": ("mla", "asset", "extradition", "preservation"),
    "final_order": ("extradition",),
    "preservation": ("preservation",),
}
"""In which functions each clock can run."""

Cited = tuple[str, Clock]


def run(question: Question, found: Sorted, chosen: Chosen, law: NationalLaw | None) -> tuple[Deadline, ...]:
    """A deadline for each event that is said; one without a date where the register has no number."""
    return tuple(
        _deadline(event, start, question, next(_clocks(event, question, found, chosen, law), None))
        for event, start in question.events.items()
        if question.request.function in FUNCTIONS[event]
    )


def _clocks(event: str, question: Question, found: Sorted, chosen: Chosen, law: NationalLaw | None) -> Iterator[Cited]:
    """The clocks that fit, the governing one first: the basis, the other bases, the requested state's law."""
    governing = [chosen.instrument] if chosen.instrument else []
    others = [each.instrument for each in found.bases if each.instrument != chosen.instrument]
    cited = [(each.cite(row.article), row) for each in (*governing, *others) for row in each.clocks]
    cited += [
        (row.article, row) for row in (law.clocks if law else ()) if not (row.when == "no_treaty" and chosen.instrument)
    ]
    for cite, row in cited:
        if row.start == event and row.standing.in_law(question.day):
            yield cite, row


def _deadline(event: str, start: date, question: Question, cited: Cited | None) -> Deadline:
    what, owed_by = WHAT[event]
    state = getattr(question, owed_by).code
    if cited is None:
        return Deadline(what, start, state, text="the register has no number of days: ask")
    cite, row = cited
    due = None if row.days is None else _after(start, row.days)
    text = row.text if due or row.days is None else "beyond the calendar"
    return Deadline(what, start, state, Cite(cite, row.standing.sure), due, row.days, text)


def _after(start: date, days: int) -> date | None:
    try:
        return start + timedelta(days=days)
    except OverflowError:
        return None
