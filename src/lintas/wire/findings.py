"""What is wrong with a file of rows that people keep, said so that whoever wrote it can mend it.

The law register and the register of public facts may not see each other, and are told of their mistakes in one form.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lintas.wire.errors import LintasError


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One mistake: in which file, at which row, what is wrong, and what to do."""

    file: str
    where: str
    wrong: str
    do: str

    def __str__(self) -> str:
        return f"{self.file}: {self.where}: {self.wrong}; {self.do}"


class BadRows(LintasError):
    """Files of rows cannot be used; holds every mistake that was found in them."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        self.first = str(findings[0])
        self.count = len(findings)


def parsed(name: str, data: bytes, findings: list[Finding]) -> Mapping[str, Any]:
    """The table of a file in TOML 1.0; nothing and one finding more where it cannot be read."""
    try:
        return tomllib.loads(data.decode())
    except (ValueError, RecursionError) as error:
        told = "mend that line; texts stand in double quotes, and days are written 2026-01-31 without quotes"
        findings.append(Finding(name, "the file", f"cannot be read: {error}", told))
        return {}
