"""Walk the tables of all kinds, of one kind, or one table.

`python -m tests.walks [--overtaking N] [--crossings N] [--tour NAME] [kind [table]]`: so many acts of others may
overtake one that is under way, and acts may cross so often on the way to a position. A large table can be walked in
pieces, tour by tour; verbs that nobody can do and phases that nobody reaches are then not looked for.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser

from lintas.kinds import all_kinds
from tests.walks.scope import label
from tests.walks.tables import Walk, tables, walk
from tests.walks.tour import CROSSINGS_MAX, OVERTAKING_MAX


def main(arguments: list[str]) -> int:
    """Print a line for each table, with its faults; returns 1 if there is one."""
    parser = ArgumentParser(prog="python -m tests.walks")
    parser.add_argument("--overtaking", type=int, default=OVERTAKING_MAX)
    parser.add_argument("--crossings", type=int, default=CROSSINGS_MAX)
    parser.add_argument("--tour", default="")
    parser.add_argument("kind", nargs="?")
    parser.add_argument("table", nargs="?")
    asked, wrong = parser.parse_args(arguments), False
    for name, kind in all_kinds().items():
        for path in tables(kind):
            if asked.kind in (None, name) and asked.table in (None, path[-1].name, label(path)):
                done = walk(kind, path, overtaking_max=asked.overtaking, crossings_max=asked.crossings, only=asked.tour)
                wrong |= bool(done.faults)
                show(done)
    return int(wrong)


def show(done: Walk) -> None:
    """One line for the table, one for each fault."""
    tours = ", ".join(f"{f.scope.name} {f.crossing_from}/{len(f.places)}" for f in done.tours)
    counts = f"{done.uncrossed} positions, {done.positions} with crossing"
    sys.stdout.write(f"{done.table}: {counts}, {done.seconds:.1f} s, {len(done.faults)} faults ({tours})\n")
    for fault in done.faults:
        sys.stdout.write(f"    {fault}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
