"""Acts that wait where nothing can come that they wait for: in a dossier of which this node is no party.

What one has left is not served to one any more, and a stranger's acts may speak of a dossier that never comes. Such an
act blocks nothing and counts against its sender's allowance; after a time it is dropped. A node that becomes a party
later finds by comparing what it lacks. Where it is a party, acts wait as long as it takes.
"""

from __future__ import annotations

import logging

from lintas.dossier.traits import DIRECTORY
from lintas.node.bodies import forget_waiting
from lintas.node.raw import Raw
from lintas.node.state import Node
from lintas.wire.limits import LIMITS

log = logging.getLogger(__name__)

DAY_MS = 24 * 60 * 60 * 1000
LOOK_MS = 60 * 60 * 1000
"""How often is looked."""


def until_ms(since_ms: int) -> int:
    """Until when an act waits that came then, both in ms since 1970, where this node is no party."""
    return since_ms + LIMITS.waiting_outside_days_max * DAY_MS


def outside(node: Node, dossier: bytes) -> bool:
    """Whether this node is no party of the dossier, be it that it left or that it never was. What is not folded here
    may be for it.
    """
    known = node.known(dossier)
    if known is None or isinstance(known, Raw):
        return known is None
    return DIRECTORY not in known.kind.item.traits and node.id not in known.now().parties


def expire(node: Node) -> int:
    """Drop what has waited too long, durably, at most once in a while; how many acts."""
    if node.clock() < node.expiry_due_ms:
        return 0
    node.expiry_due_ms = node.clock() + LOOK_MS
    now_ms = node.clock()
    gone = [each for each in node.staged if outside(node, each.dossier) and until_ms(each.since_ms) <= now_ms]
    for each in gone:
        log.warning("dropped an act that waited in a dossier of which we are no party: %s", each.id.hex()[:16])
        forget_waiting(node, each.id)
        node.unproven.discard(each.id)
        for replica in filter(None, (node.folded(each.dossier), node.nascent.get(each.dossier))):
            replica.forget(each.id)
        if not node.staged.of(each.dossier):
            node.nascent.pop(each.dossier, None)
    node.commit()
    return len(gone)
