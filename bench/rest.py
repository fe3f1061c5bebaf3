"""A single act at rest: how long from the order until the peer's receipt is durable, and what idle nodes take.

The floor is that path with nothing but what cannot be avoided: sign twice, seal, fsync, one request, verify twice,
open, fsync, sign a receipt, verify it, fsync; one step after the other, with the same pauses between two acts. In a row
without pauses the same takes less, since nothing has to wake and all is in the processor's caches: a row of its own.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from bench.floor import floor_rest_ms
from bench.nodes import Pair
from bench.table import row

ACTS, WARM_UP_ACTS, PAUSE_S, IDLE_S = 200, 20, 0.03, 5
STOCK_ACTS = 5_000


def single(pair: Pair) -> tuple[list[float], list[float]]:
    """Milliseconds until an act is durable here, and until its receipt is, one act after the other, ascending."""
    here, there = list[float](), list[float]()
    for _ in range(ACTS + WARM_UP_ACTS):
        time.sleep(PAUSE_S)
        start = time.perf_counter()
        pair.sender.say(pair.sender.dossiers[0]).result()
        here.append((time.perf_counter() - start) * 1000)
        pair.sender.until_delivered()
        there.append((time.perf_counter() - start) * 1000)
    return sorted(here[WARM_UP_ACTS:]), sorted(there[WARM_UP_ACTS:])


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as root:
        least, in_a_row = floor_rest_ms(Path(root), ACTS, 900, PAUSE_S), floor_rest_ms(Path(root), ACTS, 900)
        with Pair(Path(root), dossiers=8) as pair:
            here, there = single(pair)
            pair.indexed_s()
            empty = pair.peers[0].spent()
            time.sleep(IDLE_S)
            idle = pair.peers[0].spent()
            pair.cost(lambda: pair.sender.load(STOCK_ACTS, 16))
            full = pair.peers[0].spent()
    row("floor of a single act at rest, p50", least, "ms")
    row("  in a row, without pauses", in_a_row, "ms")
    row("single act at rest, durable here, p50", statistics.median(here), "ms")
    row("single act at rest, receipt durable, p50", statistics.median(there), "ms", least)
    row("single act at rest, receipt durable, p99", there[len(there) * 99 // 100], "ms")
    row("idle node", (idle.cpu_s - empty.cpu_s) / IDLE_S * 1000, "CPU ms a second")
    row("memory of a node at rest, few acts", empty.resident_mib, "MiB")
    row(f"memory of a node at rest, {STOCK_ACTS:,} acts in use", full.resident_mib, "MiB")


if __name__ == "__main__":
    main()
