"""Bars that say again what a table with figures left out says: where each begins and ends, and nothing about colour.

What is left out has no length of its own. Where the total of a row is shown, what is missing to it is one piece, as the
table itself gives it away; where the total is left out, the row ends open.
"""

from __future__ import annotations

from dataclasses import dataclass

from lintas.figures.suppress import TOTAL, Shown


@dataclass(frozen=True, slots=True)
class Piece:
    """A column's part of a bar. `start` and `length` are thousandths of the longest bar; `column` is empty for what is
    left out together.
    """

    column: str
    value: int
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A row's bar. `total` is None where it is left out: the bar goes on, and nobody can say how far."""

    row: str
    pieces: tuple[Piece, ...]
    total: int | None


WHOLE = 1000
"""The length of the longest bar."""


def bars(table: Shown) -> tuple[Bar, ...]:
    """A bar for each row but that of the totals, in the order of the table."""
    rows = [row for row in table.rows if row != TOTAL]
    known = {row: _known(table, row) for row in rows}
    longest = max((sum(value for _, value in pieces) for pieces in known.values()), default=0) or 1
    return tuple(Bar(row, _placed(known[row], longest), table.value(row, TOTAL)) for row in rows)


def _known(table: Shown, row: str) -> list[tuple[str, int]]:
    pieces = [(column, table.value(row, column)) for column in table.columns if column != TOTAL]
    shown = [(column, value) for column, value in pieces if value]
    total = table.value(row, TOTAL)
    rest = total - sum(value for _, value in shown) if total is not None else 0
    return [*shown, *([("", rest)] if rest else [])]


def _placed(pieces: list[tuple[str, int]], longest: int) -> tuple[Piece, ...]:
    found, before = list[Piece](), 0
    for column, value in pieces:
        start, end = (round(at * WHOLE / longest) for at in (before, before + value))
        found.append(Piece(column, value, start, end - start))
        before += value
    return tuple(found)
