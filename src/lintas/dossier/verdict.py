"""The three words for an act, and why it got the one it has."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from lintas.dossier.header import Act


class Verdict(Enum):
    """Refused: not admitted. Void: admitted and provable, moves nothing, for ever. Counted: open to its author."""

    REFUSED = "refused"
    VOID = "void"
    COUNTED = "counted"


@dataclass(frozen=True, slots=True)
class Judged:
    """An act with its verdict: the rule of `spec/fold.md` that decided, what it found, and the role that was used."""

    act: Act
    verdict: Verdict
    rule: str = ""
    why: str = ""
    role: str = ""

    @property
    def counted(self) -> bool:
        """Whether the act moves, opens, seats or says what its verb says."""
        return self.verdict is Verdict.COUNTED
