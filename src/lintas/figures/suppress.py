"""Small cells of a table with totals are left out, and as many others as it takes that none can be worked out again.

A cell is *small* if it counts from one to four persons or cases, or if fewer than three states stand behind it: one of
two could subtract its own. Leaving out the small ones alone (*primary*) is not enough, since a total less the rest of
its row gives the missing one back. So further cells are left out (*complementary*).

Rows and columns, the totals among them, are the two sides of a graph, and each cell that is left out is an edge between
its row and its column. What adds up along rows and columns settles a cell exactly if its edge is a bridge, on no circle
of such edges (D. Gusfield, "A graph theoretic approach to statistical data security", SIAM J. Comput. 17 (1988) 552).
Every circle that is closed here runs over cells that are not zero, so that one more or one less is possible in each of
them, also for a reader who knows that no figure is below zero.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

COUNT_MIN: Final = 5
"""The smallest count, other than none at all, that is shown."""
STATES_MIN: Final = 3
"""How many states at least must stand behind a figure that is shown."""
RETURNS_MIN: Final = 5
"""How many states must have handed in their figures before there is a picture."""
TOTAL: Final = "total"
"""The name of the row of totals and of the column of totals."""

Cell = tuple[str, str]
"""The names of a row and a column."""
Figures = Mapping[Cell, int]
"""What one state counted in each cell, without totals; a cell that is not there counts nothing."""
End = tuple[str, str]
"""A row or a column as an end of an edge: which of the two, and its name."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A table with its totals. `left_out`: cells that are not shown; of them `small` are the ones that call for it."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[Cell, int]
    left_out: frozenset[Cell]
    small: frozenset[Cell]

    def value(self, row: str, column: str) -> int | None:
        """The figure, or None where it is left out."""
        return None if (row, column) in self.left_out else self.cells[row, column]


def suppress(rows: Sequence[str], columns: Sequence[str], returns: Sequence[Figures]) -> Shown:
    """The sums of these returns, one for each state, with what must be left out. The order of returns is of no account.

    `rows` and `columns` are names, each once and none of them `TOTAL`; figures are not negative.
    """
    tables = [_with_totals(rows, columns, each) for each in returns]
    cells = {cell: sum(table[cell] for table in tables) for cell in _cells(rows, columns)}
    behind = {cell: sum(1 for table in tables if table[cell]) for cell in cells}
    small = frozenset(c for c, value in cells.items() if value and (value < COUNT_MIN or behind[c] < STATES_MIN))
    return Shown((*rows, TOTAL), (*columns, TOTAL), cells, _closed(cells, small), small)


def _cells(rows: Sequence[str], columns: Sequence[str]) -> list[Cell]:
    return [(row, column) for row in (*rows, TOTAL) for column in (*columns, TOTAL)]


def _with_totals(rows: Sequence[str], columns: Sequence[str], figures: Figures) -> dict[Cell, int]:
    table = {(row, column): figures.get((row, column), 0) for row in rows for column in columns}
    table |= {(row, TOTAL): sum(table[row, column] for column in columns) for row in rows}
    return table | {(TOTAL, c): sum(table[row, c] for row in rows) for c in (*columns, TOTAL)}


def _closed(cells: Mapping[Cell, int], small: frozenset[Cell]) -> frozenset[Cell]:
    """The small cells, and others so that each lies on a circle of cells that are left out."""
    edges: dict[End, list[Cell]] = {}
    for cell, value in cells.items():
        if value:
            for end in _ends(cell):
                edges.setdefault(end, []).append(cell)
    out = set(small)
    for cell in sorted(small):
        out |= _round(cell, cells, edges, out)
    return frozenset(out)


def _ends(cell: Cell) -> tuple[End, End]:
    return ("row", cell[0]), ("column", cell[1])


def _round(cell: Cell, cells: Mapping[Cell, int], edges: Mapping[End, list[Cell]], out: set[Cell]) -> frozenset[Cell]:
    """The cells of the cheapest way from the cell's row to its column that does not use the cell itself.

    What is left out already costs nothing; else a figure costs one, and its size decides between ways as long. There
    always is a way over figures that are not zero: over the totals of the row and the column of one that is not, or,
    from a total, over the figures that make it up.
    """
    start, goal = _ends(cell)
    todo = [((0, 0), start, frozenset[Cell]())]
    done = set[End]()
    while todo:
        (count, size), at, way = heapq.heappop(todo)
        if at == goal:
            return way
        if at in done:
            continue
        done.add(at)
        for edge in edges[at]:
            after = next(end for end in _ends(edge) if end != at)
            if edge != cell and after not in done:
                cost = (count, size) if edge in out else (count + 1, size + cells[edge])
                heapq.heappush(todo, (cost, after, way | {edge}))
    raise AssertionError("a figure that is not zero lies on a circle of such figures")
