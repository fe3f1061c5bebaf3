"""Calendar files: ours, an official's own, and broken ones."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from lintas.calendars.calendar import Calendar
from lintas.calendars.reading import BadCalendar, read

MEMBERS = ("BN", "ID", "KH", "LA", "MM", "MY", "PH", "SG", "TH", "TL", "VN")

GOOD = """
state = "QQ"
zone = "Asia/Manila"
weekend = ["Friday", "Sunday"]
first = 2026-01-01
last = 2026-12-31
source = "an invented gazette"
confidence = "read in the original"
working = [2026-11-20]

[holidays]
2026-12-30 = "Day of the invented state"
"""


def shipped(state: str) -> Calendar:
    return read(state, files("lintas.calendars").joinpath("data", f"{state}.toml").read_bytes(), ZoneInfo)


def test_a_file_is_read_as_it_says() -> None:
    found = read("own", GOOD.encode(), ZoneInfo)
    assert found.off(date(2026, 12, 30)) == "Day of the invented state"
    assert [bool(found.off(date(2026, 11, day))) for day in (13, 14, 15, 20)] == [True, False, True, False]
    assert (found.state, found.confidence, len(found.version)) == ("QQ", "read in the original", 8)


def test_another_file_has_another_version() -> None:
    other = GOOD.replace("12-30", "12-31")
    assert read("own", GOOD.encode(), ZoneInfo).version != read("own", other.encode(), ZoneInfo).version


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('state = "QQ"\n', "", "state"),
        ('"Friday"', '"Freitag"', "Freitag"),
        ('"Asia/Manila"', '"Asia/Nowhere"', "Asia/Nowhere"),
        ("first = 2026-01-01", 'first = "2026-01-01"', "2026-01-01"),
        ("2026-12-30 =", "2026-13-30 =", "month"),
        ('state = "QQ"', "state = 7", "state"),
        ("[holidays]", "[holidays", "line"),
    ],
)
def test_a_broken_file_is_refused_and_says_why(old: str, new: str, says: str) -> None:
    assert old in GOOD
    with pytest.raises(BadCalendar) as refused:
        read("own", GOOD.replace(old, new).encode(), ZoneInfo)
    assert says in refused.value.wrong


@pytest.mark.parametrize("state", MEMBERS)
def test_the_calendars_of_the_members_say_that_nobody_verified_them(state: str) -> None:
    found = shipped(state)
    assert found.state == state
    assert found.confidence == "not verified"
    assert "python-holidays" in found.source
    assert found.covers(date(2026, 11, 21))
    assert len(found.holidays) > 20


def test_the_example_of_the_page_can_be_read() -> None:
    page = Path("docs/how-to/keep-a-calendar.md").read_text(encoding="utf-8")
    found = read("page", page.split("```toml\n")[1].split("```")[0].encode(), ZoneInfo)
    assert (found.off(date(2026, 8, 22)), bool(found.off(date(2026, 8, 31)))) == ("", True)


def test_the_weekend_of_brunei_is_friday_and_sunday() -> None:
    assert shipped("BN").weekend == frozenset({4, 6})
