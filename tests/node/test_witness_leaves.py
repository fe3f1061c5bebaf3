"""The proofs made from complete subtrees are those of the log's own functions."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintas.log.errors import BadProofSize, NothingToProve
from lintas.log.merkle import EMPTY_ROOT, Frontier, consistency_proof, inclusion_proof
from lintas.node.leaves import Leaves

HASHES = [hashlib.sha256(bytes((n,))).digest() for n in range(130)]


@pytest.mark.parametrize("size", range(34))
def test_every_small_tree(size: int) -> None:
    leaves = Leaves(HASHES[:34])
    assert leaves.root(size) == Frontier().extend(HASHES[:size]).root()
    for index in range(size):
        assert leaves.inclusion(index, size) == inclusion_proof(HASHES, index, size)
    for old in range(1, size + 1):
        assert leaves.consistency(old, size) == consistency_proof(HASHES, old, size)


@given(st.integers(1, 130), st.data())
def test_larger_trees(size: int, data: st.DataObject) -> None:
    leaves = Leaves(HASHES)
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    assert leaves.inclusion(index, size) == inclusion_proof(HASHES, index, size)
    assert leaves.consistency(old, size) == consistency_proof(HASHES, old, size)


def test_bounds() -> None:
    leaves = Leaves(HASHES[:3])
    assert leaves.root(0) == EMPTY_ROOT
    with pytest.raises(BadProofSize):
        leaves.root(4)
    with pytest.raises(BadProofSize):
        leaves.inclusion(3, 3)
    with pytest.raises(BadProofSize):
        leaves.consistency(1, 4)
    with pytest.raises(NothingToProve):
        leaves.consistency(0, 3)
