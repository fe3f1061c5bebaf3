"""Disowning: after a key was stolen and renewed, what it signed loses its effect, save what its owner says is its own.

A DISOWN is an act in each dossier (`spec/fold.md` 4.2), signed under the new key. It names every `reg` of the keys that
this one replaced, and the newest acts that are good; whatever the author's own acts lead to from there is good as well.
So an act of ours that names a bad one as seen, by way of our own chain, cannot be called good: it is to be done again.

An act that is not here cannot be called good: whom it had listed, opened or invited is out, for ever and for everybody.
So a node waits with a DISOWN while acts of ours are known to be missing, and after a restore until that is known
(`come_back`), unless its officers abandon them.

Where a bad act made us leave, a DISOWN that has it in its past would be refused (R4). It then rests on what did not see
the bad acts, and what of ours saw them, be it by way of others, is to be done again as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from lintas.dossier.admission import parse_act, sign_act
from lintas.dossier.citing import citations, depth
from lintas.dossier.control import Disown, disown_fields
from lintas.dossier.graph import Node as GraphNode
from lintas.dossier.header import Form
from lintas.dossier.replica import Replica
from lintas.node.come_back import compared
from lintas.node.compare import sharers
from lintas.node.heading import next_header
from lintas.node.order import NotOpen, NotSealed
from lintas.node.state import Node
from lintas.wire.identifiers import NULL32, show
from lintas.wire.limits import LIMITS


class NothingToDisown(NotSealed):
    """No key of ours was replaced, or this dossier has nothing that an old one signed, or it was disowned already."""


class OursMissing(NotSealed):
    """Acts of ours are known that are not in force here: a peer confirmed them, or they wait for what they saw."""

    def __init__(self, acts: int, first: str) -> None:
        self.acts = acts
        self.first = first


class NotCompared(NotSealed):
    """Since the restore of this node no comparison ended with these authorities, which may have acts of ours."""

    def __init__(self, codes: str) -> None:
        self.codes = codes


class TooManyGood(NotSealed):
    """More acts would have to be named as good than one DISOWN may name."""

    def __init__(self, acts: int) -> None:
        self.acts = acts


@dataclass(frozen=True, slots=True)
class Disowned:
    """A DISOWN that was made: where, its id, and the acts of ours that lost their effect by it."""

    dossier: bytes
    act: bytes
    lost: tuple[bytes, ...]


def due(node: Node) -> tuple[bytes, ...]:
    """The dossiers in which an old key of ours signed something that no DISOWN of ours speaks of yet."""
    return tuple(dossier for dossier in node.store.dossiers() if _open(node, node.replica(dossier)))


def check_all_here(node: Node, dossier: bytes) -> None:
    """Raises `OursMissing` or `NotCompared` where a DISOWN made now may leave out what is good, or `UnknownDossier`."""
    replica, lost = node.replica(dossier), {act for act in node.lost.values() if not node.store.act(act)}
    staged = (parse_act(each.signed).act for each in node.staged.of(dossier))
    waiting = {act.id for act in (*staged, *replica.waiting.values()) if act.header.author == node.id}
    if missing := lost | waiting:
        raise OursMissing(len(missing), show(min(missing)))
    others = {each for each in sharers(node, replica) - {node.id} if each in node.federation.authorities}
    unasked = [each for each in others if not (node.has_ended(each) or compared(node, each))]
    if unasked:
        raise NotCompared(", ".join(sorted(map(node.federation.code, unasked))))


def disown(
    node: Node, dossier: bytes, bad: Iterable[bytes] = (), *, abandoning_what_is_missing: bool = False
) -> Disowned:
    """Disown the old keys in a dossier; `bad` are the acts of ours, known here, that are not ours.

    Raises `NothingToDisown`, `TooManyGood`, `NotOpen` where we are no party even without them, or `UnknownDossier`; as
    `check_all_here`, unless what is not here is abandoned: whatever it did has no effect any more, for ever.
    """
    replica, wrong, regs = node.replica(dossier), frozenset(bad), _regs(node)
    if not _open(node, replica):
        raise NothingToDisown()
    if not abandoning_what_is_missing:
        check_all_here(node, dossier)
    node.begin_incarnation()
    seen = citations(replica.now(), node.id, NULL32)
    good = _good(replica, node.id, regs, wrong)
    if node.id not in replica.now().parties:
        clean = _clean(replica, wrong)
        good = [each for each in good if each in clean]
        seen = _maximal(clean, node.id)
    named = {past for each in good for past in each.act.header.past}
    newest = tuple(sorted(each.act.id for each in good if each.act.id not in named))
    if len(newest) > LIMITS.seen_max:
        raise TooManyGood(len(newest))
    control = disown_fields(Disown(tuple(sorted(regs)), newest))
    header = next_header(node, dossier, replica, form=Form.DISOWN, control=control)
    header = replace(header, seen=seen, depth=depth(replica.graph, seen))
    signed = sign_act(node.identity.signer, header)
    judged = replica.consider(signed.act)
    if not judged.counted:
        raise NotOpen(judged.rule, judged.why)
    before = [each for each in _signed_by(replica, node.id, regs) if replica.now().effect(each)]
    replica.receive(signed.act)
    node.keep(signed, None)
    lost = tuple(each.act.id for each in before if not replica.now().effect(each))
    return Disowned(dossier, signed.act.id, lost)


def _regs(node: Node) -> frozenset[bytes]:
    return node.federation.as_of(node.federation.basis(node.id), node.id).replaced


def _open(node: Node, replica: Replica) -> bool:
    """Whether something is to be disowned."""
    regs, now = _regs(node), replica.now()
    said = (each for each in now.disowning() if each.by.act.header.author == node.id)
    left = regs - {reg for each in said for reg in each.regs}
    return bool(left) and bool(_signed_by(replica, node.id, regs))


def _signed_by(replica: Replica, author: bytes, regs: frozenset[bytes]) -> list[GraphNode]:
    strands = (replica.graph.strands[number] for number in replica.graph.authors.get(author, ()))
    return [each for strand in strands for each in strand.nodes if each.act.header.reg in regs]


def _good(replica: Replica, author: bytes, regs: frozenset[bytes], bad: frozenset[bytes]) -> list[GraphNode]:
    """The acts under these keys that neither are bad nor lead to one by way of the author's own acts."""
    tainted, good = set(bad), list[GraphNode]()
    # By depth, so that each comes after what it saw.
    for each in sorted(_signed_by(replica, author, regs), key=lambda found: found.act.header.depth):
        if each.act.id in tainted or tainted.intersection(each.act.header.past):
            tainted.add(each.act.id)
        else:
            good.append(each)
    return good


def _clean(replica: Replica, bad: frozenset[bytes]) -> list[GraphNode]:
    """The acts that neither are bad nor saw one that is."""
    wrong = [found for each in bad if (found := replica.graph.nodes.get(each))]
    return [each for each in replica.graph.nodes.values() if not any(each.saw(other) for other in wrong)]


def _maximal(clean: Iterable[GraphNode], author: bytes) -> tuple[bytes, ...]:
    """What an act cites that rests on these: the author's own first, 64 at most, ascending."""
    here = {each.act.id: each for each in clean}
    newest = here.keys() - {past for each in here.values() for past in each.act.header.past}
    ours_first = sorted(newest, key=lambda each: (here[each].act.header.author != author, each))
    return tuple(sorted(ours_first[: LIMITS.seen_max]))
