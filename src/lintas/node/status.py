"""How a node is: its acts, its log, what each peer has confirmed. No content, no names of persons."""

from __future__ import annotations

from dataclasses import dataclass

from lintas.node.answers import HELD, IN_COPY, open_recalls
from lintas.node.closed import closed
from lintas.node.line import spoken
from lintas.node.owed import queued
from lintas.node.state import Node


@dataclass(frozen=True, slots=True)
class PeerStatus:
    """One peer: how many of our positions its receipts cover, and how many acts of ours it has not confirmed, up to a
    bound. `speaks`: in which version of the line we speak to it; 0 if that is not known.
    """

    code: str
    address: str
    stored_upto: int
    queued: int
    speaks: int


@dataclass(frozen=True, slots=True)
class RecallStatus:
    """Recalls: how many somebody must still answer, for how many of them an authority is late, how many wait for a copy
    of the vault to be replaced, and how many are held here.
    """

    unanswered: int
    late: int
    in_copies: int
    held: int


@dataclass(frozen=True, slots=True)
class Status:
    """The node at this moment. `later`: acts of a later version than this program knows. `checkpoint_size` is 0 before
    the first checkpoint.
    """

    code: str
    name: str
    exercise: bool
    federation: str
    dossiers: int
    acts: int
    waiting: int
    later: int
    log_root: str
    checkpoint_size: int
    recalls: RecallStatus
    peers: tuple[PeerStatus, ...]


def status(node: Node) -> Status:
    """How the node is."""
    ours = node.identity.authority
    checkpoint = node.store.checkpoint()
    return Status(
        code=ours.code,
        name=ours.name,
        exercise=node.federation.exercise,
        federation=node.federation.reg.hex(),
        dossiers=len(node.store.dossiers()),
        acts=node.store.size(),
        waiting=len(node.staged),
        later=len(node.later),
        log_root=node.frontier.root().hex(),
        checkpoint_size=checkpoint[0] if checkpoint else 0,
        recalls=_recalls(node),
        peers=tuple(_peer(node, peer) for peer in sorted(node.federation.authorities) if peer != node.id),
    )


def _recalls(node: Node) -> RecallStatus:
    seen = [each.recall for each in open_recalls(node) if not closed(node, each.dossier)]
    here = [recall.here for recall in seen]
    late = sum(bool(recall.late) for recall in seen)
    return RecallStatus(len(seen), late, here.count(IN_COPY), here.count(HELD))


def _peer(node: Node, peer: bytes) -> PeerStatus:
    authority, upto = node.federation.authority(peer), node.store.outbound(peer).upto
    waits = sum(1 for _ in queued(node, peer))
    return PeerStatus(authority.code, node.federation.address(peer), upto, waits, spoken(node, peer))
