"""Which version of the line two nodes speak, and version 2 of it: sealed requests, sealed replies (`sync.line`).

A node says in its signed pings and pongs which version it speaks at most; one that says nothing speaks version 1. The
highest that both speak is used. While it is not known what a peer speaks, nothing but a ping goes, which says nothing
of dossiers. An answer that nobody signed, such as that there is no such path, is no word of the peer's: it only makes
the node ask again. So nobody on the line can talk two nodes of version 2 into sending anything unsealed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from lintas.crypto.errors import CryptoError
from lintas.crypto.ports import KEY_BYTES
from lintas.node.aside import Aside
from lintas.node.state import Node
from lintas.sync.line import (
    NONCE_BYTES,
    PLAIN,
    SEALED,
    info,
    open_reply,
    open_request,
    read_request,
    seal_reply,
    seal_request,
)  # fmt: skip
from lintas.wire.errors import LintasError

PATH: Final = "/lintas/v2/sealed"
REQUESTS_MAX: Final = 10_000
"""After how many requests a line gets a new key."""

Routes = Mapping[str, Callable[[Node, bytes], bytes | Aside]]


class NoSuchPath(LintasError):
    """A sealed request is for a path that this node does not have."""


@dataclass(slots=True)
class Line:
    """The line to a peer as one courier uses it. `version` 0: not known. `public`: to which its key is wrapped;
    `count`: of the requests that went.
    """

    version: int
    public: bytes = b""
    key: bytes = b""
    wrapped: bytes = b""
    count: int = 0

    def seal(self, path: str, message: bytes) -> tuple[str, bytes]:
        """What to post where, for a message to a path; of a sealed one the reply opens with `opened`."""
        if self.version < SEALED:
            return path, message
        self.count += 1
        return PATH, seal_request(self.key, self.wrapped, self.count, path, message)

    def opened(self, reply: bytes) -> bytes:
        """The reply to the request that went last; raises `BadCiphertext` or `Malformed`."""
        return reply if self.version < SEALED else open_reply(self.key, self.count, reply)


def line_to(node: Node, peer: bytes, now: Line) -> Line:
    """The line to a peer: as it was, unless the peer speaks another version now, or the key is to be a new one."""
    version, public = spoken(node, peer), node.federation.authority(peer).recipient
    if version < SEALED:
        return Line(version)
    if (now.version, now.public) == (version, public) and now.count < REQUESTS_MAX:
        return now
    key = node.entropy(KEY_BYTES)
    return Line(version, public, key, node.suite.wrap(public, key, info(peer)))


def spoken(node: Node, peer: bytes) -> int:
    """The version in which we speak to a peer: the highest that both know; 0 if it is not known what it speaks."""
    ours = node.policy.wire_version_max
    return PLAIN if ours == PLAIN else min(ours, node.lines.speaks(peer))


def hear(node: Node, peer: bytes, version: int, asked_ms: int | None = None) -> None:
    """The peer says, signed and in time, which version it speaks at most; `asked_ms` as for `Lines.said`."""
    if node.lines.said(peer, version, asked_ms):
        node.pending.speaks[peer] = version


def serve(routes: Routes, node: Node, data: bytes) -> bytes | Aside:
    """Answer a sealed request. Raises `Malformed`, `CannotUnwrap`, `BadCiphertext`, `NoSuchPath`, or as the route."""
    sealed = read_request(data)
    key = node.lines.key(sealed.wrapped, lambda wrapped: _unwrapped(node, wrapped))
    path, message = open_request(key, sealed)
    if path not in routes:
        raise NoSuchPath()

    def reply(node: Node, said: bytes) -> bytes:
        return seal_reply(key, sealed.number, node.entropy(NONCE_BYTES), said)

    said = routes[path](node, message)
    return said.ending(reply) if isinstance(said, Aside) else reply(node, said)


def _unwrapped(node: Node, wrapped: bytes) -> bytes:
    """The key; it may have been wrapped before ours was renewed."""
    for seed in node.identity.older_seeds:
        with suppress(CryptoError):
            return node.suite.unwrap(seed, wrapped, info(node.id))
    return node.suite.unwrap(node.identity.recipient_seed, wrapped, info(node.id))
