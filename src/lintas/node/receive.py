"""Receiving: a peer's acts are admitted, kept waiting, or refused, each by itself, none blocking another.

A refusal is an error class of its own, told to the sender in the receipt and logged once. A node keeps a dossier only
from when it is a party of it; before, its acts wait within the sender's allowance. A body is kept only if this node is
of its audience and could open it: nothing else ever reaches the store.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field

from lintas.crypto.errors import CryptoError
from lintas.dossier.admission import SignedAct, admit_act, parse_act
from lintas.dossier.authority import TrustError
from lintas.dossier.header import Act
from lintas.dossier.header_bytes import dossier_of
from lintas.dossier.replica import Replica
from lintas.dossier.sealing import Content, act_key, begins_epoch, check_body, epoch_of, unseal, wrap_info
from lintas.dossier.verdict import Judged, Verdict
from lintas.node.ports import Epoch, WaitingAct
from lintas.node.reading import key_of
from lintas.node.state import Node, UnknownKind
from lintas.sync.link import LinkItem, Refusal
from lintas.wire.errors import LintasError, Malformed
from lintas.wire.identifiers import NULL32
from lintas.wire.limits import LIMITS

log = logging.getLogger(__name__)


class RefusedAct(LintasError):
    """The dossier does not admit the act: the rule of spec/fold.md section 2."""

    def __init__(self, rule: str) -> None:
        self.rule = rule


class WaitingFull(LintasError):
    """The sender has as many acts waiting here as it may."""

    def __init__(self, acts: int, size_bytes: int) -> None:
        self.acts = acts
        self.size_bytes = size_bytes


class DossierFull(LintasError):
    """The dossier has as many acts as it may."""

    def __init__(self, acts: int) -> None:
        self.acts = acts


@dataclass(slots=True)
class Taken:
    """What became of the items: the dossiers touched, the refusals, the last act that came."""

    dossiers: set[bytes] = field(default_factory=set)
    refused: list[Refusal] = field(default_factory=list)
    last: bytes = NULL32


def receive(node: Node, sender: bytes, items: Iterable[LinkItem]) -> Taken:
    """Take what a peer sent; nothing is durable before the node commits."""
    taken = Taken()
    for item in items:
        identifier = NULL32
        try:
            signed = admit_act(node.suite, node.federation, item.signed)
            identifier = signed.act.id
            taken.last = identifier
            taken.dossiers.add(dossier_of(signed.act))
            _take(node, sender, signed, item, taken)
        except (Malformed, TrustError, CryptoError, RefusedAct, WaitingFull, DossierFull, UnknownKind) as error:
            _refuse(node, sender, identifier, error, taken)
    return taken


def _refuse(node: Node, sender: bytes, identifier: bytes, error: LintasError, taken: Taken) -> None:
    log.warning("refused an act: %s from %s, act %s", error, node.federation.code(sender), identifier.hex()[:16])
    if len(taken.refused) < LIMITS.bundle_items_max:
        taken.refused.append(Refusal(identifier, type(error).__name__))


def _take(node: Node, sender: bytes, signed: SignedAct, item: LinkItem, taken: Taken) -> None:
    act = signed.act
    dossier = dossier_of(act)
    held = node.has(dossier)
    replica = node.replica(dossier) if held else _nascent(node, act)
    if replica and act.id in replica.judged:
        if replica.judged[act.id].verdict is Verdict.REFUSED:
            raise RefusedAct(replica.judged[act.id].rule)
        return
    if act.id in node.staged:
        return
    if replica and len(replica.judged) >= LIMITS.dossier_acts_max:
        raise DossierFull(len(replica.judged))
    _stage(node, WaitingAct(act.id, dossier, sender, signed.signed, item.body, item.parcel, node.clock()))
    if replica is None:
        return
    judged = replica.receive(act)
    if not held and node.id in replica.now().parties:
        node.replicas[dossier] = node.nascent.pop(dossier)
        held, judged = True, list(replica.judged.values())
    _settle(node, judged, taken, ours=held)


def _nascent(node: Node, act: Act) -> Replica | None:
    """The replica of a dossier that is not ours yet; None before its first act came."""
    dossier = dossier_of(act)
    if dossier not in node.nascent:
        known = [parse_act(w.signed).act for w in node.staged.values() if w.dossier == dossier]
        first = next((a for a in (act, *known) if a.header.first), None)
        if first is None:
            return None
        node.nascent[dossier] = Replica(node.kind_of(first))
        for waiting in known:
            node.nascent[dossier].receive(waiting)
    return node.nascent[dossier]


def _stage(node: Node, waiting: WaitingAct) -> None:
    """Count the act against its sender's allowance; it stays counted only while it waits."""
    mine = [w for w in node.staged.values() if w.sender == waiting.sender]
    size = sum(w.size_bytes for w in mine) + waiting.size_bytes
    if len(mine) >= LIMITS.waiting_acts_max or size > LIMITS.waiting_bytes_max:
        raise WaitingFull(len(mine), size)
    node.staged[waiting.id] = waiting
    node.pending.waiting[waiting.id] = waiting


def _settle(node: Node, judged: Iterable[Judged], taken: Taken, *, ours: bool) -> None:
    """Keep what was admitted, with the bodies that are for us; forget what was refused."""
    for each in judged:
        waiting = node.staged.get(each.act.id)
        if waiting is None or not (ours or each.verdict is Verdict.REFUSED):
            continue
        del node.staged[each.act.id]
        if node.pending.waiting.pop(each.act.id, None) is None:
            node.pending.arrived.add(each.act.id)
        if each.verdict is Verdict.REFUSED:
            _refuse(node, waiting.sender, each.act.id, RefusedAct(each.rule), taken)
        else:
            node.keep(SignedAct(each.act, waiting.signed), _body_of_ours(node, each.act, waiting))


def _body_of_ours(node: Node, act: Act, waiting: WaitingAct) -> bytes | None:
    """The sealed body, if this node is of its audience and it opens; else None, and the reason is logged."""
    if waiting.body is None:
        return None
    try:
        if begins_epoch(act):
            if waiting.parcel is None:
                return None
            _begin_epoch(node, act, waiting.body, waiting.parcel)
        else:
            unseal(node.suite, key_of(node, act), act, waiting.body)
    except (Malformed, CryptoError) as error:
        log.warning("dropped a body: %s, act %s", error, act.id.hex()[:16])
        return None
    return waiting.body


def _begin_epoch(node: Node, act: Act, body: bytes, parcel: bytes) -> Content:
    """Open the parcel, read who the members are, and keep the key; raises if anything does not fit."""
    check_body(act, body)
    dossier, author, identifier = dossier_of(act), act.header.author, epoch_of(act) or b""
    info = wrap_info(dossier, identifier, author, node.id)
    key = node.suite.unwrap(node.identity.recipient_seed, parcel, info)
    content = unseal(node.suite, act_key(node.suite, key, act.header), act, body)
    node.pending.epochs.append(Epoch(dossier, identifier, author, content.members, key))
    return content
