"""Receiving: a peer's acts are admitted, kept waiting, or refused, each by itself, none blocking another.

A refusal is an error class of its own, told to the sender in the receipt and logged once. A node keeps a dossier only
from when it is a party of it; before, its acts wait within the sender's allowance. A body is kept, also beside an act
that waits, only if this node is of its audience and could open it: nothing else ever reaches the store. Headers come
from any party and bodies from their author, so that a body may come after its act.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from lintas.crypto.errors import CryptoError
from lintas.dossier.admission import SignedAct, admit_act, parse_act
from lintas.dossier.authority import TrustError
from lintas.dossier.control import Erasure, control_of
from lintas.dossier.header import Act, Form
from lintas.dossier.header_bytes import dossier_of
from lintas.dossier.replica import Replica
from lintas.dossier.sealing import act_key, begins_epoch, check_body, epoch_of, unseal, wrap_info
from lintas.dossier.verdict import Judged, Verdict
from lintas.node.ports import Epoch, WaitingAct
from lintas.node.reading import NoKey, key_of
from lintas.node.state import Node, UnknownKind
from lintas.node.waiting import WaitingFull
from lintas.sync.link import LinkItem, Refusal
from lintas.wire.errors import LintasError, Malformed
from lintas.wire.identifiers import NULL32

log = logging.getLogger(__name__)


class RefusedAct(LintasError):
    """The dossier does not admit the act: the rule of spec/fold.md section 2."""

    def __init__(self, rule: str) -> None:
        self.rule = rule


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


def receive(node: Node, sender: bytes, items: Iterable[LinkItem], *, asked: bool = False) -> Taken:
    """Take what a peer sent; nothing is durable before the node commits.

    `asked`: we asked for the acts of a dossier, so that as many may wait as a dossier may have.
    """
    taken = Taken()
    acts_max = node.limits.dossier_acts_max if asked else node.limits.waiting_acts_max
    for item in items:
        identifier = NULL32
        try:
            signed = admit_act(node.suite, node.federation, item.signed)
            identifier = signed.act.id
            taken.last = identifier
            taken.dossiers.add(dossier_of(signed.act))
            _take(node, sender, signed, item, taken, acts_max)
        except (Malformed, TrustError, CryptoError, RefusedAct, WaitingFull, DossierFull, UnknownKind) as error:
            _refuse(node, sender, identifier, error, taken)
    return taken


def _refuse(node: Node, sender: bytes, identifier: bytes, error: LintasError, taken: Taken) -> None:
    log.warning("refused an act: %s from %s, act %s", error, node.federation.code(sender), identifier.hex()[:16])
    if len(taken.refused) < node.limits.bundle_items_max:
        taken.refused.append(Refusal(identifier, type(error).__name__))


def _take(node: Node, sender: bytes, signed: SignedAct, item: LinkItem, taken: Taken, acts_max: int) -> None:
    act, dossier = signed.act, dossier_of(signed.act)
    held = node.has(dossier)
    try:
        replica = node.replica(dossier) if held else _nascent(node, act)
        if replica and act.id in replica.judged and replica.judged[act.id].verdict is Verdict.REFUSED:
            raise RefusedAct(replica.judged[act.id].rule)
        if waits := node.staged.get(act.id):
            _add_to(node, waits, act, item)
        elif held and replica and act.id in replica.judged:
            _add_body(node, replica, act, item)
        else:
            waiting = WaitingAct(act.id, dossier, sender, signed.signed, item.body, item.parcel, node.clock())
            _place(node, replica, waiting, act, acts_max, held=held)
            _judge(node, replica, act, taken, held=held)
    finally:
        if not held and not node.staged.of(dossier):
            node.nascent.pop(dossier, None)


def _place(node: Node, replica: Replica | None, waiting: WaitingAct, act: Act, acts_max: int, *, held: bool) -> None:
    """Put the act where it waits: for a moment only if it can be judged and kept now, else within the allowance."""
    if held and replica and all(seen in replica.judged for seen in act.header.past):
        if len(replica.graph.nodes) >= node.limits.dossier_acts_max:
            raise DossierFull(len(replica.graph.nodes))
    else:
        waiting = _for_us(node, act, waiting)
        node.staged.check(waiting, acts_max, node.limits.waiting_bytes_max)
    node.staged.put(waiting)
    node.pending.waiting[act.id] = waiting


def _judge(node: Node, replica: Replica | None, act: Act, taken: Taken, *, held: bool) -> None:
    if replica is None:
        return
    judged = replica.receive(act)
    if not held and node.id in replica.now().parties:
        node.replicas[dossier_of(act)] = node.nascent.pop(dossier_of(act))
        held, judged = True, list(replica.judged.values())
    _settle(node, judged, taken, ours=held)


def _nascent(node: Node, act: Act) -> Replica | None:
    """The replica of a dossier that is not ours yet; None before its first act came."""
    dossier = dossier_of(act)
    if dossier not in node.nascent:
        known = [parse_act(w.signed).act for w in node.staged.of(dossier)]
        first = next((a for a in (act, *known) if a.header.first), None)
        if first is None:
            return None
        node.nascent[dossier] = Replica(node.kind_of(first))
        for waiting in known:
            node.nascent[dossier].receive(waiting)
    return node.nascent[dossier]


def _settle(node: Node, judged: Iterable[Judged], taken: Taken, *, ours: bool) -> None:
    """Keep what was admitted, with the bodies that are for us; forget what was refused."""
    for each in judged:
        waiting = node.staged.get(each.act.id)
        if waiting is None or not (ours or each.verdict is Verdict.REFUSED):
            continue
        node.staged.drop(each.act.id)
        if node.pending.waiting.pop(each.act.id, None) is None or each.act.id in node.pending.stored_waiting:
            node.pending.arrived.add(each.act.id)
        if each.verdict is Verdict.REFUSED:
            _refuse(node, waiting.sender, each.act.id, RefusedAct(each.rule), taken)
        else:
            body = _body_of_ours(node, each.act, waiting.body, waiting.parcel)
            node.keep(SignedAct(each.act, waiting.signed), body)


def _add_to(node: Node, waiting: WaitingAct, act: Act, item: LinkItem) -> None:
    """The act waits here as a header, and its author sends the body."""
    if waiting.body is None and item.body is not None:
        more = _for_us(node, act, replace(waiting, body=item.body, parcel=item.parcel))
        node.staged.check(more, node.limits.dossier_acts_max, node.limits.waiting_bytes_max)
        node.staged.put(more)
        if act.id not in node.pending.waiting:
            node.pending.stored_waiting.add(act.id)
        node.pending.waiting[act.id] = more


def _add_body(node: Node, replica: Replica, act: Act, item: LinkItem) -> None:
    """The act is here as a header, and its author sends the body; one that was erased stays erased."""
    if item.body is None or act.id in node.pending.bodies or _has_body(node, act.id) or _erased(replica, act.id):
        return
    body = _body_of_ours(node, act, item.body, item.parcel)
    if body is not None:
        node.pending.bodies[act.id] = body


def _has_body(node: Node, identifier: bytes) -> bool:
    stored = node.store.act(identifier)
    if stored is None:
        return any(new.id == identifier and new.body is not None for new in node.pending.acts)
    return stored.body is not None


def _erased(replica: Replica, identifier: bytes) -> bool:
    erasing = (n.act.header for n in replica.graph.nodes.values() if n.act.header.form in {Form.ERASE, Form.ERASED})
    return any(isinstance(said := control_of(each), Erasure) and identifier in said.acts for each in erasing)


def _for_us(node: Node, act: Act, waiting: WaitingAct) -> WaitingAct:
    """The act as it may wait: with its body only if that opens with a key that is here, or that waits here too."""
    if waiting.body is None:
        return replace(waiting, parcel=None)
    try:
        unseal(node.suite, act_key(node.suite, _epoch_key(node, act, waiting), act.header), act, waiting.body)
    except (Malformed, CryptoError) as error:
        log.warning("dropped a body: %s, act %s", error, act.id.hex()[:16])
        return replace(waiting, body=None, parcel=None)
    return waiting if begins_epoch(act) else replace(waiting, parcel=None)


def _epoch_key(node: Node, act: Act, waiting: WaitingAct) -> bytes:
    identifier = epoch_of(act) or b""
    known = node.epoch(waiting.dossier, identifier)
    if known and known.key:
        return known.key
    if begins_epoch(act):
        return _open_parcel(node, act, waiting.parcel)
    begun = next((w for w in node.staged.of(waiting.dossier) if w.id[:16] == identifier), None)
    if begun is None:
        raise NoKey(act.id)
    return _open_parcel(node, parse_act(begun.signed).act, begun.parcel)


def _open_parcel(node: Node, act: Act, parcel: bytes | None) -> bytes:
    """The key of the epoch that the act begins."""
    if parcel is None:
        raise NoKey(act.id)
    info = wrap_info(dossier_of(act), epoch_of(act) or b"", act.header.author, node.id)
    return node.suite.unwrap(node.identity.recipient_seed, parcel, info)


def _body_of_ours(node: Node, act: Act, body: bytes | None, parcel: bytes | None) -> bytes | None:
    """The sealed body, if this node is of its audience and it opens; else None, and the reason is logged."""
    if body is None:
        return None
    try:
        if begins_epoch(act):
            _begin_epoch(node, act, body, parcel)
        else:
            unseal(node.suite, key_of(node, act), act, body)
    except (Malformed, CryptoError) as error:
        log.warning("dropped a body: %s, act %s", error, act.id.hex()[:16])
        return None
    return body


def _begin_epoch(node: Node, act: Act, body: bytes, parcel: bytes | None) -> None:
    """Open the parcel, read who the members are, and keep the key; raises if anything does not fit."""
    check_body(act, body)
    key = _open_parcel(node, act, parcel)
    content = unseal(node.suite, act_key(node.suite, key, act.header), act, body)
    identifier = epoch_of(act) or b""
    node.pending.epochs.append(Epoch(dossier_of(act), identifier, act.header.author, content.members, key))
