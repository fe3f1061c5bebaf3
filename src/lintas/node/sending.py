"""The sending side of a link, as it is in memory; what is durable of it are the peer's receipts."""

from __future__ import annotations

from dataclasses import dataclass, field

from lintas.wire.identifiers import NULL32
from lintas.wire.limits import LIMITS


@dataclass(slots=True)
class Link:
    """The sending side of a link: the peer's cursor and anchor, whether the peer has agreed on them, the cursor up to
    which there is nothing for the peer (`scanned`), and that up to which acts were handed over at least once.
    `told`: cursor and anchor as the peer stated them when they were not ours, until it takes a batch. `untold`: perhaps
    no receipt tells what became of some acts before the cursor. `seen`: the cursor up to which was looked for what goes
    ahead of the rest, `other`: the newest position found that does not, `ahead`: the marks of what went, by position.
    `credit_bytes` and `not_before_ms` are the peer's last word on how much it takes, and when.
    """

    upto: int = 0
    scanned: int = 0
    anchor: bytes = NULL32
    agreed: bool = False
    untold: bool = False
    handed_over: int = 0
    told: tuple[int, bytes] | None = None
    seen: int = 0
    other: int = -1
    ahead: dict[int, str] = field(default_factory=dict)
    credit_bytes: int = LIMITS.bundle_bytes_max
    not_before_ms: int = 0
