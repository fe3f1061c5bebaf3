"""Every line of the threat model points to something that is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "spec/threats.md").read_text()
POINTERS = re.findall(r"`((?:tests|src|spec)/[\w./-]+?)(?:::(\w+))?`", PAGE)


def test_every_pointer_leads_somewhere() -> None:
    assert len(POINTERS) > 40
    for path, name in POINTERS:
        assert (ROOT / path).exists(), path
        assert not name or f"def {name}(" in (ROOT / path).read_text(), f"{path}::{name}"


def test_who_can_do_what_rests_on_something() -> None:
    table = PAGE.split("## 2.")[1].split("## 3.")[0]
    rows = [line.split(" | ") for line in table.splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 15
    for row in rows:
        assert "`" in row[-1] or "no test can show it" in row[-1], row[0]
