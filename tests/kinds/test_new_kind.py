"""One file more is one kind of cooperation more: nothing else is touched, and every promise holds for it.

A small new kind is written into a package of its own, and the every-kind tests run on that package.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.kinds.every import PACKAGE

ROOT = Path(__file__).parents[2]

PATROL = '''"""Joint patrol: vessels of two coast guards look at the same water in the same nights."""

from __future__ import annotations

from datetime import timedelta

from lintas.dossier.declare import Item, begins, clock, kind, many, may, no, one, phase, some
from lintas.dossier.meanings import Body, Date, Place, Text
from lintas.kinds.parts.papers import Reasons
from lintas.kinds.parts.people import Subject


class Water(Body):
    """Which water, and from when to when."""

    water = Place
    opens = Date
    closes = Date


class Sighting(Subject):
    """What was seen, where, and of which offence it is a sign."""

    where = Place
    seen = Text


SIGHTING = Item(
    "sighting",
    roles=(one("seeing"), many("looking")),
    verbs=(
        may("looking", "go and look", at="-", to="under way"),
        may("looking", "report", Sighting, at="under way", to="reported"),
        may("looking", "stay", Reasons, at="-", to="stays", aside=True),
        may("seeing", "stand down", at="seen", to="stood down", needs=no("looking", "-, under way")),
    ),
    phases=(
        phase("stood down", some("seeing", "stood down"), ends=True),
        phase("looked at", no("looking", "-, under way")),
        phase("under way", some("looking", "under way, reported")),
        phase("seen"),
    ),
    clocks=(clock("answer", "looking", "see", timedelta(minutes=30), "go and look, stay"),),
)

KIND = kind(
    "patrol",
    "Joint patrol",
    sentence="For each sighting I see who has gone to look.",
    basis="agreement between the coast guards",
    traits=frozenset({"operation"}),
    roles=(one("leading"), many("sailing")),
    verbs=(
        begins("plan", Water, takes="leading", seats="sailing", to="planned"),
        may("sailing", "set sail", at="-", to="out", needs=some("leading", "planned")),
        may("sailing", "see", Sighting, at="out", opens="sighting", takes="seeing", seats="looking", to="seen"),
        may("sailing", "return", at="out", to="back"),
        may("leading", "end", at="planned", to="over",
            needs=(no("sailing", "-, out"), no("sighting", "seen, under way, looked at"))),
        may("leading", "call off", Reasons, at="planned", to="called off", aside=True),
    ),
    phases=(
        phase("over", some("leading", "over"), ends=True),
        phase("called off", some("leading", "called off"), ends=True),
        phase("all back", no("sailing", "-, out")),
        phase("out", some("sailing", "out")),
        phase("planned"),
    ),
    items=(SIGHTING,),
)
'''

PROMISES = (
    "tests/kinds/test_declarations.py",
    "tests/kinds/test_safeguards_everywhere.py",
    "tests/kinds/test_every_kind.py",
    "tests/walks/test_tables.py",
    "tests/model/test_every_kind.py",
)
ABOUT_OURS = ("every_trait_is_used", "for_one_kind_only", "marked_exists", "short_enough")


def pytest_on(package: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The tests of this repository, with the kinds of another package under test."""
    path = os.pathsep.join([str(package.parent), str(ROOT)])
    environment = {**os.environ, PACKAGE: package.name, "PYTHONPATH": path}
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_a_new_kind_keeps_every_promise_and_no_other_file_was_touched(tmp_path: Path) -> None:
    package = tmp_path / "kinds_written_elsewhere"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "patrol.py").write_text(PATROL)
    left_out = " and ".join(f"not {words}" for words in ABOUT_OURS)
    listed = pytest_on(package, "--collect-only", "-k", left_out, *PROMISES).stdout
    assert all(f"{file}::" in listed for file in PROMISES)
    assert "[patrol/sighting]" in listed
    assert "[mla]" not in listed
    done = pytest_on(package, "-m", "not soak", "-k", left_out, *PROMISES)
    assert done.returncode == 0, done.stdout[-4000:]
