"""What a peer gets on account of an act: the act if it is ours, with as much of it as the peer may have.

The header goes to every party, also to one whom the act discharges; the body to those of its audience who still are
parties, and to newcomers to whom it was released (`entitled`).
"""

from __future__ import annotations

from collections.abc import Callable

from lintas.dossier.graph import Node as GraphNode
from lintas.dossier.header import Act, Form
from lintas.dossier.position import Position
from lintas.dossier.replica import Replica
from lintas.dossier.sealing import epoch_of, is_plain
from lintas.dossier.traits import DIRECTORY
from lintas.node.entitled import Right, right_to
from lintas.node.owed import owed
from lintas.node.parcels import key_parcel, parcel_for
from lintas.node.ports import Place, StoredAct
from lintas.node.state import Node
from lintas.sync.link import LinkItem


def items_for(node: Node, peer: bytes, place: Place, read: Callable[[Place], StoredAct | None]) -> list[LinkItem]:
    """What the peer gets on account of this act: the act itself if it is ours, or what it had not seen of ours."""
    replica = node.folded(place.dossier)
    found = replica.graph.nodes.get(place.id) if replica else None
    if replica is None or found is None:
        # Who must have it is not known here now. Once it is, ours is brought, and comparing finds the rest (`mend`).
        if place.author == node.id:
            node.passed.over(node.pending, peer, place.id, place.dossier)
        return []
    if place.author != node.id:
        return _unseen(node, replica, found, peer, place.position)
    row = read(place) if owed(replica, found, peer) else None
    return [item_for(node, replica.now(), row, found.act, peer)] if row else []


def _unseen(node: Node, replica: Replica, found: GraphNode, peer: bytes, position: int) -> list[LinkItem]:
    """Our newest acts here that an act by which the peer became a party had not seen: nobody else tells it of them.

    They went out to those who were parties then. With the newest in hand, the newcomer asks for the rest (`fetch`). Who
    is no newcomer to them, since that act lay here later only, gets them as ever.
    """
    header = found.act.header
    if not (header.to or header.form in {Form.FORK, Form.DISOWN}) or DIRECTORY in replica.kind.item.traits:
        return []
    now = replica.now()
    if header.form in {Form.FORK, Form.DISOWN}:
        may_have_joined = peer in now.parties
    else:
        named = any(peer in parties for _, parties in header.to)
        may_have_joined = named and peer in now.parties and peer not in replica.parties_before(found)
    if not may_have_joined:
        return []
    tips = (replica.graph.strands[number].nodes[-1] for number in replica.graph.authors.get(node.id, ()))
    rows = ((tip.act, node.store.act(tip.act.id)) for tip in tips if not found.saw(tip))
    return [item_for(node, now, row, act, peer) for act, row in rows if row and row.position < position]


def item_for(node: Node, now: Position, row: StoredAct, act: Act, peer: bytes, *, alone: bool = False) -> LinkItem:
    """An act of ours for a peer that may have its header. `alone`: the peer asks for this one by name, so that it may
    have destroyed the key of the epoch: the key of the act comes with it.
    """
    if is_plain(act):
        return LinkItem(row.signed, row.body)
    right, epoch = right_to(node, now, act, peer), node.epoch(row.dossier, epoch_of(act) or b"")
    if right is Right.NONE or epoch is None:
        return LinkItem(row.signed)
    if right is Right.RELEASED:
        return LinkItem(row.signed, row.body, key_parcel(node, act, epoch, peer))
    return LinkItem(row.signed, row.body, parcel_for(node, act, epoch, peer, alone=alone))
