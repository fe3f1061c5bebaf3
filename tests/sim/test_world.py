"""Histories of a federation: every promise holds, the same seed is the same history, and faults really strike."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace

import pytest

from lintas.sim.pinned import PINNED
from lintas.sim.profile import AWAY, FAULTS, NODES_FEW, NODES_MAX, NODES_MIN, QUIET, draw
from lintas.sim.report import befell, profile_of, told
from lintas.sim.world import World
from lintas.wire.errors import LintasError

TINY = replace(QUIET, nodes=3, acts=10, kinds=1, span_ms=8_000)
ROUGH = replace(
    TINY,
    recalls=0.2,
    renewals=0.2,
    loss=0.2,
    twice=0.2,
    crash=0.3,
    restore=0.1,
    rot=0.1,
    liars=1,
    files=0.3,
    named_points=True,
    sealed=0.5,
    upgrades=0.2,
    carried=0.3,
)
BLOCK, BLOCKS = 25, 40
FINGERPRINT = "from lintas.sim.world import World; w = World({seed}); w.run(); print(w.fingerprint())"


def broken(seed: int, *profile: object) -> str:
    """What a person is told of the first promise that the history broke; empty if all hold."""
    world = World(seed, *profile)  # type: ignore[arg-type]
    return "\n".join(told(world)) if world.run() else ""


def test_a_small_history_holds_every_promise() -> None:
    assert broken(1, TINY) == ""


def test_the_same_seed_is_the_same_history_event_by_event() -> None:
    one, other = World(5, ROUGH), World(5, ROUGH)
    assert one.run() == other.run() == []
    assert one.fingerprint() == other.fingerprint()
    assert one.truth.trace == other.truth.trace
    another = World(6, ROUGH)
    another.run()
    assert another.fingerprint() != one.fingerprint()


def test_faults_are_drawn_in_every_combination_and_sizes_up_to_the_largest() -> None:
    drawn = [draw(seed) for seed in range(300)]
    for fault in FAULTS:
        count = sum(getattr(each, fault) != getattr(QUIET, fault) for each in drawn)
        assert 100 < count < 200, fault
    assert {each.nodes for each in drawn} == set(range(NODES_MIN, NODES_MAX + 1))
    assert sum(each.nodes > NODES_FEW for each in drawn) > 30
    assert 3 < sum(each.real for each in drawn) < 40


@pytest.mark.slow
@pytest.mark.parametrize("block", range(BLOCKS))
def test_every_promise_holds_in_the_histories_of(block: int) -> None:
    said = [broken(seed) for seed in range(block * BLOCK, (block + 1) * BLOCK)]
    assert not any(said), "\n".join(said)


@pytest.mark.slow
def test_every_fault_strikes_and_most_orders_are_carried_out() -> None:
    total = Counter[str]()
    for seed in range(620, 632):
        usual = replace(draw(seed), nodes=5, crash=0.15, restore=0.08, rot=0.25, liars=1, partition=0.1, files=1.0)
        world = World(seed, replace(usual, recalls=0.2, renewals=0.4, upgrades=0.1, carried=0.2, among=PINNED))
        assert world.run() == [], "\n".join(told(world))
        total += befell(world)
    for sort in (
        "crashes", "restores", "rows that rotted", "chunks that rotted", "partitions", "forks begun", "failed rounds",
        "recalls", "renewals", "disownings", "authorities added", "other programs", "files packed",
    ):  # fmt: skip
        assert total[sort], sort
    assert total["acts"] > 12 * 40 / 2


@pytest.mark.slow
def test_after_a_month_away_everything_converges_and_nothing_is_lost() -> None:
    world = World(3, AWAY)
    assert world.run() == [], "\n".join(told(world))
    assert world.agenda.now_ms > AWAY.away_ms * 0.8
    assert befell(world)["absences"] == 1
    assert world.truth.done > AWAY.acts / 2


@pytest.mark.slow
@pytest.mark.processes
def test_a_history_is_the_same_in_a_process_that_hashes_otherwise() -> None:
    said = {
        subprocess.run(
            [sys.executable, "-c", FINGERPRINT.format(seed=4)],
            env={**os.environ, "PYTHONHASHSEED": hashing},
            capture_output=True,
            text=True,
            check=True,
            timeout=100,
        ).stdout
        for hashing in ("1", "2", "3")
    }
    assert len(said) == 1


@pytest.mark.soak
@pytest.mark.parametrize("first", range(10_000, 30_000, 500))
def test_every_promise_holds_in_many_histories_from(first: int) -> None:
    said = [text for seed in range(first, first + 500) if (text := broken(seed))]
    assert not said, "\n".join(said)


def test_a_broken_promise_is_told_with_its_text_its_history_and_what_came_before() -> None:
    world = World(1, TINY)
    world.run()
    assert profile_of(world.profile) == "nodes=3, acts=10, kinds=1, span_ms=8000"

    def nothing_is_ever_late() -> None:
        """A promise of a test."""

    world.truth.tell("aa-ca", "dies: at some moment")
    world.truth.breaks(nothing_is_ever_late, "it was late")
    text = "\n".join(told(world))
    for words in ("seed 1 broke: nothing_is_ever_late", "it was late", "nodes=3", "aa-ca: dies: at some moment"):
        assert words in text


def test_what_is_no_error_of_ours_breaks_a_promise() -> None:
    world = World(1, TINY)
    host = world.hosts[0]
    host.start()

    class Peculiar(LintasError):
        """A refusal."""

    def refuse(node: object) -> None:
        raise Peculiar

    def fail(node: object) -> None:
        raise ZeroDivisionError

    outcome = host.submit(refuse, lambda outcome: None)
    assert outcome is not None
    assert isinstance(outcome.refusal, Peculiar)
    assert world.truth.broken == []
    assert host.submit(fail, lambda outcome: None) is None
    assert [each.promise for each in world.truth.broken] == ["no_job_breaks_a_node"]
