"""How fast acts become durable, beside the least that any store must do: append the bytes to a file and fsync.

    .venv/bin/python -m bench.store [FOLDER]

FOLDER decides which disk is measured; without it, the system's folder for temporary files. Each row is the median of
several rounds, store and bare file by turns, since a disk's fsync varies by the minute. The ratio is the share of the
bare file's rate.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from bench.table import row
from lintas.node.ports import NewAct
from lintas.store.sqlite import SqliteStore

HEADER_BYTES = 364
BODY_BYTES = 1_036
# Acts in a batch, batches in a round.
SHAPES = ((1, 100), (10, 50), (100, 20), (1_000, 5))
ROUNDS = 5
# What is in the store before anything is measured: an empty index is a flattering one.
STOCK_ACTS = 20_000


def make_acts(count: int) -> list[NewAct]:
    """New acts of 1.4 KB in a few dozen dossiers of a dozen authors."""
    dossiers, authors = [os.urandom(16) for _ in range(40)], [os.urandom(16) for _ in range(12)]
    return [
        NewAct(
            id=os.urandom(32),
            dossier=dossiers[number % 40],
            author=authors[number % 12],
            signed=os.urandom(HEADER_BYTES),
            body=os.urandom(BODY_BYTES),
            salt=os.urandom(32),
        )
        for number in range(count)
    ]


def per_second(batches: list[list[NewAct]], write: Callable[[list[NewAct]], object]) -> float:
    """Acts per second over these batches."""
    start = time.perf_counter()
    for batch in batches:
        write(batch)
    return sum(map(len, batches)) / (time.perf_counter() - start)


def measure(folder: Path) -> None:
    """Print one row per shape."""
    with closing(SqliteStore(folder / "node.db")) as store, (folder / "bare").open("ab", buffering=0) as bare:

        def to_store(acts: list[NewAct]) -> None:
            with store.batch() as batch:
                batch.append(acts)

        def to_file(acts: list[NewAct]) -> None:
            bare.write(b"".join(act.signed + (act.body or b"") + act.salt for act in acts))
            os.fsync(bare.fileno())

        for _ in range(STOCK_ACTS // 1_000):
            to_store(make_acts(1_000))
        for size, count in SHAPES:
            rates: list[tuple[float, float]] = []
            for _ in range(ROUNDS):
                batches = [make_acts(size) for _ in range(count)]
                rates.append((per_second(batches, to_store), per_second(batches, to_file)))
            store_rate, file_rate = (statistics.median(each) for each in zip(*rates, strict=True))
            row(f"store, batches of {size:,}", store_rate, "acts/s", file_rate, rate=True)


def main() -> None:
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as folder:
        measure(Path(folder))


if __name__ == "__main__":
    main()
