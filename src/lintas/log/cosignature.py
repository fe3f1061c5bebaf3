"""Cosignatures (C2SP tlog-cosignature, v1 with Ed25519): a witness says that it saw a log grow and never shrink or
fork.

A witness signs "cosignature/v1", a time in seconds and the text of the checkpoint. These functions state what was seen
and do not check it: a `witness.Witness` does before it signs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lintas.crypto.errors import BadSignature
from lintas.crypto.ports import SIGNATURE_BYTES, Signer, Suite
from lintas.log.checkpoint import parse_text
from lintas.log.errors import BadNote, TooFewCosignatures, Unsigned
from lintas.log.note import Note, parse, signature_line, signing_key_id

KEY_TYPE_COSIGNATURE: Final = 4
TIME_BYTES: Final = 8
TIME_S_MAX: Final = 2**63 - 1


def cosignature(signer: Signer, name: str, text: bytes, time_s: int) -> bytes:
    """The cosignature line over a note's text, without any check of it; raises `BadNote` for an impossible time."""
    if not 0 < time_s <= TIME_S_MAX:
        raise BadNote("time")
    signature = signer.sign(_message(text, time_s))
    stamped = time_s.to_bytes(TIME_BYTES, "big") + signature
    return signature_line(name, signing_key_id(name, KEY_TYPE_COSIGNATURE, signer.public), stamped)


def cosigned_at(suite: Suite, note: bytes, *, name: str, public: bytes) -> int:
    """The time in seconds at which this witness signed the note, as it claims; the earliest if it did so twice.

    Raises `Unsigned` if it did not, `BadSignature` if a line is wrong, `BadNote` or `TooLarge` for bad bytes.
    """
    return _time_of(suite, parse(note), name, public)


def cosigned_by(suite: Suite, note: bytes, witnesses: Mapping[str, bytes], *, quorum: int) -> dict[str, int]:
    """Who of the known witnesses (name to public key) signed the note, and when, in seconds.

    One key counts once, whatever the names. A wrong line of a known witness raises `BadSignature`: somebody made it up.
    Raises `TooFewCosignatures` below the quorum.
    """
    parsed = parse(note)
    size = parse_text(parsed.text).size
    found: dict[str, int] = {}
    for name, public in witnesses.items():
        try:
            found[name] = _time_of(suite, parsed, name, public)
        except Unsigned:
            continue
    keys = {witnesses[name] for name in found}
    if len(keys) < quorum:
        raise TooFewCosignatures(size, len(keys), quorum)
    return found


def _time_of(suite: Suite, note: Note, name: str, public: bytes) -> int:
    lines = note.signed_by(name, signing_key_id(name, KEY_TYPE_COSIGNATURE, public))
    if not lines:
        raise Unsigned(name)
    return min(_check_line(suite, note.text, stamped, public) for stamped in lines)


def _check_line(suite: Suite, text: bytes, stamped: bytes, public: bytes) -> int:
    time_s = int.from_bytes(stamped[:TIME_BYTES], "big")
    if len(stamped) != TIME_BYTES + SIGNATURE_BYTES or not 0 < time_s <= TIME_S_MAX:
        raise BadSignature(public)
    suite.verify(public, _message(text, time_s), stamped[TIME_BYTES:])
    return time_s


def _message(text: bytes, time_s: int) -> bytes:
    return b"cosignature/v1\ntime %d\n%b" % (time_s, text)
