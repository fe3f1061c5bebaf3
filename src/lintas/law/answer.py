"""What is answered: which instruments apply, what is still needed, what may be refused, by when, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from lintas.law.question import Problem
from lintas.law.rows import FORCES

CANNOT_ASSESS: Final = "cannot_assess"
NO_BASIS: Final = "no_basis"
BASIS_UNKNOWN: Final = "basis_unknown"
MUST_REFUSE: Final = "must_refuse"
RETURN: Final = "return_for_completion"
MAY_REFUSE: Final = "may_refuse_or_condition"
POSTPONE: Final = "postpone"
PROCEED: Final = "proceed"

OUTCOMES: Final = {
    CANNOT_ASSESS: "The question cannot be answered as it stands.",
    NO_BASIS: "There is no basis for the request.",
    BASIS_UNKNOWN: "Whether there is a basis is not known: ask.",
    MUST_REFUSE: "The request must be refused, as the findings stand.",
    RETURN: "The request is to be returned for completion.",
    MAY_REFUSE: "The request may be refused, or granted on conditions.",
    POSTPONE: "The request may be postponed.",
    PROCEED: "Nothing in the register stands against the request.",
}
"""In the order in which the first that fits is the outcome, with its sentence."""


@dataclass(frozen=True, slots=True)
class Cite:
    """An article that the answer rests on, and how sure we are of the row that says so."""

    text: str
    sure: str

    def __str__(self) -> str:
        return f"{self.text} [{self.sure}]"


@dataclass(frozen=True, slots=True)
class Basis:
    """An instrument or a law: why the request can rest on it, why it supports it, or why it is no basis."""

    id: str
    title: str
    why: str
    sure: str


@dataclass(frozen=True, slots=True)
class Item:
    """An item that the request must hold. `cites`: every article that asks for it."""

    code: str
    label: str
    needed: bool
    supplied: bool
    cites: tuple[Cite, ...]
    when: str = ""

    @property
    def missing(self) -> bool:
        """Whether it is needed and not there."""
        return self.needed and not self.supplied


@dataclass(frozen=True, slots=True)
class InPlay:
    """A ground of refusal that a finding brings into play, with its force and what cures it."""

    code: str
    label: str
    force: str
    fact: str
    cites: tuple[Cite, ...]
    cure: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day by which something is due, in calendar days; without a `date`, `text` says what the register has.

    `owed_by` is a state; the day is the whole day there.
    """

    what: str
    start: date
    owed_by: str
    cite: Cite | None = None
    date: date | None = None
    days: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question. `primary` is None where there is no basis; `trace` reads as an opinion.

    `bases` are in the order in which they are preferred, `rules` the rules of precedence that were applied.
    """

    outcome: str
    type: str = ""
    requesting: str = ""
    requested: str = ""
    date: date | None = None
    primary: str | None = None
    bases: tuple[Basis, ...] = ()
    support: tuple[Basis, ...] = ()
    rejected: tuple[Basis, ...] = ()
    outside: tuple[Basis, ...] = ()
    contents: tuple[Item, ...] = ()
    grounds: tuple[InPlay, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    consult: bool = False
    send_to: str = ""
    problems: tuple[Problem, ...] = ()
    asks: tuple[str, ...] = ()
    open_findings: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    safeguards: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    trace: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """The codes of what is still needed."""
        return tuple(each.code for each in self.contents if each.missing)

    def grounds_of(self, force: str) -> tuple[str, ...]:
        """The codes of the grounds in play with this force, one of `FORCES`."""
        return tuple(each.code for each in self.grounds if each.force == force)

    @property
    def applied(self) -> tuple[str, ...]:
        """The ids of bases and support."""
        return tuple(each.id for each in (*self.bases, *self.support))

    @property
    def cites(self) -> tuple[str, ...]:
        """Every article that the answer rests on."""
        listed = [cite for item in self.contents for cite in item.cites]
        listed += [cite for ground in self.grounds for cite in ground.cites]
        listed += [each.cite for each in self.deadlines if each.cite]
        return tuple(dict.fromkeys(cite.text for cite in listed))


def strongest(*forces: str) -> str:
    """The strongest of these forces."""
    return min(forces, key=FORCES.index)
