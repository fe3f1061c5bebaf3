"""A folder with a short path: the sockets of nodes lie below it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def short_path() -> Iterator[Path]:
    """A new folder that is removed at the end. pytest's own have long names."""
    with tempfile.TemporaryDirectory(prefix="ld-") as name:
        yield Path(name)
