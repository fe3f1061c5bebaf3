"""Acts that are here without their bodies, by the peer that may be asked for them.

A header comes from any party and a body from its author, so that what another party mended lacks its body. Bodies of
our own that we lost may come from whoever reads them. Whether a
body is for this node is known from its keys; whoever takes entries from here looks (`node.mend`), and puts those back
that it asks for: the author may have lost the body too, and get it back later.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lintas.dossier.header import Act
from lintas.node.again import is_due

RETRY_MS_MIN = 10_000
RETRY_MS_MAX = 24 * 60 * 60 * 1000


@dataclass(frozen=True, slots=True)
class _Wanted:
    act: Act
    due_ms: int = 0
    wait_ms: int = RETRY_MS_MIN


class Lacking:
    """The acts to look at, each when it is due: at once, and then after a while that doubles up to a day."""

    def __init__(self, us: bytes) -> None:
        """Nothing lacks."""
        self._us = us
        self._of: dict[bytes, dict[bytes, _Wanted]] = {}

    def note(self, act: Act, sender: bytes | None) -> None:
        """The act was stored without a body, as this sender gave it (None: as the store has it)."""
        if act.header.seal is not None and act.header.author != sender:
            self._of.setdefault(act.header.author, {})[act.id] = _Wanted(act)

    def missed(self, act: Act) -> None:
        """Its body came and could not be kept: it is asked for again, be it for the first time or when it is due."""
        self._of.setdefault(act.header.author, {}).setdefault(act.id, _Wanted(act))

    def drop(self, act: Act) -> None:
        """The body came, or is not for us."""
        for acts in self._of.values():
            acts.pop(act.id, None)

    def due(self, peer: bytes, now_ms: int, most: int) -> Iterator[Act]:
        """At most so many acts of the peer, or our own; one that is not dropped is due again later."""
        ours = {act: _Wanted(each.act) for act, each in self._of.get(self._us, {}).items()}
        acts = self._of[peer] = ours | self._of.get(peer, {})
        for wanted in [each for each in acts.values() if is_due(now_ms, each.due_ms, each.wait_ms)][:most]:
            wait_ms = min(RETRY_MS_MAX, 2 * wanted.wait_ms)
            acts[wanted.act.id] = _Wanted(wanted.act, now_ms + wanted.wait_ms, wait_ms)
            yield wanted.act
