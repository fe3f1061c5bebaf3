"""Correcting what acts of ours said of a person: an error, an acquittal, a withdrawal reach every holder of it.

Whoever was given one of the acts is a reader of the correction; who has left the dossier since is not reached by acts
in it, and is listed (`node.corrections`). The words are an act like any other, officers answer for them.
"""

from __future__ import annotations

from dataclasses import dataclass

from lintas.dossier.header import Act, Form
from lintas.dossier.replica import Replica
from lintas.dossier.safeguards import CORRECT
from lintas.node.author import Authored, author
from lintas.node.holders import holders
from lintas.node.order import Answering, NotSealed, Order
from lintas.node.state import Node


class NotCorrectable(NotSealed):
    """An act that is named cannot be corrected so, and why."""

    def __init__(self, act: bytes, why: str) -> None:
        self.act = act
        self.why = why


@dataclass(frozen=True, slots=True)
class CorrectionOrder:
    """Which acts are corrected, for which cause (`meanings.Correction`), in which words, by which officers of ours."""

    acts: tuple[bytes, ...]
    cause: str
    text: str
    officers: tuple[Answering, ...]
    language: str = "en"


def correct(node: Node, dossier: bytes, order: CorrectionOrder) -> Authored:
    """Make the correction; raises as `correction`, or as `author`."""
    return author(node, dossier, correction(node, dossier, order))


def correction(node: Node, dossier: bytes, order: CorrectionOrder) -> Order:
    """The order of the correction, to be read by all who were given what it corrects and are parties still.

    Raises `NotCorrectable` or `UnknownDossier`.
    """
    replica = node.replica(dossier)
    acts = [_correctable(node, replica, each) for each in sorted(set(order.acts))]
    items = {act.header.item for act in acts}
    if len(items) != 1:
        raise NotCorrectable(order.acts[-1] if order.acts else b"", "a correction is of acts at one item")
    readers = {party for act in acts for party in holders(node, act)} & replica.now().firm - {node.id}
    return Order(
        CORRECT,
        {"cause": order.cause, "text": order.text},
        tuple(sorted(readers)),
        order.officers,
        item=items.pop(),
        re=tuple(act.id for act in acts),
        language=order.language,
    )


def _correctable(node: Node, replica: Replica, identifier: bytes) -> Act:
    found = replica.graph.nodes.get(identifier)
    if found is None:
        raise NotCorrectable(identifier, "it is no act of this dossier")
    if found.act.header.author != node.id:
        code = node.federation.code(found.act.header.author)
        raise NotCorrectable(identifier, f"{code} is its author, and alone may: ask it")
    if found.act.header.form is not Form.VERB:
        raise NotCorrectable(identifier, "it says nothing of anybody")
    return found.act
