"""Drop folders: for a peer without a line, files lie in a folder instead of going over HTTP.

What comes from the peer is put into `in` by whoever carries it, as `*.bag`; it is taken and deleted, or moved to `bad`
if it cannot be opened here. What goes to the peer is written to `out`, whole or not at all, to be carried off from
there. Something new that is owed makes a new file with everything that no receipt covers yet; a file for which no
receipt came is written again after `AGAIN_MS`, since files get lost.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from lintas.compose.settings import Settings
from lintas.compose.worker import Stopped, Worker
from lintas.dossier.authority import Authority
from lintas.node import bag
from lintas.node.state import Node
from lintas.wire.errors import LintasError

log = logging.getLogger(__name__)

IN, OUT, BAD, SUFFIX = "in", "out", "bad", ".bag"
AGAIN_MS: Final = 24 * 60 * 60 * 1000


class DropFolder:
    """Serves one peer through a folder; the same methods as a `Courier`."""

    def __init__(self, worker: Worker, peer: Authority, folder: Path, settings: Settings) -> None:
        """Not yet running."""
        self._worker, self._peer, self._folder, self._settings = worker, peer, folder, settings
        self._wake, self._halt = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"lintas-bag-{peer.code}", daemon=True)
        self._size = -1
        self._upto: int | None = None
        self._again_ms = 0
        self._failing_since_s: float | None = None
        self.error = ""

    @property
    def code(self) -> str:
        """The code of the peer."""
        return self._peer.code

    def failing_s(self) -> float:
        """For how long the folder could not be used, in seconds; 0 while it can."""
        return 0.0 if self._failing_since_s is None else time.monotonic() - self._failing_since_s

    @property
    def address(self) -> str:
        """Where the peer would be reached, as the registry has it."""
        return self._peer.address

    def dismiss(self) -> None:
        """End soon, without being waited for."""
        self._halt.set()
        self._wake.set()

    @property
    def peer(self) -> bytes:
        """The id of the peer."""
        return self._peer.id

    def start(self) -> None:
        """Begin to serve."""
        self._thread.start()

    def wake(self) -> None:
        """There may be something to write."""
        self._wake.set()

    def hear(self, *, anew: bool) -> None:
        """The peer asked something over a line after all; files go on."""

    def stop(self) -> None:
        """End after what is under way."""
        self._halt.set()
        self._wake.set()
        if self._thread.ident is not None:
            self._thread.join(timeout=5)

    def _run(self) -> None:
        while not self._halt.is_set():
            try:
                self.round()
                self.error, self._failing_since_s = "", None
            except Stopped:
                return
            except (LintasError, OSError, TimeoutError) as error:
                if str(error) != self.error:
                    log.warning("the folder of %s: %s", self._peer.code, error)
                self.error = str(error) or type(error).__name__
                self._failing_since_s = self._failing_since_s or time.monotonic()
            self._wake.wait(self._settings.idle_ms / 1000)
            self._wake.clear()

    def round(self) -> None:
        """Take what lies there, and write what is owed."""
        for name in (IN, OUT, BAD):
            (self._folder / name).mkdir(parents=True, exist_ok=True)
        for file in sorted((self._folder / IN).glob(f"*{SUFFIX}")):
            self._take(file)
        self._write_owed()

    def _take(self, file: Path) -> None:
        data = file.read_bytes()
        try:
            taken = self._worker.do(lambda node: bag.take(node, data))
        except Stopped:
            raise
        except LintasError as error:
            log.warning("%s of %s cannot be taken: %s", file.name, self._peer.code, error)
            file.replace(self._folder / BAD / file.name)
            return
        # What the answer says is durable: `do` returns after the commit.
        if taken.replies and taken.sender == self._peer.id:
            self._write(lambda node: bag.pack(node, self._peer.id, tuple(taken.replies)))
            self._seen()
        file.unlink()

    def _write_owed(self) -> None:
        now_ms, size = self._worker.do(lambda node: (node.clock(), node.store.size()))
        if size == self._size and (self._upto is None or now_ms < self._again_ms):
            return
        upto = self._worker.do(lambda node: bag.owed_from(node, self._peer.id))
        if upto is not None and (upto != self._upto or now_ms >= self._again_ms):
            self._write(lambda node: bag.pack(node, self._peer.id))
            self._again_ms = now_ms + AGAIN_MS
        self._upto, self._size = upto, size

    def _seen(self) -> None:
        """The file that was just written held what is owed as well."""
        self._upto, self._size, now_ms = self._worker.do(
            lambda node: (bag.owed_from(node, self._peer.id), node.store.size(), node.clock())
        )
        self._again_ms = now_ms + AGAIN_MS

    def _write(self, job: Callable[[Node], bytes | None]) -> None:
        data, now_ms, chance = self._worker.do(lambda node: (job(node), node.clock(), node.entropy(4)))
        if data is None:
            return
        file = self._folder / OUT / f"{now_ms}-{chance.hex()}{SUFFIX}"
        part = file.with_suffix(".part")
        with part.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        part.replace(file)
