"""`tools.check` runs every part, tells what failed, and enforces time only when asked."""

from __future__ import annotations

import sys

import pytest

from tools.check import Outcome, Part, parts, run, verdict


def outcome(*, passed: bool = True, seconds: float = 1.0) -> Outcome:
    return Outcome(Part("types", 2, ()), seconds, passed)


def test_shares_of_time_keep_the_promise_of_the_makefile() -> None:
    assert sum(part.seconds_max for part in parts(everything=False)) <= 2 * 60
    assert sum(part.seconds_max for part in parts(everything=True)) <= 1_305


def test_tests_come_last_and_leave_out_the_soak() -> None:
    for everything in (False, True):
        *_, last = parts(everything=everything)
        assert last.shows_output
        assert "not soak" in last.command[last.command.index("-m") + 1]


@pytest.mark.parametrize(
    ("given", "stretch", "complaints"),
    [
        (outcome(), 1.0, []),
        (outcome(passed=False), None, ["types failed"]),
        (outcome(seconds=3.0), None, []),
        (outcome(seconds=3.0), 1.0, ["types took 3 s of 2 s stretched by 1.00"]),
        (outcome(seconds=3.0), 1.6, []),
        (outcome(seconds=3.3), 1.6, ["types took 3 s of 2 s stretched by 1.60"]),
        (outcome(seconds=3.0, passed=False), 1.0, ["types failed"]),
    ],
)
def test_verdict(given: Outcome, stretch: float | None, complaints: list[str]) -> None:
    assert verdict([given], stretch) == complaints


@pytest.mark.parametrize(
    ("seconds", "passed", "word"), [(1.0, True, "ok"), (3.0, True, "SLOW"), (1.0, False, "FAILED")]
)
def test_row_of_the_table(seconds: float, passed: bool, word: str) -> None:
    assert word in outcome(passed=passed, seconds=seconds).line()


@pytest.mark.processes
def test_failed_part_shows_what_it_said_and_a_good_one_is_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    said = "import sys; print('seen'); sys.exit({})"
    assert run(Part("good", 60, (sys.executable, "-c", said.format(0)))).passed
    assert "seen" not in capsys.readouterr().out
    assert not run(Part("bad", 60, (sys.executable, "-c", said.format(3)))).passed
    assert "seen" in capsys.readouterr().out
