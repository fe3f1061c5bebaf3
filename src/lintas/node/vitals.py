"""How a node does, in numbers, for those who run it: no content, no names of persons.

What is counted behind a cursor is counted up to a bound, so that asking costs little however much a peer is owed.
"""

from __future__ import annotations

from dataclasses import dataclass

from lintas.crypto.errors import BadSignature
from lintas.dossier.admission import parse_act
from lintas.log.both import cosigned_both
from lintas.log.errors import HalfSigned, Unsigned
from lintas.node.closed import closed
from lintas.node.expire import outside, until_ms
from lintas.node.owed import queued
from lintas.node.ports import StoreError
from lintas.node.state import Node
from lintas.sync.witness import origin_of
from lintas.wire.errors import Malformed
from lintas.wire.identifiers import show

WAITING_SHOWN_MAX = 50


@dataclass(frozen=True, slots=True)
class PeerVitals:
    """One peer. `queued`: acts that it has not confirmed, up to a bound; `oldest_ms`: the time of the oldest.

    `skew_ms`: how far its clock was ahead of ours when it answered last, None if it has not since the start.
    `refused`: the errors with which it refused acts of ours since the start, and how often.
    """

    code: str
    queued: int
    oldest_ms: int | None
    skew_ms: int | None
    refused: dict[str, int]


@dataclass(frozen=True, slots=True)
class WaitingVitals:
    """An act that waits: whose, since when, and what it waits for: ids of acts, or `the first act`. `dossier` is empty
    where that is closed. `ends_ms`: when it is dropped, where this node is no party; else None.
    """

    act: str
    dossier: str
    sender: str
    since_ms: int
    lacks: tuple[str, ...]
    ends_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Vitals:
    """The node at this moment. `cosigned_by` are the witnesses of the newest checkpoint. `later_count`: how many acts
    are of a later version than this program knows. `search_behind`: how many the search index lacks, None where it
    cannot be read.
    """

    now_ms: int
    acts: int
    dossiers: int
    log_size: int
    checkpoint_size: int
    cosigned_by: tuple[str, ...]
    peers: tuple[PeerVitals, ...]
    waiting_count: int
    waiting: tuple[WaitingVitals, ...]
    later_count: int = 0
    search_behind: int | None = 0


def vitals(node: Node) -> Vitals:
    """How the node does."""
    size, witnesses = _checkpoint(node)
    return Vitals(
        now_ms=node.clock(),
        acts=node.store.size(),
        dossiers=len(node.store.dossiers()),
        log_size=node.frontier.size,
        checkpoint_size=size,
        cosigned_by=witnesses,
        peers=tuple(_peer(node, peer) for peer in sorted(node.federation.authorities) if peer != node.id),
        waiting_count=len(node.staged),
        later_count=len(node.later),
        waiting=tuple(_waiting(node))[:WAITING_SHOWN_MAX],
        search_behind=_search_behind(node),
    )


def _search_behind(node: Node) -> int | None:
    if node.search is None:
        return 0
    try:
        return max(0, node.store.size() - node.search.state().upto)
    except StoreError:
        return None


def _peer(node: Node, peer: bytes) -> PeerVitals:
    acts = list(queued(node, peer))
    oldest_ms = acts[0].header.time_ms if acts else None
    refused = node.refused_by.get(peer, {})
    return PeerVitals(node.federation.code(peer), len(acts), oldest_ms, node.skew_ms.get(peer), dict(refused))


def _waiting(node: Node) -> list[WaitingVitals]:
    found = []
    for each in list(node.staged)[:WAITING_SHOWN_MAX]:
        code = node.federation.code(each.sender)
        try:
            past = parse_act(each.signed).act.header.past
        except Malformed:
            past = ()
        lacks = tuple(show(p) for p in past if node.store.act(p) is None and p not in node.staged)
        ends_ms = until_ms(each.since_ms) if outside(node, each.dossier) else None
        dossier = "" if closed(node, each.dossier) else show(each.dossier)
        found.append(WaitingVitals(show(each.id), dossier, code, each.since_ms, lacks, ends_ms))
    return found


def _checkpoint(node: Node) -> tuple[int, tuple[str, ...]]:
    newest = node.store.checkpoint()
    if newest is None:
        return 0, ()
    size, note = newest
    return size, tuple(a.code for a in node.federation.authorities.values() if _cosigned(node, note, a.code))


def _cosigned(node: Node, note: bytes, code: str) -> bool:
    witness = node.federation.by_code(code)
    try:
        cosigned_both(node.suite, note, name=origin_of(witness), key=witness.log_key)
    except (Unsigned, HalfSigned, BadSignature):
        return False
    return True
