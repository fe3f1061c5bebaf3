"""STIX patterns, as far as they name single values: `[ipv4-addr:value = '198.51.100.1']`, joined by OR.

STIX 2.1 section 9; `==` is `=`, as the grammar of OASIS has it. A pattern that says more than "one of these values", or
that the grammar does not allow, is not taken apart: what it means lies in the whole, and half of it would raise false
alarms, or none where one is due.
"""

from __future__ import annotations

import re
from typing import Final

PATTERN_CHARACTERS_MAX: Final = 64 * 1024
_COMPARISON: Final = re.compile(
    r"\s*([a-z0-9-]+:[\w.\[\]*'\"-]+)\s*(==?|IN)\s*(\([^()]*\)|'(?:[^'\\]|\\.)*'|\d+)\s*", re.ASCII
)
_VALUE: Final = r"(?:'(?:[^'\\]|\\.)*'|\d+)"
_SET: Final = re.compile(rf"\(\s*{_VALUE}(?:\s*,\s*{_VALUE})*\s*\)", re.ASCII)
_ONE: Final = re.compile(_VALUE, re.ASCII)
_JOIN: Final = re.compile(r"(\]\s*OR\s*\[|OR\b)")
_HASHES: Final = {"md5": "MD5", "sha1": "'SHA-1'", "sha256": "'SHA-256'", "sha512": "'SHA-512'"}


def values(pattern: str) -> list[tuple[str, str]]:
    """Path and value of each alternative; empty where the pattern is not a list of alternatives."""
    text = pattern.strip()
    if len(text) > PATTERN_CHARACTERS_MAX or not (text.startswith("[") and text.endswith("]")):
        return []
    found: list[tuple[str, str]] = []
    at, end = 1, len(text) - 1
    while at < end:
        if not (here := _COMPARISON.match(text, at, end)):
            return []
        path, sign, said = here.groups()
        if (sign == "IN") != said.startswith("(") or (sign == "IN" and not _SET.fullmatch(said)):
            return []
        found += [(_path(path), _plain(each)) for each in _ONE.findall(said)]
        at = here.end()
        if at == end:
            return found
        if not (join := _JOIN.match(text, at, end)):
            return []
        at = join.end()
    return []


def pattern(path: str, value: str) -> str:
    """The pattern that looks for one value."""
    said = value if path == "autonomous-system:number" and value.isdigit() else _quoted(value)
    return f"[{path} = {said}]"


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _plain(value: str) -> str:
    return value if value.isdigit() else re.sub(r"\\(.)", r"\1", value[1:-1])


def _path(path: str) -> str:
    """The path as the specification writes it: hashes have many spellings."""
    kind, _, rest = path.partition(":")
    if kind == "file" and rest.lower().startswith("hashes."):
        plain = rest[7:].strip("'\"").replace("-", "").lower()
        return f"file:hashes.{_HASHES.get(plain, rest[7:])}"
    return path
