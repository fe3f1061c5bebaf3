"""Every wrong rule is caught by some promise from the seed that is named for it on; the history holds without it."""

from __future__ import annotations

from functools import cache

import pytest

from lintas.node.state import Node
from lintas.sim.catch import caught
from lintas.sim.mutants import TABLE
from lintas.sim.mutants.swap import swapped
from lintas.sim.profile import NODES_MIN, Profile
from lintas.sim.report import promise_of, told
from lintas.sim.shrink import shrunk
from lintas.sim.world import World


@cache
def holds(seed: int, profile: Profile) -> str:
    """Empty if the history holds every promise with the right rules."""
    world = World(seed, profile)
    return "\n".join(told(world)) if world.run() else ""


@pytest.mark.slow
@pytest.mark.parametrize("name", TABLE)
def test_a_wrong_rule_is_caught_and_the_right_one_is_not(name: str) -> None:
    found = caught(TABLE[name])
    assert found, f"look for another seed: python -m lintas.sim --mutant {name}"
    seed, broken = found
    assert promise_of(broken.promise) != broken.promise
    assert "TypeError" not in broken.words, "the stand-in itself is what broke: it does not fit where it stands"
    assert holds(seed, TABLE[name].profile) == ""


@pytest.mark.slow
def test_a_failing_history_is_made_smaller_and_still_breaks_the_same_promise() -> None:
    mutant = TABLE["no-sync"]
    with mutant.wrong():
        broken = World(mutant.seed, mutant.profile).run()
        smaller = shrunk(mutant.seed, mutant.profile, broken[0].promise, runs_max=12)
        again = World(mutant.seed, smaller).run()
    assert again[0].promise == broken[0].promise
    assert smaller != mutant.profile
    assert (smaller.nodes, smaller.acts) <= (mutant.profile.nodes, mutant.profile.acts)
    assert smaller.nodes >= NODES_MIN


def fail_with(replacement: object) -> None:
    with swapped((Node, "commit", replacement), (Node, "forget", replacement)):
        assert Node.commit is replacement
        raise KeyError


def test_what_was_swapped_is_put_back_whatever_happens() -> None:
    before = Node.commit, Node.forget
    with pytest.raises(KeyError):
        fail_with(lambda self: None)
    assert (Node.commit, Node.forget) == before
