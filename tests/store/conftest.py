"""Stores for the contract tests: each test that asks for `store` runs over every implementation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from lintas.node.ports import Store
from tests.store.contract.implementations import DURABLE, POSTGRES, STORES, close, marked, prepare

OpenStore = Callable[[int | None], Store]


@pytest.fixture(params=marked(tuple(sorted(STORES))))
def open_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OpenStore]:
    """Opens a store of the implementation under test, with or without a bound on its size; closed at the end."""
    if request.param == POSTGRES:
        request.getfixturevalue("postgres_server")
    prepare(request.param)
    with ExitStack() as stack:

        def opened(size_bytes_max: int | None) -> Store:
            store = STORES[request.param](tmp_path, size_bytes_max)
            stack.callback(close, store)
            return store

        yield opened


@pytest.fixture
def store(open_store: OpenStore) -> Store:
    return open_store(None)


@pytest.fixture(scope="session", params=marked(DURABLE))
def durable(request: pytest.FixtureRequest) -> str:
    """The name of a store that survives its process; `prepare` empties it."""
    if request.param == POSTGRES:
        request.getfixturevalue("postgres_server")
    return str(request.param)
