"""Messages between nodes (`sync.md` 1 and 2) and entries of authorities (`registry.md` 1)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import Any

import cbor2

from spec.client import sign1
from spec.client.acts import is_bytes, is_ids, is_uint
from spec.client.bodies import decrypt, expand
from spec.client.cbor import Refused, decode, need

UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
Fit = Callable[[object], bool]
MESSAGE_MAX, TEN_MINUTES = 5 * 2**20, 600_000
BODY_MAX, PARCEL_MAX = 262_144, 4_096


def is_item(value: object) -> bool:
    """[signed act, length of its body / null, parcel / null]."""
    if not isinstance(value, list) or len(value) != 3 or type(value[0]) is not bytes:
        return False
    body, parcel = value[1], value[2]
    fits = parcel is None or (type(parcel) is bytes and len(parcel) <= PARCEL_MAX)
    return fits and (body is None or is_uint(body, 1, BODY_MAX))


def is_list(value: object, most: int, each: Fit) -> bool:
    """A list of so many of these."""
    return isinstance(value, list) and len(value) <= most and all(map(each, value))


def is_refusal(value: object) -> bool:
    """[act, name of the error]."""
    return isinstance(value, list) and len(value) == 2 and is_bytes(value[0], 32) and type(value[1]) is str


def is_set(value: object) -> bool:
    """[count, sum], or null."""
    return value is None or (
        isinstance(value, list) and len(value) == 2 and is_uint(value[0]) and is_bytes(value[1], 32)
    )


def is_tips(value: object) -> bool:
    """Tips by dossier."""
    return isinstance(value, dict) and all(is_bytes(d, 16) and is_ids(tips, 64) for d, tips in value.items())


def size(*lengths: int) -> Fit:
    """Bytes of one of these lengths."""
    return lambda value: type(value) is bytes and len(value) in lengths


LABELS: dict[str, dict[int, Fit]] = {
    "link": {8: size(16), 9: is_uint, 10: is_uint, 11: size(32), 12: lambda v: is_list(v, 1_000, is_item)},
    "receipt": {
        8: size(16),
        9: is_uint,
        10: size(32),
        11: lambda v: type(v) is bool,
        12: is_uint,
        13: size(32),
        14: is_tips,
        15: lambda v: is_list(v, 1_000, is_refusal),
        16: lambda v: is_ids(v, 1_000),
        17: is_uint,
        18: is_uint,
    },
    "fetch": {8: size(16), 9: lambda v: is_ids(v, 1_000)},
    "ping": {8: is_set, 9: lambda v: is_list(v, 64, lambda each: type(each) is bytes), 10: size(32)},
    "compare": {8: size(16), 9: size(0, 24), 10: lambda v: type(v) is bytes and len(v) <= 40},
}


def check(given: dict[str, Any]) -> dict[str, Any]:
    """A message to the one who asks."""
    data, kind, bodies = given["message"], given["role"], []
    if kind == "link":
        pair = decode(data, MESSAGE_MAX, 2)
        shaped = isinstance(pair, list) and len(pair) == 2 and type(pair[0]) is bytes and isinstance(pair[1], list)
        need(shaped and all(type(body) is bytes for body in pair[1]), "NotCarried")
        data, bodies = pair
    payload, signature = sign1.open1(data, kind, MESSAGE_MAX)
    fields = decode(payload, MESSAGE_MAX, 8)
    for label, fits in {1: size(16), 2: size(16), 3: size(16), 4: is_uint}.items():
        need(fits(fields.get(label)), "BadShape", label)
    keys = {row["authority"]: row["key"] for row in given["keys"]}
    need(fields[1] in keys, "UnknownAuthority")
    sign1.check1(keys[fields[1]], kind, payload, signature)
    need(fields[2] == given["to"], "NotForUs")
    need(abs(given["at_ms"] - fields[4]) <= TEN_MINUTES, "StaleRequest")
    for label, fits in LABELS[kind].items():
        need(fits(fields.get(label)), "BadShape", label)
    need(kind != "ping" or 11 not in fields or is_uint(fields[11], 1), "BadShape", 11)
    need(kind != "fetch" or 10 not in fields or is_ids(fields[10], 1_000), "BadShape", 10)
    if kind == "link":
        need(fields[9] <= fields[10], "BadShape", 10)
        need([item[1] for item in fields[12] if item[1] is not None] == [len(body) for body in bodies], "BadShape", 12)
    return {}


def read_entry(signed: bytes) -> tuple[dict[int, Any], bytes]:
    """The labels of an entry, and the id of the authority."""
    payload, signature = sign1.open1(signed, "entry", 16_384)
    fields = decode(payload, 16_384)
    for label, most in {2: 128, 4: 64, 8: 256}.items():
        text = fields.get(label)
        need(type(text) is str and len(text) <= most and not UNSHOWN.search(text), "BadShape", label)
    for label, form in {1: "[a-z0-9-]{2,32}", 3: "([A-Z]{2})?"}.items():
        text = fields.get(label)
        need(type(text) is str and re.fullmatch(form, text) is not None, "BadShape", label)
    need(is_bytes(fields.get(5), 32) or is_bytes(fields.get(5), 33), "BadShape", 5)
    for label, length in {6: 1216, 7: 32}.items():
        need(is_bytes(fields.get(label), length), "BadShape", label)
    for label, length in {10: 32, 11: 16, 13: 1312}.items():
        need(label not in fields or is_bytes(fields[label], length), "BadShape", label)
    if 11 in fields or 12 in fields:
        need(is_uint(fields.get(12), 1), "BadShape", 12)
        need(11 in fields, "BadShape", 11)
    sign1.check1(fields[5], "entry", payload, signature)
    first = cbor2.dumps({1: fields[1], 2: fields[2], 3: fields[3], 4: fields[5]})
    return fields, fields.get(11) or hashlib.sha256(b"lintas/authority/1" + first).digest()[:16]


def check_entry(given: dict[str, Any]) -> dict[str, Any]:
    """An entry, and whether it succeeds another."""
    fields, identifier = read_entry(given["entry"])
    if "after" in given:
        before, known_as = read_entry(given["after"])
        same = [fields.get(label) for label in (1, 3, 8, 9)] == [before.get(label) for label in (1, 3, 8, 9)]
        same = same and fields.get(12, 0) == before.get(12, 0) + 1
        if fields[5] == before[5]:
            follows = (fields.get(10), fields.get(13)) == (before.get(10), before.get(13))
        else:
            follows = hashlib.sha256(b"lintas/next-key/1" + fields[5]).digest() == before.get(10)
            follows = follows and (13 in fields or 13 not in before)
        if not (same and identifier == known_as and follows):
            raise Refused("does not succeed")
    return {"id": identifier}


def check_line(given: dict[str, Any]) -> dict[str, Any]:
    """A sealed request, or the reply to one."""
    if "reply" in given:
        pair = two(decode(given["reply"], MESSAGE_MAX, 2))
        need(is_bytes(pair[0], 16), "BadShape", 1)
        place = b"lintas/line-reply/2" + given["count"].to_bytes(8, "big") + pair[0]
        return {"message": decrypt(expand(given["key"], place, 32), pair[1], b"", "BadCiphertext")}
    fields = decode(given["request"], MESSAGE_MAX, 2)
    need(type(fields.get(1)) is bytes and len(fields[1]) <= PARCEL_MAX, "BadShape", 1)
    need(is_uint(fields.get(2)), "BadShape", 2)
    need(type(fields.get(3)) is bytes, "BadShape", 3)
    need(len(given["key"]) == 32, "BadKey")
    key = expand(given["key"], b"lintas/line-request/2" + fields[2].to_bytes(8, "big"), 32)
    path, message = two(decode(decrypt(key, fields[3], b"", "BadCiphertext"), MESSAGE_MAX, 2))
    need(type(path) is str and len(path) <= 64, "BadShape", 1)
    need(type(message) is bytes, "BadShape", 2)
    return {"path": path.encode(), "message": message}


def two(value: Any) -> Any:
    """A list of two."""
    need(isinstance(value, list) and len(value) == 2, "BadShape", 0)
    return value


CHECKS = {"message": check, "entry": check_entry, "line": check_line}
