"""Releasing: an authority gives bodies of its own to parties that came later (`spec/release.md`).

A newcomer has all headers, and bodies from when it is included. Each author chooses for itself what of its earlier
bodies the newcomer gets: nothing, all that it had told everybody, or acts that it names. What goes out is the key of
each act, never that of an epoch. The header of the release is seen by every party; officers answer for it as for the
acts themselves, and what speaks against sealing an act to somebody speaks against releasing it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lintas.dossier.control import Release, release_fields
from lintas.dossier.graph import Node as GraphNode
from lintas.dossier.header import Form
from lintas.dossier.position import Position
from lintas.dossier.releases import release_words
from lintas.dossier.replica import Replica
from lintas.dossier.sealing import Content, epoch_of
from lintas.node.author import Authored
from lintas.node.entitled import Right, right_to
from lintas.node.order import Answering, NotAParty, NotSealed, Order, ReachesNobody
from lintas.node.persons import fewest_persons
from lintas.node.reading import audience_of, read
from lintas.node.recalls import may_be_recalled
from lintas.node.rulings import rulings_on_record
from lintas.node.saying import Saying, say
from lintas.node.state import ExchangeEnded, Node
from lintas.wire.errors import LintasError
from lintas.wire.limits import LIMITS


class NotReleasable(NotSealed):
    """An act that is named cannot be released, and why."""

    def __init__(self, act: bytes, why: str) -> None:
        self.act = act
        self.why = why


class NothingToRelease(NotSealed):
    """There is no earlier act of ours that these parties lack and everybody else was told."""


@dataclass(frozen=True, slots=True)
class ReleaseOrder:
    """To whom what is released: these acts, or, where none is named, all that everybody was told; by whose officers."""

    parties: tuple[bytes, ...]
    acts: tuple[bytes, ...]
    officers: tuple[Answering, ...]
    because: str = ""
    language: str = "en"
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class WeighedRelease:
    """What the RELEASEs say, each of so many acts as one takes; what they give, and what is left out (`Released`)."""

    sayings: tuple[Saying, ...]
    acts: tuple[bytes, ...]
    left_out: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Released:
    """The acts that were made, what they release, and earlier acts that were left out: only some were told of them."""

    made: tuple[Authored, ...]
    acts: tuple[bytes, ...]
    left_out: tuple[bytes, ...]


def release(node: Node, dossier: bytes, order: ReleaseOrder) -> Released:
    """Make the release, in several acts where it is more than one takes.

    Raises as `weigh_release`, or what is wrong with the officers.
    """
    weighed, replica = weigh_release(node, dossier, order), node.replica(dossier)
    made = tuple(say(node, dossier, replica, each, order.officers) for each in weighed.sayings)
    return Released(made, weighed.acts, weighed.left_out)


def weigh_release(node: Node, dossier: bytes, order: ReleaseOrder) -> WeighedRelease:
    """What is released, if it is open to us; whoever answers is passed over.

    Raises `NotReleasable`, `NothingToRelease`, `ReachesNobody`, `NotAParty`, `ExchangeEnded`, `BadBody` or
    `UnknownDossier`.
    """
    replica = node.replica(dossier)
    parties = _recipients(node, replica.now(), order)
    if order.acts:
        chosen = [_releasable(node, replica, each, parties) for each in sorted(set(order.acts))]
        left_out: list[GraphNode] = []
    else:
        earlier = list(_earlier(node, replica.now(), parties))
        chosen = [each for each in earlier if _was_for_all(node, replica, each)]
        left_out = [each for each in earlier if each not in chosen]
        if not chosen:
            raise NothingToRelease()
    persons = max(_checked(node, replica, each, order, parties) for each in chosen)
    several = (chosen[at : at + LIMITS.released_max] for at in range(0, len(chosen), LIMITS.released_max))
    sayings = tuple(_saying(node, each, order, parties, persons) for each in several)
    return WeighedRelease(sayings, tuple(n.act.id for n in chosen), tuple(n.act.id for n in left_out))


def releasable(node: Node, dossier: bytes) -> frozenset[bytes]:
    """The acts of ours there that some party may not read yet; raises `UnknownDossier`."""
    now = node.replica(dossier).now()
    return frozenset(each.act.id for each in _earlier(node, now, tuple(now.firm - {node.id})))


def _recipients(node: Node, now: Position, order: ReleaseOrder) -> tuple[bytes, ...]:
    parties = tuple(sorted(set(order.parties) - {node.id}))
    if not parties:
        raise ReachesNobody()
    if strangers := sorted(set(parties) - now.firm):
        raise NotAParty(strangers)
    if ended := next(filter(node.has_ended, parties), None):
        raise ExchangeEnded(node.federation.code(ended))
    return parties


def _earlier(node: Node, now: Position, parties: tuple[bytes, ...]) -> Iterator[GraphNode]:
    """Our acts that said something to others and that one of the parties may not have."""
    for number in now.graph.authors.get(node.id, ()):
        for found in now.graph.strands[number].nodes:
            said = found.act.header.form is Form.VERB and may_be_recalled(found.act)
            if said and not node.recalls.covers(found.act) and _lacks(node, now, found, parties):
                yield found


def _lacks(node: Node, now: Position, found: GraphNode, parties: tuple[bytes, ...]) -> bool:
    return any(right_to(node, now, found.act, party) is Right.NONE for party in parties)


def _was_for_all(node: Node, replica: Replica, found: GraphNode) -> bool:
    """Whether it was sealed to everybody who was a party with it: what only some were told is released by name."""
    return replica.view([found.act.id]).firm <= {node.id, *(audience_of(node, found.act) or ())}


def _releasable(node: Node, replica: Replica, act: bytes, parties: tuple[bytes, ...]) -> GraphNode:
    found = replica.graph.nodes.get(act)
    if found is None:
        raise NotReleasable(act, "it is no act of this dossier")
    header = found.act.header
    if header.author != node.id:
        raise NotReleasable(act, f"{node.federation.code(header.author)} is its author, and alone may")
    if header.form is not Form.VERB or not may_be_recalled(found.act):
        raise NotReleasable(act, "it says nothing that is sealed")
    if node.recalls.covers(found.act):
        raise NotReleasable(act, "it was recalled")
    if not _lacks(node, replica.now(), found, parties):
        raise NotReleasable(act, "all of them may read it already")
    return found


def _checked(node: Node, replica: Replica, found: GraphNode, order: ReleaseOrder, parties: tuple[bytes, ...]) -> int:
    """How many officers must answer; raises `BadBody` where it could not be sealed to these parties today."""
    verb = replica.verb(found.act)
    assert verb is not None
    said, now = _content(node, found), replica.now()
    as_new = Order(verb.name, said.fields, parties, (), purpose=order.purpose)
    dossier = found.act.item if found.act.header.first else found.act.header.dossier
    return fewest_persons(node, verb, as_new, dossier, parties, rulings_on_record(node, dossier, now))


def _content(node: Node, found: GraphNode) -> Content:
    row = node.store.act(found.act.id)
    if row is None:
        raise NotReleasable(found.act.id, "it is not durable yet")
    try:
        return read(node, row)[1]
    except LintasError:
        raise NotReleasable(found.act.id, "what it says is not on this node") from None


def _saying(
    node: Node, chosen: list[GraphNode], order: ReleaseOrder, parties: tuple[bytes, ...], persons: int
) -> Saying:
    readers = {epoch_of(n.act) or b"": tuple(sorted(audience_of(node, n.act) or ())) for n in chosen}
    control = release_fields(Release(tuple(n.act.id for n in chosen), parties))
    return Saying(Form.RELEASE, control, release_words(order.because, readers), parties, order.language, persons)
