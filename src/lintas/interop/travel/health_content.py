"""What must stand in a health certificate (EU DCC schema 1.3): name, date of birth, and exactly one thing attested."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

SORTS: Final = {"v": "vaccination", "t": "test", "r": "recovery"}
_COMMON: Final = ("tg", "co", "is", "ci")
_NEEDED: Final = {
    "v": ("vp", "mp", "ma", "dn", "sd", "dt"),
    "t": ("tt", "sc", "tr"),
    "r": ("fr", "df", "du"),
}
_DAYS: Final = {"v": ("dt",), "t": (), "r": ("fr", "df", "du")}
_VERSION: Final = re.compile(r"\d+\.\d+\.\d+", re.ASCII)
_BORN: Final = re.compile(r"((19|20)\d\d(-\d\d){0,2}){0,1}", re.ASCII)
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MACHINE_NAME: Final = re.compile(r"[A-Z<]+", re.ASCII)
TEXT_CHARACTERS_MAX: Final = 80
_SEVERAL: Final = ("1.0.", "1.1.")
"""Versions of the schema in which one certificate may list several of its sort; from 1.2 on it is one."""


def faults(content: Mapping[Any, Any]) -> Iterator[str]:
    """What is not as the schema has it, in words."""
    if not isinstance(content.get("ver"), str) or not _VERSION.fullmatch(content["ver"]):
        yield "no version"
    if not isinstance(content.get("dob"), str) or not _BORN.match(content["dob"]):
        yield "no date of birth"
    name = content.get("nam")
    machine = name.get("fnt") if isinstance(name, Mapping) else None
    if not isinstance(machine, str) or not _MACHINE_NAME.fullmatch(machine) or len(machine) > TEXT_CHARACTERS_MAX:
        yield "no family name as in the machine-readable zone"
    attested = [(sort, content[sort]) for sort in SORTS if content.get(sort)]
    if len(attested) != 1 or not isinstance(attested[0][1], list):
        yield "it must attest exactly one thing"
        return
    ((sort, entries),) = attested
    if len(entries) > 1 and not str(content.get("ver")).startswith(_SEVERAL):
        yield "it must attest exactly one thing"
    for entry in entries:
        yield from _entry(sort, entry if isinstance(entry, Mapping) else {})


def _entry(sort: str, entry: Mapping[Any, Any]) -> Iterator[str]:
    needed = (*_COMMON, *_NEEDED[sort])
    yield from (f"the {SORTS[sort]} lacks {each}" for each in needed if entry.get(each) in (None, ""))
    yield from (f"{each} is no day" for each in _DAYS[sort] if not _DAY.match(str(entry.get(each, ""))))
