"""Checkpoints and cosignatures under both keys of an authority: the one for acts, and where it has one a lasting key.

A signing key goes with one lasting key or with none, and who has both signs with both. So one line without the other is
never what an honest node made, and counts for nothing: neither a break of Ed25519 nor one of ML-DSA-44 alone is enough
to forge what is read here. A key without a lasting one stands by its own line, for as long as its algorithm does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from lintas.crypto.ports import Signer, Suite
from lintas.log.checkpoint import Checkpoint, issue, parse_text, read
from lintas.log.cosignature import cosignature, cosigned_at
from lintas.log.errors import HalfSigned, Unsigned, WrongOrigin
from lintas.log.lasting import lasting_cosignature, lasting_cosigned_at
from lintas.log.note import parse, signature_line

SIGNING: Final = "signing key"
LASTING: Final = "lasting key"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class LogKey:
    """The public keys of an authority that go together. `lasting` is empty where it has none."""

    signing: bytes
    lasting: bytes = b""


@dataclass(frozen=True, slots=True)
class LogSigner:
    """The signers of one `LogKey`."""

    signing: Signer
    lasting: Signer | None = None


@dataclass(frozen=True, slots=True)
class Cosigning:
    """When a witness signed, in seconds since 1970, as it claims; whether what says so is `lasting`."""

    time_s: int
    lasting: bool


def issue_both(signer: LogSigner, checkpoint: Checkpoint, time_s: int) -> bytes:
    """The checkpoint as a note with the signatures of its log; raises `BadNote` for what cannot be signed."""
    note = issue(signer.signing, checkpoint)
    if signer.lasting is None:
        return note
    return note + lasting_cosignature(signer.lasting, checkpoint.origin, checkpoint, time_s)


def cosign_both(signer: LogSigner, name: str, checkpoint: Checkpoint, time_s: int) -> bytes:
    """The cosignature lines over a checkpoint, without any check of it; raises `BadNote` for an impossible time."""
    line = cosignature(signer.signing, name, checkpoint.text(), time_s)
    return line if signer.lasting is None else line + lasting_cosignature(signer.lasting, name, checkpoint, time_s)


def read_both(suite: Suite, note: bytes, *, origin: str, key: LogKey) -> Checkpoint:
    """The checkpoint of the log with this origin and key.

    Raises `HalfSigned` if one of two signatures is absent, `Unsigned` if all are, `BadSignature` if one is wrong,
    `WrongOrigin` for another log, `BadNote` or `TooLarge` for bad bytes.
    """
    found = parse_text(parse(note).text)
    if found.origin != origin:
        raise WrongOrigin(found.origin, origin)
    checkpoint, _ = _both(
        origin,
        key,
        lambda: read(suite, note, origin=origin, public=key.signing),
        lambda: lasting_cosigned_at(suite, note, name=origin, public=key.lasting),
    )
    return checkpoint


def cosigned_both(suite: Suite, note: bytes, *, name: str, key: LogKey) -> Cosigning:
    """When the witness with this name and key signed: the time that all its signatures bear out.

    Raises `HalfSigned` if one of two signatures is absent, `Unsigned` if all are, `BadSignature` if one is wrong,
    `BadNote` or `TooLarge` for bad bytes.
    """
    time_s, lasting_s = _both(
        name,
        key,
        lambda: cosigned_at(suite, note, name=name, public=key.signing),
        lambda: lasting_cosigned_at(suite, note, name=name, public=key.lasting),
    )
    return Cosigning(max(time_s, lasting_s or 0), lasting_s is not None)


def own_lines(note: bytes) -> bytes:
    """The note with the signatures of its log alone: what a witness needs of it, and no more; raises `BadNote`."""
    parsed = parse(note)
    name = parse_text(parsed.text).origin
    lines = (signature_line(name, line.key_id, line.signature) for line in parsed.signatures if line.name == name)
    return parsed.text + b"\n" + b"".join(lines)


def _both(name: str, key: LogKey, signed: Callable[[], T], lasting: Callable[[], int]) -> tuple[T, int | None]:
    """What the lines of the signing key say, and the time of the lasting ones, None for a key without."""
    if not key.lasting:
        return signed(), None
    try:
        lasting_s: int | None = lasting()
    except Unsigned:
        lasting_s = None
    try:
        found = signed()
    except Unsigned:
        if lasting_s is None:
            raise
        raise HalfSigned(name, SIGNING) from None
    if lasting_s is None:
        raise HalfSigned(name, LASTING)
    return found, lasting_s
