"""Parcels: keys wrapped for one recipient, made from the vault when they are asked for, and never kept.

Whether a peer may have one at all is said by `entitled`.
"""

from __future__ import annotations

from lintas.dossier.header import Act
from lintas.dossier.header_bytes import dossier_of
from lintas.dossier.sealing import act_key, begins_epoch, key_info, wrap_info
from lintas.node.ports import Epoch
from lintas.node.reading import kept_key
from lintas.node.state import Node


def parcel_for(node: Node, act: Act, epoch: Epoch, peer: bytes, *, alone: bool = False) -> bytes | None:
    """What travels beside the body: the key of the epoch that the act begins; where that key was destroyed, the key of
    the act alone. None where the peer has what it needs, or we have it not.
    """
    if epoch.key is None or (alone and not begins_epoch(act)):
        return key_parcel(node, act, epoch, peer)
    info = wrap_info(dossier_of(act), epoch.id, act.header.author, peer)
    return _parcel(node, peer, epoch.key, info) if begins_epoch(act) else None


def key_parcel(node: Node, act: Act, epoch: Epoch, peer: bytes) -> bytes | None:
    """The key of the act alone, which opens nothing else; None where we have it not."""
    secret = act_key(node.suite, epoch.key, act.header) if epoch.key else kept_key(node, act.id)
    info = key_info(dossier_of(act), act.id, act.header.author, peer)
    return _parcel(node, peer, secret, info) if secret else None


def _parcel(node: Node, peer: bytes, secret: bytes, info: bytes) -> bytes:
    return node.suite.wrap(node.federation.authority(peer).recipient, secret, info)
