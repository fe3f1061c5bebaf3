"""Reading a table of indicators (CSV), leniently: one value a row, under headings in many spellings or under none."""

from __future__ import annotations

import csv
import ipaddress
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

from lintas.interop import markings, times
from lintas.interop.feed import Feed
from lintas.interop.hostile_json import FILE_BYTES_MAX, UnreadableFile
from lintas.interop.observables import BY_STIX, SORTS, Indicator, cannot_be, plain, sort_of_misp
from lintas.interop.report import Report

FORM: Final = "CSV"
ROWS_MAX: Final = 100_000
CELL_CHARACTERS_MAX: Final = 64 * 1024
HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "value": ("value", "indicator", "ioc", "observable", "indicator value"),
    "sort": ("sort", "type", "kind", "indicator type", "ioc type"),
    "sharing": ("sharing", "tlp", "marking"),
    "since": ("since", "first seen", "valid from", "date"),
    "until": ("until", "valid until", "expires"),
    "note": ("note", "comment", "description"),
    "tags": ("tags", "labels"),
    "source": ("source", "id", "uuid"),
}
"""What is asked of a row, and under which headings it is found."""
_NAMES: Final = {heading: name for name, headings in HEADINGS.items() for heading in headings}
_FORMULA: Final = ("'=", "'+", "'-", "'@", "'\t", "'\r")
_DEFANGED: Final = ((re.compile(r"^hxxp", re.IGNORECASE), "http"), (re.compile(r"\[\.\]|\(\.\)|\{\.\}"), "."),
                    (re.compile(r"\[:\]"), ":"), (re.compile(r"\[@\]|\[at\]", re.IGNORECASE), "@"))  # fmt: skip
_HASHES: Final = {32: "MD5", 40: "SHA-1", 64: "SHA-256", 128: "SHA-512"}
_SHAPES: Final = (
    ("URL", re.compile(r"[a-z][a-z0-9+.-]*://\S+", re.ASCII | re.IGNORECASE)),
    ("e-mail address", re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")),
    ("vulnerability", re.compile(r"CVE-\d{4}-\d{4,}", re.ASCII | re.IGNORECASE)),
    ("domain", re.compile(r"(?:[\w-]{1,63}\.)+[^\W\d_][\w-]{1,62}")),
)


def read_table(data: bytes) -> Feed:
    """Everything in the file; raises `UnreadableFile` where nothing in it can be looked for."""
    if len(data) > FILE_BYTES_MAX:
        raise UnreadableFile(f"it has {len(data)} bytes; at most {FILE_BYTES_MAX} are read: split it")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"it is not UTF-8 at byte {error.start}") from None
    report, rows = Report(), _rows(text)
    columns, body = _columns(rows, report)
    found = [each for number, row in body if (each := _indicator(row, columns, f"row {number}", report))]
    if not found:
        raise UnreadableFile("it is not JSON, and no table in which anything stands that can be looked for")
    return Feed(FORM, rows, tuple(found), {"row": len(body)}, report)


def _rows(text: str) -> list[list[str]]:
    first = text.lstrip().partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    csv.field_size_limit(CELL_CHARACTERS_MAX)
    try:
        rows = list(csv.reader(text.splitlines(), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableFile(f"it is no table: {error}") from None
    if len(rows) > ROWS_MAX:
        raise UnreadableFile(f"it has {len(rows)} rows; at most {ROWS_MAX} are read: split it")
    return rows


def _columns(rows: list[list[str]], report: Report) -> tuple[Mapping[str, int], list[tuple[int, list[str]]]]:
    """Where each thing stands, and the rows that say something, each with its number in the file."""
    body = [(number, row) for number, row in enumerate(rows, 1) if any(row) and not row[0].startswith("#")]
    heads = [cell.strip().lower().replace("_", " ") for cell in body[0][1]] if body else []
    named = {_NAMES[head]: at for at, head in reversed(list(enumerate(heads))) if head in _NAMES}
    if "value" not in named:
        if body:
            report.mend("file", "no column is called value: the first one is read")
        return {"value": 0}, body
    for head in heads:
        if head and head not in _NAMES:
            report.leave("file", f"a column {head}")
    return named, body[1:]


def _indicator(row: list[str], columns: Mapping[str, int], where: str, report: Report) -> Indicator | None:
    said = {name: row[at].strip() for name, at in columns.items() if at < len(row)}
    value = _plain(said.get("value", ""), where, report)
    sort = _sort(said.get("sort", ""), value)
    if not value or not sort:
        report.leave(where, f"no sort of indicator: {said.get('sort') or value[:80] or 'nothing in it'}")
        return None
    if why := cannot_be(sort, value):
        report.leave(where, why)
        return None
    sharing = markings.word(said.get("sharing", ""))
    if said.get("sharing") and not sharing:
        report.mend(where, f"{said['sharing']!r} is no word of TLP: taken as the narrowest")
        sharing = markings.TLP[-1]
    since, until = times.of_text(said.get("since")), times.of_text(said.get("until"))
    tags = tuple(said.get("tags", "").split())
    value = plain(sort, value)
    return Indicator(sort, value, sharing, since, until, said.get("note", ""), tags, said.get("source") or where)


def _plain(value: str, where: str, report: Report) -> str:
    """As it is looked for: without the mark against formulas, and without what keeps people from clicking on it."""
    if value.startswith(_FORMULA):
        return value[1:]
    plain = value
    for sign, meant in _DEFANGED:
        plain = sign.sub(meant, plain)
    if plain != value:
        report.mend(where, "written so that nobody clicks on it")
    return plain


def _sort(named: str, value: str) -> str:
    """By what it is called here, in STIX or in MISP; or else by what it looks like."""
    known = next((name for name in SORTS if name.lower() == named.lower()), "")
    return known or BY_STIX.get(named, "") or sort_of_misp(named.lower(), value) or _looks_like(value)


def _looks_like(value: str) -> str:
    with suppress(ValueError):
        return f"IPv{ipaddress.ip_address(value).version} address"
    if re.fullmatch(r"[0-9a-fA-F]+", value, re.ASCII) and len(value) in _HASHES:
        return _HASHES[len(value)]
    return next((sort for sort, shape in _SHAPES if shape.fullmatch(value)), "")
