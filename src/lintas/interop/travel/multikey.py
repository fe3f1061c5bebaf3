"""Base58 as Bitcoin writes it, and Multikey (W3C Controlled Identifiers): how credentials write keys and signatures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lintas.crypto.certificate import EDDSA, ES256, Certificate
from lintas.interop.hostile_json import UnreadableFile

ALPHABET: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
TEXT_CHARACTERS_MAX: Final = 512
BASE58: Final = "z"
"""What stands before base58 in Multibase."""
_VALUES: Final = {character: value for value, character in enumerate(ALPHABET)}
_CODES: Final[Mapping[str, bytes]] = {EDDSA: b"\xed\x01", ES256: b"\x80\x24"}
"""Which sort of key follows (Multicodec): ed25519-pub, p256-pub."""


def decode(text: str) -> bytes:
    """The bytes of a Multibase text in base58; raises `UnreadableFile`."""
    said = text.removeprefix(BASE58)
    if len(said) > TEXT_CHARACTERS_MAX or said == text or set(said) - _VALUES.keys():
        raise UnreadableFile("a key or signature in it is no base58")
    number = 0
    for character in said:
        number = number * 58 + _VALUES[character]
    zeros = len(said) - len(said.lstrip(ALPHABET[0]))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


def encode(data: bytes) -> str:
    """The other way."""
    number, made = int.from_bytes(data, "big"), ""
    while number:
        number, value = divmod(number, 58)
        made = ALPHABET[value] + made
    return BASE58 + ALPHABET[0] * (len(data) - len(data.lstrip(b"\0"))) + made


def multikey(certificate: Certificate) -> str:
    """The key of a certificate as a credential names it; empty for a key that has no such name here."""
    algorithm, key = certificate.public_key()
    return named(algorithm, key) if key else ""


def named(algorithm: str, key: bytes) -> str:
    """A public key as a credential names it: 32 bytes for EdDSA, the compressed point of P-256 for ES256."""
    return encode(_CODES[algorithm] + key)


def key_of(text: str) -> tuple[str, bytes]:
    """The algorithm and the public key of a Multikey; raises `UnreadableFile` for a key of another sort."""
    data = decode(text)
    found = next((algorithm for algorithm, code in _CODES.items() if data.startswith(code)), "")
    if not found:
        raise UnreadableFile("a key in it is of a sort that is not known here")
    return found, data[len(_CODES[found]) :]
