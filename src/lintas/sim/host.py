"""A simulated machine: its disk, the node that runs on it, the worker's groups and a courier for each peer.

Jobs are done in groups as in service: while one commit is under way the next group gathers, and results are handed out
when what was written is durable. The machine can die at named points, or at any moment between two events, and start
again from what its disk holds. It knows nothing of what is true elsewhere; the `Witness` is told what it does.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from lintas.crypto.ports import Suite
from lintas.dossier.admission import parse_act
from lintas.dossier.authority import Authority, Federation
from lintas.dossier.grammar import Kind
from lintas.dossier.header import Act, Form
from lintas.node import line
from lintas.node.aside import Aside, at_once
from lintas.node.bulk import Bulk
from lintas.node.courier import ROUTES, Errand, Pace
from lintas.node.group import Groups, Outcome
from lintas.node.keys import Identity, first_identity
from lintas.node.mail import COLLECT, Intake
from lintas.node.mailbox import Hosting, Mailboxes
from lintas.node.policy import Policy
from lintas.node.ports import Entropy, PeerRefused, StoreError
from lintas.node.refusals import NOT_FOUND, body_of, status_of
from lintas.node.state import Node, Ports
from lintas.node.steps import Post
from lintas.sim.agenda import Agenda
from lintas.sim.disk import Disk
from lintas.sim.network import Reply
from lintas.sim.runner import Runner
from lintas.sim.safe import Letterbox, Safe, Shelf
from lintas.sync.line import PLAIN
from lintas.wire.errors import LintasError

START_MS = 1_790_000_000_000
COMMIT_MS, SLOW_COMMIT_MS = 3, 2_000
POINTS = (
    "before the keys", "before the acts", "in the batch", "after the acts", "before a reply", "after a request",
    "before a request",
)  # fmt: skip
"""Where a machine can be made to die."""

Job = Callable[[Node], Any]


class Died(BaseException):
    """The process is gone, in the middle of what it did."""


class Witness(Protocol):
    """Who is told what a machine does, and checks it."""

    def asks(self, host: Host, peer: bytes, path: str, data: bytes) -> None:
        """A request leaves the machine."""

    def takes(self, host: Host, path: str, data: bytes) -> None:
        """A request is about to be answered."""

    def answers(self, host: Host, path: str, data: bytes, reply: bytes) -> None:
        """A reply leaves the machine."""

    def committed(self, host: Host) -> None:
        """Something was made durable."""

    def died(self, host: Host, how: str) -> None:
        """The machine is down, and its disk is as it will be found."""

    def troubled(self, host: Host, peer: bytes, error: LintasError) -> None:
        """A courier's round ended early."""

    def broke(self, host: Host, error: Exception) -> None:
        """A fault of ours, or a store that could not do it, undid a group of jobs."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a machine stands: what all of them share, and how it reaches others."""

    agenda: Agenda
    suite: Suite
    federation: Federation
    kinds: dict[str, Kind]
    pace: Pace
    entropy: Entropy
    route: Callable[[Host, bytes, Post, Reply], None]
    between: Callable[[Host, bytes], int]
    witness: Witness


@dataclass(slots=True, eq=False)
class Host:
    """One machine. `number` tells it from others, also from a second one with the same keys. `id` is that of its
    authority. `speaks`: the newest version of the line that it knows. `copy` is the one backup of its vault.
    `changes`: how often it started, or wrote what another may lack.
    """

    number: int
    place: Place
    identity: Identity
    honest: bool = True
    skew_ms: int = 0
    slow: bool = False
    speaks: int = PLAIN
    doom: str = ""
    node: Node | None = None
    boot: int = 0
    restored: int = 0
    changes: int = 0
    id: bytes = field(init=False)
    disk: Disk = field(init=False)
    safe: Safe = field(init=False)
    shelf: Shelf = field(default_factory=Shelf)
    copy: Safe = field(default_factory=Safe)
    letters: Letterbox = field(default_factory=Letterbox)
    intake: Intake = field(init=False)
    routes: dict[str, Callable[[Node, bytes], bytes | Aside]] = field(init=False)
    runners: dict[bytes, tuple[Runner, Runner]] = field(default_factory=dict)
    _read: int = 0
    _groups: Groups | None = None
    _queue: list[tuple[Job, Callable[[Outcome], None]]] = field(default_factory=list)
    _busy: bool = False

    def __post_init__(self) -> None:
        self.id = self.identity.authority.id
        self.disk, self.safe = Disk(self.reach), Safe(self.reach)

    @property
    def code(self) -> str:
        """What people call it."""
        return self.identity.authority.code

    @property
    def up(self) -> bool:
        """Whether a node runs on it."""
        return self.node is not None

    def clock(self) -> int:
        """Its time, in ms since 1970."""
        return START_MS + self.place.agenda.now_ms + self.skew_ms

    def now_ms(self) -> int:
        """Virtual time, which is no clock's."""
        return self.place.agenda.now_ms

    def later(self, wait_ms: int, do: Callable[[], None]) -> None:
        """Do this unless the machine has died by then."""
        boot = self.boot
        self.place.agenda.after(wait_ms, lambda: self.alive(do) if self.boot == boot else None)

    def reach(self, point: str) -> None:
        """Die here if that was meant to be."""
        if self.doom == point:
            self.doom = ""
            raise Died(point)

    def alive(self, do: Callable[[], None]) -> None:
        """Do something as a process does that may die of it."""
        try:
            do()
        except Died as death:
            self.crash(str(death))

    # Starting and dying.

    def hold_what(self, other: Host) -> None:
        """Have on its disks what another machine has on its own."""
        self.disk.copy_of(other.disk)
        self.safe.restore(other.safe)
        self.shelf.copy_of(other.shelf)

    def start(self) -> None:
        """Begin a node from what the disk holds, and couriers; raises as `Node`."""
        place = self.place
        ports = Ports(self.disk, self.safe, self.shelf, self.clock, place.entropy)
        self.boot += 1
        self.changes += 1
        # With every key of the vault, as in service: of a renewal too that a restore lost.
        identity = first_identity(place.suite, self.safe, self.identity.authority)
        policy = Policy(wire_version_max=self.speaks)
        self.node = Node(place.suite, place.federation, identity, place.kinds, ports, policy)
        self._groups, self._queue, self._busy = Groups(self.node), [], False
        self._open_mailboxes()
        self._read = self.disk.size()
        new = self._staff()
        self.later(0, lambda: self._wake(new, new))

    def _open_mailboxes(self) -> None:
        """This process keeps one for everybody, and remembers which files it took."""
        boxes = Mailboxes(self.letters, Hosting(frozenset(each.code for each in self._everybody())))
        self.intake, self.routes = Intake(boxes), {**ROUTES, COLLECT: boxes.serve}
        if self.speaks == PLAIN:
            # A program of version 1 does not have it.
            del self.routes[line.PATH]

    def _everybody(self) -> Iterable[Authority]:
        assert self.node is not None
        return self.node.federation.authorities.values()

    def stop(self) -> None:
        """Nothing runs any more; what is on the disk stays."""
        self.boot += 1
        self.node, self._groups, self._queue, self._busy = None, None, [], False
        self.runners = {}

    def crash(self, how: str) -> None:
        """Die: what was not synced is lost."""
        if self.up:
            self.stop()
            self.disk.crash()
            self.place.witness.died(self, how)

    def _staff(self) -> Collection[bytes]:
        """A courier for each authority in force, as `compose.staff` has it; for which there was none before."""
        assert self.node is not None
        wanted = {i: a for i, a in self.node.federation.authorities.items() if i != self.id}
        for peer in sorted(self.runners.keys() - wanted.keys()):
            for runner in self.runners.pop(peer):
                runner.dismiss()
        new = wanted.keys() - self.runners.keys()
        for peer in sorted(new):
            errands = Errand(wanted[peer], self.place.pace), Bulk(wanted[peer])
            acts, files = (Runner(self, wanted[peer], self.place.pace, each) for each in errands)
            self.runners[peer] = acts, files
        return new

    def _wake(self, peers: Container[bytes], new: Container[bytes]) -> None:
        """Wake the couriers of acts for these peers, and those of files for peers of which files are wanted. One for a
        new peer begins in any case, so that it looks every so often from then on.
        """
        assert self.node is not None
        wanted = self.node.unfetched.authors()
        for peer, (acts, files) in list(self.runners.items()):
            if peer in peers:
                acts.wake()
            if peer in wanted or peer in new:
                files.wake()

    def _concerned(self) -> Iterable[bytes]:
        """The peers for which what was just written gives a courier something to do. In service all are woken, and
        most find nothing; a peer that is left out here by mistake would have what it is owed after `idle_ms`.
        """
        assert self.node is not None
        rows, self._read = self.disk.since(self._read, self.disk.size()), self.disk.size()
        if any(row.author == self.id or _tells(parse_act(row.signed).act) for row in rows):
            return self.runners
        return {waiting.sender for waiting in self.node.staged}

    # Work.

    def do(self, job: Job, then: Callable[[Outcome], None]) -> None:
        """Have a job done, if a node runs; `then` is told in any case, unless the machine dies of it."""

        def begin() -> None:
            if outcome := self.submit(job, then):
                then(outcome)

        if self.up:
            self.alive(begin)

    def submit(self, job: Job, then: Callable[[Outcome], None]) -> Outcome | None:
        """Have a job done; its outcome if that is known at once, else `then` is told."""
        if self._busy or self._queue:
            self._queue.append((job, then))
            return None
        return self._work([(job, then)])

    def _work(self, group: list[tuple[Job, Callable[[Outcome], None]]]) -> Outcome | None:
        """Do a group, and commit; a single job that wrote nothing has its outcome at once."""
        assert self.node is not None
        assert self._groups is not None
        wrote = False
        try:
            outcomes = self._groups.run([job for job, _ in group])
            pending = self.node.pending
            wrote = self._groups.commit()
            # A commit that has something to write leaves another `pending`.
            if len(group) == 1 and not wrote and self.node.pending is pending:
                return outcomes[0]
        except Exception as error:  # noqa: BLE001 - as in the worker: whatever went wrong undoes the group
            self.place.witness.broke(self, error)
            why = error if isinstance(error, LintasError) else StoreError(str(error))
            outcomes = [Outcome(refusal=why) for _ in group]
        else:
            self.changes += wrote
            self.place.witness.committed(self)
        self._busy = True
        self.later(SLOW_COMMIT_MS if self.slow else COMMIT_MS, lambda: self._hand_out(group, outcomes, wrote=wrote))
        return None

    def _hand_out(
        self, group: list[tuple[Job, Callable[[Outcome], None]]], outcomes: list[Outcome], *, wrote: bool
    ) -> None:
        # Whatever one of them leads to waits until all are told: what they may say is of before that.
        for (_, then), outcome in zip(group, outcomes, strict=True):
            then(outcome)
        self._busy = False
        if wrote:
            new = self._staff()
            # A courier that nobody woke has not even begun to look from time to time.
            self._wake({*new, *self._concerned()}, new)
        if self._queue and not self._busy:
            waiting, self._queue = self._queue, []
            if outcome_of_one := self._work(waiting):
                waiting[0][1](outcome_of_one)
                self._next()

    def _next(self) -> None:
        """Go on with what gathered while a job was done that wrote nothing."""
        if self._queue and not self._busy:
            self._busy = True
            self.later(0, lambda: self._hand_out([], [], wrote=False))

    # Others.

    def idle(self, files: Bulk) -> bool:
        """Whether a courier of files would find nothing to ask for."""
        assert self.node is not None
        return files.idle(self.node)

    def between(self, peer: bytes) -> int:
        """A number that is another once this machine or one of the peer's has changed."""
        return self.place.between(self, peer)

    def post(self, peer: bytes, step: Post, reply: Reply) -> None:
        """Send a request; the reply is forgotten if the machine dies first."""
        self.reach("before a request")
        self.place.witness.asks(self, peer, step.path, step.body)
        boot = self.boot
        self.place.route(
            self, peer, step, lambda answer: self.alive(lambda: reply(answer)) if self.boot == boot else None
        )

    def serve(self, path: str, data: bytes, reply: Reply) -> None:
        """Answer a request when what it led to is durable."""
        self.alive(lambda: self._serve(path, data, reply))

    def _serve(self, path: str, data: bytes, reply: Reply) -> None:
        self.reach("after a request")
        if path not in self.routes:
            # The server says so, unsigned.
            reply(PeerRefused(self.code, NOT_FOUND, b""))
            return

        def job(node: Node) -> tuple[bytes, dict[bytes, bool]]:
            self.place.witness.takes(self, path, data)
            said = at_once(node, self.routes[path](node, data))
            heard, node.heard = node.heard, {}
            return said, heard

        def then(outcome: Outcome) -> None:
            self._answer(path, data, outcome, reply)

        if outcome := self.submit(job, then):
            then(outcome)

    def _answer(self, path: str, data: bytes, outcome: Outcome, reply: Reply) -> None:
        self.reach("before a reply")
        if outcome.refusal:
            reply(PeerRefused(self.code, status_of(outcome.refusal), body_of(outcome.refusal)))
            return
        said, heard = outcome.result
        self.place.witness.answers(self, path, data, said)
        reply(said)
        for peer, anew in heard.items():
            for runner in self.runners.get(peer, ()):
                runner.hear(anew=anew)

    def trouble(self, peer: bytes, error: LintasError) -> None:
        """A courier's round ended early."""
        self.place.witness.troubled(self, peer, error)


def _tells(act: Act) -> bool:
    """Whether an act of another can make somebody a party, whom then nobody but us tells of our acts."""
    return bool(act.header.to) or act.header.form in {Form.FORK, Form.DISOWN}
