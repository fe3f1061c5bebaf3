"""A broken promise for people: which, in which history, what was seen, and what happened before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from typing import Final

from lintas.dossier.header import Form, Header
from lintas.sim.profile import QUIET, Profile
from lintas.sim.promises import carried, commit, crash, end, recalled, whole, wire
from lintas.sim.world import World

LINES_MAX: Final = 25


def promise_of(name: str) -> str:
    """The text of a promise."""
    found = next(
        (
            getattr(module, name)
            for module in (commit, wire, crash, carried, recalled, end, whole)
            if hasattr(module, name)
        ),
        None,
    )
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
    heads = [act.header for act in world.truth.acts.values()]
    said["recalls"] += sum(head.form is Form.ERASE for head in heads)
    said["disownings"] += sum(head.form is Form.DISOWN for head in heads)
    said["renewals"] += sum(len(reg) - 1 for reg in _regs(heads))
    said["events"] += world.agenda.done
    return said


def _regs(heads: list[Header]) -> Iterator[set[bytes]]:
    """Under which entries each authority signed."""
    found: dict[bytes, set[bytes]] = {}
    for head in heads:
        found.setdefault(head.author, set()).add(head.reg)
    return iter(found.values())


def _sort(what: str) -> str:
    for words, sort in _SORTS:
        if what.startswith(words):
            return sort
    return "other"


_SORTS: Final = (
    ("trouble", "failed rounds"), ("dies", "crashes"), ("begins anew", "restores"),
    ("loses a chunk", "chunks that rotted"), ("loses", "rows that rotted"),
    ("cuts off", "partitions"), ("has no room", "full disks"), ("begins a second", "forks begun"), ("starts", "starts"),
    ("is away", "absences"), ("a group of jobs", "groups undone"), ("joins", "authorities added"),
    ("stops", "other programs"), ("packs", "files packed"),
)  # fmt: skip
