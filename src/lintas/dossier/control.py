"""What the control forms carry in label 19, read from a header: FORK, DISOWN, ERASE, RELEASE, the pin of a first act.

A reader raises `BadShape` where the shape is wrong; admission reads it, so an admitted act has a readable control.
"""

from __future__ import annotations

from dataclasses import dataclass

from lintas.dossier.header import Act, Form, Header
from lintas.dossier.header_bytes import dossier_of, read_act
from lintas.wire.limits import LIMITS
from lintas.wire.shape import Fields


@dataclass(frozen=True, slots=True)
class Pin:
    """The kind that a dossier was opened with: name, version, and the hash of its canonical declaration."""

    name: str
    version: int
    declaration: bytes


@dataclass(frozen=True, slots=True)
class Signed:
    """A header as it was signed, carried inside another act as proof."""

    act: Act
    payload: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Fork:
    """Two headers at one place of a chain. The signatures are checked at admission."""

    one: Signed
    other: Signed

    def proves(self, dossier: bytes) -> bool:
        """Whether the two differ and lie at one place of one chain of this dossier.

        A node counts its acts in each dossier from 1, so that acts of two dossiers at one place prove nothing.
        """
        a, b = self.one.act, self.other.act
        here = dossier_of(a) == dossier_of(b) == dossier
        return a.id != b.id and here and (a.header.chain, a.header.sequence) == (b.header.chain, b.header.sequence)


@dataclass(frozen=True, slots=True)
class Disown:
    """The registry acts whose key is disowned, and the newest acts under them that are good."""

    regs: tuple[bytes, ...]
    good: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Erasure:
    """The acts whose bodies are to go (ERASE), or whose bodies are gone (ERASED)."""

    acts: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Release:
    """The acts whose bodies their author gives to parties that came later, and those parties (RELEASE)."""

    acts: tuple[bytes, ...]
    parties: tuple[bytes, ...]


Control = Pin | Fork | Disown | Erasure | Release | None


def pin_fields(pin: Pin) -> dict[int, object]:
    """Label 19 of a first act."""
    return {1: pin.name, 2: pin.version, 3: pin.declaration}


def fork_fields(one: tuple[bytes, bytes], other: tuple[bytes, bytes]) -> dict[int, object]:
    """Label 19 of a FORK: two pairs of (payload, signature)."""
    return {1: list(one), 2: list(other)}


def disown_fields(disown: Disown) -> dict[int, object]:
    """Label 19 of a DISOWN."""
    return {1: list(disown.regs), 2: list(disown.good)}


def erasure_fields(erasure: Erasure) -> dict[int, object]:
    """Label 19 of an ERASE or ERASED."""
    return {1: list(erasure.acts)}


def release_fields(release: Release) -> dict[int, object]:
    """Label 19 of a RELEASE."""
    return {1: list(release.acts), 2: list(release.parties)}


def control_of(header: Header) -> Control:
    """What label 19 says, by the form of the act; raises `BadShape`."""
    if header.control is None and header.form in {Form.VERB, Form.KEY} and not header.first:
        return None
    fields = Fields("control of an act", dict(header.control or {}))
    if header.first:
        return Pin(fields.text(1, LIMITS.verb_chars_max), fields.uint(2, least=1), fields.octets(3, 32))
    if header.form is Form.FORK:
        return Fork(_signed(fields, 1), _signed(fields, 2))
    if header.form is Form.DISOWN:
        return Disown(fields.ids(1, LIMITS.seen_max), fields.ids(2, LIMITS.seen_max))
    if header.form in {Form.ERASE, Form.ERASED}:
        return Erasure(fields.ids(1, LIMITS.erased_max))
    if header.form is Form.RELEASE:
        return Release(fields.ids(1, LIMITS.released_max), fields.ids(2, LIMITS.parties_max, 16))
    raise fields.bad(0, "an act of this form carries none")


def _signed(fields: Fields, label: int) -> Signed:
    parts = fields.each(label, 2, fields.is_octets)
    if len(parts) != 2:
        raise fields.bad(label, "is not a header with its signature")
    return Signed(read_act(parts[0]), *parts)
