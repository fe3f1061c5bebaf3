"""Closed dossiers: of this authority's officers, those alone who are named for one know that it is there.

Who may be named stands in the settings (`Policy.closed_to`). Who is, is said by the team that works on the dossier, as
the console has it; until somebody is on it, and where there is no console, it is all of them. To everybody else, to who
operates the node and to a program without a name, such a dossier is one that is not here. The log, its size and what
goes to a peer are of the whole node, as peers see them too; nothing of them says which dossier.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from lintas.dossier.traits import CLOSED
from lintas.node.state import Node
from lintas.wire import cbor
from lintas.wire.errors import LintasError

_TEAM: Final = "closed/"
TEAM_BYTES_MAX: Final = 64 * 1024


class NotNamed(LintasError):
    """An officer is not among those who may be named for closed dossiers."""

    def __init__(self, name: str) -> None:
        self.name = name


def closed_kind(node: Node, kind: str) -> bool:
    """Whether dossiers of the kind of this name are closed; one that is not known here is not."""
    found = node.kinds.get(kind)
    return found is not None and CLOSED in found.item.traits


def closed(node: Node, dossier: bytes) -> bool:
    """Whether the dossier is closed, also where it cannot be folded here and its kind is known by name."""
    replica, raw = node.folded(dossier), node.raw(dossier)
    return CLOSED in replica.kind.item.traits if replica else raw is not None and closed_kind(node, raw.kind)


def named_for(node: Node, dossier: bytes) -> frozenset[str]:
    """The officers who may know of a closed dossier, by name."""
    record = node.vault.secret(_TEAM + dossier.hex())
    team = frozenset(map(str, cbor.decode(record, size_max=TEAM_BYTES_MAX))) if record else frozenset[str]()
    return (team & node.policy.closed_to) or node.policy.closed_to


def may_know(node: Node, dossier: bytes, officer: str) -> bool:
    """Whether the officer of this name may know of the dossier; of one that is not closed, everybody."""
    return not closed(node, dossier) or officer in named_for(node, dossier)


def check_named(node: Node, officers: Iterable[str]) -> None:
    """Raises `NotNamed` for the first who may not be named for closed dossiers."""
    for name in officers:
        if name not in node.policy.closed_to:
            raise NotNamed(name)


def put_team(node: Node, dossier: bytes, officers: Iterable[str]) -> None:
    """These officers are on the team of a closed dossier; durable on return."""
    node.vault.put_secret(_TEAM + dossier.hex(), cbor.encode(sorted(officers)))
