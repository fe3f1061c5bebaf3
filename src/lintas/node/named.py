"""Whom the acts of a dossier name, so that two of them can be told to name one person.

Names are compared as the index folds them, in any order of their parts, and documents by their letters and digits; two
dates of birth that exclude each other are two persons. What is sealed to others cannot be compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lintas.dossier.correcting import corrections
from lintas.dossier.grammar import Verb
from lintas.dossier.meanings import BirthDate, Body, DocumentNumber, PersonName
from lintas.dossier.replica import Replica
from lintas.dossier.safeguards import values
from lintas.node.brought import counts, said
from lintas.node.on_watch import plain
from lintas.node.state import Node
from lintas.search.folding import key_of


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a body names: spellings and documents as they are compared, each with its field, and dates of birth."""

    known_by: Mapping[str, str]
    born: frozenset[str]

    def may_be(self, other: Person) -> str:
        """Our field by which this may be the other one; empty if it is not."""
        days = [(one, two) for one in self.born for two in other.born]
        if days and not any(one.startswith(two) or two.startswith(one) for one, two in days):
            return ""
        return next((field for key, field in self.known_by.items() if key in other.known_by), "")


def person_in(says: type[Body], fields: Mapping[str, Any]) -> Person:
    """Whom a body names; nobody where it names none."""
    names = {key: field for field, value in values(says, fields, PersonName) if (key := _in_any_order(str(value)))}
    papers = {key: field for field, value in values(says, fields, DocumentNumber) if (key := plain(str(value)))}
    return Person(papers | names, frozenset(str(value) for _, value in values(says, fields, BirthDate)))


def said_in(node: Node, dossier: bytes, replica: Replica) -> Iterator[tuple[Verb, Mapping[str, Any]]]:
    """What the acts that count say, as far as they are open here and were not corrected; the verb of each."""
    now = replica.now()
    wrong = corrections(now)
    for row in node.store.acts(dossier):
        found = replica.graph.nodes.get(row.id)
        verb = replica.verb(found.act) if found and counts(now, found) and row.id not in wrong else None
        if verb:
            yield verb, said(node, row)


def _in_any_order(name: str) -> str:
    """Family names stand first or last."""
    return " ".join(sorted(key_of(name).split()))
