"""The register that lintas brings along: the one module of the engine that reads files.

Nobody has signed these rows: they are where an authority begins, and say of themselves how sure they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from lintas.law.reading import read
from lintas.law.register import Register

DATA = "data"


def shipped_files() -> Mapping[str, bytes]:
    """The files of the shipped register, by their paths."""
    return dict(_below(files("lintas.law").joinpath(DATA), ""))


@cache
def shipped() -> Register:
    """The shipped register; it is read once."""
    return read(shipped_files())


def _below(folder: Traversable, path: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in folder.iterdir():
        if entry.is_dir():
            found += _below(entry, f"{path}{entry.name}/")
        elif entry.name.endswith(".toml"):
            found.append((path + entry.name, entry.read_bytes()))
    return found
