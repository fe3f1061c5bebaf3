"""Play histories of a whole federation with loss, delay, partition, crash and lies, and say which promise broke.

python -m lintas.sim --seeds 200 [--first S]     the faults of each seed are drawn from it
python -m lintas.sim ... --json                  and the sum in one line for a script, which is the last
python -m lintas.sim --month                     one node is away for thirty days
python -m lintas.sim --mutants                   every wrong rule, and whether a promise catches it
python -m lintas.sim --mutant NAME [--seeds N]   the seeds that catch one of them
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import nullcontext

from lintas.sim.catch import caught
from lintas.sim.mutants import TABLE
from lintas.sim.profile import AWAY, Profile
from lintas.sim.report import befell, profile_of, told
from lintas.sim.shrink import shrunk
from lintas.sim.world import World


def main(arguments: Sequence[str]) -> int:
    """Play the seeds; 0 if every promise held, or if every wrong rule was caught."""
    parser = argparse.ArgumentParser(
        prog="lintas.sim", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, default=200, help="how many (default: 200)")
    parser.add_argument("--first", type=int, default=0, help="the first of them (default: 0)")
    parser.add_argument("--mutant", choices=sorted(TABLE), help="with this wrong rule")
    parser.add_argument("--mutants", action="store_true", help="every wrong rule from the seed on that is named for it")
    parser.add_argument("--month", action="store_true", help="with the history in which one node is away")
    parser.add_argument("--json", action="store_true", help="say the sum in one line for a script, too")
    parser.add_argument("--no-shrink", action="store_true", help="do not look for a smaller failing history")
    options = parser.parse_args(arguments)
    logging.getLogger("lintas").setLevel(logging.CRITICAL + 1)
    if options.mutants:
        return _mutants()
    mutant = TABLE[options.mutant] if options.mutant else None
    profile = mutant.profile if mutant else AWAY if options.month else None
    seeds = range(options.first, options.first + options.seeds)
    with mutant.wrong() if mutant else nullcontext():
        failed = _play(seeds, profile, shrink=not (options.no_shrink or mutant), for_script=options.json)
    return 1 if bool(failed) != bool(mutant) else 0


def _play(seeds: range, profile: Profile | None, *, shrink: bool, for_script: bool = False) -> list[int]:
    """The seeds at which a promise broke."""
    began, began_cpu, failed, total = time.monotonic(), time.process_time(), list[int](), Counter[str]()
    for seed in seeds:
        world = World(seed, profile)
        broken = world.run()
        total += befell(world)
        if broken:
            failed.append(seed)
            print("\n".join(told(world)), flush=True)
            if shrink:
                smaller = shrunk(seed, world.profile, broken[0].promise)
                print(f"  smaller: World({seed}, replace(QUIET, {profile_of(smaller)})).run()", flush=True)
    wall_s, cpu_s = time.monotonic() - began, time.process_time() - began_cpu
    pace = f"{60 * len(seeds) / wall_s:.0f} a minute, {60 * len(seeds) / cpu_s:.0f} a minute of processor time"
    print(f"{len(seeds)} seeds, {len(failed)} with a broken promise: {pace}")
    print("in all: " + ", ".join(f"{count:,} {sort}" for sort, count in sorted(total.items())))
    if for_script:
        said = {"first": seeds.start, "seeds": len(seeds), "failed": failed, "cpu_s": round(cpu_s, 1)}
        print(json.dumps(said | {"in_all": dict(sorted(total.items()))}))
    return failed


def _mutants() -> int:
    """Every wrong rule from its seed on, with it and without."""
    missed = 0
    for name, mutant in TABLE.items():
        found = caught(mutant)
        clean = found is None or not World(found[0], mutant.profile).run()
        missed += not (found and clean)
        words = f"seed {found[0]:<4} caught by {found[1].promise}" if found else "NOT CAUGHT"
        print(f"{name:<32} {words}{'' if clean else ', AND BROKEN WITHOUT IT'}", flush=True)
    print(f"{len(TABLE)} wrong rules, {missed} missed")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
