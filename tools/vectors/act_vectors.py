"""Headers of acts: each label at its limits and one beyond, and each way in which labels do not fit each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from lintas.crypto.cose import sign1
from lintas.wire.identifiers import NULL16
from lintas.wire.limits import LIMITS
from tools.vectors.files import ACCEPTED, Vector
from tools.vectors.people import (
    DOSSIER,
    FIRST,
    FIRST_ID,
    NEXT,
    TRUST,
    A,
    B,
    act_id,
    changed,
    ids,
    payload,
    seed,
    signed,
    signer,
)

_UINT = 2**63 - 1
_SEAL: Final = {12: seed("epoch")[:16], 13: seed("commitment"), 14: seed("body"), 15: 512}
_PLAIN: Final = {14: seed("body"), 15: 20}
_BEACON: Final = [A, 12, seed("root"), 5]


def _release(acts: int, parties: int) -> dict[int, Any]:
    return {11: 6, 20: "", **_SEAL, 19: {1: ids(acts), 2: ids(parties, "party", 16)}}


_KEY: Final = {11: 1, 20: "", **_SEAL, 12: NULL16}

Changes = Mapping[int, Any]

# name, what it is, what differs from an act that holds
GOOD: Final[list[tuple[str, str, Changes]]] = [
    ("next", "an act that says something", {}),
    ("second-of-a-chain", "the second act of its chain", {5: 2, 6: seed("before"), 7: [FIRST_ID], 8: 9}),
    ("numbers-at-limit", "numbers of 63 bits", {4: _UINT, 8: _UINT, 9: _UINT, 17: _UINT}),
    ("seen-at-limit", "64 acts seen", {7: ids(LIMITS.seen_max)}),
    ("re-at-limit", "64 acts answered", {22: ids(LIMITS.re_max)}),
    ("attachments-at-limit", "64 attachments", {18: ids(LIMITS.attachments_max)}),
    ("verb-at-limit", "a verb of 64 characters, in any script", {20: "ขอ" * 32}),
    ("to-at-limit", "64 parties named in a role", {23: {"member": ids(LIMITS.parties_max, "party", 16)}}),
    ("sealed", "a sealed body", _SEAL),
    ("body-at-limit", "a body of 256 KiB", {**_SEAL, 15: LIMITS.body_bytes_max}),
    ("plain-body", "a body that is not sealed", _PLAIN),
    ("beacon", "a checkpoint that the author had seen", {10: _BEACON}),
    ("item", "an act at an item", {21: seed("item")[:16]}),
    ("unknown-label", "a label of a later version is passed over", {64: ["later", {1: b"x"}]}),
    ("key", "a KEY act, which begins an epoch", _KEY),
    ("erase", "an ERASE of 256 acts", {11: 4, 20: "", 19: {1: ids(LIMITS.erased_max)}}),
    ("erased", "an ERASED act", {11: 5, 20: "", 19: {1: [FIRST_ID]}}),
    ("release", "a RELEASE of 256 acts to 64 parties", _release(LIMITS.released_max, LIMITS.parties_max)),
    ("depth-at-limit", "a header 6 levels deep", {64: [[[[[]]]]]}),
]

# name, what it is, what differs from an act that holds, the label at fault
MISSHAPEN: Final[list[tuple[str, str, Changes, int]]] = [
    ("dossier-short", "a dossier of 15 bytes", {2: bytes(15)}, 2),
    ("dossier-missing", "no dossier", {2: ...}, 2),
    ("author-text", "an author that is a text", {3: "authority"}, 3),
    ("incarnation-beyond", "an incarnation of 2^63", {4: _UINT + 1}, 4),
    ("incarnation-negative", "a negative incarnation", {4: -1}, 4),
    ("sequence-zero", "the sequence 0", {5: 0}, 5),
    ("sequence-true", "a sequence that is true", {5: True}, 5),
    ("prev-short", "31 bytes for the act before", {6: bytes(31)}, 6),
    ("seen-beyond", "65 acts seen", {7: ids(LIMITS.seen_max + 1)}, 7),
    ("seen-unsorted", "acts seen in descending order", {7: ids(2)[::-1]}, 7),
    ("seen-twice", "one act seen twice", {7: [FIRST_ID, FIRST_ID]}, 7),
    ("seen-short", "an act seen of 16 bytes", {7: [DOSSIER]}, 7),
    ("seen-missing", "no list of acts seen", {7: ...}, 7),
    ("nothing-before", "nothing before an act that is not the first", {7: []}, 7),
    ("depth-zero", "the depth 0", {8: 0}, 8),
    ("time-beyond", "a time of 2^63 ms", {9: _UINT + 1}, 9),
    ("beacon-short", "a beacon of three parts", {10: _BEACON[:3]}, 10),
    ("beacon-root", "a beacon whose root has 31 bytes", {10: [A, 1, bytes(31), 1]}, 10),
    ("form-unknown", "the form 7", {11: 7, 20: ""}, 11),
    ("seal-incomplete", "a body without a commitment", {**_SEAL, 13: ...}, 12),
    ("seal-without-size", "a plain body without its size", {14: seed("body")}, 12),
    ("epoch-short", "an epoch of 15 bytes", {**_SEAL, 12: bytes(15)}, 12),
    ("commitment-short", "a commitment of 31 bytes", {**_SEAL, 13: bytes(31)}, 13),
    ("body-hash-short", "a body hash of 20 bytes", {**_SEAL, 14: bytes(20)}, 14),
    ("body-beyond", "a body of 256 KiB and one byte", {**_SEAL, 15: LIMITS.body_bytes_max + 1}, 15),
    ("body-empty", "a body of no bytes", {**_SEAL, 15: 0}, 15),
    ("reg-missing", "nothing that makes the key valid", {16: ...}, 16),
    ("retention-missing", "no retention class", {17: ...}, 17),
    ("attachments-beyond", "65 attachments", {18: ids(LIMITS.attachments_max + 1)}, 18),
    ("control-no-map", "a control that is a list", {19: [1]}, 19),
    ("verb-beyond", "a verb of 65 characters", {20: "v" * 65}, 20),
    ("verb-missing", "an act of form verb without one", {20: ""}, 20),
    ("verb-with-form", "an ERASED act with a verb", {11: 5, 19: {1: [FIRST_ID]}}, 20),
    ("item-zero", "the dossier named as an item", {21: NULL16}, 21),
    ("item-missing", "no item, not even null", {21: ...}, 21),
    ("re-beyond", "65 acts answered", {22: ids(LIMITS.re_max + 1)}, 22),
    ("to-beyond", "65 parties named in a role", {23: {"member": ids(LIMITS.parties_max + 1, "party", 16)}}, 23),
    ("to-unsorted", "parties in descending order", {23: {"member": ids(2, "party", 16)[::-1]}}, 23),
    ("to-role", "a role that is a number", {23: {1: [B]}}, 23),
    ("key-without-epoch", "a KEY act under an epoch that it does not begin", {**_KEY, **_SEAL}, 12),
    ("key-without-body", "a KEY act without a body", {11: 1, 20: ""}, 12),
]

FIRST_MISSHAPEN: Final[list[tuple[str, str, Changes, int]]] = [
    ("first-sequence", "a first act that is the second of its chain", {5: 2, 6: seed("before")}, 2),
    ("first-seen", "a first act that has seen another", {7: [seed("other")], 8: 2}, 2),
    ("first-form", "a first act that is no verb", {**_KEY, 19: ...}, 2),
]


def vectors() -> Iterator[Vector]:
    """All of them."""
    yield vector("first", "the act that opens a dossier", FIRST, by="a")
    for name, scenario, changes in GOOD:
        yield vector(name, scenario, changed(NEXT, changes))
    for name, scenario, changes, label in MISSHAPEN:
        yield vector(name, scenario, changed(NEXT, changes), "BadShape", label=label)
    for name, scenario, changes, label in FIRST_MISSHAPEN:
        yield vector(name, scenario, changed(FIRST, changes), "BadShape", by="a", label=label)
    yield vector("version", "a version that is not known", changed(NEXT, {1: 2}), "UnknownVersion", label=1)
    yield from _sizes()
    yield vector("depth-beyond", "a header 7 levels deep", changed(NEXT, {64: [[[[[[]]]]]]}), "TooDeep")
    yield given("not-a-map", "a header that is a list", signed_raw(b"\x80"), "BadShape", label=0)
    yield given("text-label", "a label that is a text", signed_raw(b"\xa1\x61\x31\x01"), "BadShape", label=0)
    yield given("not-canonical", "labels out of order", signed_raw(b"\xa2\x02\x00\x01\x01"), "KeyOrder")


def _sizes() -> Iterator[Vector]:
    empty = len(payload(changed(NEXT, {64: bytes(256)}))) - 256
    for extra, verdict in ((0, ACCEPTED), (1, "TooLarge")):
        fields = changed(NEXT, {64: bytes(LIMITS.header_bytes_max - empty + extra)})
        name = "size-beyond" if extra else "size-at-limit"
        yield vector(name, f"a header of {len(payload(fields))} bytes", fields, verdict)


def vector(
    name: str, scenario: str, fields: Mapping[int, Any], verdict: str = ACCEPTED, by: str = "b", **gives: Any
) -> Vector:
    """What is to be said to a header with these fields, signed by this key."""
    if verdict == ACCEPTED:
        identifier = act_id(payload(fields))
        dossier = identifier[:16] if fields[2] == NULL16 else fields[2]
        gives |= {"id": identifier, "dossier": dossier, "payload": payload(fields)}
    return given(name, scenario, signed(fields, by), verdict, **gives)


def given(name: str, scenario: str, data: bytes, verdict: str, rule: str = "act.md 1", **gives: Any) -> Vector:
    """What is to be said to these bytes."""
    return Vector(f"act/{name}", scenario, rule, verdict, {"signed": data, **TRUST}, gives)


def signed_raw(data: bytes) -> bytes:
    """Any bytes in place of a header, signed."""
    return sign1(signer("b"), data, kind="act")
