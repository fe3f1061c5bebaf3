"""Who can ask whom for what, under which treaty: an assessment for each ordered pair of states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lintas.law.answer import BASIS_UNKNOWN, NO_BASIS, Answer
from lintas.law.register import Register

MARKS: Final = {
    "B": "bilateral treaty",
    "R": "regional instrument",
    "M": "multilateral convention",
    "d": "the requested state's law, without a treaty",
    "a": "arrangement for the case, or the police channel",
    "-": "no basis",
    "?": "not known: ask",
    "!": "the question cannot be answered for this pair",
}


@dataclass(frozen=True, slots=True)
class Matrix:
    """The answers by requesting and requested state, in the order of `states`."""

    states: tuple[str, ...]
    answers: Mapping[tuple[str, str], Answer]
    register: Register

    def mark(self, requesting: str, requested: str) -> str:
        """The mark of a pair, one of `MARKS`."""
        answer = self.answers[requesting, requested]
        if answer.primary is None:
            return {NO_BASIS: "-", BASIS_UNKNOWN: "?"}.get(answer.outcome, "!")
        instrument = self.register.instruments.get(answer.primary)
        if instrument:
            return instrument.kind[0].upper()
        return "d" if answer.primary.startswith("DOMESTIC_") else "a"

    def count(self) -> Counter[str]:
        """How many pairs have each mark."""
        return Counter(self.mark(*pair) for pair in self.answers)


def matrix(
    register: Register, judge: Callable[[object], Answer], states: Sequence[str], question: Mapping[str, Any]
) -> Matrix:
    """The question asked for each ordered pair of these states."""
    answers = {
        (requesting, requested): judge({**question, "requesting": requesting, "requested": requested})
        for requesting in states
        for requested in states
        if requesting != requested
    }
    return Matrix(tuple(states), answers, register)
