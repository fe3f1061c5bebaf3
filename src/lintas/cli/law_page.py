"""Answers about the law as pages for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from lintas.calendars.calendar import Calendar, unknown
from lintas.cli.law_rows import sources_lines
from lintas.cli.words import clean, when, wrapped
from lintas.law.answer import Answer, Deadline
from lintas.law.changes import Change
from lintas.law.matrix import MARKS, Matrix

ADVICE = "Decision support from a register that nobody has signed; not legal advice."


def assess_page(
    answer: Answer, calendars: Mapping[str, Calendar], sources: Mapping[str, str], faults: Iterable[str]
) -> str:
    """The opinion, then the days that the deadlines touch and what a person must look at."""
    lines = [answer.outcome.upper().replace("_", " "), ""]
    lines += [wrapped(clean(sentence), 2, "- ") for sentence in answer.trace]
    if answer.date:
        lines += ["", wrapped(f"Goes to: {answer.send_to}", 2)]
    for each in answer.deadlines:
        lines += [wrapped(text, 2) for text in _days(each, answer, calendars)]
    if answer.safeguards:
        lines += ["", "  For a person to look at:", *(wrapped(each, 4, "  - ") for each in answer.safeguards)]
    return "\n".join([*lines, *sources_lines(sources, faults), "", ADVICE])


def _days(each: Deadline, answer: Answer, calendars: Mapping[str, Calendar]) -> Iterator[str]:
    """When the day is over where it is owed, and who has a day off on it; it is not moved."""
    if each.date is None:
        return
    calendar = calendars.get(each.owed_by) or unknown(each.owed_by)
    yield f"{each.date} ends in {each.owed_by} at {when(calendar.end_ms(each.date))} UTC ({calendar.zone})."
    for state in (answer.requesting, answer.requested):
        known = calendars.get(state)
        off = (known or unknown(state)).off(each.date)
        if off:
            yield f"A day off in {state}: {off}. The day is not moved."
        if known is None or not known.covers(each.date):
            yield f"No holidays of {state} are known for {each.date.year}."


def case_line(name: str, title: str, differences: Sequence[str]) -> str:
    """One case: passed, or what differs."""
    told = f"{name}  {title}"
    return f"pass  {told}" if not differences else f"FAIL  {told}: {'; '.join(differences)}"


def matrix_page(table: Matrix) -> str:
    """The table, with what its marks mean and how often each occurs."""
    width = 4
    lines = [" " * width + "".join(f"{state:>{width}}" for state in table.states)]
    for asks in table.states:
        row = ("." if asks == asked else table.mark(asks, asked) for asked in table.states)
        lines.append(f"{asks:<{width}}" + "".join(f"{mark:>{width}}" for mark in row))
    counted = table.count()
    lines += ["", "Rows ask, columns are asked."]
    lines += [f"  {mark}  {counted[mark]:>4}  {words}" for mark, words in MARKS.items() if counted[mark]]
    return "\n".join([*lines, "", ADVICE])


def changes_page(found: Iterable[Change], differences: Sequence[str]) -> str:
    """The changes by their days; then how another register differs."""
    lines = [wrapped(f"{each.day}  {each.time}: {each.where}: {each.what} [{each.sure}]", 12) for each in found]
    lines = [line.lstrip() for line in lines] or ["Nothing changed."]
    if differences:
        lines += ["", "Otherwise than in the register that comes with lintas:", *(f"  {each}" for each in differences)]
    return "\n".join(lines)


def today() -> str:
    """This day, in UTC."""
    return datetime.now(UTC).date().isoformat()
