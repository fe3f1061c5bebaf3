"""Bytes with something changed inside: structures are taken apart down to the smallest, changed, and put together and
signed again, so that a change reaches the code behind the signatures.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from lintas.crypto.cose import sign1
from lintas.crypto.ports import Signer
from lintas.wire import cbor
from lintas.wire.cbor import Tag
from lintas.wire.errors import LintasError

SIZE_MAX = 8 * 1024 * 1024
NESTED_MIN = 8
DEPTH_MAX = 60

EDGES: list[Any] = [
    *(0, 1, -1, 23, 24, 255, 2**31, 2**32, 2**63 - 1, 2**63, 2**64 - 1, -(2**64)),
    *(bytes(size) for size in (0, 1, 15, 16, 17, 31, 32, 33, 64, 1216)),
    *("", "x", "x" * 65, "²", "a\x00b", "\u202e", "en", "../x", "lintas/xx-ca"),
    *(None, True, False, [], {}, [[]], {0: {}}, [None, None, None], {"x": [1]}),
]

HEADS = [b"\x9b\x7f" + b"\xff" * 7, b"\xbb\x00\x00\x00\x01" + bytes(4), b"\x5f", b"\xff", b"\xd2"]
"""Beginnings of items that cannot be: huge counts, no length, an end, a tag."""

Signers = Mapping[bytes, Signer]


@dataclass
class Nested:
    """Bytes that hold an item; of a signed one the payload's, with its kind."""

    item: Any
    kind: str = ""
    signature: bytes = b""


def apart(value: Any, depth: int = 0) -> Any:
    """The value with the items inside its byte strings taken apart too."""
    if isinstance(value, bytes):
        return unwrapped(value, depth + 1) if len(value) >= NESTED_MIN and depth < DEPTH_MAX else value
    if isinstance(value, list):
        return [apart(each, depth + 1) for each in value]
    return {key: apart(each, depth + 1) for key, each in value.items()} if isinstance(value, dict) else value


def unwrapped(data: bytes, depth: int = 0) -> Any:
    """What the bytes hold, if it is a container or a signed message; else the bytes."""
    try:
        item = cbor.decode(data, size_max=SIZE_MAX, depth_max=DEPTH_MAX, tags=(18,))
        if isinstance(item, Tag):
            protected, _, payload, signature = item.value
            kind = cbor.decode(protected, size_max=99)[16].removeprefix("lintas/")
            return Nested(apart(cbor.decode(payload, size_max=SIZE_MAX, depth_max=DEPTH_MAX), depth), kind, signature)
    except (LintasError, ValueError, TypeError, KeyError, AttributeError):
        return data
    return Nested(apart(item, depth)) if isinstance(item, list | dict) else data


def together(value: Any, signers: Signers) -> Any:
    """The inverse of `apart`; what an authority signed is signed by it again."""
    if isinstance(value, Nested):
        return wrapped(value, signers)
    if isinstance(value, list):
        return [together(each, signers) for each in value]
    return {key: together(each, signers) for key, each in value.items()} if isinstance(value, dict) else value


def wrapped(nested: Nested, signers: Signers) -> bytes:
    payload = cbor.encode(together(nested.item, signers), depth_max=1_000)
    if not nested.kind:
        return payload
    said = nested.item if isinstance(nested.item, dict) else {}
    who = said.get(3 if nested.kind == "act" else 1)
    signer = signers.get(who) if isinstance(who, bytes) else None
    if signer is not None:
        return sign1(signer, payload, kind=nested.kind)
    protected = cbor.encode({1: -19, 16: f"lintas/{nested.kind}"})
    return b"\xd2" + cbor.encode([protected, {}, payload, nested.signature])


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every place in it: the container, and the key or index there."""
    if isinstance(value, Nested):
        return places(value.item)
    keys: Any = range(len(value)) if isinstance(value, list) else list(value) if isinstance(value, dict) else ()
    found = []
    for key in keys:
        found += [(value, key), *places(value[key])]
    return found


def change(value: Any, pick: Callable[[int], int]) -> None:
    """Change something at one place; `pick` chooses below a number."""
    found = places(value)
    if not found:
        return
    box, key = found[pick(len(found))]
    what = pick(6)
    if what == 0:
        del box[key]
    elif what == 1:
        other, at = found[pick(len(found))]
        box[key] = unshared(other[at]) if at in (range(len(other)) if isinstance(other, list) else other) else None
    elif what == 2 and isinstance(box, list):
        box.insert(key, unshared(box[key]))
    elif what == 2:
        box[EDGES[pick(12)]] = unshared(box[key])
    elif what == 3 and isinstance(box[key], int):
        box[key] = max(-(2**64), min(2**64 - 1, int(box[key]) + pick(5) - 2))
    elif what == 4 and isinstance(box[key], bytes) and box[key]:
        at = pick(len(box[key]))
        box[key] = box[key][:at] + bytes((box[key][at] ^ 1 << pick(8),)) + box[key][at + 1 :]
    else:
        box[key] = unshared(EDGES[pick(len(EDGES))])


def unshared(value: Any) -> Any:
    """A copy that shares no container."""
    if isinstance(value, Nested):
        return Nested(unshared(value.item), value.kind, value.signature)
    if isinstance(value, list):
        return [unshared(each) for each in value]
    return {key: unshared(each) for key, each in value.items()} if isinstance(value, dict) else value


@st.composite
def mutated(draw: st.DrawFn, seeds: list[bytes], signers: Signers, fresh: Callable[[Any], None] | None = None) -> bytes:
    """One of the seeds with one to three changes inside, or with raw changes of its bytes."""
    data = seeds[draw(st.integers(0, len(seeds) - 1))]

    def pick(most: int) -> int:
        return draw(st.integers(0, most - 1))

    if draw(st.integers(0, 5)) == 0:
        return torn(data, pick)
    value = unwrapped(data)
    if not isinstance(value, Nested):
        return torn(data, pick)
    if fresh:
        fresh(value)
    for _ in range(draw(st.integers(1, 3))):
        change(value, pick)
    return wrapped(value, signers)


def torn(data: bytes, pick: Callable[[int], int]) -> bytes:
    """The bytes with one piece taken out, put in twice, turned or replaced by a large head."""
    at, size = pick(len(data) + 1), pick(9)
    before, piece, after = data[:at], data[at : at + size], data[at + size :]
    heads = (
        b"\x9b\x7f\xff\xff\xff\xff\xff\xff\xff",
        b"\xbb\x00\x00\x00\x01\x00\x00\x00\x00",
        b"\x5f",
        b"\xff",
        b"\xd2",
    )
    choices = (b"", piece * 2, bytes(255 - each for each in piece), heads[pick(5)] + piece, piece[::-1])
    return before + choices[pick(5)] + after
