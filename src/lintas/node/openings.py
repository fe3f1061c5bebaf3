"""What was opened by whom, as far as statements about it are here (`opened`)."""

from __future__ import annotations

from dataclasses import dataclass, field

from lintas.sync.envelope import Envelope
from lintas.sync.opened import Opened


@dataclass(slots=True)
class Openings:
    """What was opened. `ours`: our statements by author, in order; `told`: the acts in them. `theirs`: when which peer
    opened an act of ours, in ms; `upto`: the newest number of each peer. `known`: how many of ours a peer says it has.
    """

    ours: dict[bytes, list[tuple[int, bytes]]] = field(default_factory=dict)
    told: set[bytes] = field(default_factory=set)
    theirs: dict[bytes, dict[bytes, int]] = field(default_factory=dict)
    upto: dict[bytes, int] = field(default_factory=dict)
    known: dict[bytes, int] = field(default_factory=dict)

    def add_ours(self, head: Envelope, opened: Opened, signed: bytes) -> None:
        """A statement that we made."""
        self.ours.setdefault(head.recipient, []).append((opened.number, signed))
        self.told.update(opened.acts)

    def add_theirs(self, head: Envelope, opened: Opened) -> None:
        """A statement of a peer's."""
        self.upto[head.sender] = max(opened.number, self.upto.get(head.sender, 0))
        for act in opened.acts:
            self.theirs.setdefault(act, {}).setdefault(head.sender, head.time_ms)
