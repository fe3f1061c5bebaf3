"""What the README says of how lintas behaves has a promise of the simulator, or a reason why it has none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lintas.sim.promises import carried, commit, crash, end, recalled, whole, wire

ROOT = Path(__file__).resolve().parents[2]
README = " ".join((ROOT / "README.md").read_text().split())
PAGE = (ROOT / "docs/how-to/read-a-failing-seed.md").read_text()
TABLE = PAGE.partition("| the README says | promises |")[2]
ROWS = dict(re.findall(r"^\| (.+?) \| (.+?) \|$", TABLE, re.MULTILINE))
ELSEWHERE = "not of the simulator: "
MODULES = (carried, commit, crash, end, recalled, whole, wire)
BEHAVIOUR = README[README.index("There is no centre") : README.index("*Lintas* means")]


def test_every_sentence_of_the_introduction_that_says_how_lintas_behaves_is_in_the_table() -> None:
    left = BEHAVIOUR
    for said in ROWS:
        left = left.replace(said, "")
    assert re.findall(r"\w+", left) == ["and", "and"], left


@pytest.mark.parametrize("said", ROWS)
def test_what_the_readme_says_stands_there_and_has_a_promise_or_a_reason(said: str) -> None:
    assert said in README
    promises = re.findall(r"`(\w+)`", ROWS[said])
    if ROWS[said].startswith(ELSEWHERE):
        return
    assert promises
    for name in promises:
        found = [getattr(module, name) for module in MODULES if hasattr(module, name)]
        assert found, name
        assert found[0].__doc__
