"""Lengths and text forms of identifiers, and the hash that makes them.

An identifier is bytes everywhere but in front of people, where it is lower-case base32 (RFC 4648 section 6) without
padding: 26 characters for 16 bytes, 52 for 32. It has no upper case and no `0`, `1`, `8` or `9`, so it survives being
read aloud. There is exactly one text form: `read` refuses every other spelling, so that text may be compared as text.
"""

from __future__ import annotations

import base64
import binascii
import hashlib

from lintas.wire.errors import BadIdentifier

DOSSIER_BYTES = 16
AUTHORITY_BYTES = 16
ITEM_BYTES = 16
ACT_BYTES = 32
HASH_BYTES = 32

NULL16 = bytes(16)
NULL32 = bytes(32)


def digest(label: str, data: bytes) -> bytes:
    """SHA-256 over the label in UTF-8 and the data; 32 bytes.

    The label keeps hashes of different things apart. It ends in a version, as in `lintas/act/1`; no label may be the
    beginning of another one, since nothing stands between label and data.
    """
    return hashlib.sha256(label.encode() + data).digest()


def show(identifier: bytes) -> str:
    """The text form of an identifier."""
    return base64.b32encode(identifier).decode("ascii").rstrip("=").lower()


def read(text: str, length: int) -> bytes:
    """The identifier of `length` bytes that has this text form; raises `BadIdentifier` for any other text."""
    if len(text) != -(-length * 8 // 5) or not text.isascii():
        raise BadIdentifier(text, length)
    try:
        identifier = base64.b32decode(text.upper() + "=" * (-len(text) % 8))
    except binascii.Error:
        raise BadIdentifier(text, length) from None
    if show(identifier) != text:
        # Upper case, or bits beyond the last byte that are not zero.
        raise BadIdentifier(text, length)
    return identifier
