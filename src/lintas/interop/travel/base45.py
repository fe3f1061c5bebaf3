"""Base45 (RFC 9285): what a QR code holds in its alphanumeric mode."""

from __future__ import annotations

from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUES: Final = {character: value for value, character in enumerate(ALPHABET)}


def decode(text: str) -> bytes:
    """Raises `ValueError` that says what is wrong."""
    if strange := sorted(set(text) - _VALUES.keys()):
        raise ValueError(f"{strange[0]!r} is no character of base45")
    found = bytearray()
    for at in range(0, len(text), 3):
        digits = [_VALUES[each] for each in text[at : at + 3]]
        number = sum(digit * 45**power for power, digit in enumerate(digits))
        size = len(digits) - 1
        if size == 0 or number >= 256**size:
            raise ValueError(f"{text[at : at + 3]!r} stands for no bytes")
        found += number.to_bytes(size, "big")
    return bytes(found)


def encode(data: bytes) -> str:
    """The other way."""
    made = []
    for at in range(0, len(data), 2):
        pair = data[at : at + 2]
        number = int.from_bytes(pair, "big")
        for _ in range(len(pair) + 1):
            number, digit = divmod(number, 45)
            made.append(ALPHABET[digit])
    return "".join(made)
