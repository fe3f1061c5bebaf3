"""Drop folders: for a peer without a line, files lie in a folder instead of going over HTTP.

What comes from the peer is put into `in` by whoever carries it, as `*.bag`; it is taken and deleted, or moved to `bad`
if it cannot be opened here. What goes to the peer is written to `out`, whole or not at all, to be carried off from
there. Something new that is owed makes a new file with everything that no receipt covers yet. After a start and each
`AGAIN_MS` what no receipt covers and what is missing here is written again, since files get lost.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from lintas.compose.rounds import Rounds
from lintas.compose.settings import Settings
from lintas.compose.worker import Stopped, Worker
from lintas.dossier.authority import Authority
from lintas.node import bag
from lintas.node.state import Node
from lintas.wire.errors import LintasError

log = logging.getLogger(__name__)

IN, OUT, BAD, SUFFIX = "in", "out", "bad", ".bag"
AGAIN_MS: Final = 24 * 60 * 60 * 1000


class DropFolder(Rounds):
    """Serves one peer through a folder."""

    what = "folder"

    def __init__(self, worker: Worker, peer: Authority, folder: Path, settings: Settings) -> None:
        """Not yet running."""
        super().__init__(worker, peer, settings)
        self._folder = folder
        self._size = -1
        self._upto: int | None = None
        self._again_ms = 0

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
        if (taken.replies or taken.brought) and taken.sender == self._peer.id:
            self._write(lambda node: bag.answer(node, taken))
            self._seen()
        file.unlink()

    def _write_owed(self) -> None:
        now_ms, size = self._worker.do(lambda node: (node.clock(), node.store.size()))
        again = now_ms >= self._again_ms
        if size == self._size and not again:
            return
        upto = self._worker.do(lambda node: bag.owed_from(node, self._peer.id))
        if again or (upto is not None and upto != self._upto):
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
