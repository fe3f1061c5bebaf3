"""Worked cases: a question with the answer that a lawyer expects, compared with the one that is given.

What is expected is exact, but for the names that end in `_include`; what a case does not name is not compared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from lintas.law.answer import Answer
from lintas.law.rows import FORCES
from lintas.law.taking import day_of

SINGLE: Final = ("primary", "outcome", "consult")
INCLUDE: Final = "_include"

Judge = Callable[[object], Answer]


def compare(case: object, judge: Judge) -> tuple[str, ...]:
    """What differs between the answer to the case's `query` and what it expects; nothing if it passes."""
    if not isinstance(case, Mapping) or not isinstance(case.get("expect"), Mapping) or not case["expect"]:
        return ("the case has no query with what it expects",)
    answer = judge(case.get("query"))
    problems = tuple(f"cannot be answered: {each}" for each in answer.problems)
    return (*problems, *(text for name, value in case["expect"].items() for text in _one(answer, str(name), value)))


def _one(answer: Answer, name: str, expected: Any) -> Sequence[str]:
    if name in SINGLE:
        given = getattr(answer, name)
        # A case may write the want of a basis as the primary basis.
        wanting = name == "primary" and given is None and expected in (None, answer.outcome)
        return () if wanting else _same(name, given, expected)
    if name == "grounds":
        given_by_force: Mapping[str, Sequence[str]] = {force: answer.grounds_of(force) for force in FORCES}
        forces = expected.items() if isinstance(expected, Mapping) else ()
        return [text for force, codes in forces for text in _listed(given_by_force, str(force), codes, "grounds, ")]
    lists = {
        "bases": answer.applied,
        "support": tuple(each.id for each in answer.support),
        "rejected": tuple(each.id for each in answer.rejected),
        "missing": answer.missing,
        "cites": answer.cites,
        "deadlines": tuple(f"{each.what} {each.date}" for each in answer.deadlines if each.date),
    }
    return _listed(lists, name, expected)


def _listed(lists: Mapping[str, Sequence[str]], name: str, expected: object, begins: str = "") -> Sequence[str]:
    """Compare one of several lists, in any order: the whole of it, or what it must include."""
    whole = name.removesuffix(INCLUDE)
    if whole not in lists:
        return [f"a case cannot expect {begins}{name!r}"]
    given, wanted = set(lists[whole]), _words(expected)
    if whole == name:
        return _same(begins + name, given, wanted)
    absent = sorted(wanted - given)
    return [f"{begins}{whole} lack {', '.join(absent)}"] if absent else ()


def _words(value: object) -> set[str]:
    """The words of a list; a deadline is one of its name and its day."""
    rows = value if isinstance(value, list | tuple) else ()
    return {f"{row.get('what')} {day_of(row.get('date'))}" if isinstance(row, Mapping) else str(row) for row in rows}


def _same(name: str, given: object, expected: object) -> Sequence[str]:
    if given == expected:
        return ()
    return [f"{name}: expected {_shown(expected)}, found {_shown(given)}"]


def _shown(value: object) -> str:
    if isinstance(value, set):
        return ", ".join(sorted(str(each) for each in value)) or "nothing"
    return "nothing" if value is None else str(value)
