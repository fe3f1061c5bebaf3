"""Mail of a node in service: leaving files for peers without a line, and collecting one's own where one has none."""

from __future__ import annotations

import logging
from collections.abc import Callable

from lintas.compose.rounds import Rounds
from lintas.compose.settings import Settings
from lintas.compose.worker import Worker
from lintas.crypto.errors import CryptoError
from lintas.dossier.authority import Authority
from lintas.node import bag, mail
from lintas.node.mail import COLLECT, LEAVE, Came, Intake
from lintas.node.mailbox import Hosting, MailboxFull
from lintas.node.outbox import Outbox
from lintas.node.ports import Peer, PeerRefused, Unreachable
from lintas.node.refusals import name_of as name_of_refusal
from lintas.sync.envelope import SyncError
from lintas.sync.mail import Collect, name_of, write_left
from lintas.wire.errors import Malformed
from lintas.wire.limits import LIMITS, MIB

log = logging.getLogger(__name__)

DAY_S = 24 * 60 * 60
GATHER_MS = 100
FULL_PAUSE_MS = 30_000
FULL = MailboxFull.__name__
FILES_MAX = 1_000
"""How many files one round collects at most."""


def hosting(settings: Settings) -> Hosting:
    """For whom mailboxes are kept, as the settings say."""
    box, everything = settings.mailbox_mib_max * MIB, settings.mailboxes_mib_max * MIB
    return Hosting(settings.guests, box, everything, settings.mail_days * DAY_S)


class NoWay:
    """The way to a peer whose address is none, or whose mailbox nobody keeps."""

    def __init__(self, address: str) -> None:
        """`address` is what the registry has."""
        self.address = address

    def post(self, path: str, body: bytes) -> bytes:
        """Raises `Unreachable`."""
        raise Unreachable(self.address, "the registry has no address there that can be called")


class OurBox:
    """The way to a mailbox that this node keeps itself."""

    def __init__(self, worker: Worker, intake: Intake) -> None:
        """The other end is the worker's node."""
        self._worker, self._intake = worker, intake

    def post(self, path: str, body: bytes) -> bytes:
        """Leave a file. Raises as `Intake.leave`."""
        self._worker.do(lambda node: self._intake.leave(node, body))
        return b""


class Mailer(Rounds):
    """Leaves files for one peer. `owes`: all that it is owed; else nothing but answers to what came by mail."""

    what = "mail"

    def __init__(self, worker: Worker, peer: Authority, way: Peer, settings: Settings, *, owes: bool = True) -> None:
        """Not yet running."""
        super().__init__(worker, peer, settings)
        self._way = way
        self._outbox = Outbox(peer.id, settings.mail_again_ms, owes=owes)
        self._answered: Callable[[bytes], None] = lambda name: None

    def answer(self, name: bytes, taken: bag.Taken, answered: Callable[[bytes], None]) -> None:
        """A file of the peer was taken, and that is durable; `answered` is called once its answers are out."""
        self._answered = answered
        self._worker.submit(lambda node: self._outbox.answer(name, taken))
        self.wake()

    def round(self) -> None:
        """Leave what there is, in order."""
        while not self._halt.is_set() and (outgoing := self._worker.do(self._outbox.next)):
            self._way.post(LEAVE, write_left(self._settings.mail_days * DAY_S, outgoing.file))
            self._worker.do(self._outbox.left)
            for name in outgoing.answers:
                self._answered(name)
            # What is made meanwhile goes together: a file has 64 KiB at least.
            self._halt.wait(GATHER_MS / 1000)

    def pause_ms(self, error: Exception) -> int:
        """A full mailbox is not offered megabytes every few seconds."""
        full = isinstance(error, MailboxFull) or (isinstance(error, PeerRefused) and name_of_refusal(error) == FULL)
        return FULL_PAUSE_MS if full else super().pause_ms(error)


class Collector(Rounds):
    """Collects our files from the node that keeps our mailbox. `peer` is its authority."""

    what = "mailbox"

    def __init__(self, worker: Worker, peer: Authority, way: Peer, settings: Settings, office: PostOffice) -> None:
        """Not yet running."""
        super().__init__(worker, peer, settings)
        self._way, self._office = way, office

    def round(self) -> None:
        """Take one file after another; each is confirmed, and deleted there, once it is durable and answered here."""
        for _ in range(FILES_MAX):
            file = self._next()
            if file is None or self._halt.is_set():
                return
            if self._office.has(name_of(file)):
                log.warning("%s hands out again what was taken", self._peer.code)
                return
            self._office.take(file)

    def _next(self) -> bytes | None:
        """The next file in the box, which is told what may be deleted."""
        collect = self._office.collect()
        envelope, request = self._worker.do(lambda node: mail.ask(node, self._peer.id, collect))
        reply = self._way.post(COLLECT, request)
        found = self._worker.do(lambda node: mail.take_reply(node, envelope, reply))
        self._office.deleted(collect.taken)
        return found.file


class PostOffice:
    """What comes by mail is taken here, and answered by the mailer of who sent it."""

    def __init__(self, worker: Worker, intake: Intake, mailer_of: Callable[[bytes], Mailer | None]) -> None:
        """`mailer_of`: who answers a peer; whoever runs the node knows."""
        self._worker, self.intake, self._mailer_of = worker, intake, mailer_of
        self._held: dict[bytes, bool] = {}
        """The files that lie in our mailbox still: whether their answers are out."""

    def has(self, name: bytes) -> bool:
        """Whether the file was taken, and is not known to be deleted."""
        return name in self._held

    def collect(self) -> Collect:
        """What to tell the mailbox. Where too many wait for their answers, the oldest are given up to memory alone."""
        held = dict(self._held)
        late = [name for name, out in held.items() if not out]
        taken = [name for name, out in held.items() if out] + late[: -LIMITS.mail_taken_max]
        return Collect(tuple(taken[: LIMITS.mail_taken_max]), tuple(late[-LIMITS.mail_taken_max :]))

    def deleted(self, names: tuple[bytes, ...]) -> None:
        """The mailbox was told that these were taken."""
        for name in names:
            self._held.pop(name, None)

    def answered(self, name: bytes) -> None:
        """The answers to a file are out."""
        if name in self._held:
            self._held[name] = True

    def take(self, file: bytes) -> None:
        """Take a collected file. One that cannot be opened is logged and passed over: it will never open."""
        came = None
        try:
            came = self._worker.do(lambda node: self.intake.take(node, file))
        except (Malformed, CryptoError, SyncError) as error:
            log.warning("a file of the mailbox cannot be taken: %s", error)
        self._held[name_of(file)] = not (came and came.taken and came.taken.replies)
        self.answer(came)

    def answer(self, came: Came | None) -> None:
        """Have a file answered that was taken, and is durable."""
        if came and came.taken and (mailer := self._mailer_of(came.taken.sender)):
            mailer.answer(came.name, came.taken, self.answered)
        elif came:
            self.answered(came.name)
