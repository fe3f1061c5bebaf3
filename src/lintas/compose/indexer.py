"""The thread that keeps the search index of a node in service level with its log, beside the worker.

It works when the node rests: acts that pass are not held up by it, and many are written at once, which is cheaper. It
does not wait for that where somebody searches, who waits for it, where a recall waits for the index to be rewritten, or
where so many acts passed that a search would wait for long.

Bodies are opened as jobs of the worker, a few acts at a time; all else is done here. What goes wrong is logged and
tried again: acts never wait for the index. A damaged one is taken away at the next start, or by `lintas node rebuild
DIR --search`. What was committed and not indexed when the process ended is indexed at the next start.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from typing import Final

from lintas.compose.worker import Stopped, Worker
from lintas.node.indexing import Indexing
from lintas.node.search_index import SearchIndex
from lintas.wire.errors import LintasError

log = logging.getLogger(__name__)

AGAIN_S: Final = 30.0
"""After how long it is tried again where it failed and nothing else woke it."""
REST_S: Final = 2.0
"""The node rests when nothing was committed for so long."""
PASSED_ACTS_MAX: Final = 5_000
"""So many acts may pass before they are indexed although the node does not rest: a search waits some 3 s for them."""
LEVEL_S_MAX: Final = 15.0
"""How long a search waits at most; it tells how many acts it did not look through."""


class Indexer:
    """Indexes what one worker commits."""

    def __init__(self, worker: Worker, index: SearchIndex, again_s: float = AGAIN_S, rest_s: float = REST_S) -> None:
        """Not yet running."""
        self._again_s, self._rest_s = again_s, rest_s
        self._worker, self._index, self._indexing = worker, index, Indexing(index)
        self._wake, self._hurry, self._stopping = threading.Event(), threading.Event(), False
        self._passed, self._noted_s = 0, time.monotonic()
        self._asked = deque[threading.Event]()
        self._thread = threading.Thread(target=self._run, name="lintas-indexer", daemon=True)

    def start(self) -> None:
        """Begin with what was committed before, when the node rests after its start."""
        self.note(0)
        self._thread.start()

    def note(self, acts: int) -> None:
        """So many acts were committed, or bodies. Called while replies wait."""
        self._noted_s = time.monotonic()
        self._passed += acts
        if self._passed > PASSED_ACTS_MAX:
            self._hurry.set()
        if not self._wake.is_set():
            self._wake.set()

    def hurry(self) -> None:
        """Go on now."""
        self._hurry.set()
        self._wake.set()

    def level(self) -> None:
        """Returns when what was committed before is in the index, when that failed, or after `LEVEL_S_MAX`."""
        answered = threading.Event()
        self._asked.append(answered)
        self.hurry()
        if not self._stopping:
            answered.wait(LEVEL_S_MAX)

    def stop(self) -> None:
        """End; what is not indexed is at the next start."""
        self._stopping = True
        self.hurry()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        try:
            wait_s: float | None = None
            while not self._stopping:
                self._wake.wait(wait_s)
                self._until_rest()
                self._wake.clear()
                self._hurry.clear()
                self._passed, asked = 0, len(self._asked)
                wait_s = None if self._try() else self._again_s
                self._answer(asked)
        except Stopped:
            return
        finally:
            # Whoever asks from here on does not wait.
            self._stopping = True
            self._answer(len(self._asked))

    def _try(self) -> bool:
        """Bring the index level; whether that could be done. Raises `Stopped`."""
        try:
            self._level()
        except Stopped:
            raise
        except (LintasError, TimeoutError) as error:
            log.error("the search index is behind: %s", error)
        except Exception:
            # A fault of ours: recalls wait for this thread, so that it goes on.
            log.exception("the search index is behind")
        else:
            return True
        return False

    def _until_rest(self) -> None:
        """Returns when nothing was committed for a while, or when there is no time for that."""
        while (left_s := self._noted_s + self._rest_s - time.monotonic()) > 0:
            if self._hurry.wait(left_s):
                return

    def _answer(self, asked: int) -> None:
        """Those who asked before the index was brought level are told that it is."""
        for _ in range(asked):
            self._asked.popleft().set()

    def _level(self) -> None:
        while not self._stopping:
            if self._index.state().scrubs:
                # Before more is indexed: recalls wait for it, and go on behind the job that follows.
                self._index.scrub()
            if (looked := self._worker.do(self._indexing.look)) is None:
                break
            self._indexing.hold(looked)
        self._indexing.write()
