from __future__ import annotations

import dataclasses

import pytest

from lintas.wire.limits import LIMITS, Limits


def test_limits_are_positive_and_end_in_unit_and_bound() -> None:
    for field in dataclasses.fields(Limits):
        assert getattr(LIMITS, field.name) > 0
        assert field.name.endswith("_max")


def test_settled_limits() -> None:
    # Fixed by the specification; a node with others would judge acts differently.
    assert LIMITS.header_bytes_max == 16_384
    assert LIMITS.body_bytes_max == 262_144
    assert LIMITS.bundle_bytes_max == 4_194_304
    assert (LIMITS.bundle_items_max, LIMITS.dossier_acts_max) == (1_000, 100_000)
    assert (LIMITS.parties_max, LIMITS.seen_max) == (64, 64)
    assert (LIMITS.header_depth_max, LIMITS.body_depth_max) == (6, 16)
    assert (LIMITS.waiting_acts_max, LIMITS.waiting_bytes_max) == (1_000, 16_777_216)
    assert LIMITS.chunk_bytes_max == 1_048_576


def test_limits_cannot_be_changed_in_place() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        LIMITS.seen_max = 65  # type: ignore[misc]


def test_a_bundle_holds_the_largest_act() -> None:
    assert LIMITS.header_bytes_max + LIMITS.body_bytes_max < LIMITS.bundle_bytes_max < LIMITS.request_bytes_max
