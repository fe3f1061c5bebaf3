"""On what the request rests: the one basis that governs it, by the rules of precedence R2 to R6."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lintas.law.answer import BASIS_UNKNOWN, NO_BASIS
from lintas.law.question import Question
from lintas.law.rows import Instrument, NationalLaw
from lintas.law.sorting import Judged, Sorted

ASSISTANCE: Final = ("mla", "asset")

FALLBACKS: Final = {
    "AD_HOC_ARRANGEMENT": "conventions only invite agreements (R6); an arrangement for this case is wanted",
    "POLICE_CHANNEL": "no instrument binds; help between services is voluntary",
}
"""On what a request can rest without treaty or law."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What governs the request. `lacking` is the outcome where there is none."""

    id: str | None
    why: str
    instrument: Instrument | None = None
    law: NationalLaw | None = None
    lacking: str = ""

    @property
    def mutual_assistance_treaty(self) -> bool:
        """Whether a treaty of mutual assistance governs (R2)."""
        return self.instrument is not None and self.instrument.of_general_scope


def choose(question: Question, found: Sorted, law: NationalLaw | None) -> Chosen:
    """What governs the request. `law`: the requested state's own, if the register has it."""
    if found.bases:
        return _treaty(question, found.bases)
    if law and law.without_treaty != "no":
        why = f"no treaty; {law.name} allows it ({law.without_treaty.replace('_', ' ')}, {law.article})"
        return Chosen(law.id, why, law=law)
    if question.request.fallback:
        return Chosen(question.request.fallback, FALLBACKS.get(question.request.fallback, "no treaty and no law"))
    if law and not found.ask:
        return Chosen(None, f"{law.name} asks for a treaty ({law.article})", lacking=NO_BASIS)
    why = "no treaty, and the register does not know whether the requested state acts without one"
    if law:
        why = f"{law.name} asks for a treaty ({law.article}), and whether one is there is not known"
    return Chosen(None, why, lacking=BASIS_UNKNOWN)


def _treaty(question: Question, bases: list[Judged]) -> Chosen:
    first = bases[0]
    if question.request.function in ASSISTANCE:
        first = next((each for each in bases if each.instrument.of_general_scope), first)
    return Chosen(first.instrument.id, first.why, instrument=first.instrument)
