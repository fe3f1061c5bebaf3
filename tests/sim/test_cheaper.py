"""What makes histories cheap changes nothing that is in them."""

from __future__ import annotations

import gc
from dataclasses import replace
from types import FrameType
from weakref import ref

import pytest

from lintas.dossier.replica import Replica
from lintas.node.state import Node
from lintas.sim import reading
from lintas.sim.collector import together
from lintas.sim.mutants.swap import is_something_wrong, swapped
from lintas.sim.profile import QUIET
from lintas.sim.reading import LOOKED_AT, Changed
from lintas.sim.world import World
from lintas.wire import cbor
from lintas.wire.errors import Malformed, TooLarge

BYTES = cbor.encode({1: b"said", 2: [3]})
TINY = replace(QUIET, nodes=3, acts=4, kinds=1, span_ms=3_000, renewals=0.2)


def read(size_max: int = 100) -> dict[int, list[int]]:
    value: dict[int, list[int]] = cbor.decode(BYTES, size_max=size_max)
    return value


def test_the_same_bytes_are_read_once_within_the_same_bounds_and_as_ever_afterwards() -> None:
    before = cbor.decode
    with reading.once():
        assert read() is read()
        with pytest.raises(TooLarge):
            read(size_max=3)
        for _ in range(2):
            with pytest.raises(Malformed):
                cbor.decode(b"\xff", size_max=100)
    assert cbor.decode is before
    assert read() == {1: b"said", 2: [3]}
    assert read() is not read()


def test_whoever_changes_what_was_read_is_found() -> None:
    def change() -> None:
        with reading.once():
            read()[2].append(4)
            for _ in range(LOOKED_AT):
                read()

    with pytest.raises(Changed):
        change()


def test_the_collector_rests_for_a_history_and_goes_on_after_it() -> None:
    with together():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_history_that_ended_keeps_what_is_true_and_frees_its_nodes_at_once() -> None:
    world, nodes = World(1, replace(TINY, loss=0.2, renewals=0.0)), list[ref[Node]]()
    heal = world._heal

    def note() -> None:
        heal()
        nodes.extend(ref(host.node) for host in world.hosts if host.node)

    world._heal = note  # type: ignore[method-assign]
    gc.collect()
    gc.disable()
    try:
        assert world.run() == []
        assert nodes
        assert [each() for each in nodes] == [None] * len(nodes)
        assert not any(type(each) is FrameType and "lintas" in each.f_code.co_filename for each in gc.get_objects())
    finally:
        gc.enable()
    done = world.agenda.done
    world.agenda.until(world.agenda.now_ms + 60_000)
    assert world.agenda.done == done, "nothing was left to come"
    assert world.truth.acts


@pytest.mark.slow
def test_a_founded_federation_is_copied_and_no_history_changes_what_the_next_begins_with() -> None:
    one, other, third = World(0, TINY), World(3, TINY), World(0, TINY)
    assert one.founded is other.founded
    assert one.founded is not None
    before = one.founded.fingerprint()
    assert one.run() == other.run() == third.run() == []
    assert one.fingerprint() == third.fingerprint() != other.fingerprint()
    assert one.founded.fingerprint() == before
    assert one.hosts[0].disk.content is not one.founded.hosts[0].disk.content


@pytest.mark.slow
def test_under_a_wrong_rule_a_federation_is_founded_anew() -> None:
    right = World(0, TINY).founded
    assert not is_something_wrong()
    with swapped((Replica, "copy", Replica.copy)):
        assert is_something_wrong()
        assert World(0, TINY).founded is not right
    assert World(0, TINY).founded is right
