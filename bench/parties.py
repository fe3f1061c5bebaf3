"""A dossier of fourteen parties: one authors, thirteen nodes receive, every act to all. CPU of all fourteen together.

The floor signs and seals once, and verifies, opens, sends and fsyncs thirteen times.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.floor import floor_cost
from bench.nodes import Pair
from bench.table import row

PARTIES, ACTS, WARM_UP_ACTS, IN_FLIGHT = 14, 600, 64, 64


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as root:
        least = floor_cost(Path(root), 300, 900, PARTIES - 1).cpu_s
        with Pair(Path(root), peers=PARTIES - 1, dossiers=1) as pair:
            pair.cost(lambda: pair.sender.load(WARM_UP_ACTS, IN_FLIGHT))
            spent, wall_s = pair.cost(lambda: pair.sender.load(ACTS, IN_FLIGHT))
    row(f"{PARTIES} parties, 1 dossier, {IN_FLIGHT} in flight", spent.cpu_s / ACTS * 1000, "CPU s per 1,000", least)
    row("  per act and receiver", spent.cpu_s / ACTS / (PARTIES - 1) * 1000, "CPU ms")
    row("  commits of all nodes", spent.commits / ACTS, "per act")
    row("  rate, authored to receipted by all", ACTS / wall_s, "acts/s")


if __name__ == "__main__":
    main()
