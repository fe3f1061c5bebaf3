"""What the transport can be given wrongly, or be answered wrongly with."""

from __future__ import annotations

from lintas.node.ports import PeerError, Unreachable
from lintas.wire.errors import LintasError


class BadAddress(PeerError):
    """The text is not an address that a node can be asked at, or a path on it."""

    def __init__(self, address: str, why: str) -> None:
        self.address = address[:256]
        self.why = why


class BadReply(Unreachable):
    """What came back is not HTTP, or is more than was allowed. It may be better the next time."""


class CannotListen(LintasError):
    """Nothing can be served at this address: it is taken, not ours, or no address of this machine."""

    def __init__(self, address: str, detail: str) -> None:
        self.address = address
        self.detail = detail
