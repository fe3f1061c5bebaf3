"""A time that is owed and a figure that was added up, as a page tells them."""

from __future__ import annotations

from typing import Any

from lintas.cli.show_page import clock_line, total_line

HOUR_MS = 3_600_000
THERE = {
    "state": "BN", "local": "2026-11-27 23:59", "zone": "Asia/Brunei", "off": "the weekend", "known": True,
    "calendar": "464a3405", "confidence": "not verified",
}  # fmt: skip
HERE = THERE | {"state": "MM", "local": "2026-11-27 22:29", "zone": "Asia/Yangon", "off": "", "known": False}
RUNNING: dict[str, Any] = {
    "item": "dossier", "item_name": "mla", "owed_by": "bn-ca", "name": "acknowledge", "state": "running",
    "since_ms": 0, "rests_on": "receipt", "until": "", "due_ms": 10 * HOUR_MS, "due_at": [THERE, HERE],
}  # fmt: skip


def test_the_due_time_stands_in_both_zones() -> None:
    line = clock_line(RUNNING, 8 * HOUR_MS)
    assert line.startswith("bn-ca owes: acknowledge, by 2026-11-27 23:59 Asia/Brunei = 2026-11-27 22:29 Asia/Yangon, ")
    assert "2 h left (received 1970-01-01 00:00)" in line


def test_a_day_off_is_told_with_what_the_calendar_is_worth() -> None:
    line = clock_line(RUNNING, 0)
    assert "In BN that is the weekend (calendar 464a3405, not verified)" in line
    assert "Holidays in MM on that day are not known here" in line


def test_of_two_states_in_one_zone_the_time_stands_once() -> None:
    line = clock_line(RUNNING | {"due_at": [THERE, THERE | {"state": "MY"}]}, 0)
    assert line.count("Asia/Brunei") == 1


def test_of_a_body_that_is_no_state_s_no_holiday_is_missed() -> None:
    line = clock_line(RUNNING | {"due_at": [HERE | {"state": ""}]}, 0)
    assert "not known" not in line


def test_a_time_that_has_passed_says_so() -> None:
    assert "passed 2 h ago" in clock_line(RUNNING, 12 * HOUR_MS)


def test_what_is_sealed_for_others_has_no_date() -> None:
    assert "sealed, and not for us" in clock_line(RUNNING | {"due_ms": None}, 0)


def test_a_figure_stands_with_each_part_of_it_and_with_what_is_not_in_it() -> None:
    total = {
        "item": "dossier", "item_name": "campaign", "name": "arrests", "sum": "9", "by": {"my-ca": "7", "vn-ca": "2"},
        "unread": ["id-pol"], "missing": ["ph-pol"],
    }  # fmt: skip
    told = total_line(total)
    assert told == "arrests: 9 (my-ca 7; vn-ca 2; id-pol sealed, not for us; nothing yet from ph-pol)"
    empty = total | {"sum": "-", "by": {}, "unread": [], "missing": []}
    assert total_line(empty) == "arrests: - (nobody has said anything)"
