"""Writes batches into a store without end, saying on standard output what was confirmed, until it is killed.

    python -m tests.store.contract.worker STORE FOLDER MOMENT

MOMENT names where it kills itself in the third batch that it writes, or is `none`. Every batch has the acts that
`batch_acts` says, moves the cursor behind them and sets the frontier to the size.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from lintas.node.ports import Inbound, NewAct
from tests.store.contract.implementations import STORES, claimed
from tests.store.contract.samples import ALPHA, act, receipt

MOMENTS = ("before append", "between appends", "before commit", "after commit")
BATCH_ACTS = 7


def batch_acts(first: int) -> list[NewAct]:
    """The acts of the batch that begins at a position."""
    return [act(position, size=3_000) for position in range(first, first + BATCH_ACTS)]


def main(name: str, folder: str, moment: str) -> None:
    store = claimed(STORES[name](Path(folder)))
    first = store.size()
    last = first + 2 * BATCH_ACTS

    def die_at(here: str) -> None:
        if moment == here and first == last:
            os.kill(os.getpid(), signal.SIGKILL)

    while True:
        new = batch_acts(first)
        with store.batch() as batch:
            die_at("before append")
            batch.append(new[:3])
            die_at("between appends")
            batch.append(new[3:])
            batch.set_inbound(ALPHA, Inbound(upto=first + BATCH_ACTS))
            batch.add_evidence(receipt(first))
            batch.set_frontier(b"%d" % (first + BATCH_ACTS))
            die_at("before commit")
        die_at("after commit")
        first += BATCH_ACTS
        os.write(1, b"%d\n" % first)


if __name__ == "__main__":
    main(*sys.argv[1:])
