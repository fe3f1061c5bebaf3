"""Sealed files by hand, as an officer at a page deals with them: what waits for whom, and what a file brought.

In two steps, since nothing may be said in an answer before what it says is durable: `take` is a job, and only after its
commit `account` is another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from lintas.crypto.errors import CryptoError
from lintas.node import bag
from lintas.node.owed import queued
from lintas.node.state import Node
from lintas.sync.chunk import CHUNK_KIND, CHUNKED_KIND
from lintas.sync.compare import COMPARE_KIND, COMPARED_KIND, PING_KIND, PONG_KIND
from lintas.sync.envelope import NotForUs
from lintas.sync.fetch import FETCH_KIND, FETCHED_KIND
from lintas.sync.link import LINK_KIND, RECEIPT_KIND
from lintas.wire.errors import LintasError, Malformed
from lintas.wire.identifiers import show

ACTS_LOOKED_AT_MAX = 10_000
"""How many acts of a file are looked at for the account of it."""
ACTS, RECEIPTS, ASKED, BROUGHT, TOLD = "acts", "receipts", "asked", "brought", "told"
_SORTS = {
    LINK_KIND: ACTS, RECEIPT_KIND: RECEIPTS, FETCH_KIND: ASKED, CHUNK_KIND: ASKED, FETCHED_KIND: BROUGHT,
    CHUNKED_KIND: BROUGHT, PING_KIND: TOLD, PONG_KIND: TOLD, COMPARE_KIND: ASKED, COMPARED_KIND: TOLD,
}  # fmt: skip


class NotASealedFile(LintasError):
    """The bytes are no sealed file of a peer for this authority, or were damaged on the way."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An authority, and how many acts of ours it has not confirmed, of those that are looked through."""

    code: str
    name: str
    acts: int


@dataclass(frozen=True, slots=True)
class Brought:
    """What was taken, and what it is measured against: the size of our log and what was owed before."""

    taken: bag.Taken
    size: int
    owed: Mapping[bytes, int]


@dataclass(frozen=True, slots=True)
class Account:
    """What a file brought. `sorts`: how many messages of which sort; `refused`: errors that others met, by class.

    `acts` of the peer came, in these `dossiers`; `confirmed`: how many acts of ours it now says to have; `owed`: how
    many it still has not confirmed; `waiting`: acts of anybody that wait here for earlier ones. `reply` is the file to
    carry back; None if there is nothing to say.
    """

    peer: str
    sorts: Mapping[str, int]
    refused: Mapping[str, int]
    acts: int
    dossiers: tuple[str, ...]
    confirmed: int
    owed: int
    waiting: int
    reply: bytes | None


def waiting(node: Node) -> tuple[Waiting, ...]:
    """Everybody with whom we exchange something, by code."""
    others = [
        each for each in node.federation.authorities.values() if each.id != node.id and not node.has_ended(each.id)
    ]
    return tuple(
        Waiting(each.code, each.name, _owed(node, each.id)) for each in sorted(others, key=lambda each: each.code)
    )


def packed(node: Node, code: str) -> bytes | None:
    """The file for a peer; None if there is nothing for it. Raises `UnknownAuthority` or `ExchangeEnded`."""
    return bag.pack(node, node.federation.by_code(code).id)


def take(node: Node, data: bytes) -> Brought:
    """Take a file; raises `NotASealedFile`."""
    size, owed = node.store.size(), {each: _owed(node, each) for each in node.federation.authorities if each != node.id}
    try:
        return Brought(bag.take(node, data), size, owed)
    except (NotForUs, Malformed, CryptoError):
        raise NotASealedFile from None


def account(node: Node, brought: Brought) -> Account:
    """What it brought, and the file to carry back, once what was taken is durable."""
    taken, peer = brought.taken, brought.taken.sender
    came = [row for row in node.store.since(brought.size, ACTS_LOOKED_AT_MAX) if row.author == peer]
    owed = _owed(node, peer) if peer else 0
    return Account(
        peer=node.federation.code(peer) if peer else "",
        sorts=_by_sort(taken.kinds),
        refused=Counter(taken.errors),
        acts=len(came),
        dossiers=tuple(dict.fromkeys(show(row.dossier) for row in came)),
        confirmed=max(0, brought.owed.get(peer, 0) - owed),
        owed=owed,
        waiting=len(node.staged),
        reply=bag.answer(node, taken) if peer else None,
    )


def _by_sort(kinds: Mapping[str, int]) -> Mapping[str, int]:
    found = Counter[str]()
    for kind, count in kinds.items():
        found[_SORTS[kind]] += count
    return found


def _owed(node: Node, peer: bytes) -> int:
    return sum(1 for _ in queued(node, peer))
