"""Where a secretariat is never let in: into no case, and into nothing that a kind keeps among states.

It runs the programme of the states; what they carry or ask among themselves is not of that. Which dossiers these are
follows from what their kind declares, its traits.

What an authority is stands in its entry in the registry, signed by itself (`category`). The rule binds whoever names
parties, before anything is sealed; that one was named to somebody by a program without the rule, nobody can undo.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from lintas.dossier.authority import Authority
from lintas.dossier.grammar import Kind
from lintas.dossier.traits import AMONG_STATES, CASE, CLOSED
from lintas.node.state import Node
from lintas.wire.errors import LintasError

SECRETARIAT: Final = "secretariat"
"""The category of an authority that is no state's and works on programmes."""
WITHOUT_SECRETARIAT: Final = frozenset({CASE, CLOSED, AMONG_STATES})
"""The traits of a kind of which a secretariat is no party."""


class NotForSecretariat(LintasError):
    """A secretariat is named as a party of a case, or of what stays among states. Nothing was sealed."""

    def __init__(self, code: str, kind: str) -> None:
        self.code = code
        self.kind = kind


def lets_in(kind: Kind, authority: Authority) -> bool:
    """Whether the authority may be named in dossiers of the kind, as far as it depends on what it is."""
    return WITHOUT_SECRETARIAT.isdisjoint(kind.item.traits) or authority.category.strip().lower() != SECRETARIAT


def check_opens(node: Node, kind: Kind) -> None:
    """Raises `NotForSecretariat` if this node's own authority may be no party of what it would open."""
    if not lets_in(kind, node.identity.authority):
        raise NotForSecretariat(node.identity.authority.code, kind.title)


def check_let_in(node: Node, kind: Kind, parties: Iterable[bytes]) -> None:
    """Raises `NotForSecretariat` if one of these is not let in, or as `Federation.authority`."""
    for authority in map(node.federation.authority, parties):
        if not lets_in(kind, authority):
            raise NotForSecretariat(authority.code, kind.title)
