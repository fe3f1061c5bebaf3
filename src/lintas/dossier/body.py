"""Whether a body has the fields that its verb asks for. Advice before sealing, a flag after: never part of the fold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lintas.dossier.grammar import Verb
from lintas.dossier.meanings import Problem
from lintas.dossier.reasons import Reason

_STRAY: Final = Reason("there is no such field here: leave it out")


def check(verb: Verb, fields: Mapping[str, object]) -> list[Problem]:
    """Every field that is unknown, missing or wrong, each with what to do; empty if the body is well formed."""
    known = verb.says.fields()
    problems = [Problem(name, _STRAY) for name in fields if name not in known]
    for name, meaning in known.items():
        if name in fields:
            if why := meaning.check(fields[name]):
                problems.append(Problem(name, why))
        elif meaning.required:
            problems.append(Problem(name, Reason("is missing: fill it in")))
    return problems
