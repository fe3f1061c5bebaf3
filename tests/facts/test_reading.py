"""Files of public facts: what is read, and what is told of each mistake."""

from __future__ import annotations

from datetime import date

import pytest

from lintas.facts.errors import BadFacts
from lintas.facts.reading import examine, read
from lintas.facts.rows import LATEST, When, when

GOOD = """
recorded = 2026-11-29

[sources.PAPER]
title = "A paper"
publisher = "press"
where = "https://paper.example/1"

[[body]]
id = "MINISTERS"
name = "Meeting of ministers"
level = "ministers"
confidence = "recalled"

[[term]]
id = "CHAIR"
office = "chair of a body"
body = "MINISTERS"
state = "AA"
from = "2024-08"
to = 2025-09-08
confidence = "verified"
source = ["PAPER"]
"""


def told(change: str, to: str) -> str:
    assert change in GOOD
    findings = examine({"ours.toml": GOOD.replace(change, to).encode()})[1]
    return "\n".join(map(str, findings))


def test_a_row_has_its_words_its_times_its_source_and_how_sure_it_is() -> None:
    register = read({"ours.toml": GOOD.encode()})
    (term,) = register.things(sort="term")
    (row,) = term.rows
    assert row.since == When(date(2024, 8, 1), date(2024, 8, 31))
    assert row.until == When(date(2025, 9, 8), date(2025, 9, 8))
    assert (row.times, row.sure, row.verified) == ("2024-08 to 2025-09-08", "read in the source", True)
    assert register.cited(row) == "A paper (https://paper.example/1)"
    (body,) = register.things(sort="body")
    assert body.rows[0].sure == "RECALLED, NOT VERIFIED"
    assert not body.verified
    assert register.cited(body.rows[0]) == "no source: RECALLED, NOT VERIFIED"
    assert body.rows[0].struck == LATEST


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [("2026", (2026, 1, 1), (2026, 12, 31)), ("2024-02", (2024, 2, 1), (2024, 2, 29)),
     (date(2026, 1, 31), (2026, 1, 31), (2026, 1, 31))],
)  # fmt: skip
def test_a_time_is_known_to_the_year_the_month_or_the_day(
    said: object, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    found = when(said)
    assert found == When(date(*first), date(*last))
    assert str(found) == str(said)


@pytest.mark.parametrize("said", ["0000", "2026-13", "2026-1", "26", "2026-01-31", "", 2026, None, "२०२६"])
def test_what_is_no_time_is_none(said: object) -> None:
    assert when(said) is None


@pytest.mark.parametrize(
    ("change", "to", "wrong"),
    [
        ("[[term]]", "[[terms]]", "write 'term'"),
        ('id = "CHAIR"', 'id = "the chair"', "has no 'id' of capital letters"),
        ('state = "AA"', "", "lacks 'state'"),
        ('state = "AA"', "state = 3", "lacks 'state'"),
        ('state = "AA"', 'state = "AA"\nstat = "BB"', "write 'state'"),
        ('"chair of a body"', '"chairs of a body"', "write 'chair of a body'"),
        ('body = "MINISTERS"', 'body = "MINISTER"', "write 'MINISTERS'"),
        ('body = "MINISTERS"', 'body = "CHAIR"', "has 'CHAIR' as body, which is not known"),
        ('source = ["PAPER"]', 'source = ["PAPERS"]', "write 'PAPER'"),
        ('source = ["PAPER"]', "", "is verified and names no source"),
        ('confidence = "verified"', 'confidence = "unsourced"', "names a source and says that none is named"),
        ('confidence = "verified"', 'confidence = "sure"', "which is not known"),
        ('from = "2024-08"', 'from = "August 2024"', "has no time as 'from'"),
        ('from = "2024-08"', 'from = "2026"', "ends before it begins"),
        ("recorded = 2026-11-29", "", "has no day as 'recorded'"),
        ('source = ["PAPER"]', 'source = ["PAPER"]\nstruck = 2026-01-01', "is struck before it was recorded"),
        ('source = ["PAPER"]', 'source = ["PAPER"]\namends = true', "amends what is not there"),
        ('id = "CHAIR"', 'id = "MINISTERS"', "is a body elsewhere"),
        ('publisher = "press"', 'publisher = "the press"', "write 'press'"),
        ('where = "https://paper.example/1"', "", "lacks 'where'"),
        ("[[body]]", "[body]", "is no list of rows"),
        ("recorded = 2026-11-29", "recorded = ", "cannot be read"),
    ],
)  # fmt: skip
def test_each_mistake_is_told_with_what_to_do(change: str, to: str, wrong: str) -> None:
    said = told(change, to)
    assert wrong in said
    assert said.startswith("ours.toml: ")


def test_two_sources_that_agree_are_one_row() -> None:
    again = GOOD + GOOD[GOOD.index("[[term]]") :]
    assert "put both sources into one row" in "\n".join(map(str, examine({"ours.toml": again.encode()})[1]))


def test_every_mistake_is_told_at_once() -> None:
    with pytest.raises(BadFacts) as caught:
        read({"ours.toml": GOOD.replace('"PAPER"', '"NO"').replace('state = "AA"', "").encode()})
    assert caught.value.count == 2
    assert caught.value.first.startswith("ours.toml: term 1 (CHAIR): ")
