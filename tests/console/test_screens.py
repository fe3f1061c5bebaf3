"""The contact sheets under docs/screens show every page that there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.console.every_page import paths

pytestmark = pytest.mark.processes
DRAWN = Path(__file__).resolve().parent.parent.parent / "docs/screens"
SHEETS_BYTES_MAX = 5 * 1024 * 1024


def test_every_page_of_the_table_was_drawn(ground: Path) -> None:
    listed = (DRAWN / "pages.txt").read_text(encoding="utf-8").splitlines()
    assert listed == [f"/{path}" for path in paths()], "draw them anew: python -m tools.screens"


def test_the_sheets_are_light_enough_to_lie_in_the_repository() -> None:
    sheets = list(DRAWN.glob("*.jpg"))
    assert {each.name.split("-")[0] for each in sheets} == {"desk", "phone", "paper"}
    assert sum(each.stat().st_size for each in sheets) < SHEETS_BYTES_MAX
