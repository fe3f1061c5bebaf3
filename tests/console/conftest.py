"""A console in this process, beside a node that serves; Django is made ready once, its tables are emptied each time."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from lintas.compose.settings import read
from lintas.console.configure import configure
from tests.console.scratch import Scratch, serving
from tests.console.stage import ORIGIN, OURS, PORT, Stage, as_founded, found_here, staged
from tests.support.chromium import chromium

# The browser's driver runs an event loop on the tests' own thread, where Django would refuse to touch its tables.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="session")
def ground() -> Iterator[Path]:
    """A federation of two in folders, and Django ready for the first of them."""
    with tempfile.TemporaryDirectory(prefix="lintas-console-") as name:
        root = Path(name)
        found_here(root)
        settings = replace(read(root / OURS, {}), console=f"127.0.0.1:{PORT}", console_url=ORIGIN)
        configure(root / OURS, settings)
        yield root


@pytest.fixture
def stage(ground: Path) -> Iterator[Stage]:
    """Both nodes in service, and nobody who has an account yet."""
    as_founded(ground)
    with staged(ground) as made:
        yield made


@pytest.fixture(scope="session")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gallery")
    # Django is configured once in a process, and here in another way than a node configures it.
    subprocess.run([sys.executable, "-m", "tests.console.gallery", str(folder)], cwd=ROOT, check=True)
    return folder


# For one module at a time: its driver leaves an event loop on the thread, beside which Django runs none of its own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def scratch(gallery: Path) -> Iterator[tuple[Scratch, str]]:
    with serving(gallery) as served:
        yield served


@pytest.fixture(scope="module")
def empty(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page of the console's own site, under its policy, with nothing on it."""
    folder = tmp_path_factory.mktemp("empty")
    (folder / "empty.html").write_text("<!doctype html><title>Empty</title>", encoding="utf-8")
    with serving(folder) as (_, url):
        context = browser.new_context()
        made = context.new_page()
        made.goto(f"{url}/empty.html")
        yield made
        context.close()
