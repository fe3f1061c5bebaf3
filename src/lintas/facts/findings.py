"""What is wrong with a file of public facts, said so that whoever wrote it can mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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


class BadFacts(LintasError):
    """Files of public facts cannot be used."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        self.first = str(findings[0])
        self.count = len(findings)
