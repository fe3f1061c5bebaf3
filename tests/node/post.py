"""Nodes that reach each other by mailboxes: a host keeps them, guests collect, and the test carries every request."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from lintas.node import mail
from lintas.node.mail import Came, Intake
from lintas.node.mailbox import Hosting, Mailboxes
from lintas.node.outbox import Outbox
from lintas.node.ports import Letters
from lintas.node.state import Node
from lintas.store.mailbox import MemoryLetters
from lintas.sync.mail import Collect, name_of, write_left
from tests.node.hostile import federation
from tests.node.test_bag import ids, readable
from tests.support.federation import Federation3

AGAIN_MS = 60 * 60 * 1000
TTL_S = 24 * 60 * 60
HOST, CODES = "hh-ca", ("aa-ca", "bb-ca", "hh-ca")

GUESTS = Hosting(frozenset({"aa-ca", "bb-ca"}))


@dataclass
class Mail:
    """aa and bb have no line; hh keeps the mailboxes of both."""

    fed: Federation3 = field(default_factory=lambda: federation(*CODES))
    letters: Letters = field(default_factory=MemoryLetters)
    hosting: Hosting = GUESTS

    def __post_init__(self) -> None:
        self.boxes = Mailboxes(self.letters, self.hosting)
        self.intakes = {code: Intake(self.boxes) for code in CODES}
        self.outboxes = {
            (here, there): Outbox(self.fed.id(there), AGAIN_MS, owes=True)
            for here, there in (("aa-ca", "bb-ca"), ("bb-ca", "aa-ca"))
        }

    def node(self, code: str) -> Node:
        return self.fed.nodes[code]

    def send(self, here: str, there: str) -> list[bytes]:
        """Leave all that there is for a peer; the files."""
        outbox, node, sent = self.outboxes[here, there], self.node(here), list[bytes]()
        while outgoing := outbox.next(node):
            self.leave(outgoing.file)
            outbox.left(node)
            sent.append(outgoing.file)
        return sent

    def leave(self, file: bytes, ttl_s: int = TTL_S) -> Came | None:
        came = self.intakes[HOST].leave(self.node(HOST), write_left(ttl_s, file))
        self.node(HOST).commit()
        return came

    def ask(self, code: str, taken: Iterable[bytes] = (), held: Iterable[bytes] = ()) -> bytes | None:
        """What the host gives an owner that took these, and holds those."""
        envelope, request = mail.ask(self.node(code), self.fed.id(HOST), Collect(tuple(taken), tuple(held)))
        reply = self.boxes.serve(self.node(HOST), request)
        return mail.take_reply(self.node(code), envelope, reply).file

    def collect(self, code: str) -> int:
        """Take everything in the box; how many files."""
        count, taken = 0, tuple[bytes, ...]()
        while (file := self.ask(code, taken)) is not None:
            self.take(code, file)
            taken, count = (name_of(file),), count + 1
        return count

    def take(self, code: str, file: bytes) -> Came:
        node, intake = self.node(code), self.intakes[code]
        came = intake.take(node, file)
        node.commit()
        if came.taken and came.taken.sender:
            assert not came.taken.errors
            self.outboxes[code, self.fed.nodes[code].federation.code(came.taken.sender)].answer(came.name, came.taken)
        return came

    def exchange(self, rounds_max: int = 20) -> int:
        """Until nobody has anything to say; how many files were taken."""
        count = 0
        for _ in range(rounds_max):
            sent = self.send("aa-ca", "bb-ca") + self.send("bb-ca", "aa-ca")
            taken = self.collect("aa-ca") + self.collect("bb-ca")
            if not sent and not taken:
                return count
            count += taken
        raise AssertionError("they never fall silent")

    def same(self) -> bool:
        aa, bb = self.node("aa-ca"), self.node("bb-ca")
        return ids(aa) == ids(bb) and readable(aa) == readable(bb)
