"""Shifts: one touch of a passkey at the beginning lets a key of the node answer for the officer, for a time.

The terms of a shift name the key, the time, and the verbs that it may answer for, kind by kind; the passkey signs them.
They travel in the answer of each act of the shift. So a reader sees, with nothing else at hand, who touched what, when,
and for how much of what. The key is made for one shift and destroyed at its end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lintas.crypto.ports import PUBLIC_BYTES, SIGNATURE_BYTES, Suite
from lintas.dossier.officer_errors import NotInShift, ShiftOver
from lintas.dossier.passkeys import ASSERTION_BYTES_MAX, Assertion, Passkey, check_assertion, read_assertion
from lintas.wire import cbor, shape
from lintas.wire.identifiers import digest
from lintas.wire.limits import LIMITS

SHIFT_MS_MAX: Final = 24 * 60 * 60 * 1000
TERMS_BYTES_MAX: Final = 4 * 1_024
SHIFT_PROOF_BYTES_MAX: Final = 8 * 1_024
SHIFT_NONCE_BYTES: Final = 16
KINDS_MAX: Final = 16
VERBS_MAX: Final = 64
_LABEL: Final = "lintas/officer-shift/1"
_TERMS: Final = "terms of a shift"


@dataclass(frozen=True, slots=True)
class Shift:
    """What the touch is for. `verbs`: by kind, those for which `key` may answer. Times in ms since 1970."""

    key: bytes
    from_ms: int
    until_ms: int
    verbs: Mapping[str, tuple[str, ...]]
    nonce: bytes


@dataclass(frozen=True, slots=True)
class ShiftProof:
    """The terms as they were signed, the touch for them, and the signature of the shift's key over the act."""

    terms: bytes
    touch: Assertion
    signature: bytes


def write_terms(shift: Shift) -> bytes:
    """The terms, for the passkey to sign; raises `Malformed` where no reader would take them."""
    verbs = {kind: list(names) for kind, names in shift.verbs.items()}
    terms = cbor.encode({1: shift.key, 2: shift.from_ms, 3: shift.until_ms, 4: verbs, 5: shift.nonce})
    read_terms(terms)
    return terms


def read_terms(terms: bytes) -> Shift:
    """The shift of these terms; raises `Malformed`."""
    fields = shape.read(_TERMS, terms, size_max=TERMS_BYTES_MAX, depth_max=3)
    return Shift(
        key=fields.octets(1, PUBLIC_BYTES),
        from_ms=fields.uint(2),
        until_ms=fields.uint(3),
        verbs=_read_verbs(fields),
        nonce=fields.octets(5, SHIFT_NONCE_BYTES),
    )


def _read_verbs(fields: shape.Fields) -> dict[str, tuple[str, ...]]:
    said: dict[Any, object] = fields.take(4, dict)
    if len(said) > KINDS_MAX:
        raise fields.bad(4, f"has more than {KINDS_MAX} kinds")
    found = {}
    for kind, names in said.items():
        inner = shape.Fields(_TERMS, {4: names})
        verbs = inner.each(4, VERBS_MAX, lambda at, name: fields.is_text(at, name, LIMITS.verb_chars_max))
        found[fields.is_text(4, kind, LIMITS.verb_chars_max)] = verbs
    return found


def terms_challenge(terms: bytes) -> bytes:
    """What the touch at the beginning of the shift signs: 32 bytes. No act has such a challenge."""
    return digest(_LABEL, terms)


def write_shift_proof(terms: bytes, touch: bytes, signature: bytes) -> bytes:
    """The proof by a shift, as it stands in an answer; `touch` as `passkeys.write_assertion` makes it."""
    return cbor.encode({1: terms, 2: touch, 3: signature})


def read_shift_proof(proof: bytes) -> ShiftProof:
    """The proof; raises `Malformed`."""
    fields = shape.read("proof by a shift", proof, size_max=SHIFT_PROOF_BYTES_MAX, depth_max=1)
    return ShiftProof(
        terms=fields.octets(1, most=TERMS_BYTES_MAX),
        touch=read_assertion(fields.octets(2, most=ASSERTION_BYTES_MAX)),
        signature=fields.octets(3, SIGNATURE_BYTES),
    )


def check_begun(suite: Suite, terms: bytes, touch: Assertion, passkeys: Sequence[Passkey]) -> Shift:
    """The shift for which the passkey was touched; raises a `ProofError`, `CryptoError` or `Malformed`."""
    shift = read_terms(terms)
    check_assertion(suite, touch, passkeys, terms_challenge(terms))
    if not 0 < shift.until_ms - shift.from_ms <= SHIFT_MS_MAX:
        raise ShiftOver(shift.from_ms, shift.until_ms)
    return shift


def check_shift(
    suite: Suite, proof: bytes, passkeys: Sequence[Passkey], challenge: bytes, *, kind: str, verb: str, at_ms: int
) -> Shift:
    """The shift in which its key answered for this verb at that time; raises as `check_begun`."""
    given = read_shift_proof(proof)
    shift = check_begun(suite, given.terms, given.touch, passkeys)
    if not shift.from_ms <= at_ms <= shift.until_ms:
        raise ShiftOver(shift.from_ms, shift.until_ms)
    if verb not in shift.verbs.get(kind, ()):
        raise NotInShift(kind, verb)
    suite.verify(shift.key, challenge, given.signature)
    return shift
