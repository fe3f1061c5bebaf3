"""Which calendars a node reckons with."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lintas.calendars.reading import BadCalendar
from lintas.compose.calendars import read_all

OWN = """
state = "VN"
zone = "Asia/Ho_Chi_Minh"
weekend = ["Sunday"]
first = 2026-01-01
last = 2026-12-31
source = "the operator"
confidence = "reported by the state"
"""


def test_the_members_have_one_each(tmp_path: Path) -> None:
    assert len(read_all(tmp_path)) == 11


def test_a_file_of_the_operator_comes_before_ours(tmp_path: Path) -> None:
    (tmp_path / "calendars").mkdir()
    (tmp_path / "calendars" / "mine.toml").write_text(OWN)
    found = read_all(tmp_path)["VN"]
    assert found.confidence == "reported by the state"
    assert found.off(date(2026, 11, 21)) == ""


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "calendars").mkdir()
    (tmp_path / "calendars" / "mine.toml").write_text(OWN.replace("Asia/Ho_Chi_Minh", "Asia/Atlantis"))
    with pytest.raises(BadCalendar) as refused:
        read_all(tmp_path)
    assert refused.value.file.endswith("mine.toml")
    assert "Atlantis" in refused.value.wrong
