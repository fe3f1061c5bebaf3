"""A finding of the doctor: what is wrong, in a sentence, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

FAULT, WARNING, NOTE = "fault", "warning", "note"
ORDER: Final = (FAULT, WARNING, NOTE)


@dataclass(frozen=True, slots=True)
class Finding:
    """`code` is for programs and does not change; `what` and `do` are for people."""

    code: str
    weight: str
    what: str
    do: str
