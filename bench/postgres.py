"""Delivering acts between two nodes on PostgreSQL, by a server of its own on this machine, as `delivery` on SQLite.

Counted is the user and system time of both nodes; what the server's processes spend comes beside it, where the system
tells (Linux).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from _pytest.outcomes import Skipped

from bench.delivery import Load, measure
from bench.table import note, row
from tests.support.postgres import Server, server

LOADS = (Load(4_000), Load(1_000, in_flight=1), Load(2_400, per_s=300))
PROCESSES = Path("/proc")
# The fields of /proc/PID/stat behind the name, from proc(5): 3 is the first of them.
PARENT, OWN, OF_ENDED_CHILDREN = 4, (14, 15), (16, 17)


def server_cpu_s(made: Server) -> float:
    """User and system seconds of the server and of all that it started, those that have ended with them, so far."""
    main = (made.data / "postmaster.pid").read_text().split()[0]
    ticks = 0
    for each in PROCESSES.glob("[0-9]*/stat"):
        # A process may end while it is looked at.
        with suppress(OSError):
            fields = ["", "", *each.read_text().rpartition(")")[2].split()]
            if main in (each.parent.name, fields[PARENT - 1]):
                ticks += sum(int(fields[at - 1]) for at in (*OWN, *OF_ENDED_CHILDREN))
    return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def spent_by(made: Server, acts: int) -> Iterator[None]:
    """Print what the server spends within."""
    before = server_cpu_s(made)
    yield
    if spent_s := server_cpu_s(made) - before:
        row("  the server, start and warm-up with it", spent_s / acts * 1000, "CPU s per 1,000")


def address(made: Server, number: int, code: str) -> str:
    """A database for the node of this code in the run of this number."""
    return made.make_database(f"{code}-{number}")


def main() -> None:
    """Print the figures, or why there are none."""
    try:
        with server() as made:
            for number, load in enumerate(LOADS):
                with spent_by(made, load.acts):
                    measure(load, partial(address, made, number))
    except Skipped as skipped:
        note(f"PostgreSQL: {skipped.msg}")


if __name__ == "__main__":
    main()
