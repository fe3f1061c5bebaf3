"""A console in this process, beside a node that serves; Django is made ready once, its tables are emptied each time."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from lintas.compose.settings import read
from lintas.console.configure import configure
from tests.compose.served import found
from tests.console.stage import CODES, OURS, Stage, staged


@pytest.fixture(scope="session")
def ground() -> Iterator[Path]:
    """A federation of two in folders, and Django ready for the first of them."""
    with tempfile.TemporaryDirectory(prefix="lintas-console-") as name:
        root = Path(name)
        found(root, CODES)
        settings = replace(read(root / OURS, {}), console="127.0.0.1:8480", console_url="http://testserver.localhost")
        configure(root / OURS, settings)
        yield root


@pytest.fixture
def stage(ground: Path) -> Iterator[Stage]:
    """Both nodes in service, and nobody who has an account yet."""
    with staged(ground) as made:
        yield made
