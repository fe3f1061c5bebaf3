"""What was opened by whom, as far as statements about it are here (`opened`)."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from lintas.sync.envelope import Envelope
from lintas.sync.opened import Opened

NEWEST_MAX: Final = 1_024
"""So many acts that peers opened last are told in order."""


@dataclass(slots=True)
class Openings:
    """What was opened. `ours`: our statements by author, in order; `told`: the acts in them. `theirs`: when which peer
    opened an act of ours, in ms; `upto`: the newest number of each peer; `heard`: how many acts were in them. `known`:
    how many of ours a peer says it has.
    """

    ours: dict[bytes, list[tuple[int, bytes]]] = field(default_factory=dict)
    told: set[bytes] = field(default_factory=set)
    theirs: dict[bytes, dict[bytes, int]] = field(default_factory=dict)
    upto: dict[bytes, int] = field(default_factory=dict)
    known: dict[bytes, int] = field(default_factory=dict)
    heard: int = 0
    _newest: deque[bytes] = field(default_factory=lambda: deque(maxlen=NEWEST_MAX))

    def add_ours(self, head: Envelope, opened: Opened, signed: bytes) -> None:
        """A statement that we made."""
        self.ours.setdefault(head.recipient, []).append((opened.number, signed))
        self.told.update(opened.acts)

    def add_theirs(self, head: Envelope, opened: Opened) -> None:
        """A statement of a peer's."""
        self.upto[head.sender] = max(opened.number, self.upto.get(head.sender, 0))
        for act in opened.acts:
            self.theirs.setdefault(act, {}).setdefault(head.sender, head.time_ms)
        self.heard += len(opened.acts)
        self._newest.extend(opened.acts)

    def newest(self, count: int) -> Sequence[bytes]:
        """So many acts that peers opened last, in order, as far as they are still known."""
        return tuple(self._newest)[max(0, len(self._newest) - count) :]
