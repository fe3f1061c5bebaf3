"""Peers to whom nothing goes for now, because whoever runs this node said so.

Nothing is brought to such a peer, and nothing is asked of it; what it asks is answered as ever. It is this authority's
own decision, told to nobody. It is kept in the vault, so that a restart does not end it.
"""

from __future__ import annotations

from typing import Final

from lintas.node.state import Node

_PAUSED: Final = "paused/"
_TIME_BYTES: Final = 8


def pause(node: Node, peer: bytes) -> None:
    """From now on nothing goes to the peer; durable on return."""
    if peer not in paused(node):
        node.vault.put_secret(_name(peer), node.clock().to_bytes(_TIME_BYTES, "big"))


def resume(node: Node, peer: bytes) -> None:
    """What goes to the peer goes again; durable on return."""
    node.vault.change({}, [_name(peer)])


def paused(node: Node) -> dict[bytes, int]:
    """The peers to whom nothing goes, and since when, in ms since 1970."""
    return {
        bytes.fromhex(name.removeprefix(_PAUSED)): int.from_bytes(node.vault.secret(name) or b"", "big")
        for name in node.vault.secrets(_PAUSED)
    }


def _name(peer: bytes) -> str:
    return _PAUSED + peer.hex()
