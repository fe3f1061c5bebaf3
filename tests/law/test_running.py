"""Which clocks run: days, words where there is no number, and nothing made up."""

from __future__ import annotations

from datetime import date

import pytest

from tests.law.asking import ask


def due(kind: str, pair: str, day: str, **facts: object) -> list[tuple[str, date | None, str]]:
    answer = ask(kind, pair, day, "cyber_fraud", facts=facts)
    return [(each.what, each.date, each.owed_by) for each in answer.deadlines]


@pytest.mark.parametrize(
    ("pair", "day", "expected"),
    [
        ("PH ID", "2026-08-01", date(2026, 8, 23)),  # the treaty: 20 days
        ("TH VN", "2026-08-01", date(2026, 9, 17)),  # Vietnamese law, without a treaty: 45
        ("TH VN", "2026-06-01", None),  # before that law
        ("KH VN", "2026-08-01", None),  # the treaty's number is not known, and the law's is for no treaty
        ("MY TH", "2026-08-01", date(2026, 10, 2)),  # Thai law: 60
        ("VN NZ", "2026-08-01", None),  # a reasonable time
    ],
)
def test_the_full_request_after_an_arrest(pair: str, day: str, expected: date | None) -> None:
    found = due("provisional_arrest", pair, day, arrested_on="2026-08-03")
    assert found == [("full_request_due", expected, pair.split()[0])]


def test_words_where_there_is_no_number() -> None:
    (clock,) = ask("provisional_arrest", "VN NZ", "2026-08-01", "murder", facts={"arrest_date": "2026-08-03"}).deadlines
    assert "reasonable time" in clock.text
    (unknown,) = ask(
        "provisional_arrest", "KH VN", "2026-08-01", "murder", facts={"arrested_on": "2026-08-03"}
    ).deadlines
    assert "ask" in unknown.text


def test_an_oral_request_is_confirmed_within_five_days_under_the_regional_treaty() -> None:
    oral = {"oral_request_on": "2024-05-01"}
    assert due("mla", "VN MY", "2024-05-03", **oral) == [("written_confirmation_due", date(2024, 5, 6), "VN")]
    assert due("mla", "VN KH", "2024-05-03", **oral) == [("written_confirmation_due", date(2024, 5, 6), "VN")]
    (clock,) = ask("mla", "RU SG", "2024-05-03", "fraud", group=True, facts=oral).deadlines
    assert (clock.date, clock.text) == (None, "forthwith")


def test_surrender_and_preservation() -> None:
    assert due("extradition", "VN TH", "2024-07-01", final_order_date="2025-11-26") == [
        ("surrender_due", date(2026, 2, 24), "TH")
    ]
    assert due("preservation", "PH GB", "2024-08-01", preserved_on="2024-08-02") == [
        ("preserve_at_least_until", date(2024, 10, 1), "GB")
    ]


def test_a_clock_runs_only_where_it_can() -> None:
    assert due("mla", "VN MY", "2024-05-03", final_order_date="2025-11-26") == []


def test_the_end_of_the_calendar_is_no_error() -> None:
    assert due("extradition", "VN TH", "2024-07-01", final_order_date="9999-12-01") == [("surrender_due", None, "TH")]
