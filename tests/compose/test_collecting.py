"""Garbage is looked through whole while nobody waits, and at the latest when there is much of it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from weakref import ref

import pytest

from lintas.compose.collecting import NEVER, Collecting


class Knot:
    """Something that only a look through everything frees, once it is old."""

    def __init__(self) -> None:
        self.self = self


def old_knot() -> ref[Knot]:
    knot = Knot()
    gc.collect()
    return ref(knot)


@pytest.fixture
def collector() -> Iterator[None]:
    """The collector as it begins: by itself it does nothing here."""
    before = gc.get_threshold()
    gc.set_threshold(0)
    yield
    gc.set_threshold(*before)


@pytest.mark.usefixtures("collector")
def test_everything_is_looked_through_once_nothing_is_made_and_then_not_again() -> None:
    looks, knot = Collecting(), old_knot()
    looks.look()
    assert knot(), "nothing was made since it began"
    gc.collect(0)
    looks.look()
    assert knot(), "something is made just now"
    looks.look()
    assert knot() is None
    another = old_knot()
    looks.look()
    assert another()


@pytest.mark.usefixtures("collector")
def test_when_it_becomes_too_much_whoever_waits_waits() -> None:
    looks, knot = Collecting(young_max=3), old_knot()
    for _ in range(3):
        gc.collect(0)
        looks.look()
    assert knot()
    gc.collect(0)
    looks.look()
    assert knot() is None


def test_it_is_left_to_the_collector_again_when_a_node_ends() -> None:
    before, looks = gc.get_threshold(), Collecting()
    looks.start()
    assert gc.get_threshold()[2] == NEVER
    looks.stop()
    assert gc.get_threshold() == before
