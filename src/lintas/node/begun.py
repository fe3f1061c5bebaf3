"""What the acts say by which a dossier and its items began, as far as that can be read here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lintas.dossier.grammar import Verb
from lintas.dossier.graph import Node as GraphNode
from lintas.dossier.position import DOSSIER, Position
from lintas.node.brought import said
from lintas.node.state import Node


def begun(node: Node, dossier: bytes, items: Iterable[bytes] | None = None) -> Iterator[tuple[Verb, Mapping[str, Any]]]:
    """For these items of the dossier, itself among them, or for all, the verb by which each began and what that act
    says; nothing of what was recalled, and nothing where the dossier is not folded here.
    """
    replica = node.folded(dossier)
    now = replica.now() if replica else None
    for item in (now.items if items is None else items) if now else ():
        found = _opener(now, item) if now else None
        row = node.store.act(found[0].act.id) if found else None
        if found and row and row.id not in node.recalls.gone:
            yield found[1], said(node, row)


def _opener(now: Position, item: bytes) -> tuple[GraphNode, Verb] | None:
    """The act that opened the item, or the first one of the dossier, and its verb."""
    opened = now.records.items[item]
    by = next(iter(now.graph.nodes.values()), None) if item == DOSSIER else opened.by
    verb = now.type(opened.parent or DOSSIER).verb(by.act.header.verb) if by else None
    return (by, verb) if by and verb else None
