"""Who opened what: told to authors when an officer here reads their bodies, and kept when peers tell us.

Only reading as an officer counts. What a node does by itself (taking, fetching, searching, exporting) opens nothing.
An operator can withhold the statements (`Policy.tell_opened`). Both sides' statements lie with the evidence: a peer's
under its id, ours under our own, the author's id in place of a link epoch and the number in place of a cursor.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable

from lintas.crypto.errors import CryptoError
from lintas.dossier.authority import TrustError
from lintas.node.openings import Openings
from lintas.node.ports import Evidence
from lintas.node.state import Node
from lintas.sync.envelope import Envelope, NotForUs, SyncError, read, write
from lintas.sync.opened import OPENED_KIND, Opened, opened_fields, read_opened
from lintas.wire.errors import Malformed
from lintas.wire.limits import LIMITS

log = logging.getLogger(__name__)


class NotOurs(SyncError):
    """A peer states that it opened an act that is not this authority's."""

    def __init__(self, act: bytes) -> None:
        self.act = act


def openings(node: Node) -> Openings:
    """What was opened, read from the store once after each start."""
    if node.openings is None:
        found = Openings()
        for row in node.store.evidence():
            if row.kind == OPENED_KIND:
                head, opened = _read(node, row.signed, row.epoch)
                if row.peer == node.id:
                    found.add_ours(head, opened, row.signed)
                else:
                    found.add_theirs(head, opened)
        node.openings = found
    return node.openings


def tell(node: Node, dossier: bytes, acts: Iterable[tuple[bytes, bytes]]) -> None:
    """An officer opened these (author, act): their authors are told, once. Kept with the next commit."""
    found, by = openings(node), dict[bytes, list[bytes]]()
    for author, act in acts if node.policy.tell_opened else ():
        if author != node.id and act not in found.told:
            by.setdefault(author, []).append(act)
    for author, new in by.items():
        for start in range(0, len(new), LIMITS.opened_acts_max):
            _tell(node, found, author, dossier, tuple(new[start : start + LIMITS.opened_acts_max]))


def _tell(node: Node, found: Openings, author: bytes, dossier: bytes, acts: tuple[bytes, ...]) -> None:
    # A number that the author has already is one that an old backup made us forget.
    last = max(found.known.get(author, 0), *(number for number, _ in found.ours.get(author, [(0, b"")])))
    head, opened = Envelope(node.id, author, node.entropy(16), node.clock()), Opened(last + 1, dossier, acts)
    signed = write(node.identity.signer, OPENED_KIND, head, opened_fields(opened))
    found.add_ours(head, opened, signed)
    node.pending.evidence.append(Evidence(OPENED_KIND, node.id, author, opened.number, head.time_ms, signed))


def unsent(node: Node, peer: bytes, *, anew: bool = False) -> tuple[bytes, ...]:
    """Our durable statements that the peer does not have. Before it said how many it has: none, or `anew` all."""
    found = openings(node)
    if not found.ours.get(peer) or (peer not in found.known and not anew):
        return ()
    pending = {row.signed for row in node.pending.evidence}
    last = found.known.get(peer, 0)
    left = [signed for number, signed in found.ours.get(peer, []) if number > last and signed not in pending]
    return tuple(left[: LIMITS.openings_max])


def newest(node: Node, peer: bytes) -> int:
    """The number of our newest durable statement to the peer; 0 without any."""
    pending = {row.signed for row in node.pending.evidence}
    ours = reversed(openings(node).ours.get(peer, []))
    return next((number for number, signed in ours if signed not in pending), 0)


def known(node: Node, peer: bytes, upto: int) -> None:
    """The peer says that it has our statements up to this number."""
    openings(node).known[peer] = upto


def take(node: Node, peer: bytes, statements: Iterable[bytes]) -> int:
    """Keep a peer's statements about acts of ours; the newest number that is here. What is wrong is logged."""
    found = openings(node)
    for signed in statements:
        try:
            head, opened = _read(node, signed, node.id)
            _check(node, peer, head, opened)
        except (Malformed, CryptoError, TrustError, SyncError) as error:
            log.warning("refused a statement of %s: %s", node.federation.code(peer), type(error).__name__)
            continue
        if opened.number > found.upto.get(peer, 0):
            found.add_theirs(head, opened)
            node.pending.evidence.append(Evidence(OPENED_KIND, peer, node.id, opened.number, head.time_ms, signed))
    return found.upto.get(peer, 0)


def _check(node: Node, peer: bytes, head: Envelope, opened: Opened) -> None:
    if head.sender != peer:
        raise NotForUs(peer, head.sender)
    for act in opened.acts:
        row = node.store.act(act)
        if row is None or row.author != node.id:
            raise NotOurs(act)


def opened_at(node: Node, act: bytes, peer: bytes) -> int:
    """When an officer of the peer first opened the act, in ms since 1970 as the peer has it; 0 if none did."""
    return openings(node).theirs.get(act, {}).get(peer, 0)


def _read(node: Node, signed: bytes, author: bytes) -> tuple[Envelope, Opened]:
    head, fields = read(node.suite, node.federation, OPENED_KIND, signed, to=author, former=True)
    return head, read_opened(fields)
