"""Recalling: an authority takes back what acts of its own said, at every node that was given it (`spec/recall.md`).

Who may: the author of the acts, with as many officers as the verbs of those acts demanded. Why is said in words, and
words are personal data: they stand in the sealed body of the ERASE, for those who could read what is recalled.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from lintas.dossier.admission import sign_act
from lintas.dossier.control import Erasure, erasure_fields
from lintas.dossier.header import Act, Form
from lintas.dossier.position import DOSSIER, Position
from lintas.dossier.replica import Replica
from lintas.dossier.sealing import seal
from lintas.node.author import Authored, NotSealed, OfficerAtWork, answered, epoch_for, next_header
from lintas.node.reading import audience_of
from lintas.node.recalls import may_be_recalled
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
    officers: tuple[OfficerAtWork, ...]
    language: str = "en"


def recall(node: Node, dossier: bytes, order: RecallOrder) -> Authored:
    """Make the ERASE; it is carried out here and elsewhere once it is durable.

    Raises `NotRecallable`, `NoReason`, `UnknownDossier`, or what is wrong with the officers.
    """
    if not order.because.strip() or len(order.because) > WHY_CHARS_MAX:
        raise NoReason(WHY_CHARS_MAX)
    replica = node.replica(dossier)
    acts = [_recallable(node, replica, each) for each in sorted(set(order.acts))]
    if not 1 <= len(acts) <= LIMITS.erased_max:
        raise NotRecallable(b"", f"a recall names 1 to {LIMITS.erased_max} acts")
    persons = max(_persons(replica, act) for act in acts)
    readers = {party for act in acts for party in audience_of(node, act) or ()}
    audience = tuple(sorted(readers & replica.now().firm - {node.id}))
    control = erasure_fields(Erasure(tuple(act.id for act in acts)))
    # Whatever is wrong with the officers is found here, before an epoch begins for it.
    header = next_header(node, dossier, replica, form=Form.ERASE, control=control)
    said = {"because": order.because}
    answered(node, said, order.language, header, audience, order.officers, persons)
    epoch = epoch_for(node, dossier, replica, audience)
    assert epoch.key is not None
    header = next_header(node, dossier, replica, form=Form.ERASE, control=control)
    content = answered(node, said, order.language, header, audience, order.officers, persons)
    sealed, body = seal(node.suite, epoch.id, epoch.key, header, content)
    draft = replica.draft(header)
    signed = sign_act(node.identity.signer, replace(header, seal=sealed))
    judged = replica.receive_drafted(signed.act, draft)
    node.keep(signed, body)
    return Authored(dossier, signed.act.id, judged, audience)


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
    header = act.header
    past: Position = replica.view(header.past)
    item = replica.kind.item if header.first else past.type(header.item or DOSSIER)
    verb = item.verb(header.verb) if header.verb else None
    return max(1, verb.persons if verb else 1)
