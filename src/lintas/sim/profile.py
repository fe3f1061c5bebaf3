"""What a history is made of: how many nodes, how much they do, and which faults befall them.

`draw` makes a profile from chance: each seed has a random half of the faults (*swarm testing*: Groce and others, 2012),
so that one fault does not hide what another would show. A profile is plain data, so that a failing one can be made
smaller field by field.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import Final

NODES_MIN, NODES_FEW, NODES_MAX = 3, 5, 11
LARGE: Final = 0.2
"""How many histories have up to `NODES_MAX` nodes; every other one has up to `NODES_FEW`.

Few nodes show most of what many do, sooner: of the failures of distributed systems in service that Yuan and others
went through (*Simple Testing Can Prevent Most Critical Failures*, OSDI 2014), 98 % need no more than three.
"""
ACTS: Final = 40
HOUR_MS: Final = 3_600_000
DAY_MS: Final = 24 * HOUR_MS
REAL: Final = 0.05
"""Of how many histories the suite is the real one."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One history. Chances are per message or per act that is asked for; times in virtual milliseconds.

    `acts` are orders that officers give; what is not open to them is not done. `span_ms` is how long the faults last.
    `real`: with the real suite in place of the cheap one. `recalls`: of an order, to be a recall instead; `renewals`:
    to be one of a registry desk; `releases`: to give to newcomers what was said before. Without `renewals` there is no
    registry. `sealed`: how many of the nodes know version 2 of the line, on which all that passes is sealed.
    `upgrades`: per act, that a node goes on with the program of the other version. `away_ms`: one node is gone for so
    long. `carried`: per act, that somebody packs a file for somebody. `among`: names and versions of the kinds to draw
    from, of all if there is none.
    """

    nodes: int = 5
    acts: int = ACTS
    kinds: int = 2
    span_ms: int = 30_000
    real: bool = False
    loss: float = 0.0
    twice: float = 0.0
    delay_ms: int = 20
    partition: float = 0.0
    crash: float = 0.0
    named_points: bool = False
    restore: float = 0.0
    rot: float = 0.0
    skew_ms: int = 0
    full_disk: float = 0.0
    slow_disk: float = 0.0
    liars: int = 0
    files: float = 0.0
    recalls: float = 0.0
    renewals: float = 0.0
    sealed: float = 0.0
    releases: float = 0.0
    upgrades: float = 0.0
    carried: float = 0.0
    away_ms: int = 0
    among: tuple[tuple[str, int], ...] = ()
    idle_ms: int = 8_000
    retry_ms_max: int = 5_000
    checkpoint_ms: int = 60_000


QUIET: Final = Profile()
FAULTS: Final = (
    "loss", "twice", "delay_ms", "partition", "crash", "named_points", "restore", "rot", "skew_ms", "full_disk",
    "slow_disk", "liars", "files", "recalls", "renewals", "sealed", "releases",
    "upgrades", "carried",
)  # fmt: skip
"""The fields that are faults; at the value of `QUIET` a history is without that one."""

AWAY: Final = replace(
    QUIET, nodes=5, acts=60, span_ms=30 * DAY_MS, away_ms=30 * DAY_MS, idle_ms=6 * HOUR_MS,
    retry_ms_max=HOUR_MS, checkpoint_ms=DAY_MS, loss=0.05, files=0.1,
)  # fmt: skip
"""A month's absence. A node that is quiet for hours looks every few hours: 30 days of looking every two seconds would
be ten million requests."""


def draw(seed: int) -> Profile:
    """The profile that belongs to a seed."""
    rng = Random(f"profile {seed}")
    chosen = {each for each in FAULTS if rng.random() < 0.5}

    def some(name: str, value: float) -> float:
        return value if name in chosen else getattr(QUIET, name)

    return replace(
        QUIET,
        nodes=rng.randint(NODES_MIN, NODES_MAX if rng.random() < LARGE else NODES_FEW),
        kinds=rng.randint(1, 4),
        real=rng.random() < REAL,
        loss=some("loss", rng.uniform(0.02, 0.3)),
        twice=some("twice", rng.uniform(0.02, 0.3)),
        delay_ms=int(some("delay_ms", rng.choice((100, 400, 1_500)))),
        partition=some("partition", 0.1),
        crash=some("crash", rng.choice((0.05, 0.15, 0.3))),
        named_points="named_points" in chosen,
        restore=some("restore", rng.choice((0.03, 0.08))),
        rot=some("rot", 0.05),
        skew_ms=int(some("skew_ms", 600_000)),
        full_disk=some("full_disk", 0.05),
        slow_disk=some("slow_disk", 0.1),
        liars=int(some("liars", 1)),
        files=some("files", 0.3),
        recalls=some("recalls", rng.choice((0.1, 0.25))),
        renewals=some("renewals", rng.choice((0.1, 0.2))),
        sealed=some("sealed", rng.choice((0.5, 1.0))),
        releases=some("releases", 0.15),
        upgrades=some("upgrades", 0.1),
        carried=some("carried", 0.2),
        checkpoint_ms=rng.choice((10_000, 60_000, 60_000)),
    )
