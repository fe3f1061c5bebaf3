"""Asking a peer for the acts of a dossier that are missing here, and answering such a request."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from lintas.dossier.admission import parse_act
from lintas.dossier.sealing import epoch_of, is_plain
from lintas.node.deliver import BUNDLE_MARGIN_BYTES
from lintas.node.items import item_for
from lintas.node.parcels import parcel_for
from lintas.node.ports import StoredAct, WaitingAct
from lintas.node.receive import Taken, receive
from lintas.node.requests import request
from lintas.node.state import Node, UnknownDossier
from lintas.sync.carried import carried, carry
from lintas.sync.envelope import Envelope, check_reply, read, write
from lintas.sync.fetch import (
    FETCH_KIND,
    FETCHED_KIND,
    Fetch,
    Fetched,
    fetch_fields,
    fetched_fields,
    read_fetch,
    read_fetched,
)  # fmt: skip
from lintas.sync.link import LinkItem, bodies_of
from lintas.wire.limits import LIMITS
from lintas.wire.shape import Fields

AUTHORS_REMEMBERED_MAX: Final = 4_096
"""Of so many acts that wait it is remembered who signed them: each round of each courier asks."""


def wanted(node: Node, peer: bytes) -> tuple[bytes, ...]:
    """The dossiers of which acts wait for something that is not here, and that the peer may have: it sent or signed one
    of them, or had a part in what our own disk lost. Among them the registry, where they rest on an act of it. Who sent
    it may have lost that since; who signed it saw it.
    """
    waiting = [each for each in node.staged if each.sender == peer]
    found = {each.dossier for each in waiting if each.id not in node.unproven and _lacks(node, each)}
    if node.federation.registry and any(each.id in node.unproven for each in waiting):
        found.add(node.federation.registry)
    for dossier in {*node.holed, *(each.dossier for each in node.staged)} - found:
        if _may_have(node, peer, dossier):
            found.add(dossier)
    return tuple(sorted(found))


def _may_have(node: Node, peer: bytes, dossier: bytes) -> bool:
    """Whether the peer may have what acts of a dossier wait for: it signed one of them; or that was here, and the peer
    is a party or was one.
    """
    authors = _authors(node, dossier)
    if not authors:
        node.holed.discard(dossier)
    if not authors or node.later.of(dossier):
        return False
    was_here = dossier in node.holed or node.id in authors
    return peer in authors or (was_here and _had_a_part(node, peer, dossier))


def known(node: Node, dossier: bytes) -> int:
    """How many acts of a dossier are here, be it waiting."""
    waiting, raw = len(node.staged.of(dossier)), node.raws.get(dossier)
    if replica := node.replicas.get(dossier) or node.nascent.get(dossier):
        return len(replica.judged) + len(replica.waiting) + waiting
    return waiting + (len(raw.acts) if raw else 0)


def _had_a_part(node: Node, peer: bytes, dossier: bytes) -> bool:
    """Whether the peer is a party of a dossier, or was one at any act that could be judged."""
    replica = node.replicas.get(dossier)
    if replica is None:
        return False
    if peer in replica.now().parties:
        return True
    # Most of a federation never had, and are asked about in each round.
    ever_named = peer in replica.records.ever_named
    return ever_named and any(peer in replica.parties_before(each) for each in replica.graph.nodes.values())


def _authors(node: Node, dossier: bytes) -> set[bytes]:
    """Who signed what waits in a dossier for an act that is not here, be it the first."""
    if replica := node.replicas.get(dossier) or node.nascent.get(dossier):
        return {act.header.author for act in replica.waiting.values()}
    raw = node.raws.get(dossier)
    stored = {act.header.author for act in raw.acts.values()} if raw and not raw.kind else set[bytes]()
    return stored | {_author(each.signed) for each in node.staged.of(dossier)}


@lru_cache(maxsize=AUTHORS_REMEMBERED_MAX)
def _author(signed: bytes) -> bytes:
    return parse_act(signed).act.header.author


def _lacks(node: Node, waiting: WaitingAct) -> bool:
    """Whether the act waits for one that is not here; another, of a later version, may be and still be waited for."""
    if not node.later.of(waiting.dossier):
        return True
    past = parse_act(waiting.signed).act.header.past
    return not all(each in node.later or each in node.staged or node.store.act(each) for each in past)


def ask(node: Node, peer: bytes, dossier: bytes, acts: tuple[bytes, ...] = ()) -> tuple[Envelope, bytes]:
    """A request for these acts, or for what the peer has of the dossier and we have not."""
    replica = node.folded(dossier) or node.nascent.get(dossier)
    envelope = Envelope(node.id, peer, node.entropy(16), node.clock())
    have = replica.tips()[: LIMITS.bundle_items_max] if replica and not acts else ()
    return envelope, write(node.speaker(peer), FETCH_KIND, envelope, fetch_fields(Fetch(dossier, have, acts)))


def take(node: Node, request: Envelope, data: bytes) -> tuple[Taken, bool]:
    """Take the reply: what became of the acts, and whether there are more to ask for."""
    signed, bodies = carried(data)
    reply, fields = read(node.suite, node.federation, FETCHED_KIND, signed, to=node.id)
    check_reply(request, reply)
    fetched = read_fetched(fields, bodies)
    return receive(node, reply.sender, fetched.items, asked=True), fetched.more and bool(fetched.items)


def serve(node: Node, data: bytes) -> bytes:
    """Answer a peer's request; raises `UnknownDossier` also where the peer is not a party: it learns nothing."""
    return answer(node, *request(node, FETCH_KIND, data))


def answer(node: Node, envelope: Envelope, fields: Fields) -> bytes:
    """The reply to a request that was read; raises as `serve`."""
    asked = read_fetch(fields)
    if not node.serves(asked.dossier, envelope.sender):
        raise UnknownDossier(asked.dossier)
    items, more = _gather(node, asked, envelope.sender)
    reply = Envelope(node.id, envelope.sender, envelope.nonce, node.clock())
    signed = write(node.speaker(reply.recipient), FETCHED_KIND, reply, fetched_fields(Fetched(items, more)))
    return carry(signed, bodies_of(items))


def _gather(node: Node, request: Fetch, asker: bytes) -> tuple[tuple[LinkItem, ...], bool]:
    items, room = list[LinkItem](), node.limits.bundle_bytes_max - BUNDLE_MARGIN_BYTES
    for row in _asked_for(node, request):
        item = _item(node, row, asker, named=bool(request.acts))
        room -= item.size_bytes
        if room < 0 or len(items) >= node.limits.bundle_items_max:
            return tuple(items), True
        items.append(item)
    return tuple(items), False


def _asked_for(node: Node, request: Fetch) -> Iterator[StoredAct]:
    """In the order in which they were judged, in which each act comes after what it saw; what is durable of them."""
    graph = node.replica(request.dossier).graph
    if request.acts:
        named = set(request.acts)
        found = [act for act in graph.nodes if act in named] if len(named) > 1 else [a for a in named if a in graph]
    else:
        known = graph.span(tip for tip in request.have if tip in graph)
        found = [act for act, at in graph.nodes.items() if not at.within(known)]
    return (row for act in found if (row := node.store.act(act)))


def _item(node: Node, row: StoredAct, asker: bytes, *, named: bool) -> LinkItem:
    """Bodies that are sealed come from their author, and go back to it where it lost them."""
    if row.author == asker:
        return _returned(node, row)
    replica = node.replica(row.dossier)
    act = replica.graph.nodes[row.id].act
    if row.author != node.id:
        return LinkItem(row.signed, row.body if is_plain(act) else None)
    return item_for(node, replica.now(), row, act, asker, alone=named)


def _returned(node: Node, row: StoredAct) -> LinkItem:
    """An act for its own author, which lost it: body and key are its own, so that it may have both from anybody."""
    act = parse_act(row.signed).act
    epoch = node.epoch(row.dossier, epoch_of(act) or b"")
    if row.body is None or epoch is None or node.recalls.covers(act):
        return LinkItem(row.signed, row.body if is_plain(act) else None)
    return LinkItem(row.signed, row.body, parcel_for(node, act, epoch, row.author, alone=True))
