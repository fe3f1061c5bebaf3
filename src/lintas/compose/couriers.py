"""Couriers: for each peer a thread that brings it what it is owed, and fetches what is missing here.

A courier sleeps until something was committed or the idle time is over. It brings one batch after another, each after
the receipt of the one before; a peer that cannot be reached is tried again after a while that doubles up to a limit.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Final

from lintas.compose.settings import Settings
from lintas.compose.worker import Stopped, Worker
from lintas.dossier.authority import Authority
from lintas.node import deliver, fetch, files, witnessing
from lintas.node.ports import Peer, PeerError, PeerRefused
from lintas.node.state import Node
from lintas.sync.envelope import Envelope
from lintas.sync.witness import Cosigned
from lintas.wire.errors import LintasError

log = logging.getLogger(__name__)

LINK, FETCH, CHUNK, WITNESS = "/lintas/v1/link", "/lintas/v1/fetch", "/lintas/v1/chunk", "/lintas/v1/witness"
RETRY_MS_MIN: Final = 100
PAGES_MAX: Final = 1_000
COSIGN_TRIES_MAX: Final = 2


class Courier:
    """Serves one peer."""

    def __init__(self, worker: Worker, peer: Authority, way: Peer, settings: Settings) -> None:
        """Not yet running."""
        self._worker, self._peer, self._way, self._settings = worker, peer, way, settings
        self._wake, self._halt = threading.Event(), threading.Event()
        self._failed_ms = 0
        self._thread = threading.Thread(target=self._run, name=f"lintas-courier-{peer.code}", daemon=True)
        self._chunks_from = 0
        self._cosign_due_ms = self._known_size = self._cosigned_size = 0
        self.error = ""

    def start(self) -> None:
        """Begin to serve."""
        self._thread.start()

    def wake(self) -> None:
        """There may be something to bring or to fetch."""
        self._wake.set()

    def stop(self) -> None:
        """End after what is under way."""
        self._halt.set()
        self._wake.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        pause_ms = 0
        while True:
            self._wake.wait(pause_ms / 1000)
            self._wake.clear()
            if self._halt.is_set():
                return
            try:
                self._rounds()
                pause_ms, self.error = self._settings.idle_ms, ""
            except Stopped:
                return
            except LintasError as error:
                self._note(error)
                # A peer that just failed is not tried again at every commit.
                self._failed_ms = min(self._settings.retry_ms_max, max(RETRY_MS_MIN, 2 * self._failed_ms))
                self._halt.wait(self._failed_ms / 1000)
                pause_ms = 0
                self._wake.set()
            else:
                self._failed_ms = 0

    def _note(self, error: LintasError) -> None:
        """Each trouble is logged once, not at every try."""
        if str(error) != self.error:
            log.warning("%s: %s", self._peer.code, error)
        self.error = str(error)

    def _rounds(self) -> None:
        self._bring()
        self._fetch_missing()
        self._fetch_chunks()
        self._have_cosigned()

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
                if not self._worker.do(_fetched_job(envelope, reply)):
                    break

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


def _ask_job(peer: bytes, dossier: bytes) -> Callable[[Node], tuple[Envelope, bytes]]:
    return lambda node: fetch.ask(node, peer, dossier)


def _fetched_job(envelope: Envelope, reply: bytes) -> Callable[[Node], bool]:
    return lambda node: fetch.take(node, envelope, reply)[1]


def _chunk_ask_job(lacking: files.Missing) -> Callable[[Node], tuple[Envelope, bytes]]:
    return lambda node: files.ask(node, lacking)


def _chunk_take_job(envelope: Envelope, lacking: files.Missing, reply: bytes) -> Callable[[Node], None]:
    return lambda node: files.take(node, envelope, lacking, reply)
