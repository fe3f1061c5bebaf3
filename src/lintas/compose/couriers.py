"""Couriers: for each peer a thread that brings it what it is owed, and fetches what is missing here.

A courier sleeps until something was committed or the idle time is over. It brings one batch after another, each after
the receipt of the one before; a peer that cannot be reached is tried again after a while that doubles up to a limit, or
as soon as it is heard of. When there is nothing to bring it asks whether both still hold the same, with one small
request; only if two such requests in a row find a difference, for acts may be under way, it looks where that is.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Final

from lintas.compose.settings import Settings
from lintas.compose.worker import Stopped, Worker
from lintas.dossier.authority import Authority
from lintas.node import compare, deliver, fetch, files, mend, opened, witnessing
from lintas.node.ports import Peer, PeerError, PeerRefused
from lintas.node.receive import Taken
from lintas.node.state import Node
from lintas.sync.compare import SetDigest
from lintas.sync.envelope import Envelope
from lintas.sync.witness import Cosigned
from lintas.wire import shape
from lintas.wire.errors import LintasError, Malformed

log = logging.getLogger(__name__)

LINK, FETCH, CHUNK, WITNESS = "/lintas/v1/link", "/lintas/v1/fetch", "/lintas/v1/chunk", "/lintas/v1/witness"
PING, COMPARE = "/lintas/v1/ping", "/lintas/v1/compare"
RETRY_MS_MIN: Final = 100
PAGES_MAX: Final = 1_000
COSIGN_TRIES_MAX: Final = 2
TOO_MANY, UNAVAILABLE = 429, 503


class Courier:
    """Serves one peer."""

    def __init__(self, worker: Worker, peer: Authority, way: Peer, settings: Settings) -> None:
        """Not yet running."""
        self._worker, self._peer, self._way, self._settings = worker, peer, way, settings
        self._wake, self._halt = threading.Event(), threading.Event()
        self._back = threading.Event()
        self._failed_ms = 0
        self._thread = threading.Thread(target=self._run, name=f"lintas-courier-{peer.code}", daemon=True)
        self._chunks_from = 0
        self._cosign_due_ms = self._known_size = self._cosigned_size = 0
        self._ping_due_ms = 0
        self._differed: tuple[SetDigest, SetDigest] | None = None
        self._left: tuple[SetDigest, SetDigest] | None = None
        self.error = ""
        self.failing_since: float | None = None
        """When the trouble began, by the monotonic clock; None while there is none."""

    @property
    def code(self) -> str:
        """What the peer is called."""
        return self._peer.code

    def failing_s(self) -> float:
        """For how long the peer has failed; 0 if it does not."""
        since = self.failing_since
        return 0.0 if since is None else time.monotonic() - since

    def start(self) -> None:
        """Begin to serve."""
        self._thread.start()

    def wake(self) -> None:
        """There may be something to bring or to fetch."""
        self._wake.set()

    @property
    def peer(self) -> bytes:
        """The id of the peer."""
        return self._peer.id

    def hear(self, *, anew: bool) -> None:
        """The peer asked something, so that it can be reached; `anew`: for the first time since its start."""
        self._failed_ms = 0
        self._back.set()
        if anew:
            self._wake.set()

    @property
    def address(self) -> str:
        """Where the peer is reached."""
        return self._peer.address

    def dismiss(self) -> None:
        """End soon, without being waited for."""
        self._halt.set()
        self._wake.set()

    def stop(self) -> None:
        """End after what is under way."""
        self._halt.set()
        self._back.set()
        self._wake.set()
        if self._thread.ident is not None:
            self._thread.join(timeout=5)

    def _run(self) -> None:
        pause_ms = 0
        while True:
            self._wake.wait(pause_ms / 1000)
            self._wake.clear()
            self._back.clear()
            if self._halt.is_set():
                return
            try:
                self._rounds()
                pause_ms, self.error, self.failing_since = self._settings.idle_ms, "", None
            except Stopped:
                return
            except Exception as error:  # noqa: BLE001 - whatever went wrong, the peer is owed what it is owed
                self._note(error)
                # A peer that just failed is not tried again at every commit.
                self._failed_ms = min(self._settings.retry_ms_max, max(RETRY_MS_MIN, 2 * self._failed_ms))
                asked_ms = retry_ms(error)
                if asked_ms:
                    self._halt.wait(asked_ms / 1000)
                elif not self._halt.is_set():
                    self._back.wait(self._failed_ms / 1000)
                pause_ms = 0
                self._wake.set()
            else:
                self._failed_ms = 0

    def _note(self, error: Exception) -> None:
        """Each trouble is logged once, not at every try."""
        told = _told(error)
        if told != self.error:
            ours = not isinstance(error, LintasError)
            log.log(logging.ERROR if ours else logging.WARNING, "%s: %s", self._peer.code, told, exc_info=ours)
        self.error = told
        self.failing_since = self.failing_since if self.failing_since is not None else time.monotonic()

    def _rounds(self) -> None:
        self._bring()
        self._fetch_missing()
        self._fetch_chunks()
        self._have_cosigned()
        self._ping()

    def _bring(self) -> None:
        while not self._halt.is_set():
            sent = self._worker.do(lambda node: deliver.next_batch(node, self._peer.id))
            if sent is None:
                return
            try:
                reply = self._way.post(LINK, sent.data)
            except PeerError:
                self._worker.do(lambda node: deliver.not_handed_over(node, self._peer.id))
                raise
            self._worker.do(_receipt_job(sent, reply))

    def _fetch_missing(self) -> None:
        for dossier in self._worker.do(lambda node: fetch.wanted(node, self._peer.id)):
            for _ in range(PAGES_MAX):
                envelope, request = self._worker.do(_ask_job(self._peer.id, dossier))
                try:
                    reply = self._way.post(FETCH, request)
                except PeerRefused as refused:
                    log.warning("%s has nothing for us: %s", self._peer.code, refused)
                    break
                if not self._worker.do(_fetched_job(envelope, reply))[1]:
                    break

    def _ping(self) -> None:
        now_ms, unsent = self._worker.do(lambda node: (node.clock(), opened.unsent(node, self._peer.id)))
        if (now_ms < self._ping_due_ms and not unsent) or self._halt.is_set():
            return
        while self._worker.do(compare.read_one):
            pass
        envelope, data = self._worker.do(lambda node: compare.ask(node, self._peer.id))
        reply = self._way.post(PING, data)
        found = self._worker.do(lambda node: compare.take(node, envelope, reply))
        self._ping_due_ms = now_ms + self._settings.idle_ms
        if found.elsewhere:
            self._bring()
        if found.differs and found.differs != self._left and self._differed:
            self._mend()
            self._left = found.differs
        self._differed = found.differs
        self._fetch_bodies()

    def _mend(self) -> None:
        """Find what is missing here and fetch it."""
        walk = mend.Walk(self._peer.id)
        while asked := self._worker.do(walk.ask):
            envelope, data = asked
            try:
                reply = self._way.post(COMPARE, data)
            except PeerRefused:
                walk.refused()
            else:
                self._worker.do(_answer_job(walk, envelope, reply))
        for dossier, acts in walk.missing():
            log.warning("%d acts of a dossier are missing here; %s has them", len(acts), self._peer.code)
            self._fetch(dossier, acts)

    def _fetch_bodies(self) -> None:
        while found := self._worker.do(lambda node: mend.bodies(node, self._peer.id)):
            for dossier, acts in found.items():
                self._fetch(dossier, acts)

    def _fetch(self, dossier: bytes, acts: tuple[bytes, ...]) -> None:
        """Ask for these acts until nothing more comes."""
        while acts:
            envelope, request = self._worker.do(_ask_job(self._peer.id, dossier, acts))
            try:
                reply = self._way.post(FETCH, request)
            except PeerRefused as refused:
                log.warning("%s has nothing for us: %s", self._peer.code, refused)
                return
            taken, more = self._worker.do(_fetched_job(envelope, reply))
            acts = tuple(act for act in acts if act not in taken.acts) if more and taken.acts else ()

    def _fetch_chunks(self) -> None:
        missing, upto = self._worker.do(lambda node: files.missing_from(node, self._peer.id, self._chunks_from))
        for lacking in missing:
            envelope, request = self._worker.do(_chunk_ask_job(lacking))
            reply = self._way.post(CHUNK, request)
            self._worker.do(_chunk_take_job(envelope, lacking, reply))
        self._chunks_from = upto

    def _have_cosigned(self) -> None:
        """Offer the peer our newest checkpoint; where it tells from which size it needs proof, offer once more."""
        now_ms = self._worker.do(lambda node: node.clock())
        if now_ms < self._cosign_due_ms:
            return
        self._cosign_due_ms = now_ms + self._settings.checkpoint_ms
        size = self._worker.do(_checkpoint_size)
        for _ in range(COSIGN_TRIES_MAX if size > self._cosigned_size else 0):
            asked = self._worker.do(_cosign_job(self._peer.id, self._known_size))
            reply = self._way.post(WITNESS, asked.data)
            answer = self._worker.do(_cosigned_job(asked, reply))
            self._known_size = answer.size
            if answer.line:
                self._cosigned_size = asked.size
                return


def _told(error: Exception) -> str:
    """The trouble in words; of a refusal the class of the error that the peer names."""
    if not isinstance(error, PeerRefused):
        return str(error) or type(error).__name__
    try:
        name = shape.read("refusal", error.body, size_max=len(error.body)).text(1, 64)
    except Malformed:
        name = ""
    return f"PeerRefused(address={error.address!r}, status={error.status}, error={name!r})"


def retry_ms(error: Exception) -> int:
    """How long the peer asked us to hold back, in ms, a minute at most; 0 if it did not."""
    if not isinstance(error, PeerRefused) or error.status not in {TOO_MANY, UNAVAILABLE}:
        return 0
    try:
        facts = shape.read("refusal", error.body, size_max=len(error.body)).take(2, dict)
    except Malformed:
        return 0
    asked = facts.get("retry_ms")
    return min(asked, deliver.RETRY_MS_MAX) if isinstance(asked, int) and asked > 0 else 0


def _checkpoint_size(node: Node) -> int:
    if node.frontier.size:
        witnessing.checkpoint(node)
    return node.frontier.size


def _cosign_job(peer: bytes, known_size: int) -> Callable[[Node], witnessing.Asked]:
    return lambda node: witnessing.ask(node, peer, known_size)


def _cosigned_job(asked: witnessing.Asked, reply: bytes) -> Callable[[Node], Cosigned]:
    return lambda node: witnessing.take(node, asked, reply)


def _receipt_job(sent: deliver.Sent, reply: bytes) -> Callable[[Node], object]:
    return lambda node: deliver.take_receipt(node, sent, reply)


def _answer_job(walk: mend.Walk, envelope: Envelope, reply: bytes) -> Callable[[Node], None]:
    return lambda node: walk.take(node, envelope, reply)


def _ask_job(peer: bytes, dossier: bytes, acts: tuple[bytes, ...] = ()) -> Callable[[Node], tuple[Envelope, bytes]]:
    return lambda node: fetch.ask(node, peer, dossier, acts)


def _fetched_job(envelope: Envelope, reply: bytes) -> Callable[[Node], tuple[Taken, bool]]:
    return lambda node: fetch.take(node, envelope, reply)


def _chunk_ask_job(lacking: files.Missing) -> Callable[[Node], tuple[Envelope, bytes]]:
    return lambda node: files.ask(node, lacking)


def _chunk_take_job(envelope: Envelope, lacking: files.Missing, reply: bytes) -> Callable[[Node], None]:
    return lambda node: files.take(node, envelope, lacking, reply)
