"""What is asked: two states, a type of request, an offence, and the findings that officers entered.

A question comes as plain data, from a file, a form or a program, and may hold anything. What is wrong with it becomes a
`Problem` that says what to do; what nobody asks for becomes a remark. Nothing is raised, and nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from math import isfinite
from typing import Any, Final

from lintas.law.lists import DERIVED_NEEDS, NEEDS
from lintas.law.register import Register
from lintas.law.rows import RequestType, State
from lintas.law.taking import day_of

EVENTS: Final[Mapping[str, tuple[str, ...]]] = {
    event: tuple(f"{word}{ending}" for word in words for ending in ("_on", "_date"))
    for event, words in {
        "arrest": ("arrested", "arrest", "provisional_arrest"),
        "oral_request": ("oral_request", "oral"),
        "final_order": ("final_order",),
        "preservation": ("preserved", "preservation"),
    }.items()
}
"""What starts a clock, and the facts that say on which day it was: `arrested_on`, `arrest_date` and their like."""

ASKED: Final = ("type", "requesting", "requested", "date", "known", "offence", "facts", "needs", "measures", "supplied")
OFFENCE: Final = (
    "categories", "max_penalty_requesting_years", "max_penalty_requested_years", "transnational", "organized_group",
    "electronic_evidence",
)  # fmt: skip
STANDS: Final = ("convicted", "accused")
UNDERTAKINGS: Final[Mapping[str, frozenset[str]]] = {
    "reciprocity_undertaking": frozenset({"C_UND_RECIP", "E_RECIP"}),
    "use_undertaking": frozenset({"C_UND_USE"}),
    "return_undertaking": frozenset({"C_UND_RETURN"}),
}
"""Findings that an undertaking is there, and the documents that give it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What keeps a question from being answered, and what to do."""

    field: str
    wrong: str
    do: str

    def __str__(self) -> str:
        return f"{self.field}: {self.wrong}; {self.do}"


@dataclass(frozen=True, slots=True)
class Question:
    """A question that can be answered. Penalties are the highest possible, in years; None is what nobody said."""

    request: RequestType
    requesting: State
    requested: State
    day: date
    categories: frozenset[str] = frozenset()
    penalty_requesting: float | None = None
    penalty_requested: float | None = None
    transnational: bool | None = None
    organized_group: bool | None = None
    electronic_evidence: bool = False
    findings: Mapping[str, bool] = field(default_factory=dict)
    events: Mapping[str, date] = field(default_factory=dict)
    needs: frozenset[str] = frozenset()
    supplied: frozenset[str] = frozenset()

    @property
    def lower_penalty(self) -> float | None:
        """The lower of the two highest penalties; None unless one is said."""
        said = [each for each in (self.penalty_requesting, self.penalty_requested) if each is not None]
        return min(said, default=None)


class Reading:
    """Reads a question and keeps what is wrong with it."""

    def __init__(self, said: Mapping[str, Any], register: Register) -> None:
        self._said = said
        self._register = register
        self.problems: list[Problem] = []
        self.remarks: list[str] = []

    def question(self) -> Question | None:
        """The question, or None if there are problems."""
        day = self._day()
        request = self._request()
        requesting, requested = (self._state(name, day) for name in ("requesting", "requested"))
        if requesting and requesting == requested:
            self._wrong("requested", "is the same state as the one that asks", "name the other state")
        offence = self._table("offence")
        facts = self._table("facts")
        needs = self._needs()
        supplied = self._words(self._said, "supplied", self._register.contents, "item of a request")
        findings, events = self._facts(facts, day)
        found = None
        if day and request and requesting and requested:
            found = Question(
                request, requesting, requested, day,
                categories=self._words(offence, "categories", self._register.offences, "category of offences"),
                penalty_requesting=self._penalty(offence, "max_penalty_requesting_years"),
                penalty_requested=self._penalty(offence, "max_penalty_requested_years"),
                transnational=self._yes(offence, "transnational"),
                organized_group=self._yes(offence, "organized_group"),
                electronic_evidence=bool(self._yes(offence, "electronic_evidence")),
                findings=findings, events=events, needs=needs, supplied=supplied,
            )  # fmt: skip
            self._contradictions(found)
        self._remark_unknown(self._said, ASKED, "The question has")
        self._remark_unknown(offence, OFFENCE, "The offence has")
        return None if self.problems else found

    def _wrong(self, name: str, wrong: str, do: str) -> None:
        self.problems.append(Problem(name, wrong, do))

    def _day(self) -> date | None:
        value = self._said.get("date")
        day = day_of(value)
        if day is None:
            wrong = "is missing" if value is None else f"{value!r} is no day"
            self._wrong("date", wrong, "say the day of the request, as 2026-01-31: its law decides")
        return day

    def _request(self) -> RequestType | None:
        value = self._said.get("type")
        found = self._register.requests.get(value) if isinstance(value, str) else None
        if found is None:
            wrong = "is missing" if value is None else f"{value!r} is no type of request"
            self._wrong("type", wrong, f"use one of {', '.join(self._register.requests)}")
        return found

    def _state(self, name: str, day: date | None) -> State | None:
        value = self._said.get(name)
        found = self._register.states.get(value.strip().upper()) if isinstance(value, str) else None
        if found is None:
            wrong = f"{value!r} is no state of the register" if value else "is missing"
            self._wrong(name, wrong, f"use a code such as VN; the register has {', '.join(self._register.states)}")
        elif day and found.since and day < found.since:
            wrong = f"{found.name} is a state since {found.since} ({found.standing.sure}), and the request is of {day}"
            self._wrong(name, wrong, "mend the day, or ask for the state that was there before")
        return found

    def _table(self, name: str) -> Mapping[str, Any]:
        value = self._said.get(name)
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            self._wrong(name, f"{value!r} is no list of names and values", "write {name: value, ...}")
            return {}
        return value

    def _words(self, said: Mapping[str, Any], name: str, known: Iterable[str], what: str) -> frozenset[str]:
        value = said.get(name)
        if value is None:
            return frozenset()
        if not isinstance(value, list | tuple | set | frozenset) or not all(isinstance(each, str) for each in value):
            self._wrong(name, f"{value!r} is no list of words", "write [WORD, WORD]")
            return frozenset()
        for each in value:
            if each not in known:
                self._remark(each, known, f"{name}: the register has no {what} {each!r}")
        return frozenset(value)

    def _penalty(self, said: Mapping[str, Any], name: str) -> float | None:
        value = said.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value) or value < 0:
            self._wrong(name, f"{value!r} is no number of years", "write the highest penalty in years, 99 for life")
            return None
        return float(value)

    def _yes(self, said: Mapping[str, Any], name: str) -> bool | None:
        value = said.get(name)
        if value is None or isinstance(value, bool):
            return value
        self._wrong(name, f"{value!r} is neither true nor false", "write true or false, or leave it out if not known")
        return None

    def _needs(self) -> frozenset[str]:
        said = self._table("needs")
        known = [name for name in NEEDS if name not in DERIVED_NEEDS]
        self._remark_unknown(said, known, "The needs have")
        found = {name for name in known if self._yes(said, name)}
        measures = self._words(self._said, "measures", self._words_of(self._said.get("measures")), "measure")
        if "service" in measures:
            found.add("service")
        if "service" not in found or measures - {"service"}:
            found.add("not_service")
        return frozenset(found)

    @staticmethod
    def _words_of(value: object) -> Iterable[str]:
        # Measures are the requesting side's own words; only service means something to the register.
        return [each for each in value if isinstance(each, str)] if isinstance(value, list | tuple) else ()

    def _facts(self, said: Mapping[str, Any], day: date | None) -> tuple[Mapping[str, bool], Mapping[str, date]]:
        known = {*self._register.facts, *STANDS}
        events = self._events(said, day)
        dates = {name for names in EVENTS.values() for name in names}
        findings = {}
        for name, value in said.items():
            if name in dates or value is None:
                continue
            if name not in known:
                self._remark(str(name), {*known, *dates}, f"facts: no row of the register asks for {name!r}")
            elif isinstance(value, bool):
                findings[name] = value
            else:
                self._wrong(
                    f"facts.{name}", f"{value!r} is neither true nor false", "enter the finding, or leave it out"
                )
        return findings, events

    def _events(self, said: Mapping[str, Any], day: date | None) -> Mapping[str, date]:
        found = dict[str, date]()
        for event, names in EVENTS.items():
            for name in names:
                if said.get(name) is None:
                    continue
                on = day_of(said[name])
                if on is None:
                    self._wrong(f"facts.{name}", f"{said[name]!r} is no day", "write it as 2026-01-31")
                elif found.setdefault(event, on) != on:
                    self._wrong(f"facts.{name}", f"{on} contradicts {found[event]}", "keep the day that is right")
        for event in ("final_order", "preservation"):
            if day and event in found and found[event] < day:
                self._wrong(
                    f"facts.{EVENTS[event][0]}",
                    f"{found[event]} is before the day of the request ({day}), which it follows",
                    "mend one of the two days",
                )
        return found

    def _contradictions(self, asked: Question) -> None:
        said = asked.findings
        if said.get("convicted") and said.get("accused"):
            self._wrong("facts", "the person is both accused and convicted", "say true for one of them")
        if said.get("judgment_final") and said.get("convicted") is False:
            self._wrong("facts", "a judgment is final and nobody is convicted", "mend one of the two findings")
        for name, codes in UNDERTAKINGS.items():
            given = sorted(codes & asked.supplied)
            if said.get(name) is False and given:
                self._wrong(
                    f"facts.{name}",
                    f"the finding says that there is no undertaking, and {given[0]} is supplied",
                    "mend the finding, or take the document off the list",
                )

    def _remark_unknown(self, said: Mapping[str, Any], known: Iterable[str], begins: str) -> None:
        for name in said:
            if name not in known:
                self._remark(str(name), known, f"{begins} an entry {name!r} that nobody asks for")

    def _remark(self, word: str, known: Iterable[str], text: str) -> None:
        close = get_close_matches(word, sorted(known), 1)
        self.remarks.append(text + (f"; is {close[0]!r} meant?" if close else "."))
