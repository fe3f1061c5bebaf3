"""A Chromium without a screen, for tests of pages."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""What it may be called. The first is the same engine without a browser's windows: a page costs it half the time."""
CALLING = (
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--allow-loopback-in-peer-connection",
)
"""Calls have a microphone and a camera that are made up, allowed without asking, and a machine may have no network."""


WAIT_MS = 30_000
"""What a test expects of a page comes when the nodes behind it got to it: as long as Playwright waits for a click."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser of this machine; where there is none, tests are skipped, and in CI they fail."""
    found = _found()
    if not found and os.environ.get("CI"):
        pytest.fail("CI must have a Chromium: .ci/run installs it")
    if not found:
        pytest.skip("there is no Chromium here: apt-get install chromium fonts-noto-core")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=_flags())
        expect.set_options(timeout=WAIT_MS)
        yield started
        expect.set_options(timeout=None)
        started.close()


@contextmanager
def camera(beside: Browser, film: Path) -> Iterator[Browser]:
    """Another browser beside one, before whose camera a film (YUV4MPEG2) runs again and again."""
    found = _found()
    assert found
    flags = [*_flags(), f"--use-file-for-fake-video-capture={film}"]
    started = beside.browser_type.launch(executable_path=found, args=flags)
    yield started
    started.close()


def _flags() -> list[str]:
    # Chromium has no sandbox of its own for the superuser.
    return [*CALLING, *(["--no-sandbox"] if os.getuid() == 0 else [])]


def _found() -> str | None:
    return next(filter(None, map(shutil.which, PROGRAMS)), None)
