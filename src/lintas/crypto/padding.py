"""Padding of bodies, so that a sealed body shows its size only to the next power of two.

A sealed body, its tag included, is as long as a bucket: 512 bytes, 1 KiB, 2 KiB and so on to `body_bytes_max`. Inside,
the text is followed by one byte 80 and zeros up to the bucket (ISO/IEC 7816-4), which can be read back in one way only.
The smallest bucket that fits is the only right one, so that padding carries no message.
"""

from __future__ import annotations

from typing import Final

from lintas.crypto.errors import BadPadding
from lintas.crypto.ports import TAG_BYTES
from lintas.wire.errors import TooLarge
from lintas.wire.limits import LIMITS

BUCKET_BYTES_MIN: Final = 512
_MARK: Final = b"\x80"
PLAINTEXT_BYTES_MAX: Final = LIMITS.body_bytes_max - TAG_BYTES - len(_MARK)


def bucket(size: int) -> int:
    """The length in bytes of a sealed body that holds a text of `size` bytes; raises `TooLarge`."""
    if size > PLAINTEXT_BYTES_MAX:
        raise TooLarge("body", size, PLAINTEXT_BYTES_MAX)
    return max(BUCKET_BYTES_MIN, 1 << (size + len(_MARK) + TAG_BYTES - 1).bit_length())


def pad(plaintext: bytes) -> bytes:
    """The text with its padding, short of a bucket by the tag; raises `TooLarge`."""
    return (plaintext + _MARK).ljust(bucket(len(plaintext)) - TAG_BYTES, b"\0")


def unpad(padded: bytes) -> bytes:
    """The text inside; raises `BadPadding` unless `pad` of it gives these bytes."""
    plaintext = padded.rstrip(b"\0")
    if plaintext[-1:] != _MARK or len(plaintext) - 1 > PLAINTEXT_BYTES_MAX:
        raise BadPadding(len(padded))
    plaintext = plaintext[:-1]
    if bucket(len(plaintext)) != len(padded) + TAG_BYTES:
        raise BadPadding(len(padded))
    return plaintext
