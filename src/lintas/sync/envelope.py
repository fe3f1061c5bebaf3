"""Signed requests and signed replies: who speaks to whom, about what, and that a reply answers this request.

TLS is a pipe that a proxy may end; what counts is the signature of the authority's key (core decision 19). A request is
bound to its recipient, carries a nonce and the sender's time; a reply carries the nonce of its request. A recipient
refuses requests whose time is off by more than `LIMITS.request_age_ms_max`, or whose nonce it has seen in that time.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lintas.crypto.cose import Sign1, check1, open1, sign1
from lintas.crypto.errors import BadSignature
from lintas.crypto.ports import Signer, Suite
from lintas.dossier.authority import Federation
from lintas.wire import cbor, shape
from lintas.wire.errors import LintasError
from lintas.wire.limits import LIMITS
from lintas.wire.shape import Fields

NONCE_BYTES: Final = 16
FIRST_LABEL: Final = 8
_DEPTH_MAX: Final = 8


class SyncError(LintasError):
    """A peer's message does not hold."""


class NotForUs(SyncError):
    """The message is addressed to another authority, or comes from another than expected."""

    def __init__(self, expected: bytes, found: bytes) -> None:
        self.expected = expected
        self.found = found


class StaleRequest(SyncError):
    """The request is older, or younger, than a request may be: a replay, or a clock that is wrong."""

    def __init__(self, age_ms: int) -> None:
        self.age_ms = age_ms


class WrongNonce(SyncError):
    """The reply answers another request, or the request was made before."""

    def __init__(self, nonce: bytes) -> None:
        self.nonce = nonce


class TooManyRequests(SyncError):
    """The sender made as many requests as can be remembered, in the time in which one could be replayed."""

    def __init__(self, sender: bytes) -> None:
        self.sender = sender


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who speaks to whom. `time_ms` is in ms since 1970, as the speaker's node has it."""

    sender: bytes
    recipient: bytes
    nonce: bytes
    time_ms: int


def write(signer: Signer, kind: str, envelope: Envelope, fields: Mapping[int, object]) -> bytes:
    """A message of this kind; labels of its own begin at `FIRST_LABEL`."""
    head: dict[int, object] = {1: envelope.sender, 2: envelope.recipient, 3: envelope.nonce, 4: envelope.time_ms}
    return sign1(signer, cbor.encode(head | dict(fields)), kind=kind)


def read(
    suite: Suite, federation: Federation, kind: str, data: bytes, *, to: bytes, former: bool = False
) -> tuple[Envelope, Fields]:
    """The message, if its sender's authority signed it for `to`; with a `former` key where that will do.

    Raises `Malformed`, `UnknownAuthority`, `BadSignature` or `NotForUs`.
    """
    opened = open1(data, kind=kind, size_max=LIMITS.request_bytes_max)
    fields = shape.read(kind, opened.payload, size_max=LIMITS.request_bytes_max, depth_max=_DEPTH_MAX)
    envelope = Envelope(fields.octets(1, 16), fields.octets(2, 16), fields.octets(3, NONCE_BYTES), fields.uint(4))
    _check_signed(suite, opened, federation.keys(envelope.sender, former=former))
    if envelope.recipient != to:
        raise NotForUs(to, envelope.recipient)
    return envelope, fields


def _check_signed(suite: Suite, opened: Sign1, keys: Sequence[bytes]) -> None:
    for key in keys[1:]:
        try:
            check1(suite, opened, key)
        except BadSignature:
            continue
        return
    check1(suite, opened, keys[0])


def check_reply(request: Envelope, reply: Envelope) -> None:
    """Raises `NotForUs` or `WrongNonce` unless the reply answers the request."""
    if reply.sender != request.recipient:
        raise NotForUs(request.recipient, reply.sender)
    if reply.nonce != request.nonce:
        raise WrongNonce(reply.nonce)


class Freshness:
    """The nonces seen of late, so that no request is answered twice."""

    def __init__(self, nonces_max: int = LIMITS.nonces_max) -> None:
        """None seen; `nonces_max` of each sender are remembered."""
        self._nonces_max = nonces_max
        self._seen: dict[bytes, OrderedDict[bytes, int]] = {}

    def check(self, envelope: Envelope, now_ms: int) -> None:
        """Raises `StaleRequest`, `WrongNonce` or `TooManyRequests`; remembers the nonce otherwise."""
        age_ms = now_ms - envelope.time_ms
        if abs(age_ms) > LIMITS.request_age_ms_max:
            raise StaleRequest(age_ms)
        seen = self._seen.setdefault(envelope.sender, OrderedDict())
        # A request that came as early as it may can be replayed for twice its age.
        while seen and next(iter(seen.values())) < now_ms - 2 * LIMITS.request_age_ms_max:
            seen.popitem(last=False)
        if envelope.nonce in seen:
            raise WrongNonce(envelope.nonce)
        if len(seen) >= self._nonces_max:
            raise TooManyRequests(envelope.sender)
        seen[envelope.nonce] = now_ms
