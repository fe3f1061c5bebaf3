"""Rows of the register as pages: an instrument with its timeline, a state with its law, a type of request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from lintas.cli.words import wrapped
from lintas.law.changes import IN_LAW, of_instrument, said_of_death
from lintas.law.plain import plain_row
from lintas.law.register import Register
from lintas.law.rows import Clock, Content, Death, Ground, Instrument, NationalLaw, RequestType, Standing, State

Shown = Instrument | State | RequestType


def find(law: Register, name: str) -> Shown | None:
    """The instrument, state or type of request of this name."""
    return law.instruments.get(name) or law.states.get(name.upper()) or law.requests.get(name)


def row_data(law: Register, found: Shown) -> dict[str, Any]:
    """A row as plain data; with a state its laws."""
    data = plain_row(found)
    if isinstance(found, State):
        data["laws"] = [plain_row(each) for each in law.laws if each.state == found.code]
        data["death"] = [plain_row(each) for each in law.deaths.get(found.code, ())]
    return data


def list_page(law: Register, sources: Mapping[str, str], faults: Iterable[str]) -> str:
    """Every instrument in a line; then which files are not the shipped ones, and which were left out."""
    lines = [
        "Instruments. `lintas law show ID` shows one, `lintas law show VN` a state, `lintas law show mla` a type.",
        "",
    ]
    lines += [f"{each.id:<12}{each.kind:<14}{each.title}" for each in law.instruments.values()]
    counted = Counter(each.sure for each in law.standings())
    lines += ["", f"{counted.total()} rows, of which"]
    lines += [f"  {count:>5}  {sure}" for sure, count in counted.most_common()]
    return "\n".join([*lines, *sources_lines(sources, faults)])


def sources_lines(sources: Mapping[str, str], faults: Iterable[str]) -> list[str]:
    """Which files of the register are not those that come with lintas, and what was left out."""
    told = [wrapped(f"{path}: {source}", 2) for path, source in sorted(sources.items())]
    left = [wrapped(f"LEFT OUT: {fault}", 2) for fault in faults]
    return ["", "Not as it comes with lintas:", *told, *left] if told or left else []


def row_page(law: Register, found: Shown, source: str) -> str:
    """A row with all that hangs on it, where it was read, and where it comes from."""
    if isinstance(found, Instrument):
        lines = list(_instrument(found))
        standings = [found.standing, found.scope.standing]
        standings += [row.standing for rows in found.parties.values() for row in rows]
    elif isinstance(found, State):
        laws = [each for each in law.laws if each.state == found.code]
        deaths = law.deaths.get(found.code, ())
        lines = [*_state(found), *_deaths(deaths), *(line for each in laws for line in _law(each))]
        standings = [found.standing, *(row.standing for row in deaths), *(each.standing for each in laws)]
    else:
        lines = list(_request(found, law))
        standings = [found.standing]
    return "\n".join([*lines, "", wrapped(f"this file: {source}", 2), *_sources(law, standings)])


def _instrument(each: Instrument) -> Iterator[str]:
    yield f"{each.id}  {each.title}"
    yield wrapped(f"{each.kind}; for {', '.join(sorted(each.functions))}", 2)
    yield wrapped(f"covers: {each.scope.text} [{each.scope.standing.sure}]", 2)
    if each.depositary:
        yield wrapped(f"depositary: {each.depositary}", 2)
    yield from _note(each.standing)
    yield from _timeline(each)
    yield from _rows(
        "declarations", (f"{row.state}: {row.text}{_at(row.article)}{_sure(row.standing)}" for row in each.declarations)
    )
    yield from _rows(
        "says", (f"{row.article}, {row.topic}: {row.text}{_sure(row.standing)}" for row in each.provisions)
    )
    for function, grounds in each.grounds.items():
        yield from _rows(f"grounds of refusal, {function}", map(_ground, grounds))
    for kind, contents in each.contents.items():
        yield from _rows(f"a request must hold, {kind}", map(_content, contents))
    yield from _rows("clocks", map(_clock, each.clocks))


def _timeline(each: Instrument) -> Iterator[str]:
    """What happened in law, day by day; who is not known to be bound comes last."""
    found = sorted(change for change in of_instrument(each) if change.time == IN_LAW)
    days = dict.fromkeys(change.day for change in found)
    told = (_day(day, [f"{c.what} [{c.sure}]" for c in found if c.day == day]) for day in days)
    unbound = (
        f"not known to be bound: {row.state}{_note_of(row.standing)}"
        for rows in each.parties.values()
        for row in rows
        if not (row.signed or row.bound or row.in_force)
    )
    yield from _rows("timeline", [*told, *unbound])


def _day(day: date, said: list[str]) -> str:
    return f"{day}  {'; '.join(said)}"


def _state(each: State) -> Iterator[str]:
    yield f"{each.code}  {each.name} [{each.standing.sure}]"
    for row in each.authorities:
        yield wrapped(f"{', '.join(sorted(row.functions))} goes to: {row.name}{_sure(row.standing)}", 2)
    if not each.authorities:
        yield "  to whom requests go: not in the register: ask"
    said = (
        ("extradition without a treaty", each.extradition_without_treaty),
        ("mutual assistance without a treaty", each.mla_without_treaty),
    )
    yield from (wrapped(f"{name}: {text or 'not in the register: ask'}", 2) for name, text in said)
    yield from _note(each.standing)


def _deaths(rows: tuple[Death, ...]) -> Iterator[str]:
    yield from (wrapped(f"{said_of_death(row)}{_sure(row.standing)}", 2) for row in rows)
    if not rows:
        yield "  death: no row says for which offences its law allows it: ask"


def _law(each: NationalLaw) -> Iterator[str]:
    yield ""
    yield wrapped(f"{each.name}, for {', '.join(sorted(each.functions))}{_sure(each.standing)}", 0)
    yield wrapped(f"without a treaty: {each.without_treaty.replace('_', ' ')} ({each.article})", 2)
    yield from _note(each.standing)
    yield from _rows("grounds of refusal", map(_ground, each.grounds))
    yield from _rows("a request must hold", map(_content, each.contents))
    yield from _rows("for an urgent arrest without a treaty", map(_content, each.arrest_contents))
    yield from _rows("clocks", map(_clock, each.clocks))


def _request(each: RequestType, law: Register) -> Iterator[str]:
    yield f"{each.id}  {each.title}{_sure(each.standing)}"
    yield wrapped(f"rests on: {'; '.join(each.legal)}", 2)
    rows = (f"{law.contents[row.code]}: {_content(row)}" for row in each.contents)
    yield from _rows("must hold, where no instrument says so", rows)
    yield from _rows("grounds of refusal", map(_ground, each.grounds))
    known = (law.safeguards.get(name) for name in each.safeguards)
    yield from _rows("for a person to look at", (f"{found.id}: {found.rule}" for found in known if found))


def _rows(title: str, rows: Iterable[str]) -> Iterator[str]:
    listed = [wrapped(row, 4, "    ") for row in rows]
    return iter([f"  {title}", *listed] if listed else [])


def _ground(row: Ground) -> str:
    threshold = f", {row.years:g} years" if row.years is not None else ""
    return f"{row.code}, {row.force.replace('_', ' ')}{threshold}{_at(row.article)}{_sure(row.standing)}"


def _content(row: Content) -> str:
    when = f" {row.when.replace('_', ' ')}" if row.when else ""
    return f"{row.code}, {row.level.replace('_', ' ')}{when}{_at(row.article)}{_sure(row.standing)}"


def _clock(row: Clock) -> str:
    length = f"{row.days} days" if row.days is not None else row.text
    only = ", without a treaty" if row.when else ""
    return f"{length} from {row.start.replace('_', ' ')}{only}{_at(row.article)}{_sure(row.standing)}"


def _at(article: str) -> str:
    return f" ({article})" if article else ""


def _sure(standing: Standing) -> str:
    return f" [{standing.sure}]{_note_of(standing)}"


def _note_of(standing: Standing) -> str:
    return f" ({standing.note})" if standing.note else ""


def _note(standing: Standing) -> Iterator[str]:
    return iter([wrapped(f"note: {standing.note}", 2)] if standing.note else [])


def _sources(law: Register, standings: Iterable[Standing]) -> Iterator[str]:
    names = dict.fromkeys(name for standing in standings for name in standing.source)
    told = (f"{name}: {law.sources[name].title} (seen: {law.sources[name].seen})" for name in names)
    return _rows("read in", told)
