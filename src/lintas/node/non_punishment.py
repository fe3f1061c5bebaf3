"""Before an alert: whether whom it names may be a victim for whom nobody has considered non-punishment yet.

A person may be suspect and victim. A dossier whose kind has an act that considers whether what the person was made to
do is set aside (`Meaning.non_punishment`) is about a victim. Until such an act counts in it, no alert of ours names
whom it names; what was found is for the officers who decide. A dossier that is over asks for nothing more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lintas.dossier.admission import parse_act
from lintas.dossier.control import Pin, control_of
from lintas.dossier.declaration import pinned_kind
from lintas.dossier.grammar import Kind, Verb
from lintas.dossier.meanings import Body
from lintas.dossier.position import DOSSIER
from lintas.dossier.replica import Replica
from lintas.node.brought import counts
from lintas.node.named import person_in, said_in
from lintas.node.state import Node

Unconsidered = Callable[[type[Body], Mapping[str, Any]], str]
"""The field of a body that names such a person; empty if none does."""


def unconsidered(node: Node) -> Unconsidered:
    """What to ask of an alert while it is weighed; nothing is read before that."""

    def found(says: type[Body], fields: Mapping[str, Any]) -> str:
        named = person_in(says, fields)
        if not named.known_by:
            return ""
        told = (each for dossier, replica in _of_victims(node) for each in said_in(node, dossier, replica))
        victims = (person_in(verb.says, said) for verb, said in told)
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
