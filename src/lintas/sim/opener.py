"""Opening what passes sealed between simulated nodes, so that it can be held against the promises.

The simulator has the vaults of all machines, so that it can open what nobody on the line can. A message is opened as
its recipient opens it; what no key of the recipient opens is looked at as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from lintas.crypto.errors import CryptoError
from lintas.crypto.ports import Suite
from lintas.node import line
from lintas.node.keys import RECIPIENT
from lintas.sim.safe import Safe
from lintas.sync.line import info, open_reply, open_request, read_request


class Opener:
    """Remembers the keys of lines, each of which is wrapped once."""

    def __init__(self, suite: Suite) -> None:
        """None known."""
        self._suite = suite
        self._keys: dict[bytes, bytes] = {}

    def request(self, to: bytes, safe: Safe | None, path: str, data: bytes) -> tuple[str, bytes]:
        """Path and message of a request to an authority with this vault."""
        if path != line.PATH:
            return path, data
        sealed = read_request(data)
        key = self._key(to, safe, sealed.wrapped)
        return open_request(key, sealed) if key else (path, data)

    def reply(self, to: bytes, safe: Safe, path: str, data: bytes, reply: bytes) -> bytes:
        """The message in a reply to this request."""
        if path != line.PATH:
            return reply
        sealed = read_request(data)
        key = self._key(to, safe, sealed.wrapped)
        return open_reply(key, sealed.number, reply) if key else reply

    def _key(self, to: bytes, safe: Safe | None, wrapped: bytes) -> bytes:
        for seed in _seeds(safe) if wrapped not in self._keys else ():
            with suppress(CryptoError):
                self._keys[wrapped] = self._suite.unwrap(seed, wrapped, info(to))
        return self._keys.get(wrapped, b"")


def _seeds(safe: Safe | None) -> Iterable[bytes]:
    """Every seed of a vault that opens what was wrapped to its authority."""
    return (seed for name in safe.secrets(RECIPIENT) if (seed := safe.secret(name))) if safe else ()
