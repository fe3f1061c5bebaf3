"""Entities as the rows of a table, and tables of others as entities: for CSV and for spreadsheets.

A table that we wrote has a row for each thing that is said of an entity, and for each bond. A table of others has a row
for each person or thing, and is read by the words over its columns.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from lintas.dossier import entities as form
from lintas.dossier.entities import Entities
from lintas.interop.cells import as_meant, write_csv_rows
from lintas.interop.found import Found, Gathering
from lintas.interop.hostile_json import FILE_BYTES_MAX, UnreadableFile
from lintas.interop.report import Report

CSV: Final = "CSV"
ROWS_MAX: Final = 100_000
COLUMNS_MAX: Final = 256
COLUMNS: Final = ("exercise", "entity", "sort", "property", "value", "other entity")
_HEADINGS: Final = {
    "name": (form.PERSON, form.NAME), "full name": (form.PERSON, form.NAME), "person": (form.PERSON, form.NAME),
    "person's name": (form.PERSON, form.NAME), "other name": (form.PERSON, form.OTHER_NAME),
    "other names": (form.PERSON, form.OTHER_NAME), "alias": (form.PERSON, form.OTHER_NAME),
    "aka": (form.PERSON, form.OTHER_NAME), "date of birth": (form.PERSON, form.BORN),
    "birth date": (form.PERSON, form.BORN), "born": (form.PERSON, form.BORN), "dob": (form.PERSON, form.BORN),
    "document": (form.PERSON, form.DOCUMENT), "document number": (form.PERSON, form.DOCUMENT),
    "passport": (form.PERSON, form.DOCUMENT), "passport number": (form.PERSON, form.DOCUMENT),
    "id number": (form.PERSON, form.DOCUMENT), "account": (form.ACCOUNT, form.NUMBER),
    "account number": (form.ACCOUNT, form.NUMBER), "iban": (form.ACCOUNT, form.NUMBER),
    "wallet": (form.ACCOUNT, form.NUMBER),
    **dict.fromkeys(("telephone", "telephone number", "phone", "phone number", "mobile", "msisdn"),
        (form.TELEPHONE, form.NUMBER)),
    **dict.fromkeys(("e-mail", "email", "e-mail address", "email address"), (form.E_MAIL, form.NUMBER)),
    **dict.fromkeys(("ip", "ip address", "ipv4", "ipv6"), (form.IP_ADDRESS, form.NUMBER)),
    **dict.fromkeys(("vehicle", "plate", "number plate", "licence plate", "license plate", "registration",
        "registration number"), (form.VEHICLE, form.PLATE)),
    "vin": (form.VEHICLE, form.VIN), "chassis number": (form.VEHICLE, form.VIN),
    **dict.fromkeys(("vessel", "ship", "boat", "vessel name"), (form.VESSEL, form.NAME)),
    **dict.fromkeys(("imo", "imo number"), (form.VESSEL, form.IMO)), "mmsi": (form.VESSEL, form.MMSI),
    "place": (form.PLACE, form.NAME), "address": (form.PLACE, form.NAME),
    "location": (form.PLACE, form.NAME), "file": (form.FILE, form.NAME), "file name": (form.FILE, form.NAME),
    "sha-256": (form.FILE, form.SHA256), "sha256": (form.FILE, form.SHA256),
    "organisation": (form.ORGANISATION, form.NAME), "organization": (form.ORGANISATION, form.NAME),
    "company": (form.ORGANISATION, form.NAME),
}  # fmt: skip
"""What the words over a column say of its cells."""
_FIRST_DAY: Final = date(1899, 12, 30)
"""Day 0 of spreadsheets; right from March 1900 on."""
_SERIALS: Final = range(61, 73_051)
Row = Sequence[str]


def rows_of(held: Entities) -> Iterator[Row]:
    """The table, with its heading."""
    yield COLUMNS
    sorts = {each.id: each.sort for each in held.entities}
    marks = {each.id: each.first(form.EXERCISE) for each in held.entities}
    for each in held.entities:
        for name, value in each.but(form.EXERCISE) or (("", ""),):
            yield marks[each.id], each.id, each.sort, name, value, ""
    for bond in held.bonds:
        yield marks.get(bond.one, ""), bond.one, sorts.get(bond.one, ""), bond.relation, "", bond.other


def write_csv_table(held: Entities) -> bytes:
    """The table as CSV; no cell is taken for a formula."""
    return write_csv_rows(rows_of(held))


def read_csv_table(data: bytes) -> Found:
    """Everything in it; raises `UnreadableFile`."""
    if len(data) > FILE_BYTES_MAX:
        raise UnreadableFile(f"it has {len(data)} bytes; at most {FILE_BYTES_MAX} are read: split it")
    report = Report()
    try:
        text = data.decode("utf-8-sig")
        first = text.partition("\n")[0]
        delimiter = max(",;\t|", key=first.count)
        if delimiter != "," and delimiter in first:
            report.mend("file", f"its cells are divided by {delimiter!r}, not by commas")
        else:
            delimiter = ","
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return Found(CSV, entities_of((list(map(as_meant, row)) for row in rows), report), report)
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"it is not UTF-8 at byte {error.start}") from None
    except csv.Error as error:
        raise UnreadableFile(f"it is no table: {error}") from None


def entities_of(rows: Iterable[Row], report: Report, rows_max: int = ROWS_MAX) -> Entities:
    """What the rows say, be it our table or one of others; raises `UnreadableFile` where it is no table at all."""
    lines = _bounded(rows, rows_max)
    heading = [cell.strip().casefold() for cell in next(lines, ())]
    found = Gathering(report)
    if set(COLUMNS) <= set(heading):
        for number, row in enumerate(lines, 2):
            _own(found, dict(zip(heading, row, strict=False)), f"row {number}")
        return found.done()
    meant = {at: _HEADINGS[name] for at, name in enumerate(heading) if name in _HEADINGS}
    if not meant and len(heading) < 2:
        raise UnreadableFile(f"no column has a meaning here; known are: {', '.join(sorted(_HEADINGS))}")
    for name in heading:
        if name and name not in _HEADINGS:
            report.leave("heading", f"no meaning here: {name[:80]}")
    for number, row in enumerate(lines, 2):
        _theirs(found, {meant[at]: cell for at, cell in enumerate(row) if at in meant}, number)
    return found.done()


def _bounded(rows: Iterable[Row], rows_max: int) -> Iterator[Row]:
    for number, row in enumerate(rows):
        if number > rows_max or len(row) > COLUMNS_MAX:
            raise UnreadableFile(f"it has more than {rows_max} rows or {COLUMNS_MAX} columns: split it")
        yield row


def _own(found: Gathering, row: dict[str, str], where: str) -> None:
    """A row of a table that has our columns."""
    identifier, sort, name = (row.get(each, "").strip() for each in ("entity", "sort", "property"))
    if not identifier or not sort:
        if any(row.values()):
            found.report.leave(where, "it names no entity, or none of any sort")
        return
    if sort not in form.PROPERTIES:
        found.report.leave(where, f"no sort of entity here: {sort[:80]}")
        return
    if other := row.get("other entity", "").strip():
        found.bind(identifier, name or form.NAMED_WITH, other)
    elif name and name not in (*form.PROPERTIES[sort], *form.ORIGIN):
        found.report.leave(where, f"a {sort} has no {name[:80]} here")
    else:
        marks = [(form.EXERCISE, row.get("exercise", ""))]
        found.add(identifier, sort, [*marks, *([(name, row.get("value", ""))] if name else [])])


def _theirs(found: Gathering, cells: dict[tuple[str, str], str], number: int) -> None:
    """A row of a table of others: what stands in one row belongs together."""
    by_sort = dict[str, list[tuple[str, str]]]()
    for (sort, name), cell in cells.items():
        for value in _values(name, cell.strip(), f"row {number}", found.report):
            by_sort.setdefault(sort, []).append((name, value))
    for sort, says in by_sort.items():
        found.add(f"row {number} {sort}", sort, says)
    if form.PERSON in by_sort:
        for sort in by_sort.keys() - {form.PERSON}:
            found.bind(f"row {number} {form.PERSON}", form.NAMED_WITH, f"row {number} {sort}")


def _values(name: str, cell: str, where: str, report: Report) -> list[str]:
    """The values in a cell: several other names stand between semicolons, a day may be the number of one."""
    if name == form.OTHER_NAME:
        return [each.strip() for each in cell.split(";")]
    if name == form.BORN and re.fullmatch(r"\d{5}", cell, re.ASCII) and int(cell) in _SERIALS:
        day = (_FIRST_DAY + timedelta(days=int(cell))).isoformat()
        report.mend(where, f"the number {cell} is the day {day} as spreadsheets count them")
        return [day]
    return [cell] if cell else []
