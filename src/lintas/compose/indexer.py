"""The thread that keeps the search index of a node in service level with its log, beside the worker.

It is woken by commits and costs nothing between them. Bodies are opened as jobs of the worker, a few acts at a time;
all else is done here. What goes wrong is logged and tried again: acts never wait for the index. A damaged one is taken
away at the next start, or by `lintas node rebuild DIR --search`.
"""

from __future__ import annotations

import logging
import threading
from typing import Final

from lintas.compose.worker import Stopped, Worker
from lintas.node.indexing import Indexing
from lintas.node.search_index import SearchIndex
from lintas.wire.errors import LintasError

log = logging.getLogger(__name__)

AGAIN_S: Final = 30.0
"""After how long it is tried again where it failed and nothing else woke it."""


class Indexer:
    """Indexes what one worker commits."""

    def __init__(self, worker: Worker, index: SearchIndex, again_s: float = AGAIN_S) -> None:
        """Not yet running."""
        self._again_s = again_s
        self._worker, self._index, self._indexing = worker, index, Indexing(index)
        self._wake, self._stopping = threading.Event(), False
        self._thread = threading.Thread(target=self._run, name="lintas-indexer", daemon=True)

    def start(self) -> None:
        """Begin with what was committed before."""
        self._wake.set()
        self._thread.start()

    def wake(self) -> None:
        """Something was committed, or dropped."""
        self._wake.set()

    def stop(self) -> None:
        """End; what is not indexed is at the next start."""
        self._stopping = True
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        wait_s: float | None = None
        while not self._stopping:
            self._wake.wait(wait_s)
            self._wake.clear()
            try:
                self._level()
                wait_s = None
            except Stopped:
                return
            except (LintasError, TimeoutError) as error:
                log.error("the search index is behind: %s", error)
                wait_s = self._again_s
            except Exception:
                # A fault of ours: recalls wait for this thread, so that it goes on.
                log.exception("the search index is behind")
                wait_s = self._again_s

    def _level(self) -> None:
        while not self._stopping:
            if self._index.state().scrubs:
                # Before more is indexed: recalls wait for it, and go on behind the job that follows.
                self._index.scrub()
            if (looked := self._worker.do(self._indexing.look)) is None:
                return
            self._indexing.keep(looked)
