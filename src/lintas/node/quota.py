"""How often this authority did something of late: what a quota of a verb is counted against.

By the clock of this node and its own acts, so nobody else can use up a quota or refuse an act for it.
"""

from __future__ import annotations

from lintas.dossier.grammar import Verb
from lintas.dossier.replica import Replica
from lintas.node.state import Node

QUOTA_WINDOW_MS = 24 * 3_600 * 1_000
"""The time over which a quota counts, in milliseconds."""


def done_today(node: Node, replica: Replica, verb: Verb) -> int:
    """How many acts of this verb are ours in the dossier since the window began; 0 where the verb has no quota."""
    if not verb.quota:
        return 0
    since = node.clock() - QUOTA_WINDOW_MS
    headers = (found.act.header for found in replica.graph.nodes.values())
    return sum(each.author == node.id and each.verb == verb.name and each.time_ms >= since for each in headers)
