"""The load follows from the declarations: every kind can be opened and worked on, and every body is well formed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

import lintas.sim
from lintas.dossier.body import check
from lintas.dossier.traits import DIRECTORY
from lintas.kinds import all_kinds
from lintas.sim.bodies import OPEN, SECRET, fillable, filled
from lintas.sim.pinned import FIXED, PINNED
from lintas.sim.profile import QUIET
from lintas.sim.world import World
from tests.kinds.samples import FILE

USUAL = sorted(name for name, kind in all_kinds().items() if DIRECTORY not in kind.item.traits)


def a_file() -> dict[str, Any]:
    return dict(FILE)


@pytest.mark.parametrize("name", all_kinds())
def test_a_body_made_up_from_a_declaration_is_well_formed(name: str) -> None:
    rng = Random(name)
    for path in all_kinds()[name].item.walk():
        for verb in path[-1].verbs:
            for files in (0.0, 1.0) if fillable(verb.says) else ():
                fields = filled(rng, verb.says, a_file, files, plain=False)
                assert check(verb, fields) == []
                assert OPEN not in repr(fields)


def test_what_is_not_sealed_does_not_carry_the_word_that_must_not_be_seen() -> None:
    rng = Random(1)
    verb = next(v for v in all_kinds()[USUAL[0]].item.verbs if v.begins)
    assert SECRET not in repr(filled(rng, verb.says, a_file, 0.0, plain=True))


def test_nothing_in_the_simulator_names_a_kind_but_the_list_of_those_that_seeds_were_pinned_with() -> None:
    files = [path for path in Path(lintas.sim.__file__).parent.rglob("*.py") if path.name != "pinned.py"]
    words = {word.strip("\"',.()[]{}:") for path in files for word in path.read_text().split('"')[1::2]}
    assert not words & set(all_kinds()) - {"bodies"}  # a function of the node is called so too


def test_seeds_are_pinned_to_versions_that_there_are_and_those_of_wrong_rules_to_a_former_one() -> None:
    known = all_kinds()
    assert dict(PINNED).keys() < known.keys()
    for name, version in FIXED:
        former = known[name].former[version - 1]
        world = World(0, replace(QUIET, kinds=2, among=FIXED))
        assert world.desk.kinds == {name: former}


@pytest.mark.slow
@pytest.mark.parametrize("name", USUAL)
def test_every_kind_is_worked_on(name: str) -> None:
    world = World(7, replace(QUIET, nodes=4, acts=25, span_ms=15_000))
    world.desk.kinds.clear()
    world.desk.kinds[name] = all_kinds()[name]
    for host in world.hosts:
        host.place.kinds.clear()
        host.place.kinds[name] = all_kinds()[name]
    assert world.run() == []
    assert world.truth.done > 12
    assert len({act.header.verb for act in world.truth.acts.values()}) > 2
