"""Whether somebody of whom a body speaks is known in its dossier to be a child, though the body itself does not say so.

An act that counts and tells of a child, by a date of birth or an age, is remembered by all that follow it there: a
later one that names the same person speaks of a child, and so does one that names nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any

from lintas.dossier.meanings import Body
from lintas.dossier.safeguards import young
from lintas.node.named import Person, person_in, said_in
from lintas.node.state import Node

Known = Callable[[type[Body], Mapping[str, Any]], bool]


def known_children(node: Node, dossier: bytes, today: date) -> Known:
    """What to ask of an act while it is weighed, in a dossier, or empty if it opens one; nothing is read before."""

    @cache
    def children() -> tuple[Person, ...]:
        told = said_in(node, dossier, node.replica(dossier)) if dossier else ()
        return tuple(person_in(verb.says, said) for verb, said in told if young(verb.says, said, today))

    def speaks_of(says: type[Body], fields: Mapping[str, Any]) -> bool:
        named = person_in(says, fields)
        return any(not (named.known_by and each.known_by) or named.may_be(each) for each in children())

    return speaks_of
