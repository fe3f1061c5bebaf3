"""The shift of an officer at the duty desk: proposed, begun by one touch of a passkey, ended by whoever was on it.

The key of a shift lies in the vault until the shift is ended, or the next one begins; it answers for nothing before
the touch, and for nothing after the time that the touch was for.
"""

from __future__ import annotations

from dataclasses import dataclass

from lintas.crypto.ports import Signer
from lintas.dossier.passkeys import Assertion, read_assertion, write_assertion
from lintas.dossier.shifts import SHIFT_NONCE_BYTES, Shift, check_begun, read_terms, terms_challenge, write_terms
from lintas.node import desk
from lintas.node.proofs import duty_verbs
from lintas.node.state import Node
from lintas.wire import cbor, shape
from lintas.wire.errors import LintasError

_BEGUN, _TO_COME = desk.SHIFTS
_HOUR_MS = 60 * 60 * 1000


class NotOnShift(LintasError):
    """The officer has no shift that lasts, or has proposed none to begin."""

    def __init__(self, name: str) -> None:
        self.name = name


class NoDutyDesk(LintasError):
    """This node has no kind of cooperation in which a duty desk acts."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A shift to come, and the challenge for which the passkey is to be touched (32 bytes)."""

    shift: Shift
    challenge: bytes


@dataclass(frozen=True, slots=True)
class OnShift:
    """A shift that lasts: its terms as they were touched for, the touch, and its key."""

    shift: Shift
    terms: bytes
    touch: Assertion
    key: Signer


def propose_shift(node: Node, name: str) -> Proposed:
    """The terms of a shift from now, for everything that duty desks do here; raises `UnknownOfficer` or `NoDutyDesk`.

    A shift that lasts goes on until the new one begins.
    """
    desk.officer(node, name)
    verbs = {kind.name: names for kind in node.kinds.values() if (names := duty_verbs(kind))}
    if not verbs:
        raise NoDutyDesk()
    seed, now = node.entropy(32), node.clock()
    until_ms = now + node.policy.proofs.shift_hours * _HOUR_MS
    shift = Shift(node.suite.signer(seed).public, now, until_ms, verbs, node.entropy(SHIFT_NONCE_BYTES))
    terms = write_terms(shift)
    node.vault.put_secret(_TO_COME + name, cbor.encode({1: seed, 2: terms}))
    return Proposed(shift, terms_challenge(terms))


def begin_shift(node: Node, name: str, touch: Assertion) -> Shift:
    """Begin the shift that was proposed; raises `NotOnShift`, `UnknownOfficer`, or as `dossier.shifts.check_begun`."""
    kept = node.vault.secret(_TO_COME + name)
    if kept is None:
        raise NotOnShift(name)
    fields = shape.read("shift to come", kept, size_max=desk.RECORD_BYTES_MAX)
    passkeys = desk.officer(node, name).certificate.passkeys
    shift = check_begun(node.suite, fields.octets(2), touch, passkeys)
    begun = cbor.encode(dict(fields.map) | {3: write_assertion(touch)})
    node.vault.change({_BEGUN + name: begun}, [_TO_COME + name])
    return shift


def end_shift(node: Node, name: str) -> None:
    """Destroy the key of the officer's shift, begun or proposed; no error where there is none."""
    node.vault.change({}, [prefix + name for prefix in desk.SHIFTS])


def on_shift(node: Node, name: str) -> OnShift:
    """The officer's shift; raises `NotOnShift` where none was begun, or it is over."""
    kept = node.vault.secret(_BEGUN + name)
    if kept is None:
        raise NotOnShift(name)
    fields = shape.read("shift", kept, size_max=desk.RECORD_BYTES_MAX)
    shift = read_terms(fields.octets(2))
    if node.clock() > shift.until_ms:
        raise NotOnShift(name)
    key = node.suite.signer(fields.octets(1, 32))
    return OnShift(shift, fields.octets(2), read_assertion(fields.octets(3)), key)
