"""What a row of the mechanism is made of: one dossier, and the steps of two offices in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from lintas.demo.federation import MY, VN

NOTHING: Mapping[str, str] = {}
FRAUD = "fraud by telephone and message; 4 years or more"


def day(days: int) -> str:
    """The day that is so many days from today, so that no clock of an exercise has run out before it is looked at."""
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()


@dataclass(frozen=True, slots=True)
class Step:
    """One act: who, which verb, what it says, whom it seats, on which item, what it opens; `two`: a second officer.

    `item` and `opens` are names inside the row; `files` are texts to be handed in, by field and name of the file.
    """

    by: str
    verb: str
    fields: Mapping[str, str] = field(default_factory=dict)
    to: tuple[str, ...] = ()
    item: str = ""
    opens: str = ""
    two: bool = False
    files: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """A dossier of this kind: what it is about, its steps, where it then stands, and where the items stand."""

    kind: str
    about: str
    steps: tuple[Step, ...]
    phase: str
    items: Mapping[str, str] = field(default_factory=dict)
    totals: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What the dossier is called where dossiers are listed."""
        return self.kind.replace("_", " ")


def vn(verb: str, fields: Mapping[str, str] = NOTHING, *to: str, item: str = "", opens: str = "",
       two: bool = False, files: Mapping[str, tuple[str, str]] | None = None) -> Step:  # fmt: skip
    """A step of the office of Viet Nam."""
    return Step(VN, verb, fields, to, item, opens, two, files or {})


def my(verb: str, fields: Mapping[str, str] = NOTHING, *to: str, item: str = "", opens: str = "",
       two: bool = False, files: Mapping[str, tuple[str, str]] | None = None) -> Step:  # fmt: skip
    """A step of the office of Malaysia."""
    return Step(MY, verb, fields, to, item, opens, two, files or {})
