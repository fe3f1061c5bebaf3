"""The sections of a verb's form: one for each part of which its body is made (`dossier.parts`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from lintas.console.forms.fields import field_for
from lintas.dossier.meanings import Body
from lintas.dossier.parts import Part, parts_of


@dataclass(frozen=True, slots=True)
class Section(Part):
    """One page of a guided form: its heading, what helps, and its fields."""

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
    return tuple(Section(each.number, each.heading, each.help, each.fields) for each in parts_of(body))
