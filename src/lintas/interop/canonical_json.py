"""Canonical JSON (RFC 8785): the one way to write a value down, over which others sign.

Numbers are written as ECMAScript writes them; what is no number there has no canonical form here.
"""

from __future__ import annotations

import json
import math
from typing import Any, Final

from lintas.interop.hostile_json import UnreadableFile

INTEGER_MAX: Final = 2**53
"""Above this a number of JSON is not the same for every reader (RFC 7493 section 2.2)."""
_PLAIN_FROM, _PLAIN_BELOW = -6, 21
"""ECMAScript writes a number without an exponent if its decimal point lies within these places."""


def canonical(value: Any) -> bytes:
    """The bytes; raises `UnreadableFile` for what has no canonical form."""
    try:
        return _canonical(value).encode()
    except UnicodeEncodeError:
        raise UnreadableFile("half a character is left in a text") from None


def _canonical(value: Any) -> str:
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(f"{_canonical(name)}:{_canonical(value[name])}" for name in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_canonical, value)) + "]"
    if isinstance(value, int) and abs(value) > INTEGER_MAX:
        raise UnreadableFile(f"a number is larger than {INTEGER_MAX}")
    return _number(value) if isinstance(value, float) else json.dumps(value, ensure_ascii=False)


def _number(value: float) -> str:
    """As ECMA-262 section 6.1.6.1.20 has it, of the shortest digits that mean this number."""
    if not math.isfinite(value):
        raise UnreadableFile("a number is too large")
    if value == 0:
        return "0"
    mantissa, _, exponent = f"{abs(value)!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    return ("-" if value < 0 else "") + _placed(digits, point)


def _placed(digits: str, point: int) -> str:
    """The digits with the decimal point before the digit of this number, counted from 0."""
    if len(digits) <= point <= _PLAIN_BELOW:
        return digits.ljust(point, "0")
    if 0 < point <= _PLAIN_BELOW:
        return f"{digits[:point]}.{digits[point:]}"
    if _PLAIN_FROM < point <= 0:
        return f"0.{'0' * -point}{digits}"
    rest = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{digits[0]}{rest}e{point - 1:+d}"
