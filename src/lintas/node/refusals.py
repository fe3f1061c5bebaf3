"""What a peer is answered where there is no reply: a status as in HTTP, and the class of the error, no more.

Who is behind, or has no room, says when to come again and that nothing is taken until then.
"""

from __future__ import annotations

from typing import Final

from lintas.node.deliver import RETRY_MS_MAX
from lintas.node.ports import PeerRefused, StoreError
from lintas.sync.envelope import TooManyRequests
from lintas.wire import cbor, shape
from lintas.wire.errors import LintasError, Malformed

BAD_REQUEST, FORBIDDEN, NOT_FOUND, TOO_MANY, UNAVAILABLE = 400, 403, 404, 429, 503
RETRY_MS: Final = 2_000
"""How long a peer is asked to hold back from a node that is behind, or whose disk is full."""


def status_of(error: LintasError) -> int:
    """The status with which the error is told to a peer."""
    if isinstance(error, TooManyRequests):
        return TOO_MANY
    if isinstance(error, StoreError):
        return UNAVAILABLE
    return BAD_REQUEST if isinstance(error, Malformed) else FORBIDDEN


def refusal(error: LintasError) -> bytes:
    """A peer learns the class of the error, and no more."""
    return cbor.encode({1: type(error).__name__})


def later(error: LintasError) -> bytes:
    """Not now: when to come again, and that nothing is taken until then."""
    return cbor.encode({1: type(error).__name__, 2: {"credit_bytes": 0, "retry_ms": RETRY_MS}})


def body_of(error: LintasError) -> bytes:
    """The refusal as `status_of` calls for it."""
    return later(error) if status_of(error) in {TOO_MANY, UNAVAILABLE} else refusal(error)


def name_of(refused: PeerRefused) -> str:
    """The class of the error that the peer names; empty if it names none."""
    try:
        return shape.read("refusal", refused.body, size_max=len(refused.body)).text(1, 64)
    except Malformed:
        return ""


def retry_ms(error: Exception) -> int:
    """How long the peer asked us to hold back, in ms, a minute at most; 0 if it did not."""
    if not isinstance(error, PeerRefused) or error.status not in {TOO_MANY, UNAVAILABLE}:
        return 0
    try:
        facts = shape.read("refusal", error.body, size_max=len(error.body)).take(2, dict)
    except Malformed:
        return 0
    asked = facts.get("retry_ms")
    return min(asked, RETRY_MS_MAX) if isinstance(asked, int) and asked > 0 else 0
