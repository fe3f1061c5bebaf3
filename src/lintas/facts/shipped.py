"""The facts that lintas brings along: the one module of the engine that reads files."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from lintas.facts.reading import read
from lintas.facts.register import Register


def shipped_files() -> Mapping[str, bytes]:
    """The files of the shipped facts, by their names."""
    folder = files("lintas.facts").joinpath("data")
    return {each.name: each.read_bytes() for each in folder.iterdir() if each.name.endswith(".toml")}


@cache
def shipped() -> Register:
    """The shipped facts; they are read once."""
    return read(shipped_files())
