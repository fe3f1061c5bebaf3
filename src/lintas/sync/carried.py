"""A signed message and, beside it, the bodies of the acts in it.

Acts are listed in the signed message with the length of the body that comes with them; the bodies follow in the same
order. They are not signed again: the header of its act holds the hash of each, and who takes a body compares it. So
nobody can put another in its place unnoticed, and megabytes are not hashed twice more (docs/decisions/0016).
"""

from __future__ import annotations

from collections.abc import Sequence

from lintas.wire import cbor
from lintas.wire.errors import Malformed
from lintas.wire.limits import LIMITS

_DEPTH_MAX = 2


class NotCarried(Malformed):
    """The bytes are not [signed message, [body, ...]]."""


def carry(signed: bytes, bodies: Sequence[bytes]) -> bytes:
    """The message with the bodies beside it."""
    return cbor.encode([signed, bodies])


def carried(data: bytes) -> tuple[bytes, list[bytes]]:
    """The signed message, unread, and the bodies; raises `NotCarried` or another `Malformed`."""
    found = cbor.decode(data, size_max=LIMITS.request_bytes_max, depth_max=_DEPTH_MAX)
    if type(found) is not list or len(found) != 2 or type(found[0]) is not bytes or type(found[1]) is not list:
        raise NotCarried()
    signed, bodies = found
    if any(type(body) is not bytes for body in bodies):
        raise NotCarried()
    return signed, bodies
