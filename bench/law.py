"""Assessments of the law: how many a second on one core, and how long the register takes to be read.

The questions are all ordered pairs of the register's states, for every type of request, so that treaties, conventions,
national laws and unknowns all occur. Counted is CPU time, the opinion with its citations included.
"""

from __future__ import annotations

import itertools
import time
from typing import Any

from bench.table import note, row
from lintas.law import assess
from lintas.law.reading import read
from lintas.law.register import Register
from lintas.law.shipped import shipped, shipped_files

GOAL_PER_S = 1_000
GOAL_LOAD_S = 0.5


def questions(law: Register) -> list[dict[str, Any]]:
    """One for each ordered pair and each type of request."""
    offence = {
        "categories": ["fraud", "money_laundering"], "max_penalty_requesting_years": 10,
        "max_penalty_requested_years": 7, "transnational": True, "organized_group": True,
    }  # fmt: skip
    facts = {"dual_criminality": True, "bank_secrecy_objection": True, "arrested_on": "2026-01-02"}
    return [
        {"type": kind, "requesting": asks, "requested": asked, "date": "2026-01-01", "offence": offence, "facts": facts}
        for kind in law.requests
        for asks, asked in itertools.permutations(law.states, 2)
    ]


def main() -> None:
    """Print the figures."""
    started = time.process_time()
    law = read(shipped_files())
    load_s = time.process_time() - started
    row("law: read and check the register", load_s, "CPU s")
    note(f"goal: under {GOAL_LOAD_S} s")
    asked = questions(law)
    assess(asked[0], shipped())
    started = time.process_time()
    answers = [assess(each, law) for each in asked]
    rate = len(asked) / (time.process_time() - started)
    row(f"law: assessments, {len(asked):,} questions", rate, "a CPU second")
    note(f"goal: {GOAL_PER_S:,} or more; with a basis: {sum(each.primary is not None for each in answers):,}")


if __name__ == "__main__":
    main()
