"""The regional picture as a table on a terminal, and why there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from lintas.cli.picture_command import page
from tests.cli.conftest import Run

DRAWN = {
    "columns": ("under_investigation", "total"),
    "rows": [{"name": "sea piracy", "figures": [None, None]}, {"name": "total", "figures": [1200, None]}],
    "states": 6,
    "unread": ("bn-st",),
}


def test_a_figure_that_is_left_out_says_so_and_whose_are_not_in_it_is_named() -> None:
    assert page(DRAWN).splitlines() == [
        "            under investigation  total",
        "sea piracy  left out             left out",
        "total       1,200                left out",
        "",
        "Figures of 6 states.",
        "Not in it, since they were not for us: bn-st.",
    ]


@pytest.mark.slow
def test_a_dossier_without_returns_has_no_picture(run: Run, opened: str) -> None:
    said = run("picture", opened)
    assert "There is no picture: nobody hands in figures in a dossier of this kind." in said.err


@pytest.mark.slow
def test_where_there_is_no_picture_no_paper_is_written(run: Run, opened: str, tmp_path: Path) -> None:
    said = run("picture", opened, "--pdf", str(tmp_path / "picture.pdf"))
    assert "There is no picture" in said.err
    assert not (tmp_path / "picture.pdf").exists()
