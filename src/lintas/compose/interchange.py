"""A dossier in a form that the tools of others read: what leaves, what does not and why, and the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from lintas.interop.forms import FORMS, Form, offered
from lintas.node.extract import Extract, extract, extracts
from lintas.node.state import Node
from lintas.wire.errors import LintasError


class NotOffered(LintasError):
    """A dossier of this kind does not leave in such a form: it has no field that the form has a word for."""

    def __init__(self, form: str, offered: tuple[str, ...]) -> None:
        self.form = form
        self.offered = ", ".join(offered) or "none"


@dataclass(frozen=True, slots=True)
class Offered:
    """A form in which a dossier can leave: its name, what it is, and what would be in the file and what not."""

    name: str
    form: Form
    extract: Extract
    unwritten: tuple[str, ...]

    def write(self) -> bytes:
        """The file."""
        return self.form.write(self.extract.held)

    def counts(self) -> Mapping[str, int]:
        """How many entities there are of each sort for which the form has a word."""
        sorts = [each.sort for each in self.extract.held.of(*self.form.sorts)]
        return MappingProxyType({sort: sorts.count(sort) for sort in dict.fromkeys(sorts)})


def every_form(node: Node, dossier: bytes) -> tuple[Offered, ...]:
    """Every form that the meanings of the dossier's fields allow; raises `UnknownDossier` or a `NotFolded`."""
    names = offered(node.replica(dossier).kind)
    made = extracts(node, dossier, {FORMS[name].purpose for name in names})
    return tuple(_offered(name, made[FORMS[name].purpose]) for name in names)


def in_form(node: Node, dossier: bytes, name: str) -> Offered:
    """The dossier in one form; raises `NotOffered`, or what `every_form` raises."""
    names = offered(node.replica(dossier).kind)
    if name not in names:
        raise NotOffered(name, names)
    return _offered(name, extract(node, dossier, FORMS[name].purpose))


def _offered(name: str, made: Extract) -> Offered:
    return Offered(name, FORMS[name], made, FORMS[name].unwritten(made.held))
