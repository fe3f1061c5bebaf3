"""What two nodes say to each other when there is nothing to say, by how much they hold: requests, bytes, CPU.

Both nodes in this process, on SQLite, driven step by step. `--acts 1000000` takes half an hour and some 10 GiB.
"""

from __future__ import annotations

import argparse
import logging
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench.meter import cpu_s, metered
from bench.nodes import federation
from bench.table import row
from lintas.dossier.officers import AUTHOR
from lintas.node import desk
from lintas.node.aside import at_once
from lintas.node.author import author, open_dossier
from lintas.node.courier import ROUTES, Errand, Pace
from lintas.node.order import OfficerAtWork, Order
from lintas.node.state import Node
from lintas.node.steps import Post

ACTS, DOSSIER_ACTS, COMMIT_ACTS, ROUNDS = (20, 20_000), 20_000, 500, 50
PACE = Pace(idle_ms=0, retry_ms_max=5_000, checkpoint_ms=10**12)


@dataclass(slots=True)
class Line:
    """Two nodes, and what went between them: requests, and bytes both ways."""

    here: Node
    there: Node
    requests: int = 0
    bytes_both_ways: int = 0

    def rounds(self, errand: Errand) -> None:
        """One round of the courier."""
        steps = errand.rounds()
        try:
            step = next(steps)
            while True:
                step = steps.send(self._asked(step) if isinstance(step, Post) else self._done(step))
        except StopIteration:
            return

    def _done(self, job: object) -> object:
        assert callable(job)
        result: object = at_once(self.here, job(self.here))
        self.here.commit()
        return result

    def _asked(self, step: Post) -> bytes:
        reply: bytes = at_once(self.there, ROUTES[step.path](self.there, step.body))
        self.there.commit()
        self.requests += 1
        self.bytes_both_ways += len(step.body) + len(reply)
        return reply


def fill(line: Line, count: int) -> None:
    """So many acts in dossiers of `DOSSIER_ACTS`, delivered as they come."""
    node, errand = line.here, Errand(line.there.identity.authority, PACE)
    token = desk.appoint(node, "load", (AUTHOR,)).token
    officers = (desk.sign_in(node, "load", token, AUTHOR),)
    for start in range(0, count, DOSSIER_ACTS):
        dossier = _open(line, officers)
        for number in range(start, min(count, start + DOSSIER_ACTS)):
            said = {"urgency": "today", "text": "x" * 200}
            author(node, dossier, Order("say", said, (line.there.id,), officers, to={"reader": (line.there.id,)}))
            if number % COMMIT_ACTS == 0:
                node.commit()
                line.rounds(errand)
    node.commit()
    line.rounds(errand)


def _open(line: Line, officers: tuple[OfficerAtWork, ...]) -> bytes:
    peers = (line.there.id,)
    terms = Order("open the line", {"terms": "an exercise", "languages": "English"}, peers, officers, to={"end": peers})
    return open_dossier(line.here, "hotline", terms).dossier


def measure(count: int) -> None:
    """Print the rows for nodes that hold so many acts."""
    with tempfile.TemporaryDirectory() as root:
        ours, theirs = federation(Path(root), ("node-0", "node-1"))
        line = Line(metered(ours)[0], metered(theirs)[0])
        fill(line, count)
        errand = Errand(line.there.identity.authority, PACE)
        for _ in range(3):
            line.rounds(errand)
        line.requests = line.bytes_both_ways = 0
        began = cpu_s()
        for _ in range(ROUNDS):
            line.rounds(errand)
        spent_ms = (cpu_s() - began) / ROUNDS * 1000
        assert line.here.store.size() == line.there.store.size() > count
    row(f"idle round, {count:,} acts: requests", line.requests / ROUNDS, "")
    row("  bytes both ways", line.bytes_both_ways / ROUNDS, "bytes")
    row("  both nodes", spent_ms, "CPU ms")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--acts", type=int, nargs="+", default=ACTS)
    logging.getLogger("lintas").setLevel(logging.ERROR)
    for count in parser.parse_args().acts:
        measure(count)


if __name__ == "__main__":
    main()
