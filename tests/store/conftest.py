"""Stores for the contract tests: each test that asks for `store` runs over every implementation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from lintas.node.ports import Store
from lintas.store.sqlite import SqliteStore
from tests.store.contract.implementations import STORES

OpenStore = Callable[[int | None], Store]


@pytest.fixture(params=sorted(STORES))
def open_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OpenStore]:
    """Opens a store of the implementation under test, with or without a bound on its size; closed at the end."""
    with ExitStack() as stack:

        def opened(size_bytes_max: int | None) -> Store:
            store = STORES[request.param](tmp_path, size_bytes_max)
            if isinstance(store, SqliteStore):
                stack.enter_context(closing(store))
            return store

        yield opened


@pytest.fixture
def store(open_store: OpenStore) -> Store:
    return open_store(None)
