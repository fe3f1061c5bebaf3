"""Run the model: `python -m tests.model --seeds N [--first S] [--mutant NAME] [--profile NAME] [--fold FOLD]`.

FOLD is `both` (the default: each node has a real replica too, compared with the second fold) or `second`. Prints seeds
per minute and, for each violation, the seed and the last acts of its history. Profiles are those of `rules`, and
`histories` for random histories without a network, in which the two folds are compared. Exits with 1 when something was
found (with a mutant: when nothing was).
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

from lintas.dossier.grammar import Kind
from lintas.dossier.replica import Replica
from tests.model.compare import compared
from tests.model.histories import History
from tests.model.kinds import model_kinds, real_kinds
from tests.model.mutants import MUTANTS
from tests.model.rules import PROFILES, Profile, Rules
from tests.model.world import World

TRACE_LINES = 12
Report = tuple[list[str], list[str]]


def say(line: str) -> None:
    """A line of the report."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def run_world(seed: int, profile: Profile, rules: Rules, real: Callable[[Kind], Any] | None = None) -> Report:
    """What was found in one run, and the end of its trace."""
    world = World(seed, profile, rules, real)
    found = world.run()
    return found, world.trace[-TRACE_LINES:]


def run_history(seed: int, kinds: Iterable[Kind], acts: int = 55) -> Report:
    """Both folds over one random history; the kind is chosen by the seed."""
    kinds = list(kinds)
    kind = kinds[seed % len(kinds)]
    history = History(seed, kind, acts)
    made = history.grow()
    found = compared(seed, kind, made, history.fold, Replica)
    return [f"{kind.name}: {line}" for line in found], []


def runner(arguments: argparse.Namespace) -> Callable[[int], Report]:
    """How to run one seed, as the command line asks."""
    if arguments.profile == "histories":
        kinds = list((model_kinds() | real_kinds()).values())
        return lambda seed: run_history(seed, kinds)
    mutant = MUTANTS.get(arguments.mutant)
    profile = PROFILES[arguments.profile or (mutant.profile if mutant else "mixed")]
    rules = mutant.rules if mutant else Rules()
    real = Replica if arguments.fold != "second" and not mutant else None
    return lambda seed: run_world(seed, profile, rules, real)


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m tests.model", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seeds", type=int, default=100, help="how many histories")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--mutant", choices=sorted(MUTANTS))
    parser.add_argument("--profile", choices=sorted([*PROFILES, "histories"]))
    parser.add_argument("--fold", choices=["second", "both"], default="both")
    parser.add_argument("--stop", type=int, default=10, help="end after so many seeds with a violation")
    arguments = parser.parse_args()
    one, failing, begun, done = runner(arguments), 0, time.monotonic(), 0
    for seed in range(arguments.first, arguments.first + arguments.seeds):
        found, trace = one(seed)
        done += 1
        if found:
            failing += 1
            say(f"seed {seed}: {found[0][:400]}" + (f" (and {len(found) - 1} more)" if len(found) > 1 else ""))
            for line in trace if not arguments.mutant else []:
                say(f"    {line}")
        if failing >= arguments.stop:
            break
    minutes = (time.monotonic() - begun) / 60
    say(f"{done} seeds, {failing} with a violation, {done / minutes:.0f} seeds per minute")
    return int(bool(failing) != bool(arguments.mutant))


if __name__ == "__main__":
    sys.exit(main())
