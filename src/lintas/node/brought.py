"""What acts that count brought to an item: for registers whose items hold texts in which others trust or not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lintas.crypto.errors import CryptoError
from lintas.dossier.graph import Node as GraphNode
from lintas.dossier.header import Form
from lintas.dossier.position import Position
from lintas.node.ports import StoredAct
from lintas.node.reading import read
from lintas.node.state import Node
from lintas.wire.errors import Malformed


def counts(now: Position, found: GraphNode) -> bool:
    """Whether it is something that was done, and counts."""
    return found.act.header.form is Form.VERB and now.effect(found)


def brings(found: GraphNode, item: bytes, texts_by: frozenset[str]) -> bool:
    """Whether the act brings a text of this item, by one of these verbs."""
    header = found.act.header
    return header.verb in texts_by and item in (header.item, found.act.id[:16])


def said(node: Node, stored: StoredAct) -> Mapping[str, Any]:
    """What the act says; nothing where that is not here."""
    try:
        return read(node, stored)[1].fields
    except (CryptoError, Malformed):
        return {}
