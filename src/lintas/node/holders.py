"""Who holds what an act said, beside its author: those to whom its body was sealed, or released later."""

from __future__ import annotations

from collections.abc import Iterable

from lintas.dossier.header import Act
from lintas.node.entitled import had
from lintas.node.state import Node
from lintas.wire.errors import LintasError


class HoldersLeftOut(LintasError):
    """Who holds what is corrected reads the correction: these do, and are no readers of it."""

    def __init__(self, codes: Iterable[str]) -> None:
        self.codes = ", ".join(codes)


def holders(node: Node, act: Act) -> frozenset[bytes]:
    """Who was given an act, beside its author, as far as it is known here."""
    return had(node, act) - {act.header.author}


def need_holders(node: Node, acts: Iterable[Act], audience: Iterable[bytes], firm: frozenset[bytes]) -> None:
    """Raises `HoldersLeftOut` unless every party that holds one of these acts of ours is in the audience."""
    ours = (act for act in acts if act.header.author == node.id)
    missing = {party for act in ours for party in holders(node, act)} & firm - {node.id, *audience}
    if missing:
        raise HoldersLeftOut(sorted(map(node.federation.code, missing)))
