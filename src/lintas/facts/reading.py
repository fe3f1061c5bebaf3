"""The files of public facts, in TOML, as an official may write them: from their bytes to rows, or to what is wrong.

A file has rows, `[[SORT]]` with the columns of `sorts`, and `[sources.ID]`, where things were read; both may be named
in other files. A file of the same name takes the place of an earlier one. Reading goes on after a mistake, so that all
of them are seen at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any, Final

from lintas.facts.errors import BadFacts
from lintas.facts.register import Register
from lintas.facts.rows import CONFIDENCES, LATEST, RECALLED, UNSOURCED, VERIFIED, Fact, Source, When, when
from lintas.facts.sorts import GAP, SORTS, Column, Sort
from lintas.wire.findings import Finding, parsed

SOURCES: Final = "sources"
PUBLISHERS: Final = ("official", "press", "copy")
ID: Final = re.compile(r"[A-Z0-9][A-Z0-9+.-]*")
COMMON: Final = (
    "id", "from", "to", "as_of", "recorded", "struck", "confidence", "source", "amends", "note",
)  # fmt: skip
NEVER: Final = date.min


def read(files: Mapping[str, bytes]) -> Register:
    """The register in these files, by their names. Raises `BadFacts`, which holds every mistake."""
    register, findings = examine(files)
    if findings:
        raise BadFacts(findings)
    return register


def examine(files: Mapping[str, bytes]) -> tuple[Register, list[Finding]]:
    """The register as far as it can be read, and every mistake in its files."""
    findings: list[Finding] = []
    said = {name: parsed(name, data, findings) for name, data in sorted(files.items())}
    sources = {each.id: each for name, table in said.items() for each in _sources(name, table, findings)}
    rows = [row for name, table in said.items() for row in _File(name, table, sources, findings).rows()]
    _across(rows, findings)
    return Register(tuple(rows), sources), findings


def _sources(file: str, said: Mapping[str, Any], findings: list[Finding]) -> Iterator[Source]:
    tables = said.get(SOURCES, {})
    for name, each in tables.items() if isinstance(tables, dict) else ():
        texts = each if isinstance(each, dict) else {}
        for wanted in ("title", "publisher", "where"):
            if not isinstance(texts.get(wanted), str):
                findings.append(Finding(file, name, f"lacks {wanted!r}", f'add a line such as {wanted} = "..."'))
        publisher = str(texts.get("publisher", ""))
        if publisher and publisher not in PUBLISHERS:
            findings.append(_unknown(file, name, "publisher", publisher, PUBLISHERS))
        yield Source(name, str(texts.get("title", "")), publisher, str(texts.get("where", "")))


class _File:
    """The rows of one file."""

    def __init__(
        self, name: str, said: Mapping[str, Any], sources: Mapping[str, Source], findings: list[Finding]
    ) -> None:
        self._name, self._said, self._sources, self._findings = name, said, sources, findings

    def rows(self) -> Iterator[Fact]:
        """Each row that can be read."""
        recorded = self._said.get("recorded")
        for name, tables in self._said.items():
            sort = SORTS.get(name)
            if sort is None:
                if name not in ("recorded", SOURCES):
                    self._findings.append(_unknown(self._name, name, "the name of a list", name, SORTS))
            elif not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
                self._wrong(name, "is no list of rows", f"write each row below a line [[{name}]]")
            else:
                yield from (self._row(sort, each, number, recorded) for number, each in enumerate(tables, 1))

    def _wrong(self, where: str, wrong: str, do: str) -> None:
        self._findings.append(Finding(self._name, where, wrong, do))

    def _row(self, sort: Sort, said: Mapping[str, Any], number: int, recorded: object) -> Fact:
        named = said.get("id")
        where = f"{sort.name} {number}" + (f" ({named})" if isinstance(named, str) else "")
        if not isinstance(named, str) or not ID.fullmatch(named):
            self._wrong(where, "has no 'id' of capital letters, digits and - + .", 'add a line such as id = "AMMTC-19"')
        known = [*COMMON, *(each.name for each in sort.columns)]
        self._findings += [_unknown(self._name, where, "the name of a column", name, known) for name in said
                           if name not in known]  # fmt: skip
        says = {each.name: self._column(where, each, said) for each in sort.columns if each.needed or each.name in said}
        confidence = str(said.get("confidence", UNSOURCED if sort.name == GAP else ""))
        if confidence not in CONFIDENCES:
            self._findings.append(_unknown(self._name, where, "confidence", confidence, CONFIDENCES))
        row = Fact(
            sort, str(named), says, confidence if confidence in CONFIDENCES else RECALLED,
            self._named_sources(where, said), self._day(where, "recorded", said.get("recorded", recorded)) or NEVER,
            self._name, self._when(where, "from", said), self._when(where, "to", said),
            self._when(where, "as_of", said), self._day(where, "struck", said.get("struck", LATEST)) or LATEST,
            said.get("amends") is True, str(said.get("note", "")),
        )  # fmt: skip
        self._times(where, row)
        return row

    def _column(self, where: str, column: Column, said: Mapping[str, Any]) -> str | tuple[str, ...]:
        value = said.get(column.name)
        if column.many:
            if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
                self._wrong(where, f"has no list of texts as {column.name!r}", f'write {column.name} = ["...", "..."]')
                return ()
            return tuple(value)
        if not isinstance(value, str) or not value.strip():
            self._wrong(where, f"lacks {column.name!r}", f'add a line such as {column.name} = "..."')
            return ""
        if column.among and value not in column.among:
            self._findings.append(_unknown(self._name, where, column.name, value, column.among))
        return value

    def _named_sources(self, where: str, said: Mapping[str, Any]) -> tuple[str, ...]:
        value = said.get("source", [])
        named = tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()
        self._findings += [_unknown(self._name, where, "source", each, self._sources) for each in named
                           if each not in self._sources]  # fmt: skip
        confidence = said.get("confidence")
        if confidence == VERIFIED and not named:
            self._wrong(where, "is verified and names no source", 'say where it was read: source = ["..."]')
        if confidence == UNSOURCED and named:
            self._wrong(where, "names a source and says that none is named", "say how sure it is by that source")
        return named

    def _when(self, where: str, name: str, said: Mapping[str, Any]) -> When | None:
        found = when(said[name]) if name in said else None
        if name in said and found is None:
            self._wrong(where, f"has no time as {name!r}", f'write {name} = 2026-01-31, or "2026-01", or "2026"')
        return found

    def _day(self, where: str, name: str, said: object) -> date | None:
        if type(said) is date:
            return said
        self._wrong(where, f"has no day as {name!r}", f"write {name} = 2026-01-31 without quotes")
        return None

    def _times(self, where: str, row: Fact) -> None:
        if row.since and row.until and row.until.last < row.since.first:
            self._wrong(where, "ends before it begins", "put 'from' before 'to'")
        if row.struck < row.recorded:
            self._wrong(where, "is struck before it was recorded", "put 'recorded' before 'struck'")


def _unknown(file: str, where: str, what: str, value: str, known: Mapping[str, object] | tuple[str, ...] | list[str],
             ) -> Finding:  # fmt: skip
    close = get_close_matches(value, list(known), 1)
    told = f"write {close[0]!r}" if close else f"use one of {', '.join(list(known)[:40])}"
    return Finding(file, where, f"has {value!r} as {what}, which is not known", told)


def _across(rows: list[Fact], findings: list[Finding]) -> None:
    """What only all files together show: ids that lead nowhere, one id for two sorts, one thing said twice."""
    sorts = dict[str, str]()
    for row in rows:
        if sorts.setdefault(row.id, row.sort.name) != row.sort.name:
            told = f"is a {sorts[row.id]} elsewhere"
            findings.append(Finding(row.file, f"{row.sort.name} ({row.id})", told, "give one of them another id"))
    for row in rows:
        for column in (each for each in row.sort.columns if each.names and each.name in row.says):
            value = row.says[column.name]
            for named in value if isinstance(value, tuple) else (value,):
                if named and sorts.get(named) != column.names:
                    known = [each for each, sort in sorts.items() if sort == column.names]
                    where = f"{row.sort.name} ({row.id})"
                    findings.append(_unknown(row.file, where, column.name, named, known))
    seen = dict[object, Fact]()
    for row in rows:
        key = (row.id, tuple(sorted(row.says.items())), row.since, row.until, row.struck)
        if seen.setdefault(key, row) is not row:
            told = "put both sources into one row; another confidence is a row of its own only if it says otherwise"
            findings.append(Finding(row.file, f"{row.sort.name} ({row.id})", "is said twice", told))
    for row in rows:
        if row.amends and not any(each is not row and each.id == row.id and not each.amends for each in rows):
            findings.append(Finding(row.file, f"{row.sort.name} ({row.id})", "amends what is not there",
                                    "enter what was said before, with the same id"))  # fmt: skip
