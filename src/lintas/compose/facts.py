"""The public facts that a node shows: those that lintas brings along, and over them the files of the node's folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from lintas.facts.reading import examine
from lintas.facts.register import Register
from lintas.facts.shipped import shipped_files

FOLDER: Final = "facts"
READ_MAX: Final = 4
"""How many states of the register are kept as they were read."""

Files = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class Known:
    """The register, the names of the files that are this node's own, and what was left out and why."""

    register: Register
    own: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


def read_all(folder: Path | None = None) -> Known:
    """What is known, with `facts/*.toml` of a node's folder; a file with mistakes is left out, and told."""
    named = sorted((folder / FOLDER).glob("*.toml")) if folder else []
    return _laid_over(tuple((file.name, file.read_bytes()) for file in named if file.is_file()))


def over_ours(own: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Files over those that lintas brings along."""
    return {**shipped_files(), **own}


@lru_cache(READ_MAX)
def _laid_over(own: Files) -> Known:
    """All of them; if there are mistakes, each over those before it that have none, so that one harms no other."""
    register, findings = examine(over_ours(dict(own)))
    if not findings:
        return Known(register, tuple(name for name, _ in own))
    files, taken, faults = over_ours({}), list[str](), list[str]()
    for name, data in own:
        found = examine({**files, name: data})[1]
        if found:
            faults.append(f"{FOLDER}/{name} is left out: {found[0]}")
        else:
            files, taken = {**files, name: data}, [*taken, name]
    return Known(examine(files)[0], tuple(taken), tuple(faults))
