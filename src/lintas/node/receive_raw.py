"""Receiving acts of a dossier that is not folded here: they are kept as they are.

The dossier is ours from when one of its acts names this node. Only authors who were named in it are taken, up to the
size of a dossier; what others send waits within the sender's allowance, and so does everything before that.
"""

from __future__ import annotations

from collections.abc import Iterable

from lintas.dossier.admission import parse_act
from lintas.dossier.header import Act
from lintas.dossier.header_bytes import dossier_of
from lintas.dossier.replica import Replica
from lintas.dossier.verdict import Judged
from lintas.node.bodies import add_body, add_to, for_us, keep_waiting
from lintas.node.ports import WaitingAct
from lintas.node.raw import Raw
from lintas.node.state import Node, UnknownKind
from lintas.node.waiting import DossierFull
from lintas.sync.link import LinkItem


def begin_raw(node: Node, unknown: UnknownKind, waiting: WaitingAct, act: Act, acts_max: int) -> None:
    """Take an act of a dossier of an unknown kind that is not ours yet; raises `WaitingFull`."""
    if waits := node.staged.get(act.id):
        add_to(node, waits, act, LinkItem(waiting.signed, waiting.body, waiting.parcel))
    else:
        _wait(node, waiting, act, acts_max)
    acts = [parse_act(each.signed).act for each in node.proven(waiting.dossier)]
    if node.id in Raw(unknown.name, unknown.version, acts).named:
        node.raws[waiting.dossier] = Raw(unknown.name, unknown.version)
        settle_raw(node, waiting.dossier, node.raws[waiting.dossier])


def take_raw(node: Node, raw: Raw, waiting: WaitingAct, act: Act, acts_max: int) -> Iterable[Judged]:
    """Take an act of a dossier that is here; raises `DossierFull` or `WaitingFull`.

    The verdicts are those of a dossier that can be folded with this act.
    """
    item = LinkItem(waiting.signed, waiting.body, waiting.parcel)
    if act.id in raw.acts:
        add_body(node, act, item)
    elif waits := node.staged.get(act.id):
        add_to(node, waits, act, item)
    elif not raw.takes(act):
        _wait(node, waiting, act, acts_max)
    elif len(raw.acts) >= node.limits.dossier_acts_max:
        raise DossierFull(len(raw.acts))
    else:
        raw.add(act)
        keep_waiting(node, waiting, act)
        settle_raw(node, waiting.dossier, raw)
    return _folded(node, act, raw) if act.header.first and not raw.kind else ()


def _wait(node: Node, waiting: WaitingAct, act: Act, acts_max: int) -> None:
    waiting = for_us(node, act, waiting)
    node.staged.check(waiting, acts_max, node.limits.waiting_bytes_max)
    node.staged.put(waiting)
    node.pending.waiting[act.id] = waiting


def settle_raw(node: Node, dossier: bytes, raw: Raw) -> None:
    """Keep what waits and may now be taken, until nothing more may."""
    moved = True
    while moved:
        moved = False
        for waiting in node.proven(dossier):
            act = parse_act(waiting.signed).act
            if raw.takes(act) and len(raw.acts) < node.limits.dossier_acts_max:
                raw.add(act)
                keep_waiting(node, waiting, act)
                moved = True


def _folded(node: Node, first: Act, raw: Raw) -> list[Judged]:
    """The first act that was missing came: the dossier is folded from here on, if its kind is known."""
    dossier = dossier_of(first)
    del node.raws[dossier]
    try:
        replica = Replica(node.kind_of(first))
    except UnknownKind as unknown:
        node.raws[dossier] = Raw(unknown.name, unknown.version, raw.acts.values())
        return []
    node.replicas[dossier] = replica
    waiting = [parse_act(each.signed).act for each in node.proven(dossier)]
    return [judged for act in (*raw.acts.values(), *waiting) for judged in replica.receive(act)]
