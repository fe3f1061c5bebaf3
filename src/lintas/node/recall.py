"""Recalling: an authority takes back what acts of its own said, at every node that was given it (`spec/recall.md`).

Who may: the author of the acts, with as many officers as the verbs of those acts demanded. Why is said in words, and
words are personal data: they stand in the sealed body of the ERASE, for those who could read what is recalled.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from lintas.dossier.control import Erasure, erasure_fields
from lintas.dossier.header import Act, Form
from lintas.dossier.replica import Replica
from lintas.node.author import Authored
from lintas.node.entitled import had
from lintas.node.order import Answering, NotSealed
from lintas.node.recalls import may_be_recalled
from lintas.node.saying import Saying, say
from lintas.node.state import Node
from lintas.wire.limits import LIMITS

WHY_CHARS_MAX = 2_000


class NotRecallable(NotSealed):
    """An act that is named cannot be recalled, and why."""

    def __init__(self, act: bytes, why: str) -> None:
        self.act = act
        self.why = why


class NoReason(NotSealed):
    """A recall says why."""

    def __init__(self, characters_max: int) -> None:
        self.characters_max = characters_max


@dataclass(frozen=True, slots=True)
class RecallOrder:
    """Which acts are recalled, why, and by which officers of ours."""

    acts: tuple[bytes, ...]
    because: str
    officers: tuple[Answering, ...]
    language: str = "en"


def recall(node: Node, dossier: bytes, order: RecallOrder) -> Authored:
    """Make the ERASE; it is carried out here and elsewhere once it is durable.

    Raises as `weigh_recall`, or what is wrong with the officers.
    """
    return say(node, dossier, node.replica(dossier), weigh_recall(node, dossier, order), order.officers)


def weigh_recall(node: Node, dossier: bytes, order: RecallOrder) -> Saying:
    """What the ERASE says and to whom, if it is open to us; raises `NotRecallable`, `NoReason` or `UnknownDossier`."""
    if not order.because.strip() or len(order.because) > WHY_CHARS_MAX:
        raise NoReason(WHY_CHARS_MAX)
    replica = node.replica(dossier)
    acts = [_recallable(node, replica, each) for each in sorted(set(order.acts))]
    if not 1 <= len(acts) <= LIMITS.erased_max:
        raise NotRecallable(b"", f"a recall names 1 to {LIMITS.erased_max} acts")
    persons = max(_persons(replica, act) for act in acts)
    readers = {party for act in acts for party in had(node, act)}
    audience = tuple(sorted(readers & replica.now().firm - {node.id}))
    control = erasure_fields(Erasure(tuple(act.id for act in acts)))
    return Saying(Form.ERASE, control, {"because": order.because}, audience, order.language, persons)


def recallable(node: Node, dossier: bytes) -> frozenset[bytes]:
    """The acts of ours there that said something and can be recalled now; raises `UnknownDossier`."""
    replica, found = node.replica(dossier), set[bytes]()
    for number in replica.graph.authors.get(node.id, ()):
        for each in replica.graph.strands[number].nodes:
            with suppress(NotRecallable):
                found.add(_recallable(node, replica, each.act.id).id)
    return frozenset(found)


def _recallable(node: Node, replica: Replica, identifier: bytes) -> Act:
    found = replica.graph.nodes.get(identifier)
    if found is None:
        raise NotRecallable(identifier, "it is no act of this dossier")
    act = found.act
    if act.header.author != node.id:
        raise NotRecallable(identifier, f"{node.federation.code(act.header.author)} is its author, and alone may")
    if act.header.seal is None or act.header.form is Form.KEY:
        raise NotRecallable(identifier, "it says nothing that could be recalled")
    if not may_be_recalled(act):
        raise NotRecallable(identifier, "what it says was said openly, and cannot be taken back; correct it instead")
    if node.recalls.covers(act):
        raise NotRecallable(identifier, "it was recalled already")
    return act


def _persons(replica: Replica, act: Act) -> int:
    """How many officers its verb demands; for a recall as many as for what it recalls."""
    verb = replica.verb(act)
    return max(1, verb.persons if verb else 1)
