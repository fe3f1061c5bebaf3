"""Opening what passes sealed between simulated nodes, so that it can be held against the promises.

The simulator has the vaults of all machines, so that it can open what nobody on the line can. A message is opened as
its recipient opens it; what no key of the recipient opens is looked at as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Final

from lintas.crypto.errors import CryptoError
from lintas.crypto.ports import Suite
from lintas.node import line
from lintas.node.keys import RECIPIENT
from lintas.sim.safe import Safe
from lintas.sync.bag import Message, read_bag
from lintas.sync.line import info, open_reply, open_request, read_request
from lintas.wire.errors import Malformed

OPENED_MAX: Final = 256
"""How many requests are remembered that were opened: each is looked at when it leaves, comes, and is answered."""


class Opener:
    """Remembers the keys of lines, each of which is wrapped once."""

    def __init__(self, suite: Suite) -> None:
        """None known."""
        self._suite = suite
        self._keys: dict[bytes, bytes] = {}
        self._opened: dict[tuple[bytes, bytes], tuple[str, bytes]] = {}

    def request(self, to: bytes, safe: Safe | None, path: str, data: bytes) -> tuple[str, bytes]:
        """Path and message of a request to an authority with this vault."""
        if path != line.PATH:
            return path, data
        known = self._opened.get((to, data))
        if known is None:
            sealed = read_request(data)
            key = self._key(to, safe, sealed.wrapped)
            if not key:
                return path, data
            if len(self._opened) >= OPENED_MAX:
                self._opened.clear()
            known = self._opened[to, data] = open_request(key, sealed)
        return known

    def reply(self, to: bytes, safe: Safe, path: str, data: bytes, reply: bytes) -> bytes:
        """The message in a reply to this request."""
        if path != line.PATH:
            return reply
        sealed = read_request(data)
        key = self._key(to, safe, sealed.wrapped)
        return open_reply(key, sealed.number, reply) if key else reply

    def file(self, to: bytes, safe: Safe, data: bytes) -> tuple[Message, ...]:
        """The messages in a file for an authority; none if no key of it opens the file."""
        for seed in _seeds(safe):
            with suppress(CryptoError, Malformed):
                return read_bag(self._suite, to, seed, data)
        return ()

    def _key(self, to: bytes, safe: Safe | None, wrapped: bytes) -> bytes:
        for seed in _seeds(safe) if wrapped not in self._keys else ():
            with suppress(CryptoError):
                self._keys[wrapped] = self._suite.unwrap(seed, wrapped, info(to))
        return self._keys.get(wrapped, b"")


def _seeds(safe: Safe | None) -> Iterable[bytes]:
    """Every seed of a vault that opens what was wrapped to its authority."""
    return (seed for name in safe.secrets(RECIPIENT) if (seed := safe.secret(name))) if safe else ()
