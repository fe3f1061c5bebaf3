"""Acts: what a header must hold, who signed it, what its control carries (`act.md` 1 and 2)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from spec.client import sign1
from spec.client.cbor import decode, need

UINT = 2**63 - 1


def is_uint(value: object, least: int = 0, most: int = UINT) -> bool:
    """An integer, which true is not."""
    return type(value) is int and least <= value <= most


def is_ids(value: object, most: int, size: int = 32, ascending: bool = False) -> bool:
    """A list of so many ids at most."""
    if not isinstance(value, list | tuple) or len(value) > most:
        return False
    return all(type(i) is bytes and len(i) == size for i in value) and (
        not ascending or list(value) == sorted(set(value))
    )


def is_bytes(value: object, size: int) -> bool:
    """So many bytes."""
    return type(value) is bytes and len(value) == size


def is_beacon(value: object) -> bool:
    """A checkpoint of another's log."""
    if not isinstance(value, list | tuple) or len(value) != 4:
        return False
    log, size, root, time = value
    return is_bytes(log, 16) and is_uint(size) and is_bytes(root, 32) and is_uint(time)


def is_to(value: object) -> bool:
    """Parties by role."""
    return isinstance(value, dict) and all(
        type(role) is str and len(role) <= 64 and is_ids(parties, 64, 16, True) for role, parties in value.items()
    )


Fits = dict[int, Callable[[object], bool]]
NEEDED: Fits = {
    2: lambda v: is_bytes(v, 16), 3: lambda v: is_bytes(v, 16), 4: is_uint, 5: lambda v: is_uint(v, 1),
    6: lambda v: is_bytes(v, 32), 7: lambda v: is_ids(v, 64, 32, True), 8: lambda v: is_uint(v, 1), 9: is_uint,
    11: lambda v: is_uint(v, 0, 6), 16: lambda v: is_bytes(v, 32), 17: is_uint,
    20: lambda v: type(v) is str and len(v) <= 64, 21: lambda v: v is None or is_bytes(v, 16),
}  # fmt: skip
OPTIONAL: Fits = {
    10: is_beacon, 12: lambda v: is_bytes(v, 16), 13: lambda v: is_bytes(v, 32), 14: lambda v: is_bytes(v, 32),
    15: lambda v: is_uint(v, 1, 262_144), 18: lambda v: is_ids(v, 64), 19: lambda v: isinstance(v, dict),
    22: lambda v: is_ids(v, 64), 23: is_to,
}  # fmt: skip
NOTHING = object()


def read_header(payload: bytes) -> dict[int, Any]:
    """The labels of a header, each as act.md 1 asks for it."""
    fields = decode(payload, 16_384, 6)
    need(isinstance(fields, dict) and all(type(label) is int for label in fields), "BadShape", 0)
    need(is_uint(fields.get(1)), "BadShape", 1)
    need(fields[1] == 1, "UnknownVersion", 1)
    for label, fits in NEEDED.items():
        need(fits(fields.get(label, NOTHING)), "BadShape", label)
    seal = [label in fields for label in (12, 13, 14, 15)]
    need(seal in ([False] * 4, [False, False, True, True], [True] * 4), "BadShape", 12)
    for label, fits in OPTIONAL.items():
        need(label not in fields or fits(fields[label]), "BadShape", label)
    check_labels(fields)
    return dict(fields)


def check_labels(fields: dict[int, Any]) -> None:
    """What labels ask of each other."""
    first, past = fields[2] == bytes(16), fields[6] != bytes(32) or bool(fields[7])
    need((fields[11] == 0) == bool(fields[20]), "BadShape", 20)
    need(fields[11] != 1 or fields.get(12) == bytes(16), "BadShape", 12)
    need(not first or (fields[5] == 1 and not past and fields[11] == 0), "BadShape", 2)
    need(fields[21] != bytes(16), "BadShape", 21)
    need(first or past, "BadShape", 7)


def act_id(payload: bytes) -> bytes:
    """32 bytes."""
    return hashlib.sha256(b"lintas/act/1" + payload).digest()


class Registry:
    """The keys that a vector states."""

    def __init__(self, given: dict[str, Any]) -> None:
        self.genesis = given["genesis"]
        self.rows = {(row["reg"], row["author"]): row for row in given["keys"]}
        self.regs = {reg for reg, _ in self.rows} | set(given["enters_nobody"])

    def row(self, header: dict[int, Any]) -> Any:
        """What makes the author's key valid (registry.md 6)."""
        reg, author = header[16], header[3]
        need(reg in self.regs, "UnknownRegistry")
        need((reg, author) in self.rows, "UnknownAuthority" if reg == self.genesis else "NotEntered")
        return self.rows[reg, author]


def check(given: dict[str, Any]) -> dict[str, Any]:
    """Admission, as far as one act alone decides it."""
    payload, signature = sign1.open1(given["signed"], "act", 16_384 + 256)
    header, registry = read_header(payload), Registry(given)
    row = registry.row(header)
    sign1.check1(row["key"], "act", payload, signature)
    check_control(header, registry, row)
    identifier = act_id(payload)
    return {"id": identifier, "dossier": identifier[:16] if header[2] == bytes(16) else header[2]}


def check_control(header: dict[int, Any], registry: Registry, row: Any) -> None:
    """Label 19, by form (act.md 2)."""
    first, form, control = header[2] == bytes(16), header[11], header.get(19, {})
    if first:
        need(type(control.get(1)) is str and len(control[1]) <= 64, "BadShape", 1)
        need(is_uint(control.get(2), 1), "BadShape", 2)
        need(is_bytes(control.get(3), 32), "BadShape", 3)
    elif form in (0, 1):
        need(19 not in header, "BadShape", 0)
    elif form == 2:
        for label in (1, 2):
            side = control.get(label)
            need(isinstance(side, list | tuple) and len(side) == 2 and all(type(s) is bytes for s in side),
                 "BadShape", label)  # fmt: skip
        for label in (1, 2):
            payload, signature = control[label]
            key = registry.row(read_header(payload))["key"]
            sign1.check_beside(key, "act", payload, signature)
    elif form == 6:
        need(is_ids(control.get(1, []), 256), "BadShape", 1)
        need(is_ids(control.get(2, []), 64, 16), "BadShape", 2)
    else:
        for label, most in ((1, 64), (2, 64)) if form == 3 else ((1, 256),):
            need(is_ids(control.get(label, []), most), "BadShape", label)
        if form == 3:
            need(set(control.get(1, [])) <= set(row["replaces"]), "NotRevoked")
