"""Delivering acts from one node to another: CPU of both nodes together, beside the least that it could cost.

Two nodes as processes on loopback, SQLite, real keys; the officer's proof is made and the receipts are kept. Counted is
the user and system time of both processes, the load with it, from the first order to the last receipt. Acts go into the
search indexes of both when the nodes rest: what that costs stands in a row of its own. Without options the table's rows
are measured; with options one load is.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bench.floor import Cost, floor_cost
from bench.nodes import Pair, in_folder
from bench.table import row

KIB = 1024
WARM_UP_ACTS = 256


@dataclass(frozen=True, slots=True)
class Load:
    """A load: bytes of a sealed body, dossiers, acts in flight in each, or acts a second in an open loop."""

    acts: int
    body_bytes: int = KIB
    dossiers: int = 8
    in_flight: int = 16
    per_s: float = 0.0

    def __str__(self) -> str:
        how = f"open loop of {self.per_s:.0f} a second" if self.per_s else f"{self.in_flight} in flight"
        many = "1 dossier" if self.dossiers == 1 else f"{self.dossiers} dossiers"
        return f"{self.body_bytes // KIB} KiB, {many}, {how}"


LOADS = (
    Load(4_000),
    Load(2_000, dossiers=1),
    Load(500, dossiers=1, in_flight=1),
    Load(1_000, in_flight=1),
    Load(2_400, per_s=300),
    Load(1_000, body_bytes=64 * KIB),
)


@cache
def floor(body_bytes: int) -> Cost:
    """What cannot be avoided."""
    with tempfile.TemporaryDirectory() as folder:
        return floor_cost(Path(folder), 2_000 if body_bytes <= KIB else 500, body_bytes * 9 // 10)


def measure(load: Load, store: Callable[[str], str] = in_folder) -> None:
    """Print the rows of one load; `store` gives the setting of each node by its code."""
    shape = {"dossiers": load.dossiers, "body_bytes": load.body_bytes}
    with tempfile.TemporaryDirectory() as root, Pair(Path(root), **shape, store=store) as pair:
        sender = pair.sender
        pair.cost(lambda: sender.load(WARM_UP_ACTS, load.in_flight))
        pair.indexed_s()
        if load.per_s:
            spent, wall_s = pair.cost(lambda: sender.pace(load.acts, load.per_s))
        else:
            spent, wall_s = pair.cost(lambda: sender.load(load.acts, load.in_flight))
        indexed_s = pair.indexed_s()
    row(f"deliver: {load}", spent.cpu_s / load.acts * 1000, "CPU s per 1,000", floor(load.body_bytes).cpu_s)
    row("  commits of both nodes", spent.commits / load.acts, "per act")
    row("  indexing them, when both nodes rest", indexed_s / load.acts * 1000, "CPU s per 1,000")
    if not load.per_s:
        row("  rate, authored to receipted", load.acts / wall_s, "acts/s", floor(load.body_bytes).per_s, rate=True)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--acts", type=int)
    parser.add_argument("--kib", type=int, default=1, help="size of a sealed body")
    parser.add_argument("--dossiers", type=int, default=8)
    parser.add_argument("--in-flight", type=int, default=16, help="in each dossier")
    parser.add_argument("--rate", type=float, default=0.0, help="acts a second, in an open loop")
    told = parser.parse_args()
    row("floor, 1 KiB, batches of 100", floor(KIB).cpu_s, "CPU s per 1,000")
    row("  rate", floor(KIB).per_s, "acts/s")
    if told.acts is None:
        row("floor, 64 KiB, batches of 100", floor(64 * KIB).cpu_s, "CPU s per 1,000")
        row("  rate", floor(64 * KIB).per_s, "acts/s")
        for load in LOADS:
            measure(load)
    else:
        measure(Load(told.acts, told.kib * KIB, told.dossiers, told.in_flight, told.rate))


if __name__ == "__main__":
    main()
