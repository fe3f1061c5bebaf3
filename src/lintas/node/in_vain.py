"""What a peer was asked for in vain: an act that nobody has any more would else be asked for in every round, and a
round follows each commit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lintas.node import fetch
from lintas.node.again import is_due
from lintas.node.state import Node

AGAIN_MS_MIN: Final = 1_000
AGAIN_MS_MAX: Final = 60 * 60 * 1000


@dataclass(frozen=True, slots=True)
class _Asked:
    known: int
    due_ms: int
    wait_ms: int


class InVain:
    """The dossiers that one peer was asked for: each again after a while that doubles, or once anything of it came."""

    def __init__(self) -> None:
        """Nothing was asked for."""
        self._asked: dict[bytes, _Asked] = {}

    def due(self, node: Node, wanted: Sequence[bytes]) -> tuple[bytes, ...]:
        """Those of the wanted dossiers that are to be asked for now."""
        self._asked = {dossier: self._asked[dossier] for dossier in wanted if dossier in self._asked}
        return tuple(dossier for dossier in wanted if self._is_due(node, dossier))

    def _is_due(self, node: Node, dossier: bytes) -> bool:
        asked = self._asked.get(dossier)
        if asked is None or asked.known != fetch.known(node, dossier):
            return True
        return is_due(node.clock(), asked.due_ms, asked.wait_ms)

    def asked(self, node: Node, dossier: bytes) -> None:
        """The peer was asked, and what it gave was taken."""
        before, known = self._asked.get(dossier), fetch.known(node, dossier)
        wait_ms = AGAIN_MS_MIN
        if before and before.known == known:
            wait_ms = min(AGAIN_MS_MAX, 2 * before.wait_ms)
        self._asked[dossier] = _Asked(known, node.clock() + wait_ms, wait_ms)
