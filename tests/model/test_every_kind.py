"""Both folds agree on random histories of every kind, whatever the order in which the acts come."""

from __future__ import annotations

import pytest

from tests.kinds.every import every_kind
from tests.model.__main__ import run_history

pytestmark = pytest.mark.slow

SEEDS = 5


@pytest.mark.parametrize("name", every_kind())
def test_both_folds_agree(name: str) -> None:
    kind = every_kind()[name]
    for seed in range(SEEDS):
        assert run_history(seed, [kind]) == ([], [])
