"""What is left out of a table cannot be worked out again from what is shown."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from lintas.figures.suppress import COUNT_MIN, STATES_MIN, TOTAL, Cell, Figures, Shown, suppress

ROWS, COLUMNS = ("fraud", "drugs", "wildlife", "arms"), ("under way", "in court", "convicted")


@st.composite
def returns(draw: st.DrawFn) -> tuple[tuple[str, ...], tuple[str, ...], list[Figures]]:
    """Five to seven returns over a table of some size, most cells small or empty, as they are."""
    rows, columns = ROWS[: draw(st.integers(1, 4))], COLUMNS[: draw(st.integers(1, 3))]
    count = st.sampled_from((0, 0, 0, 1, 2, 3, 9, 40))
    figures = st.fixed_dictionaries({(row, column): count for row in rows for column in columns})
    return rows, columns, draw(st.lists(figures, min_size=5, max_size=7))


def worked_out(shown: Shown) -> set[Cell]:
    """The cells left out that the sums of rows and columns settle: by elimination, which knows nothing of graphs."""
    unknown = sorted(shown.left_out)
    lines = [[(row, column) for column in shown.columns] for row in shown.rows]
    lines += [[(row, column) for row in shown.rows] for column in shown.columns]
    reduced = _reduced([[_sign(cell, line) for cell in unknown] for line in lines])
    return {unknown[row.index(Fraction(1))] for row in reduced if sum(1 for each in row if each) == 1}


def _sign(cell: Cell, line: list[Cell]) -> Fraction:
    """A part of a line counts for it, the total of the line against it."""
    return Fraction(0 if cell not in line else -1 if cell == line[-1] else 1)


def _reduced(matrix: list[list[Fraction]]) -> list[list[Fraction]]:
    """The matrix in reduced echelon form, without rows of zeros."""
    done: list[list[Fraction]] = []
    for column in range(len(matrix[0]) if matrix else 0):
        pivot = next((row for row in matrix if row[column]), None)
        if pivot is None:
            continue
        matrix = [row for row in matrix if row is not pivot]
        pivot = [each / pivot[column] for each in pivot]
        matrix, done = ([[a - row[column] * b for a, b in zip(row, pivot, strict=True)] for row in some]
                        for some in (matrix, done))  # fmt: skip
        done.append(pivot)
    return done


@given(returns())
def test_no_cell_that_is_left_out_can_be_worked_out(
    given_returns: tuple[tuple[str, ...], tuple[str, ...], list[Figures]],
) -> None:
    assert worked_out(suppress(*given_returns)) == set()


@given(returns())
def test_what_is_shown_is_right_and_neither_small_nor_of_few_states(
    given_returns: tuple[tuple[str, ...], tuple[str, ...], list[Figures]],
) -> None:
    rows, columns, figures = given_returns
    shown = suppress(rows, columns, figures)
    for row in rows:
        for column in columns:
            parts = [each[row, column] for each in figures if each[row, column]]
            value = shown.value(row, column)
            assert value is None or value == sum(parts)
            assert value in (None, 0) or (value >= COUNT_MIN and len(parts) >= STATES_MIN)
    assert not shown.left_out or shown.small
    assert all(shown.cells[cell] for cell in shown.left_out)


@given(returns())
def test_each_figure_left_out_may_be_one_more_and_may_be_one_less(
    given_returns: tuple[tuple[str, ...], tuple[str, ...], list[Figures]],
) -> None:
    shown = suppress(*given_returns)
    edges = {(("row", row), ("column", column)) for row, column in shown.left_out}
    for edge in edges:
        reached, todo = set[tuple[str, str]](), [edge[0]]
        while todo:
            at = todo.pop()
            reached.add(at)
            others = [b if at == a else a for a, b in edges - {edge} if at in (a, b)]
            todo += [each for each in others if each not in reached]
        assert edge[1] in reached


def test_the_small_cells_alone_would_be_given_back_by_the_totals() -> None:
    table = {(row, column): 40 for row in ROWS for column in COLUMNS} | {("arms", "in court"): 0}
    few = [{**table, ("arms", "in court"): 1}, *[{**table, ("arms", "in court"): 1}] * 2, table, table]
    shown = suppress(ROWS, COLUMNS, few)
    assert shown.small == {("arms", "in court")}
    alone = Shown(shown.rows, shown.columns, shown.cells, shown.small, shown.small)
    assert worked_out(alone) == {("arms", "in court")}
    assert len(shown.left_out) == 4
    assert shown.value("arms", "in court") is None
    assert shown.value("fraud", TOTAL) == 600


def test_nothing_is_left_out_where_nothing_is_small() -> None:
    table = {(row, column): 7 for row in ROWS for column in COLUMNS}
    assert suppress(ROWS, COLUMNS, [table] * 5).left_out == frozenset()


def test_a_figure_of_two_states_is_left_out_however_large_it_is() -> None:
    table = {(row, column): 7 for row in ROWS for column in COLUMNS}
    none = table | {("drugs", "convicted"): 0}
    shown = suppress(ROWS, COLUMNS, [table, table, none, none, none])
    assert shown.small == {("drugs", "convicted")}
    assert shown.cells["drugs", "convicted"] == 14


def test_the_order_of_the_returns_is_of_no_account() -> None:
    few = [{("fraud", "in court"): number} for number in range(7)]
    assert suppress(ROWS, COLUMNS, few) == suppress(ROWS, COLUMNS, list(reversed(few)))


def test_no_figure_is_hidden_behind_a_nought() -> None:
    rows, columns = ROWS[:2], COLUMNS
    table = {(row, column): 40 for row in rows for column in columns} | {("fraud", "convicted"): 0}
    few = [{**table, ("fraud", "in court"): number} for number in (1, 1, 1, 0, 0)]
    shown = suppress(rows, columns, few)
    assert shown.small == {("fraud", "in court")}
    assert shown.value("fraud", "convicted") == 0
    assert len(shown.left_out) == 4
