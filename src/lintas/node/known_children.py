"""Whether somebody of whom a body speaks is known in its dossier to be a child, though the body itself does not say so.

An act that counts and tells of a child, by a date of birth or an age, is remembered by all that follow it there: a
later one that names the same person speaks of a child, and so does one that names nobody. Of an act that is gone only
that it told is still known (`recalls`): whoever is named after it may be that child.

Search and files for other tools ask less, and keep more: no word of a dossier with such an act, whoever is named.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any, Final

from lintas.dossier.correcting import corrections
from lintas.dossier.header import Act
from lintas.dossier.header_bytes import dossier_of
from lintas.dossier.meanings import Body
from lintas.dossier.safeguards import young
from lintas.node.brought import said
from lintas.node.named import Person, person_in, said_in
from lintas.node.state import Node

NOBODY_KNOWN: Final = Person({}, frozenset())
Known = Callable[[type[Body], Mapping[str, Any]], bool]


def tells_of_a_child(node: Node, act: Act, today: date) -> bool:
    """Whether the act says, as far as that can be read here, that somebody may be under 18."""
    replica, row = node.folded(dossier_of(act)), node.store.act(act.id)
    verb = replica.verb(act) if replica and act.id in replica.graph else None
    return bool(verb and row and young(verb.says, said(node, row), today))


def known_children(node: Node, dossier: bytes, today: date) -> Known:
    """What to ask of an act while it is weighed, in a dossier, or empty if it opens one; nothing is read before."""

    @cache
    def children() -> tuple[Person, ...]:
        if not dossier:
            return ()
        replica = node.replica(dossier)
        told = said_in(node, dossier, replica)
        named = tuple(person_in(verb.says, words) for verb, words in told if young(verb.says, words, today))
        gone = node.recalls.of_children(dossier)
        return (*named, NOBODY_KNOWN) if gone and gone - corrections(replica.now()).keys() else named

    def speaks_of(says: type[Body], fields: Mapping[str, Any]) -> bool:
        named = person_in(says, fields)
        return any(not (named.known_by and each.known_by) or named.may_be(each) for each in children())

    return speaks_of
