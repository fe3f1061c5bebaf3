"""What changed since a day: in law, and in the register. Each change names its row and its source.

The two are apart: a treaty may enter into force years before anybody records it, and a row may be mended long after.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from lintas.law.register import Register
from lintas.law.rows import (
    EVERY_OFFENCE,
    Clock,
    Content,
    Death,
    Declaration,
    Ground,
    Instrument,
    NationalLaw,
    Party,
    Provision,
    Standing,
    State,
)

IN_LAW = "in law"
IN_REGISTER = "in the register"
DAY = timedelta(days=1)

Row = Ground | Content | Clock | Declaration | Provision


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One change: the day, whether in law or in the register, where, and what."""

    day: date
    time: str
    where: str
    what: str
    sure: str


def changes(register: Register, since: date, until: date = date.max) -> list[Change]:
    """Every change from `since` to `until`, both days included, in the order of their days."""
    return sorted(each for each in _all(register) if since <= each.day <= until)


def between(older: Register, newer: Register) -> list[str]:
    """What one register has and another has not: a sentence for each instrument or law that differs."""
    said = []
    for name in sorted({*older.instruments, *newer.instruments}):
        said += _differs(name, older.instruments.get(name), newer.instruments.get(name))
    for code in sorted({*older.states, *newer.states}):
        said += _differs(f"the state {code}", older.states.get(code), newer.states.get(code))
        first, second = ([each for each in one.laws if each.state == code] for one in (older, newer))
        said += _differs(f"the law of {code}", first or None, second or None)
        said += _differs(f"death in the law of {code}", older.deaths.get(code), newer.deaths.get(code))
    return said


def _differs(name: str, first: object, second: object) -> list[str]:
    if first == second:
        return []
    if first is None or second is None:
        return [f"{name} is {'new' if first is None else 'gone'}"]
    if isinstance(first, Instrument) and isinstance(second, Instrument):
        fields = [each for each in Instrument.__dataclass_fields__ if getattr(first, each) != getattr(second, each)]
        return [f"{name} differs in {', '.join(fields)}"]
    return [f"{name} differs"]


def _all(register: Register) -> Iterator[Change]:
    for each in register.instruments.values():
        yield from of_instrument(each)
    for law in register.laws:
        yield from _of_law(law)
    for state in register.states.values():
        yield from _of_state(state)
    for code, deaths in register.deaths.items():
        for row in deaths:
            yield from _of_standing(f"the law of {code}", said_of_death(row), row.standing)


def of_instrument(each: Instrument) -> Iterator[Change]:
    """Every change of one instrument, in no order: its timeline."""
    return _with_its_rows(each.id, each.title, each.standing, _rows_of(each))


def _of_law(law: NationalLaw) -> Iterator[Change]:
    rows = _of_rows(law.id, (*law.grounds, *law.contents, *law.arrest_contents, *law.clocks))
    return _with_its_rows(law.id, law.name, law.standing, rows)


def _of_state(state: State) -> Iterator[Change]:
    rows = (
        change
        for each in state.authorities
        for change in _of_standing(state.code, f"{each.name}, for {', '.join(sorted(each.functions))}", each.standing)
    )
    return _with_its_rows(state.code, state.name, state.standing, rows)


def _with_its_rows(where: str, what: str, standing: Standing, rows: Iterable[Change]) -> Iterator[Change]:
    """What was recorded together with the whole needs no line of its own."""
    yield from _of_standing(where, what, standing)
    for change in rows:
        if (change.day, change.time) != (standing.recorded, IN_REGISTER):
            yield change


def _rows_of(each: Instrument) -> Iterator[Change]:
    if each.entry_into_force:
        yield Change(each.entry_into_force, IN_LAW, each.id, f"{each.title} enters into force", each.standing.sure)
    for rows in each.parties.values():
        for row in rows:
            yield from _of_party(each.id, row)
    for declared in each.declarations:
        what = f"declaration of {declared.state}: {declared.text}"
        yield from _of_standing(each.id, what, declared.standing)
    yield from _of_rows(each.id, (*each.provisions, *each.clocks))
    yield from _of_lists(each.id, each.grounds)
    yield from _of_lists(each.id, each.contents)


def _of_lists(where: str, lists: Mapping[str, Iterable[Row]]) -> Iterator[Change]:
    for function, rows in lists.items():
        yield from _of_rows(f"{where}, {function}", rows)


def _of_rows(where: str, rows: Iterable[Row]) -> Iterator[Change]:
    for row in rows:
        yield from _of_standing(where, _said(row), row.standing)


def _said(row: Row) -> str:
    article = f" ({row.article})" if row.article else ""
    if isinstance(row, Ground):
        return f"{row.code}, {row.force}{article}"
    if isinstance(row, Content):
        return f"{row.code}, {row.level}{article}"
    if isinstance(row, Clock):
        return f"{row.days if row.days is not None else row.text} from {row.start}{article}"
    return f"{row.text}{article}"


def said_of_death(row: Death) -> str:
    """A row of death in words."""
    words = ", ".join(row.words).replace(EVERY_OFFENCE, "every offence") or "no offence"
    return f"death is possible for {words} ({row.article})"


def _of_standing(where: str, what: str, standing: Standing) -> Iterator[Change]:
    yield Change(standing.recorded, IN_REGISTER, where, f"recorded: {what}", standing.sure)
    if standing.struck != date.max:
        yield Change(standing.struck, IN_REGISTER, where, f"struck: {what}", standing.sure)
    if standing.valid_from != date.min:
        yield Change(standing.valid_from, IN_LAW, where, f"becomes law: {what}", standing.sure)
    if standing.valid_to != date.max:
        yield Change(standing.valid_to + DAY, IN_LAW, where, f"is law no longer: {what}", standing.sure)


def _of_party(where: str, row: Party) -> Iterator[Change]:
    words = (("signed", "signs"), ("bound", "is bound"), ("in_force", "in force"), ("left", "bound no longer"))
    for name, what in words:
        day = getattr(row, name)
        if day:
            yield Change(day, IN_LAW, where, f"{row.state}: {what}", row.standing.sure)
    yield from _of_standing(where, f"{row.state} as a party", row.standing)
