"""What a hostile or broken node may say: acts that it signed itself, and batches that it put together."""

from __future__ import annotations

import pickle
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from lintas.crypto.cose import sign1
from lintas.dossier.admission import ACT_KIND, SignedAct
from lintas.dossier.header import Header
from lintas.dossier.header_bytes import encode, read_act
from lintas.node.batches import take_batch
from lintas.node.heading import next_header
from lintas.node.state import Node
from lintas.store.memory import MemoryStore
from lintas.sync.carried import carry
from lintas.sync.envelope import Envelope, read, write
from lintas.sync.link import (
    LINK_KIND,
    RECEIPT_KIND,
    LinkBatch,
    LinkItem,
    Receipt,
    batch_fields,
    bodies_of,
    read_receipt,
)
from lintas.wire.identifiers import NULL32
from tests.support.federation import Federation3

TERMS = {"purpose": "Boats stolen at sea", "basis": "Agreement of the invented states"}
WORDS = {"text": "Words that only some may read"}


def federation(*codes: str) -> Federation3:
    """Nodes that know one kind."""
    return Federation3.build(codes or ("aa-ca", "bb-ca", "cc-ca", "dd-ca"), kinds=("exchange",))


def shared(fed: Federation3, *members: str) -> bytes:
    """A dossier of the first authority with these members, settled."""
    opened = fed.open("aa-ca", "exchange", "open", TERMS, {"member": members or ("bb-ca", "cc-ca")})
    fed.settle()
    return opened.dossier


def draft(node: Node, dossier: bytes, verb: str = "adopt the terms", **header: Any) -> Header:
    """The header of the node's next act, changed at will, whether it may do that or not."""
    return replace(next_header(node, dossier, node.replica(dossier), verb=verb), **header)


def signed(node: Node, header: Header) -> SignedAct:
    """The header signed by the node's authority, with no question asked."""
    payload = encode(header)
    return SignedAct(read_act(payload), sign1(node.identity.signer, payload, kind=ACT_KIND))


def stored(node: Node, act: bytes) -> LinkItem:
    """An act of the node's own store, with its sealed body."""
    row = node.store.act(act)
    assert row
    return LinkItem(row.signed, row.body)


def batch(sender: Node, to: Node, items: Iterable[LinkItem], **changed: Any) -> bytes:
    """A batch of these items, at the beginning of a link epoch of its own."""
    listed = tuple(items)
    made = LinkBatch(sender.entropy(16), 0, len(listed), NULL32, listed)
    envelope = Envelope(sender.id, to.id, sender.entropy(16), sender.clock())
    signed = write(sender.identity.signer, LINK_KIND, envelope, batch_fields(replace(made, **changed)))
    return carry(signed, bodies_of(listed))


def give(sender: Node, to: Node, items: Iterable[LinkItem], **changed: Any) -> Receipt:
    """What the receiver says to such a batch, once it is durable."""
    reply = take_batch(to, batch(sender, to, items, **changed))
    to.commit()
    return read_receipt(read(sender.suite, sender.federation, RECEIPT_KIND, reply, to=sender.id)[1])


def errors(receipt: Receipt) -> list[str]:
    """The classes of what was refused."""
    return [refusal.error for refusal in receipt.refused]


def everything(node: Node) -> bytes:
    """All bytes that the node's store holds."""
    assert isinstance(node.store, MemoryStore)
    return pickle.dumps(node.store.snapshot())


def state(node: Node) -> tuple[object, ...]:
    """What a refusal must leave as it was."""
    assert isinstance(node.store, MemoryStore)
    snapshot = node.store.snapshot()
    return snapshot.acts, snapshot.waiting, node.frontier.root(), len(node.staged), dict(node.nascent)
