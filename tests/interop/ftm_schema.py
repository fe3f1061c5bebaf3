"""The published schemata of FollowTheMoney, as far as they say what an entity has and what it must have."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path


@dataclass(slots=True)
class Schema:
    """One schema: what it extends, what it must have, and the types of its own properties."""

    abstract: bool = False
    extends: list[str] = field(default_factory=list)
    required: list[str] = field(default_factory=list)
    properties: dict[str, str] = field(default_factory=dict)


@cache
def schemata(folder: Path) -> Mapping[str, Schema]:
    """Every schema by its name; the files are YAML of the plainest sort."""
    found = dict[str, Schema]()
    for file in sorted(folder.glob("*.y*ml")):
        lines = file.read_text().splitlines()
        made = found.setdefault(next(line for line in lines if re.fullmatch(r"\w+:", line)).rstrip(":"), Schema())
        section = name = ""
        for line in lines:
            if match := re.match(r"  (\w+):(.*)", line):
                section = match[1]
                made.abstract = made.abstract or line.strip() == "abstract: true"
            elif section in {"extends", "required"} and (match := re.match(r"    - (\w+)", line)):
                getattr(made, section).append(match[1])
            elif section == "properties" and (match := re.match(r"    (\w+):", line)):
                name = match[1]
                made.properties[name] = "string"
            elif section == "properties" and (match := re.match(r"""      type: ['"]?(\w+)""", line)):
                made.properties[name] = match[1]
    return found


def above(known: Mapping[str, Schema], name: str) -> list[Schema]:
    """The schema and all that it extends."""
    return [known[name], *(each for parent in known[name].extends for each in above(known, parent))]
