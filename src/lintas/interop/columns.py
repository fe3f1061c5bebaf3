"""The table of a plan as a spreadsheet: out in the columns of real plans, in again as what could be reported.

Each line is one row of the plan and one state that carries it out; the last columns say who reported for whom, and name
the row. What comes back is compared with what stands: new words in the lines of our own state, and in those of states
for which we may enter a report, could become drafts; everything else is named and left where it is. Nothing that stands
in a sheet speaks for another state.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from lintas.dossier.grammar import Verb
from lintas.dossier.meanings import Count, Date, Meaning
from lintas.interop.hostile_json import UnreadableFile
from lintas.interop.report import Report
from lintas.interop.xlsx import Look, read_rows, write_rows
from lintas.node.columns import Reported, Row, Table
from lintas.node.on_behalf import state_field
from lintas.node.plain_data import SHORT
from lintas.wire.identifiers import show

WHO, REMARK, LINE, ACT = "State", "Remark", "Line", "Reported in"
NOTHING_YET: Final = "nothing yet"
NOT_FOR_US: Final = "sealed, not for us"
HEADING_WITHIN: Final = 20
"""Among how many rows the headings are looked for."""
_FIRST_DAY: Final = date(1899, 12, 30)
_SERIALS: Final = range(1, 80_000)
"""Days as spreadsheets count them."""
_WIDTH: Final = 20
_WIDTHS: Final = {
    WHO: 6, REMARK: 16, ACT: 10, LINE: 10, "Area": 14, "Provision": 14, "By": 11, "Half year to": 11, "Status": 11,
    "Outputs": 8, "What was done": 34, "Now expected by": 11,
}  # fmt: skip
"""In characters: what is written by hand has room, and all of it is printed on one A3 across."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a line of a sheet would report: the verb, the row, the fields as they are read, and what stands against it.

    `item` is where it would be done. `before` is what stands now; `problems` are (field, what to do).
    """

    line: int
    row: Row
    who: str
    verb: str
    item: bytes
    fields: Mapping[str, Any]
    before: Mapping[str, Any]
    problems: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CameBack:
    """What a sheet proposes, and what of it is left, each with the reason."""

    proposals: tuple[Proposal, ...]
    left: tuple[tuple[str, str], ...]
    mended: tuple[tuple[str, str], ...]


def heading(name: str) -> str:
    """A field as the heading of its column."""
    return name.replace("_", " ").capitalize()


def write_columns(table: Table, marking: str) -> bytes:
    """The table as XLSX. The same table makes the same bytes."""
    rows = list(sheet(table, marking))
    heads = next(row for row in rows if LINE in row)
    return write_rows(rows, Look([_WIDTHS.get(name, _WIDTH) for name in heads], rows.index(heads)))


def sheet(table: Table, marking: str) -> Iterator[list[str]]:
    """The rows of the sheet as text: what it is, its headings, a line for each row and each who reports on it."""
    marks = [*(["EXERCISE"] if table.exercise else []), marking.upper() or "NO CLASSIFICATION STATED"]
    yield [f"{' · '.join(marks)} · {table.title}: report for the half-year to {table.half or '-'}"]
    yield ["Write in the lines of your own state. What you write becomes drafts, and nothing is sent by this file."]
    yield [*map(heading, _plan_names(table)), WHO, *map(heading, _report_names(table)), REMARK, ACT, LINE]
    for row in table.rows:
        plan = [_text(row.says.get(name) or row.section.get(name)) for name in _plan_names(table)]
        for who, said, remark, act in _lines(row):
            report = [_text((said or {}).get(name)) for name in _report_names(table)]
            yield [*plan, who, *report, remark, act, _short(row.item)]


def _plan_names(table: Table) -> list[str]:
    """The columns of the plan; one that the item above has too stands once."""
    return [*(name for name in table.section_fields if name not in table.fields), *table.fields]


def _report_names(table: Table) -> list[str]:
    fields = table.report.says.fields()
    return [name for name, each in fields.items() if not each.many]


def _lines(row: Row) -> Iterator[tuple[str, Mapping[str, Any] | None, str, str]]:
    found = [(each.who, each.said, _remark(each), _short(each.act)) for each in row.reports]
    found += [(who, None, NOTHING_YET, "") for who in row.nothing_from]
    yield from sorted(found or [("", None, NOTHING_YET, "")], key=lambda each: (each[0], each[3]))


def _remark(said: Reported) -> str:
    remarks = [NOT_FOR_US] if said.said is None else []
    if said.item is not None:
        remarks += [f"entered by {said.by} from the original", said.stands]
    return "; ".join(remarks)


def _short(identifier: bytes) -> str:
    """As people refer to an item or an act: a plan has a few hundred of them."""
    return show(identifier)[:SHORT]


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def read_columns(data: bytes, table: Table) -> CameBack:
    """What a sheet that came back would report; raises `UnreadableFile`."""
    report = Report()
    rows = read_rows(data, report)
    at = next(
        (at for at, row in enumerate(rows[:HEADING_WITHIN]) if {WHO, LINE} <= {cell.strip() for cell in row}), None
    )
    if at is None:
        raise UnreadableFile(f"no row has the headings {WHO} and {LINE}: take the sheet out again and write in that")
    heads = [cell.strip() for cell in rows[at]]
    known, proposals, left = {_short(row.item): row for row in table.rows}, list[Proposal](), list[tuple[str, str]]()
    for number, cells in enumerate(rows[at + 1 :], at + 2):
        said = {name: cell.strip() for name, cell in zip(heads, cells, strict=False) if name}
        if not any(said.values()):
            continue
        row = known.get(said.get(LINE, ""))
        if row is None:
            left.append((f"line {number}", f"no row of this plan has the id {said.get(LINE, '')[:40] or '(none)'}"))
            continue
        found = _proposed(table, row, said, number)
        if isinstance(found, Proposal):
            proposals.append(found)
        left += [(f"line {number}", why) for why in ([found] if isinstance(found, str) else [])]
        left += [(f"line {number}", why) for why in _changed_plan(table, row, said)]
    return CameBack(tuple(proposals), tuple(left), tuple((each.where, each.what) for each in report.mended))


def _proposed(table: Table, row: Row, said: Mapping[str, str], number: int) -> Proposal | str | None:
    """What the line would report, why it is left, or None where it says nothing new."""
    fields, who = table.report.says.fields(), said.get(WHO, "")
    names = _report_names(table)
    given = {name: _value(fields[name], said.get(heading(name), "")) for name in names}
    given = {name: value for name, value in given.items() if value != ""}
    stands = next((each for each in row.reports if each.who == who and _short(each.act) == said.get(ACT, "")), None)
    stands = stands or next((each for each in row.reports if each.who == who), None)
    before = {name: value for name, value in ((stands and stands.said) or {}).items() if name in names}
    if not given or given == before:
        return None
    verb = _verb(table, row, who, stands)
    if isinstance(verb, str):
        return verb
    given |= dict.fromkeys(_for_whom(verb), who)
    problems = tuple(_problems({name: fields[name] for name in names}, given))
    item = stands.item if verb is table.replace and stands and stands.item else row.item
    return Proposal(number, row, who, verb.name, item, given, before, problems)


def _verb(table: Table, row: Row, who: str, stands: Reported | None) -> Verb | str:
    """The verb by which this could be reported by us, or why it cannot."""
    if who == table.us:
        if table.report.name in row.open_to_us:
            return table.report
        return f"we cannot report on this row now; open to us are: {', '.join(sorted(row.open_to_us)) or 'nothing'}"
    if stands is not None and stands.item is None:
        return f"it speaks for {who}, which reports by itself"
    if stands is not None and stands.item is not None and table.replace is not None:
        return table.replace if stands.ours else f"{stands.by} entered it for {who}, and alone replaces it"
    if table.another is not None and table.another.name in row.open_to_us and who in row.without_a_node:
        return table.another
    return f"it speaks for {who or 'nobody'}, and we cannot enter it"


def _for_whom(verb: Verb) -> Iterator[str]:
    """The field of the verb that names the state for which it is entered."""
    if name := state_field(verb):
        yield name


def _changed_plan(table: Table, row: Row, said: Mapping[str, str]) -> Iterator[str]:
    for name in _plan_names(table):
        stands, came = _text(row.says.get(name) or row.section.get(name)), said.get(heading(name), "")
        if came and came != stands and _text(_value(Date, came)) != stands:
            yield f"{heading(name)} was changed: a row is changed by who set it, not by a report"


def _problems(fields: Mapping[str, Meaning], given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, meaning in fields.items():
        if name in given:
            wrong = meaning.check(given[name])
        else:
            wrong = "fill it in" if meaning.required else None
        if wrong:
            yield name, wrong


def _value(meaning: Meaning, cell: str) -> Any:
    """A cell as its field needs it; what cannot be read stays as it is, and is found by the check of the field."""
    if meaning.says(Date) and re.fullmatch(r"\d{1,5}(\.0+)?", cell, re.ASCII) and int(float(cell)) in _SERIALS:
        return (_FIRST_DAY + timedelta(days=int(float(cell)))).isoformat()
    if meaning.says(Count) and re.fullmatch(r"\d{1,15}(\.0+)?", cell, re.ASCII):
        return int(float(cell))
    return next((each for each in meaning.choices if each.casefold() == cell.casefold()), cell)
