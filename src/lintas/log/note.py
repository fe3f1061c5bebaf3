"""Signed notes (C2SP signed-note): a text, a blank line, and a line for each signature.

A signature line is an em dash, a space, a name, a space, and in base64 a key id of 4 bytes and the signature. The key
id only tells which key to try: it is SHA-256(name || 0x0A || type || public key)[:4]. Lines of unknown signers are
kept and mean nothing. What a text means and what exactly is signed belong to `checkpoint` and `witness`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from lintas.crypto.ports import Algorithm, algorithm_of
from lintas.log.errors import BadNote
from lintas.wire.errors import TooLarge
from lintas.wire.identifiers import HASH_BYTES
from lintas.wire.limits import LIMITS

KEY_ID_BYTES: Final = 4
KEY_TYPE_ANYBODY: Final = 0xFF
NOTES_MAX: Final = 64
"""How many notes that were read are remembered: each of `LIMITS.note_bytes_max` at most."""
_DASH: Final = "\N{EM DASH} "
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f]")
"""What is less than a space, but the newline."""
_NAME: Final = re.compile(r"[^\s\x00-\x1f+]+")


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One signature line. `signature` is what follows the key id; its form depends on the type of the key."""

    name: str
    key_id: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key with the name that it signs under and its type, as people exchange it in one line."""

    name: str
    key_type: int
    public: bytes

    def text(self) -> str:
        """name+key id in hexadecimal+base64 of type and key (C2SP signed-note, verifier keys)."""
        check_name(self.name)
        encoded = base64.b64encode(bytes((self.key_type,)) + self.public).decode("ascii")
        return f"{self.name}+{key_id(self.name, self.key_type, self.public).hex()}+{encoded}"


@dataclass(frozen=True, slots=True)
class Note:
    """A text, its last newline included, and signatures that nobody has checked."""

    text: bytes
    signatures: tuple[NoteSignature, ...]

    def signed_by(self, name: str, key_id: bytes) -> list[bytes]:
        """The signatures on the lines that claim this name and key. Each must hold, not just one of them."""
        return [line.signature for line in self.signatures if line.name == name and line.key_id == key_id]


def key_id(name: str, key_type: int, public: bytes) -> bytes:
    """The 4 bytes that name a key in a signature line. `key_type` is 1 for Ed25519, 4 for cosignatures with it."""
    return hashlib.sha256(name.encode() + b"\n" + bytes((key_type,)) + public).digest()[:KEY_ID_BYTES]


def signing_key_id(name: str, key_type: int, public: bytes) -> bytes:
    """The key id of a key that signs acts, `key_type` being that for Ed25519.

    C2SP has no type for ES256. Such a key has the type that is left to everybody, FF, with a text that is ours alone.
    """
    if algorithm_of(public) is Algorithm.ED25519:
        return key_id(name, key_type, public)
    return key_id(name, KEY_TYPE_ANYBODY, b"lintas/es256/%d\n%b" % (key_type, public))


def read_verifier_key(text: str) -> VerifierKey:
    """The inverse of `VerifierKey.text`; raises `BadNote`."""
    name, _, rest = text.partition("+")
    _, _, encoded = rest.partition("+")
    data = unbase64(encoded, "verifier key")
    if not data:
        raise BadNote("verifier key")
    key = VerifierKey(name, data[0], data[1:])
    if key.text() != text:
        # The id does not belong to the key, which a slip in copying would show.
        raise BadNote("verifier key")
    return key


def check_name(name: str) -> None:
    """Raises `BadNote` unless the name can stand in a signature line: no space, control character or plus sign."""
    if not _NAME.fullmatch(name):
        raise BadNote("name")


def signature_line(name: str, key_id: bytes, signature: bytes) -> bytes:
    """A signature line with its newline; raises `BadNote` for an impossible name."""
    check_name(name)
    return f"{_DASH}{name} {base64.b64encode(key_id + signature).decode('ascii')}\n".encode()


@lru_cache(maxsize=NOTES_MAX)
def parse(data: bytes) -> Note:
    """The text and the signatures of a note; raises `BadNote` or `TooLarge`. Read once: a checkpoint is looked at for
    its log, for each of its witnesses and for each of their keys.
    """
    if len(data) > LIMITS.note_bytes_max:
        raise TooLarge("note", len(data), LIMITS.note_bytes_max)
    split = data.rfind(b"\n\n")
    if split < 0:
        raise BadNote("no blank line")
    text, lines = data[: split + 1], data[split + 2 :]
    _check_text(data)
    signatures = parse_lines(lines)
    if not signatures:
        raise BadNote("no signature")
    return Note(text, signatures)


def parse_lines(lines: bytes) -> tuple[NoteSignature, ...]:
    """The signatures of some signature lines, each ended by a newline; raises `BadNote` or `TooLarge`."""
    if not lines:
        return ()
    if not lines.endswith(b"\n"):
        raise BadNote("no newline at the end")
    parts = lines[:-1].split(b"\n")
    if len(parts) > LIMITS.note_signatures_max:
        raise TooLarge("signatures", len(parts), LIMITS.note_signatures_max)
    return tuple(parse_line(part) for part in parts)


def unbase64(text: str, why: str) -> bytes:
    """The bytes of standard base64 in its one spelling; raises `BadNote`."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise BadNote(why) from None
    if base64.b64encode(data).decode("ascii") != text:
        raise BadNote(why)
    return data


def decimal(text: str, number_max: int) -> int:
    """The number of its one decimal spelling, 0 to `number_max`; raises `BadNote`."""
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(number_max)) or (text[0] == "0" and text != "0"):
        raise BadNote("number")
    number = int(text)
    if number > number_max:
        raise BadNote("number")
    return number


def hash_lines(hashes: Sequence[bytes]) -> str:
    """The hashes in base64, each on a line."""
    return "".join(f"{base64.b64encode(hash_).decode('ascii')}\n" for hash_ in hashes)


def parse_hash_lines(lines: Sequence[str]) -> tuple[bytes, ...]:
    """The hashes of 32 bytes on these lines; raises `BadNote` or `TooLarge`."""
    if len(lines) > LIMITS.proof_hashes_max:
        raise TooLarge("proof", len(lines), LIMITS.proof_hashes_max)
    hashes = tuple(unbase64(line, "hash") for line in lines)
    if any(len(hash_) != HASH_BYTES for hash_ in hashes):
        raise BadNote("hash")
    return hashes


def parse_line(line: bytes) -> NoteSignature:
    """The signature on one line, without its newline; raises `BadNote`."""
    try:
        text = line.decode()
    except UnicodeDecodeError:
        raise BadNote("not UTF-8") from None
    name, space, encoded = text.removeprefix(_DASH).partition(" ")
    if not text.startswith(_DASH) or not space:
        raise BadNote("signature line")
    check_name(name)
    data = unbase64(encoded, "signature line")
    if len(data) <= KEY_ID_BYTES:
        raise BadNote("signature line")
    return NoteSignature(name, data[:KEY_ID_BYTES], data[KEY_ID_BYTES:])


def _check_text(data: bytes) -> None:
    """A note is UTF-8 with no control character but the newline, so that what is shown is what was signed."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise BadNote("not UTF-8") from None
    if _CONTROL.search(text):
        raise BadNote("control character")
