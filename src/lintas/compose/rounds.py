"""A thread that makes rounds for one peer: at once when it is woken, else after a while, until it is told to end."""

from __future__ import annotations

import logging
import threading
import time
from abc import ABC, abstractmethod

from lintas.compose.couriers import told_of
from lintas.compose.settings import Settings
from lintas.compose.worker import Stopped, Worker
from lintas.dossier.authority import Authority
from lintas.wire.errors import LintasError

log = logging.getLogger(__name__)


class Rounds(ABC):
    """Serves one peer; the same methods as a `Courier`."""

    what = ""
    """What it works on, for the log."""

    def __init__(self, worker: Worker, peer: Authority, settings: Settings) -> None:
        """Not yet running."""
        self._worker, self._peer, self._settings = worker, peer, settings
        self._wake, self._halt = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"lintas-{self.what}-{peer.code}", daemon=True)
        self._failing_since_s: float | None = None
        self.error = ""
        self.resting = False
        """Whether nothing goes to the peer for now."""

    @abstractmethod
    def round(self) -> None:
        """Do what is to be done now."""

    @property
    def code(self) -> str:
        """The code of the peer."""
        return self._peer.code

    @property
    def address(self) -> str:
        """Where the peer would be reached, as the registry has it."""
        return self._peer.address

    @property
    def peer(self) -> bytes:
        """The id of the peer."""
        return self._peer.id

    def failing_s(self) -> float:
        """For how long rounds have failed, in seconds; 0 while they do not."""
        return 0.0 if self._failing_since_s is None else time.monotonic() - self._failing_since_s

    def start(self) -> None:
        """Begin to serve."""
        self._thread.start()

    def wake(self) -> None:
        """There may be something to do."""
        self._wake.set()

    def again(self) -> None:
        """Look now for what there is to do."""
        self._wake.set()

    def hear(self, *, anew: bool) -> None:  # noqa: B027 - there is nothing to do, for all of these
        """The peer asked something over a line; what goes otherwise goes on."""

    def dismiss(self) -> None:
        """End soon, without being waited for."""
        self._halt.set()
        self._wake.set()

    def stop(self) -> None:
        """End after what is under way."""
        self.dismiss()
        if self._thread.ident is not None:
            self._thread.join(timeout=5)

    def _run(self) -> None:
        while not self._halt.is_set():
            try:
                if not self.resting:
                    self.round()
                self.error, self._failing_since_s = "", None
            except Stopped:
                return
            except (LintasError, OSError, TimeoutError) as error:
                self._note(error)
                self._halt.wait(self.pause_ms(error) / 1000)
            self._wake.wait(self._settings.idle_ms / 1000)
            self._wake.clear()

    def pause_ms(self, error: Exception) -> int:
        """How long to rest after trouble, beside the idle time, in ms."""
        return min(self._settings.idle_ms, self._settings.retry_ms_max)

    def _note(self, error: Exception) -> None:
        """Each trouble is logged once, not at every try."""
        told = told_of(error)
        if told != self.error:
            log.warning("the %s of %s: %s", self.what, self._peer.code, told)
        self.error = told
        self._failing_since_s = self._failing_since_s or time.monotonic()
