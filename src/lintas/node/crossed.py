"""Acts that crossed: each was made by somebody who had not seen the other. Both are kept, and neither is late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lintas.dossier.graph import Node as GraphNode
from lintas.dossier.header import Form
from lintas.dossier.position import DOSSIER
from lintas.node.state import Node


@dataclass(frozen=True, slots=True)
class Crossed:
    """An act that another one crossed: its id, the code of its author, its verb."""

    act: bytes
    author: str
    verb: str


def crossed(node: Node, dossier: bytes, acts: Sequence[bytes]) -> Mapping[bytes, Sequence[Crossed]]:
    """By each of these acts, those among them that it crossed at the same item; nothing where it is not folded here."""
    replica = node.folded(dossier)
    if replica is None:
        return {}
    found = [replica.graph.nodes[act] for act in acts if act in replica.graph]
    verbs = [each for each in found if each.act.header.form is Form.VERB]
    return {
        each.act.id: [
            Crossed(other.act.id, node.federation.code(other.act.header.author), other.act.header.verb)
            for other in verbs
            if _crossed(each, other)
        ]
        for each in verbs
    }


def _crossed(one: GraphNode, other: GraphNode) -> bool:
    header, its = one.act.header, other.act.header
    at_one_place = (header.item or DOSSIER) == (its.item or DOSSIER)
    return header.author != its.author and at_one_place and not one.saw(other) and not other.saw(one)
