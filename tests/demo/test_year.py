"""A year that is laid down before it is served: every row, in order, with nothing late, and each claim looked at."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from lintas.demo.claims import Claims, DoesNotHold
from lintas.demo.federation import FOUNDERS, MY, VN
from lintas.demo.rows.row import Row, day
from lintas.demo.visitor import NotSeen, Visitor
from lintas.demo.year import play
from lintas.demo.year.cast import EVERYBODY, MEMBERS, PARTNERS
from lintas.demo.year.pairs import HOTLINE, PAIRS, after, between, dated
from lintas.demo.year.schedule import Played, full, small
from lintas.demo.year.stage import DAY_MS, Stage, open_stage
from lintas.demo.year.together import TOGETHER, does
from lintas.dossier.traits import DIRECTORY
from lintas.kinds import all_kinds
from tests.demo.test_demo import DEMO, serving

NOW_MS = int(time.time() * 1000) - 5 * 60 * 1000
PORTS = range(9, 9 + 2 * len(FOUNDERS))
"""Nothing is served at them here."""


@pytest.fixture
def stage(short_path: Path) -> Iterator[Stage]:
    """Three nodes open in this process, a month ago."""
    with open_stage(short_path, FOUNDERS, list(PORTS), NOW_MS - 31 * DAY_MS) as opened:
        yield opened


def test_eleven_states_a_secretariat_and_two_partners() -> None:
    assert (len(MEMBERS), len(PARTNERS), len(EVERYBODY)) == (11, 2, 14)
    assert len({each.code for each in EVERYBODY}) == 14
    assert all("(EXERCISE)" in each.name for each in EVERYBODY)


def test_every_row_has_its_dossiers() -> None:
    kinds = {name for name, kind in all_kinds().items() if DIRECTORY not in kind.item.traits}
    assert {each.row.kind for each in small(NOW_MS)} == kinds == {row.kind for row in PAIRS}
    year = full(NOW_MS)
    assert {each.row.kind for each in year} == kinds
    assert len(year) == 3 * len(PAIRS) + len(TOGETHER)
    steps = [time_ms for each in year for time_ms in each.times_ms]
    assert max(steps) < NOW_MS
    assert NOW_MS - min(steps) > 330 * DAY_MS
    assert {step.by for each in year for step in each.row.steps} == {each.code for each in EVERYBODY}


def test_a_person_in_care_was_referred_so_lately_that_no_review_is_due() -> None:
    begun = [each.times_ms[0] for each in full(NOW_MS) if each.row.kind == "victim"]
    assert len(begun) == 3
    assert NOW_MS - min(begun) < 180 * DAY_MS


def test_every_step_is_a_verb_of_its_kind_that_says_such_fields() -> None:
    kinds = all_kinds()
    rows = {id(each.row): each.row for each in (*small(NOW_MS), *full(NOW_MS))}
    for row in rows.values():
        verbs = [verb for types in kinds[row.kind].item.walk() for verb in types[-1].verbs]
        for step in row.steps:
            said = {*step.fields, *step.files}
            assert any(each.name == step.verb and said <= each.says.fields().keys() for each in verbs), (row.kind, step)


def test_a_row_between_others_is_the_same_row_with_other_people() -> None:
    row = Row("exchange", "", (does(VN, "open", {"person": "A (invented)"}, f"member={MY}"), does(MY, "adopt")), "open")
    moved = between(row, EVERYBODY[3], EVERYBODY[4], 2)
    assert [step.by for step in moved.steps] == ["bn-ca", "kh-ca"]
    assert moved.steps[0].to == ("member=kh-ca",)
    assert moved.steps[0].fields["person"] not in {"A (invented)", ""}
    assert between(row, EVERYBODY[0], EVERYBODY[1], 0).steps == row.steps


def test_days_that_have_come_are_those_of_the_act_and_days_to_come_stay() -> None:
    today, on = date.fromisoformat(day(0)), date(2026, 3, 10)
    said = {"past": day(-2), "now": day(0), "due": day(20), "in_a_week": after(7), "words": "on 2026-01-01"}
    step = dated(does(VN, "say", said), today, on)
    assert step.fields == {
        "past": "2026-03-08", "now": "2026-03-10", "due": day(20), "in_a_week": "2026-03-17", "words": "on 2026-01-01",
    }  # fmt: skip


@pytest.mark.slow
def test_a_dossier_is_played_carried_and_looked_at(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    times = tuple(NOW_MS - (20 - number) * DAY_MS for number in range(len(HOTLINE.steps)))
    one, claims = Played(HOTLINE, times), Claims()
    play.found(stage, claims)
    assert play.play(stage, [one], NOW_MS) == len(HOTLINE.steps)
    assert set(one.parties) == {VN, MY}
    play.look(stage, [one], claims, NOW_MS)
    play.sound(stage, claims)
    assert "nothing of it at any other" in capsys.readouterr().out
    one.row = Row(HOTLINE.kind, HOTLINE.about, HOTLINE.steps, "closed")
    with pytest.raises(DoesNotHold):
        play.look(stage, [one], claims, NOW_MS)
    one.row, one.parties = HOTLINE, [VN]
    with pytest.raises(DoesNotHold, match="nothing of it at any other"):
        play.look(stage, [one], claims, NOW_MS)


@pytest.mark.slow
def test_what_is_late_is_not_passed_over(stage: Stage) -> None:
    waiting = Row(HOTLINE.kind, "", HOTLINE.steps[:3], "open", {"message": "not yet acknowledged"})
    one = Played(waiting, tuple(NOW_MS - (9 - number) * DAY_MS for number in range(3)))
    play.play(stage, [one], NOW_MS)
    with pytest.raises(DoesNotHold, match="nothing that is open is late"):
        play.look(stage, [one], Claims(), NOW_MS)


def test_a_console_that_is_not_there_is_told() -> None:
    with pytest.raises(NotSeen, match=r"my-ca\.localhost"):
        Visitor("http://my-ca.localhost:9").sign_in("aisyah")


def _played(short_path: Path, size: str, seconds_max: int) -> str:
    folder = short_path / "d"
    done = subprocess.run(
        [*DEMO, size, "--headless", "--folder", str(folder)], capture_output=True, text=True, timeout=seconds_max,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    assert "All hold." in done.stdout
    assert not folder.exists()
    assert serving(folder) == []
    return done.stdout


@pytest.mark.processes
@pytest.mark.timeout(130)
def test_a_small_one_stands_and_every_claim_holds(short_path: Path) -> None:
    said = _played(short_path, "--small", 120)
    for claim in ("all 3 nodes serve", "nothing that is open is late", "climbed to the second rung", "marked EXERCISE"):
        assert claim in said
    assert len(re.findall(r"checked: \w+ +stands as it should for both", said)) == len(PAIRS)


@pytest.mark.soak
@pytest.mark.processes
@pytest.mark.timeout(320)
def test_a_year_of_fourteen_stands_and_every_claim_holds(short_path: Path) -> None:
    said = _played(short_path, "--full", 300)
    for claim in (
        "all 14 hold one registry",
        "all 14 nodes serve",
        "regional picture of 6 states",
        "14 authorities see",
    ):
        assert claim in said


@pytest.mark.processes
def test_the_program_takes_one_size() -> None:
    done = subprocess.run([*DEMO, "--small", "--full"], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert "not allowed with" in done.stderr
