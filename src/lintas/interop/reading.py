"""Reading a file of indicators without being told its form."""

from __future__ import annotations

from typing import Any

from lintas.interop.feed import Feed
from lintas.interop.hostile_json import load
from lintas.interop.misp import read_misp
from lintas.interop.report import Report
from lintas.interop.stix import read_stix


def read(data: bytes) -> Feed:
    """As STIX where its first object has a type of STIX, else as MISP; raises `UnreadableFile`."""
    found = load(data, Report())
    first = found[0] if isinstance(found, list) and found else found
    return read_stix(data) if _stix(first) else read_misp(data)


def _stix(found: Any) -> bool:
    return isinstance(found, dict) and isinstance(found.get("type"), str) and ("id" in found or "objects" in found)
