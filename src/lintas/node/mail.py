"""Mail at both ends: where files for a peer are left, taking what is left here, and collecting one's own.

Whoever has a line takes what is left there for it at once; whoever has none collects it from the node that keeps its
mailbox. A file that comes again within the memory of this process is passed over, so that nobody makes us answer twice
by handing out what it kept.
"""

from __future__ import annotations

from dataclasses import dataclass

from lintas.dossier.authority import Federation
from lintas.node import bag
from lintas.node.mailbox import Mailboxes
from lintas.node.state import Node
from lintas.sync.envelope import Envelope, check_reply, read, write
from lintas.sync.mail import (
    COLLECT_KIND,
    COLLECTED_KIND,
    Collect,
    Collected,
    collect_fields,
    host_in,
    name_of,
    read_collected,
    read_left,
)  # fmt: skip

LEAVE, COLLECT = "/lintas/v1/leave", "/lintas/v1/collect"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a peer is reached: the address of its node, or of the node of `host`, which keeps its mailbox.

    The address is empty where that node is not listed, or has only a mailbox itself.
    """

    address: str
    host: bytes | None = None


def place_of(federation: Federation, peer: bytes) -> Place:
    """Where the registry says that a peer is reached."""
    address = federation.address(peer)
    code = host_in(address)
    if code is None:
        return Place(address)
    known = federation.codes.get(code)
    found = federation.address(known.id) if known else ""
    return Place("" if host_in(found) is not None else found, known.id if known else b"")


@dataclass(frozen=True, slots=True)
class Came:
    """A file that was taken, by its name, and what became of it; None of one that was taken before."""

    name: bytes
    taken: bag.Taken | None


class Intake:
    """Taking files that come by mail. Its methods are jobs on the node."""

    def __init__(self, boxes: Mailboxes) -> None:
        """`boxes`: where files for others are kept."""
        self._boxes = boxes

    def leave(self, node: Node, data: bytes) -> Came | None:
        """Take what somebody leaves here: a file for us, or one to be kept, of which nothing came.

        Raises as `read_left`, `take` or `Mailboxes.keep`.
        """
        left = read_left(data)
        if left.outside.recipient == node.id:
            return self.take(node, left.file)
        self._boxes.keep(node, left)
        return None

    def take(self, node: Node, file: bytes) -> Came:
        """Take a file that is for us. Answers may leave after the commit. The same file may come in another job before
        that: both are committed, or neither.

        Raises what `read_bag` raises.
        """
        name = name_of(file)
        if name in node.taken or name in node.pending.taken:
            return Came(name, None)
        taken = bag.take(node, file)
        node.pending.taken.append(name)
        return Came(name, taken)


def ask(node: Node, host: bytes, collect: Collect) -> tuple[Envelope, bytes]:
    """A request to the node that keeps our mailbox: the next file. What it says was taken is durable here."""
    envelope = Envelope(node.id, host, node.entropy(16), node.clock())
    return envelope, write(node.speaker(host), COLLECT_KIND, envelope, collect_fields(collect))


def take_reply(node: Node, request: Envelope, data: bytes) -> Collected:
    """What it answers; raises as `envelope.read`, `check_reply` and `read_collected`."""
    reply, fields = read(node.suite, node.federation, COLLECTED_KIND, data, to=node.id)
    check_reply(request, reply)
    return read_collected(fields)
