"""Whether a wrong rule is caught: at the seed that is named for it, or at one of the few behind it.

A change of the nodes moves histories, and with them the seeds that show something. What a promise catches in most
histories is caught in the next ones; what it catches in few of them has to be looked for again (`--mutant`).
"""

from __future__ import annotations

from typing import Final

from lintas.sim.mutants import Mutant
from lintas.sim.truth import Breach
from lintas.sim.world import World

SEEDS: Final = 5


def caught(mutant: Mutant) -> tuple[int, Breach] | None:
    """The first seed at which a promise breaks under the wrong rule, and that promise; None if none of `SEEDS` does."""
    with mutant.wrong():
        for seed in range(mutant.seed, mutant.seed + SEEDS):
            if broken := World(seed, mutant.profile).run():
                return seed, broken[0]
    return None
