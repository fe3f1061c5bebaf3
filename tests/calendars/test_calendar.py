"""Days off, ends of days, and what is said where nobody knows."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import islice
from zoneinfo import ZoneInfo

from lintas.calendars.calendar import Calendar, unknown

YANGON = Calendar(
    "MM",
    "Asia/Yangon",
    ZoneInfo("Asia/Yangon"),
    holidays={date(2026, 12, 25): "Christmas Day"},
    working=frozenset({date(2026, 12, 26)}),
    first=date(2026, 1, 1),
    last=date(2026, 12, 31),
)


def ms(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> int:
    return int(datetime(year, month, day, hour, minute, tzinfo=UTC).timestamp() * 1000)


def test_a_day_ends_at_midnight_of_the_capital() -> None:
    assert YANGON.end_ms(date(2026, 12, 24)) == ms(2026, 12, 24, 17, 30)


def test_the_day_is_that_of_the_capital() -> None:
    assert YANGON.day(ms(2026, 12, 24, 17, 29)) == date(2026, 12, 24)
    assert YANGON.day(ms(2026, 12, 24, 17, 30)) == date(2026, 12, 25)


def test_a_day_of_24_hours_less_one_ends_at_midnight_too() -> None:
    berlin = Calendar("DE", "Europe/Berlin", ZoneInfo("Europe/Berlin"))
    length_ms = berlin.end_ms(date(2026, 3, 29)) - berlin.end_ms(date(2026, 3, 28))
    assert length_ms == 23 * 3_600_000


def test_working_days_pass_over_weekends_and_holidays_and_take_in_days_made_up_for() -> None:
    found = list(islice(YANGON.working_days_after(date(2026, 12, 23)), 3))
    assert found == [date(2026, 12, 24), date(2026, 12, 26), date(2026, 12, 28)]


def test_a_weekend_is_what_the_state_says() -> None:
    brunei = Calendar("BN", "Asia/Brunei", ZoneInfo("Asia/Brunei"), weekend=frozenset({4, 6}))
    assert [bool(brunei.off(date(2026, 11, day))) for day in (20, 21, 22)] == [True, False, True]


def test_of_an_unknown_state_no_holiday_is_known() -> None:
    found = unknown("QQ")
    assert not found.covers(date(2026, 12, 25))
    assert (found.zone, found.off(date(2026, 12, 25)), found.off(date(2026, 12, 26))) == ("UTC", "", "the weekend")
