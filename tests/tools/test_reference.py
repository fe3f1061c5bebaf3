"""The reference pages are those that the code declares, and every declaration says what it means."""

from __future__ import annotations

import pytest

from lintas.compose import settings
from tools.reference import FOLDER, ROOT, pages


@pytest.mark.parametrize("name", pages())
def test_the_page_is_the_one_that_the_script_writes(name: str) -> None:
    held = (FOLDER / name).read_text(encoding="utf-8")
    assert held == pages()[name], "run `.venv/bin/python -m tools.reference`"


def test_nothing_else_lies_among_the_pages() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(pages())


def test_every_setting_says_what_it_means() -> None:
    for each in settings.plain():
        assert each.metadata["text"].endswith("."), each.name


def test_the_exit_codes_of_the_page_for_scripts_are_those_of_the_reference() -> None:
    page = (ROOT / "docs" / "how-to" / "use-from-scripts.md").read_text(encoding="utf-8")
    rows = [line for line in pages()["commands.md"].splitlines() if line.startswith("| ") and line[2].isdigit()]
    assert rows
    assert [line for line in page.splitlines() if line.startswith("| ") and line[2].isdigit()] == rows
