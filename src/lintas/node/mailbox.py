"""Keeping mailboxes: what others leave for authorities that have no line, until these collect it.

A mailbox sees of a file whom it is for, how large it is as a power of two, when it came and for how long it is to be
kept. It neither knows nor asks who leaves it. What it may do to what lies in it (lose it, keep it back, hand it out
again) is what a bad line does: who sent a file keeps what is in it until a receipt of its owner came, inside another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from lintas.node.ports import Letter, Letters, StoreError
from lintas.node.requests import request
from lintas.node.state import Node
from lintas.sync.envelope import Envelope, write
from lintas.sync.mail import (
    COLLECT_KIND,
    COLLECTED_KIND,
    Collected,
    Left,
    collected_fields,
    host_in,
    name_of,
    read_collect,
)  # fmt: skip
from lintas.wire.errors import LintasError
from lintas.wire.limits import MIB

BOX_BYTES_MAX: Final = 256 * MIB
ALL_BYTES_MAX: Final = 4 * 1024 * MIB
TTL_S_MAX: Final = 30 * 24 * 60 * 60


class NoMailbox(LintasError):
    """No mailbox of this authority is kept here."""

    def __init__(self, code: str) -> None:
        self.code = code


class MailboxFull(StoreError):
    """A mailbox, or all of them together, hold what they may; nothing of the file was kept."""

    def __init__(self, code: str, bytes_held: int, bytes_max: int) -> None:
        self.code = code
        self.bytes_held = bytes_held
        self.bytes_max = bytes_max


@dataclass(frozen=True, slots=True)
class Hosting:
    """For which authorities mailboxes are kept, by code; how much of each and of all, and for how long."""

    guests: frozenset[str] = frozenset()
    box_bytes_max: int = BOX_BYTES_MAX
    all_bytes_max: int = ALL_BYTES_MAX
    ttl_s_max: int = TTL_S_MAX


@dataclass(frozen=True, slots=True)
class BoxState:
    """One mailbox: how many files and bytes lie in it, and since when the oldest does, in ms since 1970; 0 if none.
    `used`: the registry has it as its owner's address.
    """

    code: str
    used: bool
    files: int
    bytes_held: int
    oldest_ms: int


class Mailboxes:
    """The mailboxes that one node keeps."""

    def __init__(self, letters: Letters, hosting: Hosting) -> None:
        """Over what lies there already."""
        self._letters, self._hosting = letters, hosting
        self.turned_away = 0
        """How many files found no room since the start."""

    @property
    def hosting(self) -> Hosting:
        """Whose they are, and how much they hold."""
        return self._hosting

    def keep(self, node: Node, left: Left) -> None:
        """Keep a file, durable on return. Raises `UnknownAuthority`, `NoMailbox`, `MailboxFull` or as `Letters.put`."""
        code = node.federation.authority(left.outside.recipient).code
        if code not in self._hosting.guests:
            raise NoMailbox(code)
        now_ms = node.clock()
        self._expire(now_ms)
        held, name = self._letters.listed(), name_of(left.file)
        if any(each.name == name for each in held):
            return
        self._need_room(code, held, left)
        ends_ms = now_ms + 1000 * min(left.ttl_s, self._hosting.ttl_s_max)
        self._letters.put(Letter(left.outside.recipient, name, len(left.file), now_ms, ends_ms), left.file)

    def _need_room(self, code: str, held: Iterable[Letter], left: Left) -> None:
        box = [each for each in held if each.owner == left.outside.recipient]
        for letters, most in ((box, self._hosting.box_bytes_max), (held, self._hosting.all_bytes_max)):
            size = sum(each.size_bytes for each in letters)
            if size + len(left.file) > most:
                self.turned_away += 1
                raise MailboxFull(code, size, most)

    def serve(self, node: Node, data: bytes) -> bytes:
        """Answer an owner: what it took is deleted, durable before the reply, which has the next file.

        Raises `NoMailbox` or as `requests.request`.
        """
        envelope, fields = request(node, COLLECT_KIND, data)
        code, asked = node.federation.code(envelope.sender), read_collect(fields)
        if code not in self._hosting.guests:
            raise NoMailbox(code)
        self._expire(node.clock())
        box = [each for each in self._letters.listed() if each.owner == envelope.sender]
        self._letters.drop(each for each in box if each.name in asked.taken)
        left = [each for each in box if each.name not in {*asked.taken, *asked.held}]
        file = self._letters.get(left[0]) if left else None
        reply = Envelope(node.id, envelope.sender, envelope.nonce, node.clock())
        return write(node.speaker(reply.recipient), COLLECTED_KIND, reply, collected_fields(Collected(file, len(left))))

    def _expire(self, now_ms: int) -> None:
        self._letters.drop(each for each in self._letters.listed() if each.ends_ms <= now_ms)

    def states(self, node: Node) -> tuple[BoxState, ...]:
        """How each mailbox is, by code; what lies there for others than the guests of now counts under its code too."""
        self._expire(node.clock())
        boxes: dict[str, list[Letter]] = {code: [] for code in self._hosting.guests}
        for each in self._letters.listed():
            boxes.setdefault(node.federation.code(each.owner), []).append(each)
        return tuple(_state(node, code, box) for code, box in sorted(boxes.items()))


def _state(node: Node, code: str, box: Sequence[Letter]) -> BoxState:
    owner = node.federation.codes.get(code)
    used = owner is not None and host_in(node.federation.address(owner.id)) == node.identity.authority.code
    size, oldest_ms = sum(each.size_bytes for each in box), min((each.came_ms for each in box), default=0)
    return BoxState(code, used, len(box), size, oldest_ms)
