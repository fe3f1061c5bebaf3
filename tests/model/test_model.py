"""The model of a federation holds what the core promises, and its checkers notice every mutant but those named.

`python -m tests.model` runs more seeds and prints what it finds.
"""

from __future__ import annotations

import pytest

from lintas.dossier.replica import Replica
from tests.model.__main__ import run_history, run_world
from tests.model.kinds import model_kinds, real_kinds
from tests.model.mutants import MUTANTS, UNCAUGHT
from tests.model.rules import PROFILES, Rules

CHUNK = 10
SEEDS = {"mixed": 100} | {name: 10 for name in PROFILES if name != "mixed"}
CHUNKS = [(name, first) for name, seeds in SEEDS.items() for first in range(0, seeds, CHUNK)]


def failures(profile: str, seeds: range) -> dict[int, list[str]]:
    found = {seed: run_world(seed, PROFILES[profile], Rules(), Replica)[0] for seed in seeds}
    return {seed: lines[:3] for seed, lines in found.items() if lines}


@pytest.mark.parametrize("profile", ["mixed", "declared"])
def test_a_few_seeds(profile: str) -> None:
    assert failures(profile, range(500, 503)) == {}


def test_own_act_of_a_lost_incarnation_may_come_back_after_the_last_word() -> None:
    assert failures("mixed", range(12_883, 12_884)) == {}


def test_those_who_must_assent_are_those_whom_the_kind_asks() -> None:
    assert failures("declared", range(1_076, 1_077)) == {}


def test_a_few_wild_histories() -> None:
    kinds = list((model_kinds() | real_kinds()).values())
    assert [run_history(seed, kinds)[0] for seed in range(500, 515)] == [[]] * 15


@pytest.mark.slow
@pytest.mark.parametrize(("profile", "first"), CHUNKS)
def test_nothing_promised_is_broken(profile: str, first: int) -> None:
    assert failures(profile, range(first, first + CHUNK)) == {}


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, 90, 30))
def test_both_folds_agree_on_wild_histories(first: int) -> None:
    kinds = list((model_kinds() | real_kinds()).values())
    found = {seed: run_history(seed, kinds)[0] for seed in range(first, first + 30)}
    assert {seed: lines[:2] for seed, lines in found.items() if lines} == {}


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in MUTANTS if name not in UNCAUGHT])
def test_mutant_is_caught(name: str) -> None:
    mutant = MUTANTS[name]
    assert mutant.seeds
    assert all(run_world(seed, PROFILES[mutant.profile], mutant.rules)[0] for seed in mutant.seeds)


def test_same_seed_same_history() -> None:
    one, other = (run_world(7, PROFILES["mixed"], Rules()) for _ in range(2))
    assert one == other
    assert one[1]


@pytest.mark.soak
@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_soak(profile: str) -> None:
    assert failures(profile, range(1_000, 1_000 + (2_000 if profile == "mixed" else 275))) == {}


@pytest.mark.soak
@pytest.mark.parametrize("name", sorted(MUTANTS))
def test_mutant_is_caught_within_200_seeds(name: str) -> None:
    mutant = MUTANTS[name]
    caught = (bool(run_world(seed, PROFILES[mutant.profile], mutant.rules)[0]) for seed in range(200))
    assert any(caught) != (name in UNCAUGHT)
