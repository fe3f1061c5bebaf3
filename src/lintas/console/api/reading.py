"""Reading what a program sends: JSON that says nothing which could not be kept as it is."""

from __future__ import annotations

import json
from typing import Any, Final

from django.http import HttpRequest
from ninja.parser import Parser

DEPTH_MAX: Final = 16
"""How deep lists and maps may lie in each other."""


class Reader(Parser):
    """Takes maps; refuses what is no JSON (RFC 8259), infinities, halves of characters, what is nested too deep."""

    def parse_body(self, request: HttpRequest) -> Any:
        return read(request.body)


def read(body: bytes) -> Any:
    """What the body says; raises `ValueError` or `RecursionError`."""
    said = json.loads(body)
    if not isinstance(said, dict):
        # A schema that may be empty would take anything for an empty one.
        raise ValueError("no map")
    _check_depth(said, DEPTH_MAX)
    json.dumps(said, ensure_ascii=False, allow_nan=False).encode()
    return said


def _check_depth(value: Any, left: int) -> None:
    if left < 0:
        raise ValueError(f"more than {DEPTH_MAX} lists and maps in each other")
    entries = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for entry in entries:
        _check_depth(entry, left - 1)
