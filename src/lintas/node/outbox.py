"""What goes to a peer as mail: files of at most `LIMITS.mail_bytes_max`, in order, each until it was left.

Nothing is written anew while files are still to be left, so that a full mailbox or a broken line costs no memory, and
nothing twice. Behind the last file that was left goes only what is new; after a while without a receipt, or when the
receipt says that something before is missing, all begins again from the newest receipt.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from lintas.node import bag, opened
from lintas.node.by_mail import Comparing
from lintas.node.state import Node
from lintas.sync.bag import Message
from lintas.wire.limits import LIMITS, MIB

log = logging.getLogger(__name__)

OWED_BYTES_MAX: Final = 8 * MIB
"""How much of what is owed is written at once."""

_ROOM_BYTES: Final = LIMITS.mail_bytes_max - 64


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A file to be left, and the cursor up to which acts are handed over with it; 0 where it brings none. `answers`:
    the files to which all answers are out with it, by their names.
    """

    file: bytes
    upto: int
    answers: tuple[bytes, ...] = ()


class Outbox:
    """The mail to one peer. Its methods are jobs on the node."""

    def __init__(self, peer: bytes, again_ms: int, *, owes: bool) -> None:
        """Nothing to leave yet. `owes`: all that the peer is owed goes by mail; else nothing but answers to mail."""
        self._peer, self._again_ms, self._owes = peer, again_ms, owes
        self._comparing = Comparing(peer)
        self._files: deque[Outgoing] = deque()
        self._replies: list[Message] = []
        self._answering: list[bytes] = []
        self._asked: set[bytes] = set()
        self._asks, self._again_at_ms, self._told = False, 0, 0

    def answer(self, name: bytes, taken: bag.Taken) -> None:
        """A file of the peer, by its name, was taken, and that is durable."""
        self._replies += taken.replies
        if self._owes:
            self._comparing.came(taken.compared)
        self._answering.append(name)
        # Two that both lack what neither has would else ask each other in file after file.
        self._asks = self._asks or taken.brought

    def next(self, node: Node) -> Outgoing | None:
        """The file to leave next; None if there is nothing to say."""
        if not self._files:
            self._files.extend(self._written(node))
            if self._files:
                self._files[-1] = replace(self._files[-1], answers=tuple(self._answering))
                self._answering = []
        return self._files[0] if self._files else None

    def left(self, node: Node) -> None:
        """The file was left: what it brings is handed over."""
        upto = self._files.popleft().upto
        link = node.links.get(self._peer)
        if link and upto:
            link.handed_over = max(link.handed_over, upto)

    def _written(self, node: Node) -> Iterator[Outgoing]:
        said = [(message, 0) for message in self._replies]
        if self._owes:
            said += self._owed(node)
        self._replies = []
        room, messages, covered = _ROOM_BYTES, list[Message](), 0
        for message, upto in said:
            size = bag.size_of(message)
            if size > _ROOM_BYTES:
                log.warning("a %s of %d bytes fits into no file of a mailbox, and is not sent", message[0], size)
                continue
            if messages and (size > room or len(messages) == LIMITS.bag_messages_max):
                yield Outgoing(bag.seal(node, self._peer, messages), covered)
                room, messages, covered = _ROOM_BYTES, [], 0
            messages.append(message)
            room, covered = room - size, max(covered, upto)
        if messages:
            yield Outgoing(bag.seal(node, self._peer, messages), covered)

    def _owed(self, node: Node) -> Iterator[tuple[Message, int]]:
        self._begin_again(node)
        link = node.links[self._peer]
        if not link.agreed:
            link = node.links[self._peer] = bag.cursor(node, self._peer)
        handed_over = link.handed_over
        for message in bag.owed(node, self._peer, link, OWED_BYTES_MAX):
            yield message, link.upto
        link.handed_over = handed_over
        told = opened.newest(node, self._peer)
        if self._asks or told > self._told:
            yield from ((message, 0) for message in bag.told(node, self._peer))
            self._told = told
        if self._asks:
            yield from ((message, 0) for message in bag.wanted(node, self._peer, self._asked))
            self._asks = False
        yield from ((message, 0) for message in self._comparing.messages(node, link))

    def _begin_again(self, node: Node) -> None:
        now_ms = node.clock()
        if now_ms >= self._again_at_ms:
            self._again_at_ms, self._asks, self._told = now_ms + self._again_ms, True, 0
            self._asked.clear()
            node.passed.carry_anew(self._peer)
            node.links.pop(self._peer, None)
