"""Who is at the ends of a line, and how a person there is reached without it, as the registry has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from lintas.kinds.registry import Desk
from lintas.node.state import Node

_HOURS: Final = Desk.fields()["answers"].choices
"""When somebody is there, what is best in an emergency first."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place of work of an end, as its state's registry desk lists it; `does`: what is done there."""

    name: str
    does: tuple[str, ...]
    answers: str
    languages: str
    contact: str


@dataclass(frozen=True, slots=True)
class End:
    """An authority at the line: its code, name and state, and its places, those that answer at most hours first."""

    code: str
    name: str
    state: str
    ours: bool
    places: tuple[Place, ...]


def ends(node: Node, dossier: bytes) -> tuple[End, ...]:
    """The parties of the dossier, ourselves last; raises `UnknownDossier`."""
    now = node.replica(dossier).now()
    return tuple(_end(node, party) for party in sorted(now.firm, key=lambda each: (each == node.id, each)))


def _end(node: Node, party: bytes) -> End:
    federation, entry = node.federation, node.federation.authorities.get(party)
    view = node.register.replica.now() if node.register.replica else None
    listed = [each.says for each in node.register.known.desks_in(view) if each.authority == party] if view else []
    ordered = sorted(listed, key=lambda says: (_HOURS.index(str(says["answers"])), str(says["name"])))
    name = entry.name if entry else ""
    return End(federation.code(party), name, federation.state(party), party == node.id, tuple(map(_place, ordered)))


def _place(says: Mapping[str, Any]) -> Place:
    does = tuple(map(str, says["does"]))
    return Place(str(says["name"]), does, str(says["answers"]), str(says["languages"]), str(says["contact"]))
