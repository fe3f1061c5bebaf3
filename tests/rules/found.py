"""The identifiers of rules, as the pages of the specification have them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

SPEC: Final = Path(__file__).resolve().parents[2] / "spec"
_BOLD: Final = re.compile(r"\*\*([AEGLMSWX][1-9]\d*)\*\*")
_FOLD: Final = re.compile(r"(?:^|^- |; )([1-9]\.\d|[RV]\d) ", re.MULTILINE)


def rules_of_the_specification() -> dict[str, str]:
    """The page of each rule, by its identifier; raises `ValueError` where one stands twice."""
    found: dict[str, str] = {}
    for page in sorted(each for each in SPEC.glob("*.md") if each.name != "README.md"):
        names = _BOLD.findall(page.read_text())
        if page.name == "fold.md":
            names += _FOLD.findall(page.read_text())
        for name in names:
            if name in found:
                raise ValueError(f"{name} stands in {found[name]} and in {page.name}")
            found[name] = page.name
    return found
