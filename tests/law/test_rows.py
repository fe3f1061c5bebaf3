"""How far a row goes, how sure we are of it, and which of several is least to be relied on."""

from __future__ import annotations

from datetime import date

import pytest

from lintas.law.rows import LATEST, Standing, least_sure

DAY = date(2026, 11, 21)


def standing(confidence: str, *source: str) -> Standing:
    return Standing(confidence, source, DAY)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (standing("high", "A"), "read in the source"),
        (standing("medium", "A"), "from one secondary source"),
        (standing("low", "A"), "A LEAD, NOT VERIFIED"),
        (standing("medium", "A", "MEM"), "PARTLY RECALLED, NOT VERIFIED"),
        (standing("medium", "MEM"), "RECALLED, NOT VERIFIED"),
    ],
)
def test_how_sure_we_are_is_said_in_words(row: Standing, words: str) -> None:
    assert row.sure == words


def test_what_was_recalled_is_less_sure_than_any_source_and_low_than_high() -> None:
    high, low, recalled = standing("high", "A"), standing("low", "A"), standing("medium", "MEM")
    assert least_sure(high, low) == least_sure(low, high) == low
    assert least_sure(low, recalled) == least_sure(recalled, low) == recalled


def test_the_last_day_in_law_counts_and_the_day_of_striking_does_not() -> None:
    row = Standing("high", ("A",), DAY, struck=date(2027, 1, 1), valid_from=date(2020, 1, 1), valid_to=date(2021, 1, 1))
    assert [row.in_law(date(2021, 1, day)) for day in (1, 2)] == [True, False]
    assert [row.in_law(day) for day in (date(2019, 12, 31), date(2020, 1, 1))] == [False, True]
    assert [row.known(day) for day in (date(2026, 11, 20), DAY, date(2026, 12, 31), date(2027, 1, 1))] == [
        False, True, True, False,
    ]  # fmt: skip
    assert not row.known(LATEST)
    assert standing("high", "A").known(LATEST)
