"""Making a failing history smaller: fewer faults, nodes, kinds and acts, as long as the same promise breaks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from lintas.sim.profile import FAULTS, NODES_MIN, QUIET, Profile
from lintas.sim.world import World

RUNS_MAX: Final = 40


def shrunk(seed: int, profile: Profile, promise: str, runs_max: int = RUNS_MAX) -> Profile:
    """The smallest profile that was found with so many runs at which the seed breaks the promise."""
    runs, again = 0, True
    while again:
        again = False
        for smaller in _smaller(profile):
            if runs >= runs_max:
                return profile
            runs += 1
            if any(each.promise == promise for each in World(seed, smaller).run()[:1]):
                profile, again = smaller, True
                break
    return profile


def _smaller(profile: Profile) -> Iterator[Profile]:
    """Profiles with one thing less, what takes most away first."""
    for fault in FAULTS:
        if getattr(profile, fault) != getattr(QUIET, fault):
            yield replace(profile, **{fault: getattr(QUIET, fault)})
    if profile.real:
        yield replace(profile, real=False)
    for nodes in range(max(NODES_MIN, profile.nodes // 2), profile.nodes):
        yield replace(profile, nodes=nodes)
    if profile.kinds > 1:
        yield replace(profile, kinds=1)
    for acts in (profile.acts // 2, profile.acts * 3 // 4, profile.acts - 1):
        if 0 < acts < profile.acts:
            yield replace(profile, acts=acts, span_ms=profile.span_ms * acts // profile.acts)
