"""Encodings: the one form of each value, and every way to miss it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lintas.wire.cbor import head
from lintas.wire.limits import LIMITS
from tools.vectors.files import ACCEPTED, Vector

_DEPTH, _ITEMS, _SIZE = LIMITS.cbor_depth_max, LIMITS.cbor_items_max, 1024 * 1024

# name, bytes in hexadecimal, verdict, what it is
CASES: Final = [
    ("zero", "00", ACCEPTED, "the integer 0"),
    ("one-byte", "1818", ACCEPTED, "24, the least integer with a byte of its own"),
    ("largest", "1bffffffffffffffff", ACCEPTED, "the largest integer, 2^64 - 1"),
    ("least", "3bffffffffffffffff", ACCEPTED, "the least integer, -2^64"),
    ("empty-bytes", "40", ACCEPTED, "no bytes"),
    ("text", "66e0b881e0b882", ACCEPTED, "a text of two Thai letters"),
    ("text-decomposed", "6361cc81", ACCEPTED, "a text that is not normalised is taken as it is"),
    ("simple", "83f4f5f6", ACCEPTED, "false, true and null"),
    ("empty-map", "a0", ACCEPTED, "an empty map"),
    ("key-order-of-types", "a318180020006100f6", ACCEPTED, "keys in bytewise order of their encodings: 24, -1, a text"),
    ("empty", "", "Truncated", "no bytes at all"),
    ("long-one-byte", "1817", "NotShortest", "23 in two bytes"),
    ("long-two-bytes", "1900ff", "NotShortest", "255 in three bytes"),
    ("long-four-bytes", "1a0000ffff", "NotShortest", "65,535 in five bytes"),
    ("long-eight-bytes", "1b00000000ffffffff", "NotShortest", "2^32 - 1 in nine bytes"),
    ("long-length", "580100", "NotShortest", "a length of 1 in two bytes"),
    ("long-key", "a1180100", "NotShortest", "a key that is not in its shortest form"),
    ("indefinite-bytes", "5f4100ff", "Indefinite", "bytes without a declared length"),
    ("indefinite-text", "7f6161ff", "Indefinite", "a text without a declared length"),
    ("indefinite-array", "9f00ff", "Indefinite", "an array without a declared length"),
    ("indefinite-map", "bf0000ff", "Indefinite", "a map without a declared length"),
    ("break", "ff", "Indefinite", "the end of an item without length, alone"),
    ("key-order", "a202000100", "KeyOrder", "the keys 2, 1"),
    ("key-order-length-first", "a320001818006100f6", "KeyOrder", "keys in the order of RFC 7049, the shorter first"),
    ("key-twice", "a201000101", "DuplicateKey", "the key 1 twice"),
    ("float-half", "f93c00", "ForbiddenFloat", "the float 1.0 in half precision"),
    ("float-single", "fa47c35000", "ForbiddenFloat", "a float in single precision"),
    ("float-double", "fb3ff199999999999a", "ForbiddenFloat", "a float in double precision"),
    ("undefined", "f7", "ForbiddenValue", "undefined"),
    ("simple-other", "e0", "ForbiddenValue", "a simple value"),
    ("simple-long", "f820", "ForbiddenValue", "a simple value in two bytes"),
    ("reserved", "1c", "ForbiddenValue", "a length code that is reserved"),
    ("tag", "c000", "ForbiddenTag", "a tag, for a date"),
    ("tag-bignum", "c249010000000000000000", "ForbiddenTag", "a number above 64 bits"),
    ("tag-sign1", "d20a", "ForbiddenTag", "the tag of a COSE_Sign1, where none was asked for"),
    ("key-array", "a18000", "ForbiddenValue", "a key that is an array"),
    ("key-true", "a1f500", "ForbiddenValue", "a key that is true"),
    ("key-null", "a1f600", "ForbiddenValue", "a key that is null"),
    ("text-not-utf8", "61ff", "BadText", "a text that is not UTF-8"),
    ("text-surrogate", "63eda080", "BadText", "a text with half of a surrogate pair"),
    ("text-overlong", "62c080", "BadText", "a text with an overlong form"),
    ("cut-integer", "1901", "Truncated", "an integer that ends early"),
    ("cut-bytes", "4200", "Truncated", "bytes that end early"),
    ("cut-array", "8200", "Truncated", "an array that ends early"),
    ("cut-map", "a100", "Truncated", "a map that ends after a key"),
    ("length-of-all-memory", "5bffffffffffffffff", "Truncated", "a length that nobody has"),
    ("count-of-all-memory", "9b7fffffffffffffff00", "Truncated", "a count that nobody has"),
    ("trailing", "0000", "TrailingBytes", "two items"),
]


def vectors() -> Iterator[Vector]:
    """All of them."""
    for name, data, verdict, scenario in CASES:
        yield _vector(name, bytes.fromhex(data), verdict, scenario)
    nested = b"\x81" * (_DEPTH - 1)
    yield _vector("depth-at-limit", nested + b"\x80", ACCEPTED, "containers 16 deep")
    yield _vector("depth-beyond", nested + b"\x81\x80", "TooDeep", "containers 17 deep")
    yield _vector("items-at-limit", head(4, _ITEMS) + bytes(_ITEMS), ACCEPTED, "an array of 200,000 entries")
    beyond = head(4, _ITEMS + 1) + bytes(_ITEMS + 1)
    yield _vector("items-beyond", beyond, "TooLarge", "an array of one entry more than allowed")
    yield _vector("size-at-limit", head(2, 95) + bytes(95), ACCEPTED, "97 bytes of 97", size=97)
    yield _vector("size-beyond", head(2, 96) + bytes(96), "TooLarge", "98 bytes of 97", size=97)


def _vector(name: str, data: bytes, verdict: str, scenario: str, size: int = _SIZE) -> Vector:
    bounds = {"size_max": size, "depth_max": _DEPTH, "items_max": _ITEMS}
    return Vector(f"cbor/{name}", scenario, "wire.md 1", verdict, {"bytes": data, **bounds})
