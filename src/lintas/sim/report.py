"""A broken promise for people: which, in which history, what was seen, and what happened before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from typing import Final

from lintas.sim import world as whole
from lintas.sim.profile import QUIET, Profile
from lintas.sim.promises import commit, crash, end, wire
from lintas.sim.world import World

LINES_MAX: Final = 25


def promise_of(name: str) -> str:
    """The text of a promise."""
    found = next((getattr(module, name) for module in (commit, wire, crash, end, whole) if hasattr(module, name)), None)
    return " ".join((found.__doc__ or "").split()) if found else name


def profile_of(profile: Profile) -> str:
    """What a profile has beside the quiet one, as it is written in Python."""
    changed = (each.name for each in fields(profile) if getattr(profile, each.name) != getattr(QUIET, each.name))
    return ", ".join(f"{name}={getattr(profile, name)!r}" for name in changed) or "quiet"


def told(world: World) -> Iterator[str]:
    """The first promise that a history broke, and the last things that befell its machines."""
    first = world.truth.broken[0]
    yield f"seed {world.seed} broke: {first.promise}"
    yield f"  promised: {promise_of(first.promise)}"
    yield f"  seen at {first.at_ms} ms: {first.words}"
    yield f"  history: {profile_of(world.profile)}"
    lines = [(ms, who, what) for ms, who, what in world.truth.trace if ms <= first.at_ms]
    quiet = [each for each in lines if not each[2].startswith("trouble")]
    yield f"  before that ({len(lines) - len(quiet)} requests that failed are left out):"
    for ms, who, what in quiet[-LINES_MAX:]:
        yield f"    {ms:>9} ms  {who}: {what}"


def befell(world: World) -> Counter[str]:
    """How often each sort of thing befell a history: a fault that never strikes shows nothing."""
    said = Counter(_sort(what) for _, _, what in world.truth.trace)
    said["acts"] += world.truth.done
    said["events"] += world.agenda.done
    return said


def _sort(what: str) -> str:
    for words, sort in _SORTS:
        if what.startswith(words):
            return sort
    return "other"


_SORTS: Final = (
    ("trouble", "failed rounds"), ("dies", "crashes"), ("begins anew", "restores"), ("loses", "rows that rotted"),
    ("cuts off", "partitions"), ("has no room", "full disks"), ("begins a second", "forks begun"), ("starts", "starts"),
    ("is away", "absences"), ("a group of jobs", "groups undone"),
)  # fmt: skip
