"""Files between simulated nodes that have a line as well: what one packs for another is carried by hand, or left in a
mailbox that a third node keeps, from which its owner collects it.

On the way a file can be lost, come twice, or come long after what it holds came by the line. What a file answers goes
back the same way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import Final, Protocol

from lintas.node import bag, mail
from lintas.node.group import Outcome
from lintas.node.mail import COLLECT, Came
from lintas.node.ports import PeerRefused, Unreachable
from lintas.node.state import Node
from lintas.node.steps import Post
from lintas.sim.agenda import Agenda
from lintas.sim.host import Host
from lintas.sim.network import Network
from lintas.sync.envelope import Envelope
from lintas.sync.mail import Collect, Collected, name_of, write_left

BY_MAIL: Final = 0.5
LOST: Final = 0.2
TWICE: Final = 0.3
CARRIED_MS_MAX: Final = 15_000
TTL_S: Final = 24 * 60 * 60
COLLECTS_MAX: Final = 8
"""How often an owner asks its mailbox, until there is nothing in it, or it cannot be reached."""


class Watch(Protocol):
    """Who looks at files, and holds them against the promises."""

    def packed(self, host: Host, owner: Host, file: bytes, answers: int) -> None:
        """A file leaves its sender, the last of so many, each of which answers the one before."""

    def opens(self, host: Host, file: bytes) -> None:
        """A file is about to be taken."""

    def opened(self, host: Host, file: bytes, came: Came) -> None:
        """A file was taken, and that is durable."""

    def left(self, keeper: Host, owner: Host, name: bytes) -> None:
        """A file lies in a mailbox."""


class Stage(Protocol):
    """What carrying needs of a history."""

    rng: Random
    agenda: Agenda
    network: Network
    hosts: list[Host]
    by_id: dict[bytes, Host]


@dataclass(frozen=True, slots=True)
class Way:
    """For whom a file is, and by whose mailbox it goes; by hand without one. `answers`: how many lie behind it, each of
    which answers the one before.
    """

    owner: Host
    keeper: Host | None
    answers: int = 0

    def back(self, sender: Host) -> Way:
        """The way of what answers it."""
        return Way(sender, self.keeper, self.answers + 1)


@dataclass(slots=True)
class Carrier:
    """Carries the files of one history."""

    stage: Stage
    watch: Watch
    packed: int = 0

    def send(self) -> None:
        """One authority packs what it owes another one. Those who lie have two machines, and carry nothing."""
        usual = [host for host in self.stage.by_id.values() if host.honest]
        if len(usual) > 2:
            sender, owner, keeper = self.stage.rng.sample(usual, 3)
            way = Way(owner, keeper if self.stage.rng.random() < BY_MAIL else None)
            self._pack(sender, way, partial(bag.pack, peer=owner.id))

    def _pack(self, sender: Host, way: Way, job: Callable[[Node], bytes | None]) -> None:
        def then(outcome: Outcome) -> None:
            if outcome.result:
                self.packed += 1
                self.watch.packed(sender, way.owner, outcome.result, way.answers)
                self._go(outcome.result, way)

        sender.do(job, then)

    def _go(self, file: bytes, way: Way) -> None:
        rng, faulty = self.stage.rng, not self.stage.network.healed
        copies = 2 if faulty and rng.random() < TWICE else 1
        for _ in range(0 if faulty and rng.random() < LOST else copies):
            wait_ms = rng.randint(1, CARRIED_MS_MAX) if faulty else 1
            self.stage.agenda.after(wait_ms, lambda: self._arrive(file, way))

    def _arrive(self, file: bytes, way: Way) -> None:
        keeper = way.keeper
        if keeper is None:
            self._take(file, way)
            return

        def job(node: Node) -> None:
            keeper.intake.leave(node, write_left(TTL_S, file))
            self.watch.left(keeper, way.owner, name_of(file))

        def then(outcome: Outcome) -> None:
            if outcome.refusal is None:
                self._collect(way, keeper, Collect(), COLLECTS_MAX)

        keeper.do(job, then)

    def _take(self, file: bytes, way: Way) -> None:
        owner = way.owner

        def job(node: Node) -> Came:
            self.watch.opens(owner, file)
            return owner.intake.take(node, file)

        def then(outcome: Outcome) -> None:
            came = outcome.result
            if came is None or came.taken is None:
                return
            self.watch.opened(owner, file, came)
            sender = self.stage.by_id.get(came.taken.sender)
            if sender and came.taken.replies:
                self._pack(owner, way.back(sender), partial(bag.answer, taken=came.taken))

        owner.do(job, then)

    def _collect(self, way: Way, keeper: Host, said: Collect, left: int) -> None:
        """The owner asks the mailbox for the next file, and says which it has: sooner than in service, before that is
        durable, so that a crash loses a file.
        """
        owner = way.owner

        def asked(outcome: Outcome) -> None:
            if outcome.refusal is None:
                envelope, data = outcome.result
                owner.post(keeper.id, Post(COLLECT, data), lambda answer: answered(envelope, answer))

        def answered(envelope: Envelope, answer: bytes | PeerRefused | Unreachable) -> None:
            if isinstance(answer, bytes):
                owner.do(lambda node: mail.take_reply(node, envelope, answer), found)

        def found(outcome: Outcome) -> None:
            box: Collected | None = outcome.result
            if box and box.file and left:
                self._take(box.file, way)
                self._collect(way, keeper, Collect((name_of(box.file),)), left - 1)

        owner.do(lambda node: mail.ask(node, keeper.id, said), asked)
