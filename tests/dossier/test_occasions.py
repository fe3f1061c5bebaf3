"""What an appointment and an embargo must look like, and how an appointment reads."""

from __future__ import annotations

from typing import Any

import pytest

from lintas.dossier.occasions import Appointment, Embargo, in_words

GOOD = {"what": "Plenary", "starts": "2026-12-08 09:30", "zone": "Asia/Ho_Chi_Minh"}


@pytest.mark.parametrize("more", [
    {}, {"ends": "2026-12-08 11:00"}, {"ends": "2026-12-09 01:00"}, {"place": "Main hall"}, {"held": "hybrid"},
    {"zone": "UTC"}, {"zone": "Etc/GMT+7"}, {"zone": "America/Argentina/Ushuaia"},
])  # fmt: skip
def test_it_is_said_by_the_clock_there(more: dict[str, Any]) -> None:
    assert Appointment.check({**GOOD, **more}) is None


@pytest.mark.parametrize("wrong", [
    {"starts": "2026-12-08"}, {"starts": "2026-12-08 24:30"}, {"starts": "2026-02-30 09:30"}, {"starts": "9:30"},
    {"starts": "2026-12-08 09:30+07:00"}, {"zone": ""}, {"zone": "+07:00"}, {"zone": "../../etc/passwd"},
    {"zone": "Asia/"}, {"zone": "Asia/Jakarta\nX:Y"}, {"ends": "2026-12-08 09:30"}, {"ends": "2026-12-07 11:00"},
    {"held": "by post"}, {"what": " "}, {"who": "everybody"},
])  # fmt: skip
def test_what_is_none_says_what_to_write(wrong: dict[str, Any]) -> None:
    assert Appointment.check({**GOOD, **wrong})


def test_what_is_missing_is_named() -> None:
    for name in GOOD:
        said = Appointment.check({key: value for key, value in GOOD.items() if key != name})
        assert said is not None
        assert name in said


def test_an_embargo_is_a_day() -> None:
    assert Embargo.check("2026-12-10") is None
    assert Embargo.check("soon") == "give a day as 2026-01-31"


def test_it_reads_as_people_say_it() -> None:
    assert in_words({**GOOD, "ends": "2026-12-08 11:00", "held": "online"}) == (
        "Plenary, 2026-12-08 09:30 to 2026-12-08 11:00 Asia/Ho_Chi_Minh, online"
    )
