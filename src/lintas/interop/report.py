"""What a lenient reader says about a file: what it mended, and what it could not map."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

REMARKS_MAX: Final = 1_000
"""How many remarks are kept word for word; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Where in the file, and what about it."""

    where: str
    what: str


@dataclass(slots=True)
class Report:
    """Remarks in the order of the file."""

    mended: list[Remark] = field(default_factory=list)
    unmapped: list[Remark] = field(default_factory=list)
    more: int = 0

    def mend(self, where: str, what: str) -> None:
        """Something was not as the standard has it, and was read all the same."""
        self._add(self.mended, where, what)

    def leave(self, where: str, what: str) -> None:
        """Something is kept as it was read, and has no meaning here."""
        self._add(self.unmapped, where, what)

    def _add(self, remarks: list[Remark], where: str, what: str) -> None:
        if len(self.mended) + len(self.unmapped) < REMARKS_MAX:
            remarks.append(Remark(where, what))
        else:
            self.more += 1
