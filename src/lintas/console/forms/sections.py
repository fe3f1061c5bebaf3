"""The sections of a verb's form: one for each part of which its body is made, in the order in which it inherits them.

A body that says things of its own comes first if it has a parent for the rest, as it does in its list of fields. The
docstring of each part is its heading and its help.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from lintas.console.forms.fields import field_for
from lintas.dossier.meanings import Body, Meaning


@dataclass(frozen=True, slots=True)
class Section:
    """One page of a guided form: its heading, what helps, and its fields."""

    number: int
    heading: str
    help: str
    fields: tuple[tuple[str, Meaning], ...]

    def required(self) -> list[str]:
        """The names of the fields that cannot be left out."""
        return [name for name, meaning in self.fields if meaning.required]

    def form(self, said: dict[str, Any], parties: Sequence[str], data: Any = None) -> forms.Form:
        """The form of this section, with what was said so far, or with what a browser sent."""
        fields = {name: field_for(name, meaning, parties) for name, meaning in self.fields}
        made: forms.Form = type("SectionForm", (forms.Form,), fields)(data, initial=said)
        return made


def sections_of(body: type[Body]) -> tuple[Section, ...]:
    """The sections of a body, those of its parents first; none for a body without fields."""
    found = list[Section]()
    taken = set[str]()
    for part in reversed(body.__mro__):
        own = [name for name, value in vars(part).items() if isinstance(value, Meaning) and name not in taken]
        if own and issubclass(part, Body):
            fields = tuple((name, body.fields()[name]) for name in own)
            heading, _, rest = (part.__doc__ or "").strip().partition("\n")
            found.append(Section(len(found) + 1, heading.strip().rstrip("."), " ".join(rest.split()), fields))
            taken.update(own)
    return tuple(found)
