"""Every rule of the specification, its mutant, and what catches it.

python -m tests.rules                 the list
python -m tests.rules --run [RULE]    every mutant, or that of some rules, is run; 1 if one lives or a rule has none
"""

from __future__ import annotations

import argparse
import logging
import sys

from tests.rules.catch import caught
from tests.rules.found import rules_of_the_specification
from tests.rules.table import TABLE


def say(line: str) -> None:
    """One line of the list."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.rules", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--run", action="store_true", help="run the mutants")
    parser.add_argument("rules", nargs="*", metavar="RULE", help="these only")
    options = parser.parse_args()
    logging.getLogger("lintas").setLevel(logging.CRITICAL + 1)
    rules, lives = rules_of_the_specification(), 0
    bare = sorted(rules.keys() - {row.id for row in TABLE})
    for row in TABLE:
        if options.rules and row.id not in options.rules:
            continue
        by = caught(row) if options.run else row.caught_by
        lives += not by
        say(f"{row.id:<5} {rules.get(row.id, '?'):<12} {row.what:<62} {by or 'LIVES'}")
    for rule in bare:
        say(f"{rule:<5} {rules[rule]:<12} NO MUTANT")
    say(f"{len(rules)} rules, {len(TABLE)} mutants, {len(bare)} rules without one" + f", {lives} live" * options.run)
    return 1 if bare or lives else 0


if __name__ == "__main__":
    sys.exit(main())
