"""Walk the tables of all kinds, of one kind, or one table.

`python -m tests.walks [--overtaking=N] [kind [table]]`; N acts of others may overtake one that is under way.
"""

from __future__ import annotations

import sys

from lintas.kinds import all_kinds
from tests.walks.scope import label
from tests.walks.tables import Walk, tables, walk
from tests.walks.tour import OVERTAKING_MAX


def main(arguments: list[str]) -> int:
    """Print a line for each table, with its faults; returns 1 if there is one."""
    wrong = False
    flags = [given for given in arguments if given.startswith("--overtaking=")]
    overtaking_max = int(flags[0].partition("=")[2]) if flags else OVERTAKING_MAX
    arguments = [given for given in arguments if given not in flags]
    for name, kind in all_kinds().items():
        for path in tables(kind):
            if arguments[:1] in ([], [name]) and arguments[1:2] in ([], [path[-1].name], [label(path)]):
                done = walk(kind, path, overtaking_max=overtaking_max)
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
