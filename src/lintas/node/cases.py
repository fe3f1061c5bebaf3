"""Who is let into no case: a secretariat runs the programme of the states and must never see one.

What an authority is stands in its entry in the registry, signed by itself (`category`). The rule binds whoever names
parties, before anything is sealed; that a case was named to somebody by a program without the rule, nobody can undo.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from lintas.dossier.authority import Authority
from lintas.dossier.grammar import Kind
from lintas.dossier.traits import CASE, CLOSED
from lintas.node.state import Node
from lintas.wire.errors import LintasError

SECRETARIAT: Final = "secretariat"
"""The category of an authority that is no state's and works on programmes."""
CASES: Final = frozenset({CASE, CLOSED})


class NotForSecretariat(LintasError):
    """A secretariat is named as a party of a case. Nothing was sealed."""

    def __init__(self, code: str, kind: str) -> None:
        self.code = code
        self.kind = kind


def lets_in(kind: Kind, authority: Authority) -> bool:
    """Whether the authority may be named in dossiers of the kind, as far as it depends on what it is."""
    return CASES.isdisjoint(kind.item.traits) or authority.category.strip().lower() != SECRETARIAT


def check_let_in(node: Node, kind: Kind, parties: Iterable[bytes]) -> None:
    """Raises `NotForSecretariat` if one of these is not let in, or as `Federation.authority`."""
    for authority in map(node.federation.authority, parties):
        if not lets_in(kind, authority):
            raise NotForSecretariat(authority.code, kind.title)
