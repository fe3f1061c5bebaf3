"""Checkpoints (C2SP tlog-checkpoint): what a log says it is, at a size, signed with its authority's signing key.

The text is the log's origin, the size in decimal, the root in base64, each on a line; lines after these are extensions,
kept and not understood. The origin is also the name of the log's key in the note.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from lintas.crypto.ports import Signer, Suite
from lintas.log.errors import BadNote, Unsigned, WrongOrigin
from lintas.log.merkle import EMPTY_ROOT, SIZE_MAX
from lintas.log.note import NOTES_MAX, Note, check_name, decimal, parse, signature_line, signing_key_id, unbase64
from lintas.wire.identifiers import HASH_BYTES

KEY_TYPE_ED25519: Final = 1
_LINES_MIN: Final = 3


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A log at a size. `root` is 32 bytes; `extensions` are lines without their newline, none empty."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def text(self) -> bytes:
        """The text of the note, which is what the log signs; raises `BadNote` if it could not be read back."""
        check_name(self.origin)
        if not 0 <= self.size <= SIZE_MAX or len(self.root) != HASH_BYTES:
            raise BadNote("checkpoint")
        if any(not line or any(char < " " for char in line) for line in self.extensions):
            raise BadNote("extension")
        lines = (self.origin, str(self.size), base64.b64encode(self.root).decode("ascii"), *self.extensions)
        return "".join(f"{line}\n" for line in lines).encode()


def issue(signer: Signer, checkpoint: Checkpoint) -> bytes:
    """The checkpoint as a note with the signature of the log."""
    text = checkpoint.text()
    name = checkpoint.origin
    line = signature_line(name, signing_key_id(name, KEY_TYPE_ED25519, signer.public), signer.sign(text))
    return text + b"\n" + line


def read(suite: Suite, note: bytes, *, origin: str, public: bytes) -> Checkpoint:
    """The checkpoint of the log with this origin and public key.

    Raises `BadNote` or `TooLarge` for bad bytes, `WrongOrigin` for another log, `Unsigned` if this key's signature is
    absent, `BadSignature` if it is wrong. Signatures of others are not looked at.
    """
    parsed = parse(note)
    checkpoint = parse_text(parsed.text)
    if checkpoint.origin != origin:
        raise WrongOrigin(checkpoint.origin, origin)
    _check_signed(suite, parsed, origin, public)
    return checkpoint


@lru_cache(maxsize=NOTES_MAX)
def parse_text(text: bytes) -> Checkpoint:
    """The checkpoint that a note's text states, without any signature; raises `BadNote`. Read once, as notes are."""
    try:
        lines = text.decode().split("\n")
    except UnicodeDecodeError:
        raise BadNote("not UTF-8") from None
    if len(lines) <= _LINES_MIN or lines.pop() != "" or "" in lines:
        raise BadNote("checkpoint")
    origin, size, root, *extensions = lines
    checkpoint = Checkpoint(origin, decimal(size, SIZE_MAX), unbase64(root, "root"), tuple(extensions))
    check_name(origin)
    if len(checkpoint.root) != HASH_BYTES:
        raise BadNote("root")
    if checkpoint.size == 0 and checkpoint.root != EMPTY_ROOT:
        raise BadNote("root of an empty tree")
    return checkpoint


def _check_signed(suite: Suite, note: Note, name: str, public: bytes) -> None:
    lines = note.signed_by(name, signing_key_id(name, KEY_TYPE_ED25519, public))
    if not lines:
        raise Unsigned(name)
    for signature in lines:
        suite.verify(public, note.text, signature)
