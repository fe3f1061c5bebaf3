"""Before an alert: whether whom it names may be a victim for whom nobody has considered non-punishment yet.

A person may be suspect and victim. A dossier whose kind has an act that considers whether what the person was made to
do is set aside (`Meaning.non_punishment`) is about a victim. Until such an act counts in it, no alert of ours names
whom it names; what was found is for the officers who decide. Names are compared as the index folds them, in any order
of their parts, and documents by their letters and digits; two dates of birth that exclude each other are two persons.
What is sealed to others cannot be compared, and a dossier that is over asks for nothing more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lintas.dossier.admission import parse_act
from lintas.dossier.control import Pin, control_of
from lintas.dossier.correcting import corrections
from lintas.dossier.declaration import pinned_kind
from lintas.dossier.grammar import Kind, Verb
from lintas.dossier.meanings import BirthDate, Body, DocumentNumber, PersonName
from lintas.dossier.position import DOSSIER
from lintas.dossier.replica import Replica
from lintas.dossier.safeguards import values
from lintas.node.brought import counts, said
from lintas.node.on_watch import plain
from lintas.node.state import Node
from lintas.search.folding import key_of

Unconsidered = Callable[[type[Body], Mapping[str, Any]], str]
"""The field of a body that names such a person; empty if none does."""


@dataclass(frozen=True, slots=True)
class _Person:
    """Whom a body names: spellings and documents as they are compared, each with its field, and dates of birth."""

    known_by: Mapping[str, str]
    born: frozenset[str]

    def may_be(self, other: _Person) -> str:
        """Our field by which this may be the other one; empty if it is not."""
        days = [(one, two) for one in self.born for two in other.born]
        if days and not any(one.startswith(two) or two.startswith(one) for one, two in days):
            return ""
        return next((field for key, field in self.known_by.items() if key in other.known_by), "")


def unconsidered(node: Node) -> Unconsidered:
    """What to ask of an alert while it is weighed; nothing is read before that."""

    def found(says: type[Body], fields: Mapping[str, Any]) -> str:
        named = _person(says, fields)
        if not named.known_by:
            return ""
        victims = (each for dossier, replica in _of_victims(node) for each in _named(node, dossier, replica))
        return next((field for each in victims if (field := named.may_be(each))), "")

    return found


def considers(kind: Kind) -> bool:
    """Whether dossiers of the kind are about victims."""
    return any(_considering(verb) for path in kind.item.walk() for verb in path[-1].verbs)


def _considering(verb: Verb) -> bool:
    return any(meaning.non_punishment for meaning in verb.says.fields().values())


def _of_victims(node: Node) -> Iterator[tuple[bytes, Replica]]:
    """The dossiers here in which it is still to be considered."""
    for dossier in node.store.dossiers():
        first = next(iter(node.store.acts(dossier)), None)
        pinned = control_of(parse_act(first.signed).act.header) if first else None
        kind = pinned_kind(node.kinds, pinned) if isinstance(pinned, Pin) else None
        replica = node.folded(dossier) if kind and considers(kind) else None
        if replica and not _settled(replica):
            yield dossier, replica


def _settled(replica: Replica) -> bool:
    now = replica.now()
    done = (replica.verb(found.act) for found in replica.graph.nodes.values() if counts(now, found))
    return now.over(DOSSIER) or any(verb and _considering(verb) for verb in done)


def _named(node: Node, dossier: bytes, replica: Replica) -> Iterator[_Person]:
    """Whom the acts that count name, as far as they are open here and were not corrected."""
    now = replica.now()
    wrong = corrections(now)
    for row in node.store.acts(dossier):
        found = replica.graph.nodes.get(row.id)
        verb = replica.verb(found.act) if found and counts(now, found) and row.id not in wrong else None
        if verb and (person := _person(verb.says, said(node, row))).known_by:
            yield person


def _in_any_order(name: str) -> str:
    """Family names stand first or last."""
    return " ".join(sorted(key_of(name).split()))


def _person(says: type[Body], fields: Mapping[str, Any]) -> _Person:
    names = {key: field for field, value in values(says, fields, PersonName) if (key := _in_any_order(str(value)))}
    papers = {key: field for field, value in values(says, fields, DocumentNumber) if (key := plain(str(value)))}
    return _Person(papers | names, frozenset(str(value) for _, value in values(says, fields, BirthDate)))
