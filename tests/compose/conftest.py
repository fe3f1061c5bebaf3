"""A node without acts, and a worker on it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from lintas.compose.worker import Worker
from lintas.node.state import Node
from tests.support.federation import Federation3


@pytest.fixture
def node() -> Node:
    """A node without acts."""
    return next(iter(Federation3.build(("aa", "bb")).nodes.values()))


@pytest.fixture
def worker(node: Node) -> Iterator[Worker]:
    """A worker on that node."""
    worker = Worker(node, lambda: None)
    worker.start()
    yield worker
    worker.stop()
