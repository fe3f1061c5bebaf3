"""What a courier does for one peer, step by step: it brings what the peer is owed, and fetches what is missing here.

The steps are those of `node.steps`. One batch comes after another, each after the receipt of the one before; when there
is nothing to bring, one small request asks whether both still hold the same; what differs is looked for only if it is
not under way (`node.doubt`). Files are fetched by another courier (`node.bulk`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import Final

from lintas.dossier.authority import Authority
from lintas.node import batches, chunks, compare, deliver, fetch, line, mend, opened, witnessing
from lintas.node.again import is_due
from lintas.node.aside import Aside
from lintas.node.doubt import Doubt
from lintas.node.in_vain import InVain
from lintas.node.ports import PeerError, PeerRefused
from lintas.node.posting import Posting
from lintas.node.receive import Taken
from lintas.node.refusals import name_of
from lintas.node.state import Node
from lintas.node.steps import CHUNK, COMPARE, FETCH, LINK, PING, WITNESS, Steps
from lintas.sync.envelope import Envelope, StaleRequest
from lintas.sync.link import Receipt
from lintas.sync.witness import Cosigned

log = logging.getLogger(__name__)

PLAIN_ROUTES: Final[Mapping[str, Callable[[Node, bytes], bytes | Aside]]] = MappingProxyType(
    {
        LINK: batches.take_batch,
        FETCH: fetch.serve,
        CHUNK: chunks.serve,
        WITNESS: witnessing.serve,
        PING: compare.serve,
        COMPARE: compare.serve_question,
    }
)
"""What other nodes may ask in version 1, and what answers it."""
ROUTES: Final[Mapping[str, Callable[[Node, bytes], bytes | Aside]]] = MappingProxyType(
    {**PLAIN_ROUTES, line.PATH: partial(line.serve, PLAIN_ROUTES)}
)
"""The same in every version."""

GATHER_MS: Final = 20
GATHER_MS_MAX: Final = 100
"""How long a link rests for each act that it brought, and at most, once it brought all that there was, so that what is
made meanwhile goes together: less than a person notices. What comes after a quiet time goes at once.
"""

RETRY_MS_MIN: Final = 100
PAGES_MAX: Final = 1_000
COSIGN_TRIES_MAX: Final = 2


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a quiet node looks, how long it waits at most after trouble, how often its log is cosigned. In ms."""

    idle_ms: int
    retry_ms_max: int
    checkpoint_ms: int


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be done besides bringing: dossiers to fetch, whether the peer waits for statements. `ping` is ready
    where nothing else is to be done before it.
    """

    now_ms: int
    dossiers: tuple[bytes, ...]
    unsent: bool
    ping: tuple[Envelope, bytes] | None = None


@dataclass(frozen=True, slots=True)
class Ponged:
    """What a pong said, and the bodies to ask the peer for; None where something else comes before that."""

    compared: compare.Compared
    bodies: Mapping[bytes, tuple[bytes, ...]] | None = None


class Patience:
    """How long to wait before the next try: twice as long after each trouble, up to a bound.

    Who refuses the time of a request is asked again after the longest wait: no clock is set right at once, and that
    such a peer asks us shows nothing new, since it may be the clocks of one of both alone that the other takes.
    """

    def __init__(self, retry_ms_max: int) -> None:
        """No trouble yet."""
        self._retry_ms_max = retry_ms_max
        self._failed_ms, self._apart = 0, False

    def failed(self, error: Exception | None = None) -> int:
        """The milliseconds to wait after one more trouble."""
        self._apart = isinstance(error, PeerRefused) and name_of(error) == StaleRequest.__name__
        doubled_ms = max(RETRY_MS_MIN, 2 * self._failed_ms)
        self._failed_ms = self._retry_ms_max if self._apart else min(self._retry_ms_max, doubled_ms)
        return self._failed_ms

    def heard(self, *, anew: bool) -> bool:
        """The peer asked something; whether that is a reason to try now. `anew`: for the first time since its start."""
        if self._apart and not anew:
            return False
        self.calm()
        return True

    def calm(self) -> None:
        """It went well."""
        self._failed_ms, self._apart = 0, False


class Errand:
    """The rounds for one peer, with what a courier remembers from one to the next."""

    def __init__(self, peer: Authority, pace: Pace) -> None:
        """Nothing done yet."""
        self._peer, self._id, self._pace = peer, peer.id, pace
        self._cosign_due_ms = self._known_size = self._cosigned_size = 0
        self._ping_due_ms = 0
        self._doubt, self._in_vain = Doubt(), InVain()
        self._line = Posting(peer.id)

    def hurry(self) -> None:
        """Compare with the peer in the next round, due or not, and ask it for what it did not have."""
        self._ping_due_ms, self._in_vain = 0, InVain()

    def rounds(self) -> Steps[int]:
        """Everything that is to be done now; ends when there is nothing left, with the ms that the link rests then."""
        found: deliver.Sent | Due | None = yield self._begin
        if found is None:
            yield from self._line.hello()
            found = yield self._look
        rest_ms, due = yield from self._bring(found)
        yield from self._fetch_missing(due.dossiers)
        if self._cosigns(due.now_ms):
            self._cosign_due_ms = due.now_ms + self._pace.checkpoint_ms
            yield from self._have_cosigned()
        if self._pings(due.now_ms) or due.unsent:
            yield from self._ping(due)
        return rest_ms

    def is_over(self, found: deliver.Sent | Due | None) -> bool:
        """Whether a round is over of which the first job gave this: there is nothing to do."""
        return isinstance(found, Due) and not (
            found.dossiers or found.unsent or self._cosigns(found.now_ms) or self._pings(found.now_ms)
        )

    def _cosigns(self, now_ms: int) -> bool:
        return is_due(now_ms, self._cosign_due_ms, self._pace.checkpoint_ms)

    def _pings(self, now_ms: int) -> bool:
        return is_due(now_ms, self._ping_due_ms, self._pace.idle_ms)

    def _begin(self, node: Node) -> deliver.Sent | Due | None:
        """As `_look`; None if it is not known yet how to speak with the peer."""
        return self._look(node) if self._line.known(node) else None

    def _look(self, node: Node) -> deliver.Sent | Due:
        """The batch to be brought next, or what else is to be done where there is none."""
        return deliver.next_batch(node, self._id) or self._ready(node)

    def _ready(self, node: Node) -> Due:
        """What is to be done, with the ping if that comes first: a hand-over to the worker costs more. Not in the job
        that takes a receipt: which key the peer knows is what the store says, and that is not in it yet.
        """
        due = self._due(node)
        pings = not due.dossiers and not self._cosigns(due.now_ms) and (self._pings(due.now_ms) or due.unsent)
        return replace(due, ping=self._ask_ping(node)) if pings else due

    def _due(self, node: Node) -> Due:
        peer = self._id
        unsent = bool(opened.unsent(node, peer))
        return Due(node.clock(), self._in_vain.due(node, fetch.wanted(node, peer)), unsent)

    def _bring(self, found: deliver.Sent | Due) -> Steps[tuple[int, Due]]:
        """Bring what the peer is owed; for how many ms the link rests then, and what else is to be done. What is made
        while the last batch is under way is for the next round, so that under any load the rest of the round has its
        turn.
        """
        rest_ms = 0
        while isinstance(found, deliver.Sent):
            sent = found
            try:
                reply = yield from self._line.ask(LINK, sent.data)
            except PeerError:
                yield lambda node: deliver.not_handed_over(node, self._id)
                raise
            found = yield self._receipt_job(sent, reply)
            rest_ms = min(GATHER_MS * max(1, len(sent.batch.items)), GATHER_MS_MAX)
        return rest_ms, found

    def _receipt_job(self, sent: deliver.Sent, reply: bytes) -> Callable[[Node], deliver.Sent | Due]:
        """Take the receipt and look what comes next, in one job: a hand-over to the worker costs more."""

        def job(node: Node) -> deliver.Sent | Due:
            receipt = deliver.take_receipt(node, sent, reply)
            more = None if sent.whole and receipt.taken else deliver.next_batch(node, self._id)
            return more or self._due(node)

        return job

    def _fetch_missing(self, dossiers: tuple[bytes, ...]) -> Steps[None]:
        for dossier in dossiers:
            for _ in range(PAGES_MAX):
                envelope, request = yield _ask_job(self._id, dossier)
                try:
                    reply = yield from self._line.ask(FETCH, request)
                except PeerRefused as refused:
                    log.warning("%s has nothing for us: %s", self._peer.code, refused)
                    break
                if not (yield _fetched_job(envelope, reply))[1]:
                    break
            yield partial(self._in_vain.asked, dossier=dossier)

    def _ping(self, due: Due) -> Steps[None]:
        asked = due.ping
        while not asked:
            asked = yield self._ask_ping
        envelope, data = asked
        reply = yield from self._line.ask(PING, data)
        ponged: Ponged = yield lambda node: self._take_pong(node, envelope, reply)
        found = ponged.compared
        self._ping_due_ms = due.now_ms + self._pace.idle_ms
        if found.elsewhere:
            yield from self._bring((yield self._look))
        if self._doubt.founded(found.differs):
            if (yield from self._mend()):
                self._doubt.looked(found.differs)
            else:
                self._doubt.refused()
        yield from self._fetch_bodies(ponged.bodies)

    def _take_pong(self, node: Node, envelope: Envelope, reply: bytes) -> Ponged:
        """What the pong says; where both hold the same also which bodies the peer is to be asked for, in one job."""
        compared = compare.take(node, envelope, reply)
        alike = compared.differs is None and not compared.elsewhere
        return Ponged(compared, mend.bodies(node, self._id) if alike else None)

    def _ask_ping(self, node: Node) -> tuple[Envelope, bytes] | None:
        """A ping; None as long as there are dossiers that were not read, of which each job reads one."""
        return None if compare.read_one(node) else compare.ask(node, self._id)

    def _mend(self) -> Steps[bool]:
        """Find what is missing here and fetch it; whether the peer answered all of that."""
        walk, fetched = mend.Walk(self._id), True
        while asked := (yield walk.ask):
            envelope, data = asked
            try:
                reply = yield from self._line.ask(COMPARE, data)
            except PeerRefused:
                # It does not answer this question; others go on.
                walk.whole = False
                continue
            yield _answer_job(walk, envelope, reply)
        for dossier, acts in walk.missing():
            log.warning("%d acts of a dossier are missing here; %s has them", len(acts), self._peer.code)
            fetched &= yield from self._fetch(dossier, acts)
        yield walk.ended
        yield from self._bring_again(tuple(walk.behind))
        return walk.whole and fetched

    def _bring_again(self, acts: tuple[bytes, ...]) -> Steps[None]:
        """Bring acts of ours that the peer lacks and does not look for; where it is elsewhere than we thought, anew."""
        for _ in range(PAGES_MAX):
            sent: deliver.Sent | None = yield partial(deliver.again, peer=self._id, acts=acts)
            if sent is None:
                return
            reply = yield from self._line.ask(LINK, sent.data)
            receipt: Receipt = yield partial(deliver.take_receipt, sent=sent, data=reply)
            acts = acts[len(sent.batch.items) :] if receipt.taken else acts

    def _fetch_bodies(self, found: Mapping[bytes, tuple[bytes, ...]] | None) -> Steps[None]:
        if found is None:
            found = yield lambda node: mend.bodies(node, self._id)
        while found:
            for dossier, acts in found.items():
                yield from self._fetch(dossier, acts)
            found = yield lambda node: mend.bodies(node, self._id)

    def _fetch(self, dossier: bytes, acts: tuple[bytes, ...]) -> Steps[bool]:
        """Ask for these acts until nothing more comes; whether the peer answered."""
        while acts:
            envelope, request = yield _ask_job(self._id, dossier, acts)
            try:
                reply = yield from self._line.ask(FETCH, request)
            except PeerRefused as refused:
                log.warning("%s has nothing for us: %s", self._peer.code, refused)
                return False
            taken, more = yield _fetched_job(envelope, reply)
            acts = tuple(act for act in acts if act not in taken.acts) if more and taken.acts else ()
        return True

    def _have_cosigned(self) -> Steps[None]:
        """Offer the peer our newest checkpoint; where it tells from which size it needs proof, offer once more."""
        size, asked = yield self._offer
        for _ in range(COSIGN_TRIES_MAX if size > self._cosigned_size else 0):
            asked = asked or (yield _cosign_job(self._id, self._known_size))
            reply = yield from self._line.ask(WITNESS, asked.data)
            answer: Cosigned = yield _cosigned_job(asked, reply)
            self._known_size = answer.size
            if answer.line:
                self._cosigned_size = asked.size
                return
            asked = None

    def _offer(self, node: Node) -> tuple[int, witnessing.Asked | None]:
        """The size of the log, of which there is a checkpoint then, and the request if that is durable already."""
        size = node.frontier.size
        if size:
            witnessing.checkpoint(node)
        ready = size > self._cosigned_size and size not in node.pending.checkpoints
        return size, witnessing.ask(node, self._id, self._known_size) if ready else None


def _cosign_job(peer: bytes, known_size: int) -> Callable[[Node], witnessing.Asked]:
    return lambda node: witnessing.ask(node, peer, known_size)


def _cosigned_job(asked: witnessing.Asked, reply: bytes) -> Callable[[Node], Cosigned]:
    return lambda node: witnessing.take(node, asked, reply)


def _answer_job(walk: mend.Walk, envelope: Envelope, reply: bytes) -> Callable[[Node], None]:
    return lambda node: walk.take(node, envelope, reply)


def _ask_job(peer: bytes, dossier: bytes, acts: tuple[bytes, ...] = ()) -> Callable[[Node], tuple[Envelope, bytes]]:
    return lambda node: fetch.ask(node, peer, dossier, acts)


def _fetched_job(envelope: Envelope, reply: bytes) -> Callable[[Node], tuple[Taken, bool]]:
    return lambda node: fetch.take(node, envelope, reply)
