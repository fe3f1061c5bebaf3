"""Reading a file of indicators without being told its form."""

from __future__ import annotations

from codecs import BOM_UTF8
from typing import Any

from lintas.interop.feed import Feed
from lintas.interop.hostile_json import load
from lintas.interop.misp import read_misp
from lintas.interop.report import Report
from lintas.interop.stix import read_stix
from lintas.interop.tables import read_table


def read(data: bytes) -> Feed:
    """As STIX where its first object has a type of STIX, else as MISP; what is no JSON as a table.

    Raises `UnreadableFile`.
    """
    if not _json(data):
        return read_table(data)
    found = load(data, Report())
    first = found[0] if isinstance(found, list) and found else found
    return read_stix(data) if _stix(first) else read_misp(data)


def _json(data: bytes) -> bool:
    """Whether it begins as an object or a list does."""
    return data.removeprefix(BOM_UTF8).lstrip()[:1] in (b"{", b"[")


def _stix(found: Any) -> bool:
    """A schema of JSON also has a type and an id, and says that it is one."""
    if not isinstance(found, dict) or "$schema" in found:
        return False
    return isinstance(found.get("type"), str) and ("id" in found or "objects" in found)
