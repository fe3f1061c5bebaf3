"""The page for lawyers works as it stands: its files are written where it says, its commands run in order."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

from tests.demo import pages

PAGE = pages.HOW_TO / "enter-a-treaty.md"
BLOCK = re.compile(r"^ *```(sh|toml)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
SECONDS_MAX = 60


def script() -> str:
    """What a reader would do, block after block; a file begins with where it is to be written."""
    lines = []
    for kind, text in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        block = textwrap.dedent(text)
        if kind == "toml":
            where = block.splitlines()[0].removeprefix("# ").removeprefix("at the end of ")
            block = f"cat >>{where} <<'END'\n{block}END\n"
        lines.append(block)
    return "\n".join(lines)


@pytest.mark.processes
@pytest.mark.timeout(SECONDS_MAX + 20)
def test_the_page_works_as_it_stands(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    said = " ".join(pages.run(tmp_path, script(), within=tmp_path / "work", seconds_max=SECONDS_MAX).split())
    assert "EXT_BN_TL is no basis: in force for BN only from 2027-03-01; in force for TL only" in said
    assert "EXT_BN_TL (Extradition Treaty between Brunei Darussalam and Timor-Leste (EXERCISE)) governs" in said
    assert "has 'TREATY-TEXT' as 'source', which is not known" in said
    assert "there are mistakes" in said
    assert "NATIONAL, Person is a national of the requested State (EXT_BN_TL 5 [read in the source]" in said
    assert "UNTOC (UN Convention against Transnational Organized Crime" in said
    assert "PH takes it as basis: takes the Convention as legal basis for extradition (EXERCISE)" in said
    assert "recorded: declaration of PH: takes the Convention" in said
    assert said.count("No mistake in 78 instruments") == 2
