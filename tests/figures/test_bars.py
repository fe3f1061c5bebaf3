"""Bars say what the table shows and nothing else."""

from __future__ import annotations

from lintas.figures.bars import WHOLE, bars
from lintas.figures.suppress import TOTAL, Shown, suppress

COLUMNS = ("under_investigation", "before_court")


def table(*figures: dict[tuple[str, str], int]) -> Shown:
    return suppress(("drugs", "piracy", "arms"), COLUMNS, figures)


def test_the_longest_row_is_the_whole_and_others_stand_in_its_measure() -> None:
    one = {("drugs", COLUMNS[0]): 20, ("drugs", COLUMNS[1]): 20, ("piracy", COLUMNS[0]): 20}
    drugs, piracy, arms = bars(table(one, one, one))
    assert [(each.column, each.value, each.start, each.length) for each in drugs.pieces] == [
        (COLUMNS[0], 60, 0, 500), (COLUMNS[1], 60, 500, 500),
    ]  # fmt: skip
    assert [each.length for each in piracy.pieces] == [WHOLE // 2]
    assert (arms.pieces, arms.total) == ((), 0)


def test_what_is_left_out_is_one_piece_that_the_total_gives_away_or_none_at_all() -> None:
    cells = {(row, column): 50 for row in ("a", "b", TOTAL) for column in (*COLUMNS, TOTAL)}
    cells["b", TOTAL] = 100
    out = frozenset({("a", COLUMNS[0]), ("a", COLUMNS[1]), ("b", COLUMNS[0]), ("b", TOTAL)})
    first, second = bars(Shown(("a", "b", TOTAL), (*COLUMNS, TOTAL), cells, out, out))
    assert [(each.column, each.value) for each in first.pieces] == [("", 50)]
    assert [(each.column, each.value) for each in second.pieces] == [(COLUMNS[1], 50)]
    assert (first.total, second.total) == (50, None)
