"""The page about officers works as it stands."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import pytest

from lintas.cli import exits
from lintas.compose.settings import FILE, read
from lintas.node.proofs import Proofs
from tests.cli.conftest import Run
from tests.demo.pages import HOW_TO, commands

PAGE = HOW_TO / "who-may-act.md"


def test_the_page_works_as_it_stands(nodes: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.move(nodes / "aa", tmp_path / "vn")
    monkeypatch.chdir(tmp_path)
    said = [run(*shlex.split(line)[1:]) for block in commands(PAGE) for line in block.split("\n") if line.strip()]
    assert [each.code for each in said] == [exits.DONE] * 4
    assert (tmp_path / "vn/officers/binh.token").exists() is False
    table = PAGE.read_text().partition("```toml\n")[2].partition("```")[0]
    file = tmp_path / "vn" / FILE
    file.write_text(file.read_text().partition("[proofs]")[0] + table)
    assert read(tmp_path / "vn", {}).policy.proofs == Proofs()
