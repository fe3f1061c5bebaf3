"""Taking the entries out of a table of TOML one by one; what is wrong with one becomes a finding, and nothing is lost.

Reading goes on after a mistake, so that whoever wrote the file sees all of them at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from itertools import pairwise
from typing import Any

from lintas.law.rows import CONFIDENCES, RECALLED, Standing
from lintas.wire.findings import Finding

NEVER = date.min
"""What a date is that could not be read."""

STANDING = ("confidence", "source", "recorded", "struck", "valid_from", "valid_to", "note")


class Table:
    """A table of a file. `inherited`: how far its rows go, unless a row says otherwise."""

    def __init__(
        self, said: object, file: str, where: str, findings: list[Finding], inherited: Standing | None = None
    ) -> None:
        self._findings = findings
        self.file = file
        self.where = where
        self.inherited = inherited
        self._known: list[str] = []
        if not isinstance(said, Mapping):
            self.wrong(f"is {_kind(said)} and not a table", "write it as {entry = value, ...}")
            said = {}
        self._said: Mapping[str, Any] = said

    def __contains__(self, name: str) -> bool:
        return name in self._said

    def wrong(self, wrong: str, do: str) -> None:
        """Note a mistake."""
        self._findings.append(Finding(self.file, self.where, wrong, do))

    def names(self) -> Iterator[str]:
        """Every entry, each of them known by that."""
        self._known += self._said
        return iter(self._said)

    def end(self) -> None:
        """Every entry was asked for, or it is one that nobody knows."""
        for name in self._said:
            if name not in self._known:
                close = get_close_matches(name, self._known, 1)
                told = (
                    f"write {close[0]!r}" if close else f"take it out; there may be: {', '.join(sorted(self._known))}"
                )
                self.wrong(f"has an entry {name!r} that is not known", told)

    def _take(self, name: str, kind: type, example: str, *, needed: bool) -> Any:
        self._known.append(name)
        value = self._said.get(name)
        if value is None:
            if needed:
                self.wrong(f"lacks {name!r}", f"add a line such as {name} = {example}")
            return None
        if type(value) is not kind and not (kind is float and type(value) is int):
            self.wrong(f"has {_kind(value)} as {name!r}", f"write it as {name} = {example}")
            return None
        return value

    def text(self, name: str, *, needed: bool = True, example: str = '"..."') -> str:
        """A text; empty if it is not there."""
        value = self._take(name, str, example, needed=needed)
        if needed and value is not None and not value.strip():
            self.wrong(f"has an empty {name!r}", f"write it as {name} = {example}")
        return value or ""

    def choice(self, name: str, choices: Iterable[str], *, needed: bool = True) -> str:
        """A text that is one of these; the first of them if it is not."""
        choices = list(choices)
        value = self.text(name, needed=needed, example=f'"{choices[0]}"')
        if value and value not in choices:
            self.unknown(name, value, choices)
        return value if value in choices else choices[0] if needed else ""

    def unknown(self, name: str, value: str, choices: Iterable[str]) -> None:
        """Note that a word is none of those that are known."""
        choices = sorted(choices)
        close = get_close_matches(value, choices, 1)
        meant = f"write {close[0]!r}" if close else f"use one of {', '.join(choices[:40])}"
        self.wrong(f"has {value!r} as {name!r}, which is not known", meant)

    def texts(self, name: str, *, needed: bool = True, among: Iterable[str] = ()) -> tuple[str, ...]:
        """A list of texts; with `among`, of those that are known."""
        value = self._take(name, list, '["...", "..."]', needed=needed)
        found = tuple(each for each in value or () if type(each) is str)
        if len(found) != len(value or ()):
            self.wrong(f"has in {name!r} what is not text", 'write each of the list in quotes: ["...", "..."]')
        known = set(among)
        for each in found:
            if known and each not in known:
                self.unknown(name, each, known)
        return found

    def day(self, name: str, *, needed: bool = False) -> date | None:
        """A day."""
        value = self._take(name, date, "2026-01-31", needed=needed)
        return value if isinstance(value, date) else NEVER if needed else None

    def number(self, name: str) -> float | None:
        """A number that is not negative, if there is one."""
        value = self._take(name, float, "2", needed=False)
        if value is not None and value < 0:
            self.wrong(f"has a negative {name!r}", "write a number of 0 or more")
            return None
        return None if value is None else float(value)

    def whole(self, name: str) -> int | None:
        """A whole number from 0, if there is one."""
        value = self._take(name, int, "20", needed=False)
        if value is not None and value < 0:
            self.wrong(f"has a negative {name!r}", "write a whole number of 0 or more")
            return None
        return value if value is None else int(value)

    def flag(self, name: str, default: bool | None = False) -> bool | None:
        """Yes or no."""
        value = self._take(name, bool, "true", needed=False)
        return default if value is None else bool(value)

    def tables(self, name: str) -> Iterator[Table]:
        """The tables of a list, each named for its place in it."""
        value = self._take(name, list, "[{...}]", needed=False) or []
        for at, each in enumerate(value, 1):
            named = each.get("code") or each.get("state") or each.get("article") if isinstance(each, Mapping) else ""
            yield self._below(each, f"{name} {at}" + (f" ({named})" if named else ""))

    def table(self, name: str, *, needed: bool = False) -> Table:
        """A table below this one, empty if it is not there."""
        self._known.append(name)
        if needed and name not in self._said:
            self.wrong(f"lacks [{name}]", f"add a table [{name}]")
        return self._below(self._said.get(name, {}), name)

    def either(self, name: str) -> Iterator[Table]:
        """One table, or several in a list."""
        self._known.append(name)
        value = self._said.get(name)
        for each in value if isinstance(value, list) else [value]:
            yield self._below(each, name)

    def _below(self, said: object, name: str) -> Table:
        where = f"{self.where}, {name}" if self.where else name
        return Table(said, self.file, where, self._findings, self.inherited)

    def standing(self, sources: Iterable[str]) -> Standing:
        """How far the row goes: what it says itself, else what the file or the table around it says."""
        above = self.inherited
        said = {name: self._of_standing(name, sources) for name in STANDING if name in self._said}
        self._known += STANDING
        if above is None or not above.source:
            for name in ("confidence", "source"):
                if name not in self._said:
                    self.wrong(f"lacks {name!r}", "say where it was read and how sure you are; nothing goes in without")
        found = replace(above or Standing("low", (), NEVER), **{k: v for k, v in said.items() if v is not None})
        self._check(found)
        return found

    def _of_standing(self, name: str, sources: Iterable[str]) -> Any:
        if name == "confidence":
            return self.choice(name, CONFIDENCES)
        if name == "source":
            return self.texts(name, among=sources)
        if name == "note":
            return self.text(name)
        return self.day(name)

    def _check(self, found: Standing) -> None:
        if found.valid_to < found.valid_from:
            self.wrong("ends in law before it begins", "put valid_from before valid_to")
        if found.struck < found.recorded:
            self.wrong("is struck before it was recorded", "put recorded before struck")
        if found.confidence == "high" and found.source == (RECALLED,):
            self.wrong("has high confidence and was only recalled", 'name a source that was read, or say "low"')


def within(table: Table, standing: Standing) -> Table:
    """The table, with what it says of its standing handed down to the rows in it."""
    table.inherited = replace(standing, note="")
    return table


def in_order(table: Table, *days: tuple[str, date | None]) -> None:
    """Note days that are not one after another."""
    said: Sequence[tuple[str, date]] = [(name, day) for name, day in days if day is not None]
    for (earlier, first), (later, second) in pairwise(said):
        if second < first:
            table.wrong(f"has {later} {second} before {earlier} {first}", "look up both days; one of them is wrong")


def day_of(value: object) -> date | None:
    """A day that is given as one or as text such as 2026-01-31; None if it is neither."""
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _kind(value: object) -> str:
    names = {str: "a text", bool: "true or false", int: "a number", float: "a number", date: "a day", list: "a list"}
    return names.get(type(value), "a table" if isinstance(value, Mapping) else type(value).__name__)
