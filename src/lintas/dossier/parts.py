"""The parts of which a body is made, in the order in which it inherits them: for forms, letters and reference pages.

A body that says things of its own comes first if it has a parent for the rest, as it does in its list of fields. The
docstring of each part is its heading and its help.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lintas.dossier.meanings import Body, Marking, Meaning


@dataclass(frozen=True, slots=True)
class Part:
    """Fields that belong together: their heading, and what helps whoever fills them in."""

    number: int
    heading: str
    help: str
    fields: tuple[tuple[str, Meaning], ...]


def parts_of(body: type[Body]) -> tuple[Part, ...]:
    """The parts of a body, those of its parents first; none for a body without fields."""
    found = list[Part]()
    taken = set[str]()
    for part in reversed(body.__mro__):
        own = [name for name, value in vars(part).items() if isinstance(value, Meaning) and name not in taken]
        if own and issubclass(part, Body):
            fields = tuple((name, body.fields()[name]) for name in own)
            heading, _, rest = (part.__doc__ or "").strip().partition("\n")
            found.append(Part(len(found) + 1, heading.strip().rstrip("."), " ".join(rest.split()), fields))
            taken.update(own)
    return tuple(found)


def named(name: str) -> str:
    """The name of a field or a role as people write it, in English."""
    return name.replace("_", " ").capitalize()


def marking_in(body: type[Body], said: Mapping[str, Any]) -> str:
    """The highest classification that these fields of a body state; empty where they state none."""
    names = [name for name, meaning in body.fields().items() if meaning.says(Marking)]
    stated = [said[name] for name in names if said.get(name) in Marking.choices]
    return max(stated, key=Marking.choices.index, default="")
