"""Comparing with a peer that is reached by a mailbox only: seldom, since each file takes 64 KiB of a mailbox and shows
its keeper that somebody writes, and in files that cross.

Once a day, and after a start, a ping tells what is held here. Whoever takes it looks as well, and sends none of its own
that day. What is under way is another difference each day; what two in a row find is looked for as on a line, all
questions of a step in one file. An answer that does not come within the day is not waited for: the next ping begins
anew. What a walk leads to is asked for once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from lintas.dossier.traits import DIRECTORY
from lintas.node import compare, deliver, fetch, mend
from lintas.node.again import is_due
from lintas.node.come_back import note_compared
from lintas.node.doubt import Doubt
from lintas.node.sending import Link
from lintas.node.state import Node
from lintas.sync.bag import Message
from lintas.sync.compare import COMPARE_KIND, PING_KIND, PONG_KIND, SetDigest, read_ping, read_pong
from lintas.sync.envelope import Envelope, read
from lintas.sync.fetch import FETCH_KIND
from lintas.sync.link import LINK_KIND

COMPARE_MS: Final = 24 * 60 * 60 * 1000
"""How often two that reach each other by mailboxes compare."""


class Comparing:
    """What is under way of comparing with one peer. Its methods are jobs on the node."""

    def __init__(self, peer: bytes) -> None:
        """Nothing is."""
        self._peer, self._due_ms, self._pinged = peer, 0, b""
        self._doubt = Doubt()
        self._walk: mend.Walk | None = None
        self._asked: dict[bytes, Envelope] = {}
        self._came: list[tuple[Message, SetDigest | None]] = []
        self._wanted: set[bytes] = set()

    def came(self, compared: Iterable[tuple[Message, SetDigest | None]]) -> None:
        """The peer said what it holds, in a file that was taken (`bag.Taken`)."""
        self._came += compared

    def messages(self, node: Node, link: Link) -> Iterator[Message]:
        """What goes into the next file, behind the acts that the peer is owed."""
        came, self._came = self._came, []
        for (kind, data), ours in came:
            self._take(node, kind, data, ours)
        if is_due(node.clock(), self._due_ms, COMPARE_MS):
            self._put_off(node)
            if _share(node, self._peer):
                envelope, data = compare.ask(node, self._peer)
                self._pinged = envelope.nonce
                yield PING_KIND, data
        if self._walk:
            yield from self._steps(node, self._walk, link)

    def _take(self, node: Node, kind: str, data: bytes, ours: SetDigest | None) -> None:
        envelope, fields = read(node.suite, node.federation, kind, data, to=node.id)
        if kind == PING_KIND:
            if (held := read_ping(fields).held) is not None and _share(node, self._peer):
                self._put_off(node)
                self._look(node, ours, held)
        elif kind == PONG_KIND:
            # One for an older ping tells nothing.
            if envelope.nonce == self._pinged:
                self._look(node, ours, read_pong(fields).held)
        elif self._walk and (request := self._asked.pop(envelope.nonce, None)):
            self._walk.take(node, request, data)

    def _put_off(self, node: Node) -> None:
        self._due_ms = node.clock() + COMPARE_MS
        if self._walk and self._asked:
            # A file was lost, or takes longer than that: what it was to tell is looked into again.
            self._doubt.looked(None)
        self._walk = None
        self._asked.clear()
        self._wanted.clear()

    def _look(self, node: Node, ours: SetDigest | None, held: SetDigest | None) -> None:
        if ours is not None and ours == held:
            note_compared(node, self._peer)
        differs = None if ours is None or held is None or ours == held else (ours, held)
        if self._doubt.founded(differs):
            self._doubt.looked(differs)
            self._walk = mend.Walk(self._peer)

    def _steps(self, node: Node, walk: mend.Walk, link: Link) -> Iterator[Message]:
        """The questions of the next step, and what the answers led to so far."""
        while asked := walk.ask(node):
            envelope, data = asked
            self._asked[envelope.nonce] = envelope
            yield COMPARE_KIND, data
        for dossier, acts in walk.missing():
            if new := tuple(act for act in acts if act not in self._wanted):
                self._wanted.update(new)
                yield FETCH_KIND, fetch.ask(node, self._peer, dossier, new)[1]
        behind = [act for act in walk.behind if act not in self._wanted]
        self._wanted.update(behind)
        while behind and (sent := deliver.again(node, self._peer, behind, link)):
            behind = behind[len(sent.batch.items) :]
            yield LINK_KIND, sent.data


def _share(node: Node, peer: bytes) -> bool:
    """Whether a dossier is shared with the peer, be it beside the registry, which all have from whoever has a line."""
    while compare.read_one(node):
        pass
    compare.refresh(node)
    shared = (node.folded(row.key) for row in node.sets.shared(peer))
    return any(replica and DIRECTORY not in replica.kind.item.traits for replica in shared)
