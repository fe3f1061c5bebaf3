"""Couriers: for each peer a thread that drives an errand, which brings what the peer is owed and fetches what is
missing, and another one that fetches files.

A courier sleeps until something was committed or the idle time is over. Then the first job of its round is done, which
looks whether there is anything to do; its thread wakes only if there is, and has the batch in hand. Two hand-overs
between threads less for each act that comes alone, and none at all where there is nothing to do.

A peer that cannot be reached is tried again after a while that doubles up to a limit, or as soon as it is heard of.
What is done in a round, and in which order, is `node.courier`'s.
"""

from __future__ import annotations

import logging
import threading
import time
from concurrent.futures import Future
from typing import Any

from lintas.compose.settings import Settings
from lintas.compose.worker import Stopped, Worker
from lintas.dossier.authority import Authority
from lintas.node.bulk import Bulk
from lintas.node.courier import Errand, Pace, Patience
from lintas.node.ports import Peer, PeerError, PeerRefused
from lintas.node.refusals import name_of, retry_ms
from lintas.node.steps import Post, Steps
from lintas.wire.errors import LintasError

log = logging.getLogger(__name__)


class Courier:
    """Serves one peer."""

    def __init__(
        self, worker: Worker, peer: Authority, way: Peer, settings: Settings, errand: Errand | Bulk | None = None
    ) -> None:
        """Not yet running; on the errand of acts if there is no other."""
        self._worker, self._peer, self._way = worker, peer, way
        self._pace = Pace(settings.idle_ms, settings.retry_ms_max, settings.checkpoint_ms)
        self._errand, self._patience = errand or Errand(peer, self._pace), Patience(settings.retry_ms_max)
        self._roused, self._halt, self._back = threading.Event(), threading.Event(), threading.Event()
        self._lock, self._asleep, self._woken = threading.Lock(), True, False
        self._steps: Steps[int] = self._errand.rounds()
        self._first: Future[Any] = Future()
        self._thread = threading.Thread(target=self._run, name=f"lintas-courier-{peer.code}", daemon=True)
        self.error = ""
        self.resting = False
        """Whether nothing goes to the peer for now."""
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
        self.wake()

    def wake(self) -> None:
        """There may be something to bring or to fetch: look, or once more after the round that is under way."""
        if self.resting:
            self.error, self.failing_since = "", None
        with self._lock:
            asleep, self._woken = self._asleep, True
            if not asleep or self.resting:
                return
            self._asleep = self._woken = False
        self._steps = self._errand.rounds()
        look = next(self._steps)
        assert not isinstance(look, Post)
        self._first = self._worker.submit(look)
        self._first.add_done_callback(self._looked)

    def _looked(self, first: Future[Any]) -> None:
        """The first job of a round is done; on the worker's thread, which is not held up."""
        if first.exception() is None and self._errand.is_over(first.result()):
            self._doze()
        else:
            self._roused.set()

    def _doze(self) -> None:
        """Sleep, unless woken meanwhile."""
        with self._lock:
            self._asleep, woken = True, self._woken
        if woken:
            self.wake()

    def again(self) -> None:
        """Bring what is owed and compare with the peer now, whatever was tried before."""
        self._errand.hurry()
        self.hear(anew=True)

    @property
    def peer(self) -> bytes:
        """The id of the peer."""
        return self._peer.id

    def hear(self, *, anew: bool) -> None:
        """The peer asked something, so that it can be reached; `anew`: for the first time since its start."""
        if self._patience.heard(anew=anew):
            self._back.set()
        if anew:
            self.wake()

    @property
    def address(self) -> str:
        """Where the peer is reached."""
        return self._peer.address

    def dismiss(self) -> None:
        """End soon, without being waited for."""
        self._halt.set()
        self._roused.set()

    def stop(self) -> None:
        """End after what is under way."""
        self._halt.set()
        self._back.set()
        self._roused.set()
        if self._thread.ident is not None:
            self._thread.join(timeout=5)

    def _run(self) -> None:
        while True:
            while not self._roused.wait(self._pace.idle_ms / 1000):
                self.wake()
            self._roused.clear()
            self._back.clear()
            if self._halt.is_set():
                return
            try:
                rest_ms = self._rounds()
                self.error, self.failing_since = "", None
            except Stopped:
                return
            except Exception as error:  # noqa: BLE001 - whatever went wrong, the peer is owed what it is owed
                self._note(error)
                # A peer that just failed is not tried again at every commit.
                failed_ms, asked_ms = self._patience.failed(error), retry_ms(error)
                if asked_ms:
                    self._halt.wait(asked_ms / 1000)
                elif not self._halt.is_set():
                    self._back.wait(failed_ms / 1000)
                self._woken = True
            else:
                self._patience.calm()
                self._halt.wait(rest_ms / 1000)
            self._doze()

    def _rounds(self) -> int:
        """Drive the round on from its first job; the ms that the link rests then. Once told to end or to rest, the peer
        is asked no more.
        """
        steps = self._steps
        try:
            step = steps.send(self._worker.rest(self._first.result()))
            while not (isinstance(step, Post) and (self._halt.is_set() or self.resting)):
                if not isinstance(step, Post):
                    step = steps.send(self._worker.whole(step))
                    continue
                try:
                    reply = self._way.post(step.path, step.body)
                except PeerError as error:
                    step = steps.throw(error)
                else:
                    step = steps.send(reply)
        except StopIteration as ended:
            return int(ended.value)
        finally:
            steps.close()
        return 0

    def _note(self, error: Exception) -> None:
        """Each trouble is logged once, not at every try."""
        told = told_of(error)
        if told != self.error:
            ours = not isinstance(error, LintasError)
            log.log(logging.ERROR if ours else logging.WARNING, "%s: %s", self._peer.code, told, exc_info=ours)
        self.error = told
        self.failing_since = self.failing_since if self.failing_since is not None else time.monotonic()


def told_of(error: Exception) -> str:
    """The trouble in words; of a refusal the class of the error that the peer names."""
    if not isinstance(error, PeerRefused):
        return str(error) or type(error).__name__
    return f"PeerRefused(address={error.address!r}, status={error.status}, error={name_of(error)!r})"
