"""A case: the part of an evidence file that machines read. One canonical CBOR map, `case.cbor`.

Each act is an item of its own inside, so that one that is damaged does not hide the others. What is signed stays as it
was signed. There is no epoch key in a case: the key of an act opens that act and no other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from lintas.crypto.ports import KEY_BYTES
from lintas.log.merkle import SALT_BYTES
from lintas.wire import cbor
from lintas.wire.limits import LIMITS, MIB
from lintas.wire.shape import BadShape, Fields

CASE_VERSION: Final = 1
CASE_BYTES_MAX: Final = 512 * MIB
CHECKPOINTS_MAX: Final = 64
RECEIPTS_MAX: Final = 20_000
FILES_MAX: Final = 10_000
_CASE, _ACT = "case", "act of a case"
_ITEMS_MAX: Final = LIMITS.dossier_acts_max + RECEIPTS_MAX + 100 * CHECKPOINTS_MAX + 4 * FILES_MAX
_ACT_BYTES_MAX: Final = 2 * LIMITS.header_bytes_max + LIMITS.body_bytes_max + 8 * 1024
_DECLARATION_BYTES_MAX: Final = MIB


@dataclass(frozen=True, slots=True)
class CaseAct:
    """An act with all that proves it: the sealed body and its key where the exporter has them, its leaf in the log."""

    signed: bytes
    body: bytes | None
    key: bytes | None
    salt: bytes
    index: int
    proof: tuple[bytes, ...]

    def to_bytes(self) -> bytes:
        """Canonical CBOR."""
        fields: dict[int, Any] = {1: self.signed, 2: self.body, 3: self.key, 4: self.salt, 5: self.index}
        return cbor.encode(fields | {6: list(self.proof)})


@dataclass(frozen=True, slots=True)
class CaseCheckpoint:
    """A checkpoint note of the exporter's log with its cosignatures, and the proof from its size to the newest one."""

    note: bytes
    proof: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that the exporter did not have: its SHA-256, and the class of the error that it met."""

    sha256: bytes
    why: str


@dataclass(frozen=True, slots=True)
class Case:
    """One dossier as one node has it. `acts` are encoded `CaseAct`s in the order of the exporter's log.

    `declaration` is the canonical declaration of the kind, encoded; empty where the exporter does not know the kind.
    `checkpoints` are in the order of their sizes; `receipts` are as the peers signed them.
    `registry` holds the acts of the registry with their bodies, which say whose keys are whose, in causal order.
    `text_form` is the form of the pages for people that lie beside the case (`timeline.TEXT_FORM`).
    """

    genesis: bytes
    exporter: bytes
    dossier: bytes
    kind: str
    kind_version: int
    declaration: bytes
    acts: tuple[bytes, ...]
    checkpoints: tuple[CaseCheckpoint, ...]
    receipts: tuple[bytes, ...]
    text_form: int
    left_out: tuple[LeftOut, ...] = ()
    registry: tuple[tuple[bytes, bytes | None], ...] = ()

    def to_bytes(self) -> bytes:
        """Canonical CBOR."""
        fields: dict[int, Any] = {
            1: CASE_VERSION,
            2: self.genesis,
            3: self.exporter,
            4: self.dossier,
            5: [self.kind, self.kind_version, self.declaration],
            6: list(self.acts),
            7: [[each.note, list(each.proof)] for each in self.checkpoints],
            8: list(self.receipts),
            9: self.text_form,
            10: [[each.sha256, each.why] for each in self.left_out],
        }
        if self.registry:
            fields[11] = [[signed, body] for signed, body in self.registry]
        return cbor.encode(fields)


def read_case(data: bytes) -> Case:
    """The case in these bytes, nothing in it verified; raises `Malformed`."""
    fields = Fields(_CASE, cbor.decode(data, size_max=CASE_BYTES_MAX, items_max=_ITEMS_MAX))
    if fields.uint(1) != CASE_VERSION:
        raise fields.bad(1, f"version {fields.uint(1)} is not known here")
    kind = fields.take(5, list)
    if len(kind) != 3:
        raise fields.bad(5, "is not [name, version, declaration]")
    return Case(
        genesis=fields.octets(2, most=LIMITS.bundle_bytes_max),
        exporter=fields.octets(3, 16),
        dossier=fields.octets(4, 16),
        kind=fields.is_text(5, kind[0], LIMITS.verb_chars_max),
        kind_version=fields.is_uint(5, kind[1]),
        declaration=fields.is_octets(5, kind[2], most=_DECLARATION_BYTES_MAX),
        acts=fields.each(6, LIMITS.dossier_acts_max, fields.is_octets),
        checkpoints=fields.each(7, CHECKPOINTS_MAX, lambda at, pair: _checkpoint(fields, at, pair)),
        receipts=fields.each(8, RECEIPTS_MAX, fields.is_octets),
        text_form=fields.uint(9),
        left_out=fields.each(10, FILES_MAX, lambda at, pair: _left_out(fields, at, pair)),
        registry=fields.each(11, LIMITS.dossier_acts_max, lambda at, pair: _plain(fields, at, pair))
        if 11 in fields
        else (),
    )


def read_case_act(data: bytes) -> CaseAct:
    """One act of a case; raises `Malformed`."""
    fields = Fields(_ACT, cbor.decode(data, size_max=_ACT_BYTES_MAX))
    return CaseAct(
        signed=fields.octets(1),
        body=None if fields.map.get(2, 0) is None else fields.octets(2, most=LIMITS.body_bytes_max),
        key=None if fields.map.get(3, 0) is None else fields.octets(3, KEY_BYTES),
        salt=fields.octets(4, SALT_BYTES),
        index=fields.uint(5),
        proof=fields.ids(6, LIMITS.proof_hashes_max),
    )


def _checkpoint(fields: Fields, label: int, value: object) -> CaseCheckpoint:
    note, proof = _pair(fields, label, value)
    if type(proof) is not list or len(proof) > LIMITS.proof_hashes_max:
        raise fields.bad(label, "has no proof of the right length")
    hashes = tuple(fields.is_octets(label, hash_, 32) for hash_ in proof)
    return CaseCheckpoint(fields.is_octets(label, note, most=LIMITS.note_bytes_max), hashes)


def _plain(fields: Fields, label: int, value: object) -> tuple[bytes, bytes | None]:
    signed, body = _pair(fields, label, value)
    found = None if body is None else fields.is_octets(label, body, most=LIMITS.body_bytes_max)
    return fields.is_octets(label, signed, most=2 * LIMITS.header_bytes_max), found


def _left_out(fields: Fields, label: int, value: object) -> LeftOut:
    sha256, why = _pair(fields, label, value)
    return LeftOut(fields.is_octets(label, sha256, 32), fields.is_text(label, why, 64))


def _pair(fields: Fields, label: int, value: object) -> tuple[object, object]:
    if type(value) is not list or len(value) != 2:
        raise BadShape(fields.message, label, "is not a pair")
    return value[0], value[1]
