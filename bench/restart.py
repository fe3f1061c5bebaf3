"""Catching up after a receiver was killed (SIGKILL) under load: wall seconds from when it listens again.

The acts are authored while the receiver is down. At the end both stores must have the same number of acts: a lost act
would be missing, and a doubled one is a row too many.
"""

from __future__ import annotations

import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path

from bench.nodes import Pair
from bench.table import row
from lintas.compose.folder import STORE

SIZES = (1_000, 20_000)


def ids(folder: Path) -> list[bytes]:
    """The ids of all acts in a node's store, ascending."""
    with closing(sqlite3.connect(folder / STORE)) as store:
        return [identifier for (identifier,) in store.execute("SELECT id FROM acts ORDER BY id")]


def caught_up_s(root: Path, count: int) -> tuple[float, float]:
    """Seconds from when the killed receiver listens until everything is receipted, and CPU seconds of both for it."""
    with Pair(root) as pair:
        sender, peer = pair.sender, pair.peers[0]
        futures = [sender.say(dossier) for dossier in sender.dossiers * 16]
        futures[0].result()
        peer.kill()
        for future in futures:
            future.result()
        sender.load(count - len(futures), 16)
        spent = sender.spent()
        peer.start()
        listening = time.perf_counter()
        sender.until_delivered()
        wall_s = time.perf_counter() - listening
        cpu_s = sender.spent().cpu_s - spent.cpu_s + peer.spent().cpu_s
    ours, theirs = ids(sender.folder), ids(peer.folder)
    assert ours == theirs, f"{len(ours)} acts here, {len(theirs)} at the receiver, or others"
    assert len(set(ours)) == len(ours), "an act is there twice"
    return wall_s, cpu_s


def main() -> None:
    """Print the figures."""
    for count in SIZES:
        with tempfile.TemporaryDirectory() as root:
            wall_s, cpu_s = caught_up_s(Path(root), count)
        row(f"catch-up of {count:,} acts after kill -9, from listening", wall_s, "s")
        row("  per 1,000 acts", wall_s / count * 1000, "s")
        row("  both nodes, the receiver's start with it", cpu_s / count * 1000, "CPU s per 1,000")


if __name__ == "__main__":
    main()
