"""Acts that are no verbs and say something: a recall, a release. Officers answer for them as for what they concern."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lintas.dossier.admission import sign_act
from lintas.dossier.header import Form
from lintas.dossier.officers import NONCE_BYTES
from lintas.dossier.replica import Replica
from lintas.dossier.sealing import Content, seal
from lintas.node.author import Authored, answered, epoch_for
from lintas.node.heading import next_header
from lintas.node.order import Answering
from lintas.node.state import Node


@dataclass(frozen=True, slots=True)
class Saying:
    """A form with its control, what is said, to whom, in which language, and how many officers must answer."""

    form: Form
    control: Mapping[int, object]
    fields: Mapping[str, Any]
    audience: tuple[bytes, ...]
    language: str
    persons: int


def say(
    node: Node, dossier: bytes, replica: Replica, saying: Saying, officers: Sequence[Answering], nonce: bytes = b""
) -> Authored:
    """Make the act, under the nonce of its draft if it had one; raises what is wrong with the officers, before anything
    else is made for it.
    """
    made = {"form": saying.form, "control": saying.control}
    content = Content(dict(saying.fields), (), saying.language, nonce or node.entropy(NONCE_BYTES))
    asked = saying.audience, officers, saying.persons, replica.kind.name
    header = next_header(node, dossier, replica, **made)
    answered(node, content, header, *asked)
    epoch = epoch_for(node, dossier, replica, saying.audience)
    assert epoch.key is not None
    header = next_header(node, dossier, replica, **made)
    content = answered(node, content, header, *asked)
    sealed, body = seal(node.suite, epoch.id, epoch.key, header, content)
    draft = replica.draft(header)
    signed = sign_act(node.identity.signer, replace(header, seal=sealed))
    judged = replica.receive_drafted(signed.act, draft)
    node.keep(signed, body)
    return Authored(dossier, signed.act.id, judged, saying.audience)
