"""After a restore: with which peers it was compared what both hold, so that all is back that they have of ours.

Between the backup and the loss this node signed acts that it no longer has (`recovery`). It may act without them, since
nothing that it signs now stands at their place; but what a DISOWN does not name as good has no effect any more, for
ever, and it names nothing that is not here (`disown`).

A peer is through with once a comparison with it ended since the restore: both held the same, or a walk was answered as
a whole and no act of ours was found that is not here by now. That is noted in the vault, behind what came; what goes
missing later was not lost by that restore.
"""

from __future__ import annotations

from typing import Final

from lintas.node.ports import Vault
from lintas.node.state import LOG_ERA, Node

COMPARED: Final = "compared/"
"""The beginning of the names in the vault of these notes. They are no secrets; the vault is what outlives content."""


def begin_anew(vault: Vault, era: str) -> None:
    """This vault goes into a restored node, whose log goes on under this name; nobody was asked what was lost."""
    vault.change({LOG_ERA: era.encode("ascii")}, vault.secrets(COMPARED))


def compared(node: Node, peer: bytes) -> bool:
    """Whether all is back that this peer has of ours, as far as a restore lost it; true where there was none."""
    return not node.log_era or node.vault.secret(_name(peer)) is not None


def note_compared(node: Node, peer: bytes) -> None:
    """A comparison with this peer ended: what it has of ours is here, or goes into this commit."""
    if not compared(node, peer):
        node.pending.shown[_name(peer)] = b"\x01"


def _name(peer: bytes) -> str:
    return COMPARED + peer.hex()
