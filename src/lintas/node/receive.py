"""Receiving: a peer's acts are admitted, kept waiting, or refused, each by itself, none blocking another.

A refusal is an error class of its own, told to the sender in the receipt and logged once. A node keeps a dossier only
from when it is a party of it; before, its acts wait within the sender's allowance. Bodies are `bodies`', dossiers that
are not folded `receive_raw`'s.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lintas.crypto.errors import CryptoError
from lintas.dossier.admission import SignedAct, admit_act, parse_act, regs_of
from lintas.dossier.authority import TrustError, UnknownRegistry
from lintas.dossier.header import Act
from lintas.dossier.header_bytes import UnknownVersion, dossier_of
from lintas.dossier.replica import Replica
from lintas.dossier.traits import DIRECTORY
from lintas.dossier.verdict import Judged, Verdict
from lintas.node.bodies import add_body, add_to, for_us, forget_waiting, keep_with_body, look_again
from lintas.node.later import keep_later
from lintas.node.ports import WaitingAct
from lintas.node.raw import Raw
from lintas.node.receive_raw import begin_raw, take_raw
from lintas.node.register import BodyWithheld, NotOurRegistry, RegistryError, check_whole, registry_kind
from lintas.node.state import Node, UnknownKind
from lintas.node.waiting import DossierFull, WaitingFull
from lintas.sync.link import LinkItem, Refusal
from lintas.wire.errors import LintasError, Malformed
from lintas.wire.identifiers import NULL32

log = logging.getLogger(__name__)


class RefusedAct(LintasError):
    """The dossier does not admit the act: the rule of spec/fold.md section 2."""

    def __init__(self, rule: str) -> None:
        self.rule = rule


@dataclass(slots=True)
class Taken:
    """What became of the items: the dossiers touched, the acts that came, the last of them, the refusals."""

    dossiers: set[bytes] = field(default_factory=set)
    refused: list[Refusal] = field(default_factory=list)
    last: bytes = NULL32
    acts: set[bytes] = field(default_factory=set)


def receive(node: Node, sender: bytes, items: Iterable[LinkItem], *, asked: bool = False) -> Taken:
    """Take what a peer sent; nothing is durable before the node commits.

    `asked`: we asked for the acts of a dossier, so that as many may wait as a dossier may have.
    """
    taken = Taken()
    acts_max = node.limits.dossier_acts_max if asked else node.limits.waiting_acts_max
    known = node.federation.size
    for item in items:
        _receive(node, sender, item, taken, acts_max)
    while node.federation.size > known:
        known = node.federation.size
        for waiting in [each for each in node.staged if each.id in node.unproven]:
            again(node, waiting, acts_max)
    return taken


def _receive(node: Node, sender: bytes, item: LinkItem, taken: Taken, acts_max: int) -> None:
    """Take one item, hold it, or refuse it."""
    identifier = NULL32
    try:
        try:
            signed = admit_act(node.suite, node.federation, item.signed)
        except UnknownVersion:
            identifier = taken.last = keep_later(node, sender, item.signed)
            taken.acts.add(identifier)
            return
        except UnknownRegistry:
            signed = parse_act(item.signed)
            taken.last, identifier = signed.act.id, signed.act.id
            taken.acts.add(identifier)
            _hold(node, sender, signed.act, item, acts_max)
            return
        identifier = signed.act.id
        taken.last = identifier
        taken.acts.add(identifier)
        taken.dossiers.add(dossier_of(signed.act))
        _take(node, sender, signed, item, taken, acts_max)
    except (
        Malformed, TrustError, CryptoError, RefusedAct, WaitingFull, DossierFull, UnknownKind, RegistryError,
    ) as error:  # fmt: skip
        _refuse(node, sender, identifier, error, taken)


def _hold(node: Node, sender: bytes, act: Act, item: LinkItem, acts_max: int) -> None:
    """Keep an act whose `reg` is not here, so that nobody can tell yet whether its author signed it.

    Its author's own copy replaces another's: with a signature that does not hold anybody could shut it out.
    """
    if node.staged.get(act.id) and sender != act.header.author:
        return
    waiting = WaitingAct(act.id, dossier_of(act), sender, item.signed, item.body, item.parcel, node.clock())
    node.staged.check(waiting, acts_max, node.limits.waiting_bytes_max)
    if node.staged.get(act.id) and act.id not in node.pending.waiting:
        node.pending.stored_waiting.add(act.id)
    node.staged.put(waiting)
    node.unproven.add(act.id)
    node.pending.waiting[act.id] = waiting


def again(node: Node, waiting: WaitingAct, acts_max: int) -> None:
    """Admit an act again: its `reg` may be here now, or the program is a newer one."""
    if not all(map(node.federation.knows, regs_of(parse_act(waiting.signed).act))):
        return
    node.unproven.discard(waiting.id)
    forget_waiting(node, waiting.id)
    _receive(node, waiting.sender, LinkItem(waiting.signed, waiting.body, waiting.parcel), Taken(), acts_max)
    if waiting.id in node.staged:
        node.pending.arrived.discard(waiting.id)
        node.pending.stored_waiting.add(waiting.id)


def _refuse(node: Node, sender: bytes, identifier: bytes, error: LintasError, taken: Taken) -> None:
    log.warning("refused an act: %s from %s, act %s", error, node.federation.code(sender), identifier.hex()[:16])
    if len(taken.refused) < node.limits.bundle_items_max:
        taken.refused.append(Refusal(identifier, type(error).__name__))


def _take(node: Node, sender: bytes, signed: SignedAct, item: LinkItem, taken: Taken, acts_max: int) -> None:
    act, dossier = signed.act, dossier_of(signed.act)
    if dossier in node.register.foreign:
        raise NotOurRegistry(dossier, "its first act was refused")
    known = node.known(dossier)
    waiting = WaitingAct(act.id, dossier, sender, signed.signed, item.body, item.parcel, node.clock())
    if isinstance(known, Raw):
        settle(node, take_raw(node, known, waiting, act, acts_max), taken, ours=True)
        return
    try:
        replica = known or _nascent(node, act)
        if replica and act.id in replica.judged and replica.judged[act.id].verdict is Verdict.REFUSED:
            raise RefusedAct(replica.judged[act.id].rule)
        if waits := node.staged.get(act.id):
            add_to(node, waits, act, item)
        elif known and (act.id in known.judged or act.id in known.waiting):
            add_body(node, act, item)
        else:
            if replica and DIRECTORY in replica.kind.item.traits:
                check_whole(act, item.body)
            held = known is not None
            at_hand = None if _place(node, replica, waiting, act, acts_max, held=held) else waiting
            _judge(node, replica, act, taken, at_hand, held=held)
    except UnknownKind as unknown:
        begin_raw(node, unknown, waiting, act, acts_max)
    finally:
        if known is None and not node.staged.of(dossier):
            node.nascent.pop(dossier, None)


def _place(node: Node, replica: Replica | None, waiting: WaitingAct, act: Act, acts_max: int, *, held: bool) -> bool:
    """Put the act where it waits, within the allowance; false where it can be judged and kept now and never waits."""
    if held and replica and all(seen in replica.judged for seen in act.header.past):
        if len(replica.graph.nodes) >= node.limits.dossier_acts_max:
            raise DossierFull(len(replica.graph.nodes))
        return False
    waiting = for_us(node, act, waiting)
    node.staged.check(waiting, acts_max, node.limits.waiting_bytes_max)
    node.staged.put(waiting)
    node.pending.waiting[act.id] = waiting
    return True


def _judge(
    node: Node, replica: Replica | None, act: Act, taken: Taken, at_hand: WaitingAct | None, *, held: bool
) -> None:
    if replica is None:
        return
    judged = replica.receive(act)
    if not held and _is_ours(node, replica, judged):
        node.replicas[dossier_of(act)] = node.nascent.pop(dossier_of(act))
        held, judged = True, list(replica.judged.values())
    settle(node, judged, taken, at_hand, ours=held)


def _is_ours(node: Node, replica: Replica, judged: Iterable[Judged]) -> bool:
    """Whether the dossier is kept here: we are a party, or were one at an act that could be judged now. What let us go,
    or a liar's other branch, may come before what brought us in, above all after a restore.
    """
    if DIRECTORY in replica.kind.item.traits or node.id in replica.now().parties:
        return True
    ours = (each.act.id for each in judged if each.verdict is not Verdict.REFUSED and _names(each.act, node.id))
    return any(node.id in replica.view([identifier]).parties for identifier in ours)


def _names(act: Act, authority: bytes) -> bool:
    """Whether an act is the authority's, or may make it a party."""
    return act.header.author == authority or any(authority in parties for _, parties in act.header.to)


def _nascent(node: Node, act: Act) -> Replica | None:
    """The replica of a dossier that is not ours yet; None before its first act came."""
    dossier = dossier_of(act)
    if dossier not in node.nascent:
        known = [parse_act(w.signed).act for w in node.proven(dossier)]
        first = next((a for a in (act, *known) if a.header.first), None)
        if first is None:
            return None
        if registry_kind(node.kinds, first):
            _check_registry(node, dossier, first)
            known = list(_whole(node, known))
        node.nascent[dossier] = Replica(node.kind_of(first))
        for waiting in known:
            node.nascent[dossier].receive(waiting)
    return node.nascent[dossier]


def _whole(node: Node, waiting: Iterable[Act]) -> Iterator[Act]:
    """Those that wait with their bodies; the others, of which nobody knew that they are the registry's, are dropped."""
    for act in waiting:
        waits = node.staged.get(act.id)
        try:
            check_whole(act, waits.body if waits else None)
        except BodyWithheld as error:
            log.warning("dropped an act of the registry: %s", error)
            forget_waiting(node, act.id)
        else:
            yield act


def _check_registry(node: Node, dossier: bytes, first: Act) -> None:
    """Raises `NotOurRegistry`, and forgets what waits in that dossier: nothing of it will ever be admitted here."""
    try:
        node.register.check_first(first)
    except RegistryError:
        for waiting in node.staged.of(dossier):
            node.unproven.discard(waiting.id)
            forget_waiting(node, waiting.id)
        raise


def settle(
    node: Node, judged: Iterable[Judged], taken: Taken, at_hand: WaitingAct | None = None, *, ours: bool
) -> None:
    """Keep what was admitted, with the bodies that are for us; forget what was refused. `at_hand` is one of them that
    never waited.
    """
    for each in judged:
        if at_hand is not None and each.act.id == at_hand.id:
            _settle(node, each, at_hand, taken)
            continue
        waiting = node.staged.get(each.act.id)
        if waiting is None and ours and (row := node.store.act(each.act.id)):
            # It lay in the store behind a hole.
            node.read_registry(each.act, row.body)
            look_again(node, each.act, row.body)
        if waiting is None or not (ours or each.verdict is Verdict.REFUSED):
            continue
        forget_waiting(node, each.act.id)
        _settle(node, each, waiting, taken)


def _settle(node: Node, judged: Judged, waiting: WaitingAct, taken: Taken) -> None:
    if judged.verdict is Verdict.REFUSED:
        _refuse(node, waiting.sender, judged.act.id, RefusedAct(judged.rule), taken)
    else:
        keep_with_body(node, waiting, judged.act)
