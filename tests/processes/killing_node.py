"""A node that kills itself (SIGKILL) at a named point: `python -m tests.processes.killing_node FOLDER [POINT TIMES]`.

It is the node as it is served, with ports wrapped: nothing in lintas knows of these points. After the point was passed
`TIMES` times the process is gone, as if the power had failed.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from lintas.compose import folder as folders
from lintas.compose.seat import in_service
from lintas.compose.service import Service
from lintas.compose.serving import run
from lintas.dossier.authority import Authority
from lintas.node.ports import Batch, NewAct, Peer
from lintas.transport.client import HttpPeer

POINTS = (
    "before insert",
    "after insert",
    "before commit",
    "after commit",
    "before send",
    "after send",
    "after keys",
)


class Fuse:
    """Burns down one step each time its point is passed."""

    def __init__(self, point: str, times: int) -> None:
        """Without a point it never burns."""
        self.point, self.left = point, times

    def passed(self, point: str) -> None:
        """The node is at this point."""
        if point == self.point:
            self.left -= 1
            if self.left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)


class KillingBatch:
    """A batch that passes the points around an insert."""

    def __init__(self, batch: Batch, fuse: Fuse) -> None:
        """Around a real batch."""
        self._batch, self._fuse = batch, fuse

    def append(self, acts: Sequence[NewAct]) -> int:
        """Store acts, with a point before and after."""
        self._fuse.passed("before insert")
        first = self._batch.append(acts)
        self._fuse.passed("after insert")
        return first

    def __getattr__(self, name: str) -> Any:
        return getattr(self._batch, name)


class KillingStore:
    """A store that passes the points around a commit."""

    def __init__(self, store: Any, fuse: Fuse) -> None:
        """Around a real store."""
        self._store, self._fuse = store, fuse

    @contextmanager
    def batch(self) -> Iterator[Any]:
        """A real batch, with a point at its end and one after the commit."""
        with self._store.batch() as batch:
            yield KillingBatch(batch, self._fuse)
            self._fuse.passed("before commit")
        self._fuse.passed("after commit")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


class KillingVault:
    """A vault that passes a point when keys are durable and the act is not."""

    def __init__(self, vault: Any, fuse: Fuse) -> None:
        """Around a real vault."""
        self._vault, self._fuse = vault, fuse

    def put_epochs(self, epochs: Any) -> None:
        """Keep keys, with a point after."""
        self._vault.put_epochs(epochs)
        self._fuse.passed("after keys")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._vault, name)


class KillingPeer:
    """A way to a peer that passes the points around a request."""

    def __init__(self, peer: Peer, fuse: Fuse) -> None:
        """Around a real way."""
        self._peer, self._fuse = peer, fuse

    def post(self, path: str, body: bytes) -> bytes:
        """A real request; after it the peer has taken what we sent, and we have not read the receipt."""
        self._fuse.passed("before send")
        reply = self._peer.post(path, body)
        self._fuse.passed("after send")
        return reply


def main() -> None:
    """Serve the node in the folder until the fuse has burnt down."""
    folder = Path(sys.argv[1])
    fuse = Fuse(*((sys.argv[2], int(sys.argv[3])) if len(sys.argv) > 3 else ("", 0)))
    with in_service(folder, lambda place: sys.stdout.write(f"standing by for {place}\n")) as (settings, real):
        given = replace(real, store=KillingStore(real.store, fuse), vault=KillingVault(real.vault, fuse))
        node = folders.build_with(folder, settings, given)

        def way(peer: Authority) -> Peer:
            return KillingPeer(HttpPeer(peer.address), fuse)

        run(folder, Service(node, settings, way), lambda found: sys.stdout.write(f"listening {found}\n"))


if __name__ == "__main__":
    main()
