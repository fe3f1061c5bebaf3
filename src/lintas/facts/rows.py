"""A row: what it says, where it was read, how sure it is, and its times.

A row has three times. *In the world* it holds, or happened, `since` a day `until` another, each known to the year, the
month or the day, or not at all. Its source said so `as_of` a day. *In the register* it stands from `recorded` until it
is `struck`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from lintas.facts.sorts import GAP, Sort

VERIFIED, UNSOURCED, INFERRED, RECALLED = "verified", "unsourced", "inferred", "recalled"
CONFIDENCES: Final[Mapping[str, str]] = {
    VERIFIED: "read in the source",
    UNSOURCED: "NO SOURCE NAMED, NOT VERIFIED",
    INFERRED: "INFERRED, NOT VERIFIED",
    RECALLED: "RECALLED, NOT VERIFIED",
}
"""What a file says, and how it is read to people. *Verified*: whoever entered the row read it in its source."""

LATEST: Final = date.max
NOT_FOUND: Final = "NOT FOUND"
_WHEN: Final = re.compile(r"(\d{4})(?:-(\d{2}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class When:
    """A day, or the month or the year of which no more is known: the first and the last day that it may be."""

    first: date
    last: date

    def __str__(self) -> str:
        if self.exact:
            return self.first.isoformat()
        return f"{self.first:%Y-%m}" if self.first.month == self.last.month else f"{self.first:%Y}"

    @property
    def exact(self) -> bool:
        """Whether the day is known."""
        return self.first == self.last

    def fits(self, other: When | None) -> bool:
        """Whether both may be one time: one of them is in the other, or the other is not known."""
        return (
            other is None
            or (self.first <= other.first and other.last <= self.last)
            or (other.first <= self.first and self.last <= other.last)
        )


def when(said: object) -> When | None:
    """A time as a file gives it: 2026-01-31, "2026-01" or "2026"; None if it is none of these."""
    if type(said) is date:
        return When(said, said)
    found = _WHEN.fullmatch(said) if isinstance(said, str) else None
    if found is None:
        return None
    year, month = int(found[1]), int(found[2] or 0)
    try:
        first = date(year, month or 1, 1)
        return When(first, date(year, month or 12, monthrange(year, month or 12)[1]))
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a row was read: title, who published it (official, press, or a copy elsewhere), where a reader finds it."""

    id: str
    title: str
    publisher: str
    where: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A row. Rows of one `id` are about one thing: over time, or by sources that differ. `amends`: it changes what
    an earlier source said, and does not differ from it.
    """

    sort: Sort
    id: str
    says: Mapping[str, str | tuple[str, ...]]
    confidence: str
    sources: tuple[str, ...]
    recorded: date
    file: str
    since: When | None = None
    until: When | None = None
    as_of: When | None = None
    struck: date = LATEST
    amends: bool = False
    note: str = ""

    @property
    def title(self) -> str:
        """What it is about, as far as the row itself says."""
        return str(self.says[self.sort.heading])

    @property
    def verified(self) -> bool:
        """Whether whoever entered it read it in its source."""
        return self.confidence == VERIFIED and not self.gap

    @property
    def gap(self) -> bool:
        """Whether it says that something was not found."""
        return self.sort.name == GAP

    @property
    def sure(self) -> str:
        """How sure it is, in words."""
        return NOT_FOUND if self.gap else CONFIDENCES[self.confidence]

    @property
    def times(self) -> str:
        """When it holds or was, as far as that is known."""
        if self.since and self.until:
            return str(self.since) if self.since == self.until else f"{self.since} to {self.until}"
        if self.since or self.until:
            one = f"until {self.until}" if self.until else str(self.since)
            return f"since {one}" if self.sort.lasts and not self.until else one
        told = "since when is not known" if self.sort.lasts else "when is not known"
        return f"{told}; said on {self.as_of}" if self.as_of else told

    def holds(self, day: date) -> bool:
        """Whether it may hold on this day; what has no known end may hold still."""
        began = self.since is None or self.since.first <= day
        return began and (self.until is None or day <= self.until.last)

    def known(self, day: date) -> bool:
        """Whether it stood in the register on this day; `LATEST` asks for what stands in it at last."""
        return self.recorded <= day and (day < self.struck or self.struck == LATEST)

    def plain(self) -> dict[str, Any]:
        """The row as plain data, without what it does not say."""
        times = {"since": self.since, "until": self.until, "as_of": self.as_of}
        said: dict[str, Any] = {"sort": self.sort.name, "id": self.id}
        said |= {name: list(each) if isinstance(each, tuple) else each for name, each in self.says.items()}
        said |= {name: str(each) for name, each in times.items() if each}
        said |= {
            "confidence": self.confidence,
            "verified": self.verified,
            "sure": self.sure,
            "source": list(self.sources),
        }
        said |= {"recorded": self.recorded.isoformat(), "file": self.file}
        said |= {"struck": self.struck.isoformat()} if self.struck != LATEST else {}
        said |= {"amends": True} if self.amends else {}
        return said | ({"note": self.note} if self.note else {})
