"""Certificates (X.509) of those who sign travel and health certificates: whose, from when to when, for what, and their
signatures.

Other states' certificates are read as they come: version 1, defaults that are encoded, empty lists. What is read
leniently is who may sign what; a signature is checked strictly.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import load_der_x509_certificate, load_pem_x509_certificate
from cryptography.x509.oid import NameOID

from lintas.crypto.errors import CryptoError

ES256, PS256, EDDSA = "ES256", "PS256", "EdDSA"
KEY_ID_BYTES: Final = 8
RSA_BITS_MIN: Final = 2048
CERTIFICATE_BYTES_MAX: Final = 16 * 1024
_NAMES: Final = 40
_EXTENDED_KEY_USAGE: Final = bytes.fromhex("0603551d25")
_SEQUENCE, _OCTETS, _OID, _EXTENSIONS = 0x30, 0x04, 0x06, 0xA3


class BadCertificate(CryptoError):
    """It is no certificate, or its key is of no known sort; `why` says what is wrong."""

    def __init__(self, why: str) -> None:
        self.why = why


class WrongSignature(CryptoError):
    """The signature is not that of this certificate's key."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate as far as it is needed: DER, state (two letters or empty), validity, identifiers of what it is for.

    `usages` are object identifiers in dotted form; empty where the certificate does not say.
    """

    der: bytes
    state: str
    valid_from: datetime
    valid_until: datetime
    usages: tuple[str, ...]

    @property
    def key_id(self) -> bytes:
        """The first 8 bytes of SHA-256 over the DER, by which a health certificate names it."""
        return hashlib.sha256(self.der).digest()[:KEY_ID_BYTES]

    def public_key(self) -> tuple[str, bytes]:
        """The algorithm with which its key signs, and the key: 32 bytes for EdDSA, the compressed point for ES256.

        Both are empty for a key that has no such short form.
        """
        key = load_der_x509_certificate(self.der).public_key()
        if isinstance(key, Ed25519PublicKey):
            return EDDSA, key.public_bytes(Encoding.Raw, PublicFormat.Raw)
        if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1):
            return ES256, key.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
        return "", b""

    def verify(self, algorithm: str, message: bytes, signature: bytes) -> None:
        """Raises `WrongSignature` or `BadCertificate`. An ES256 signature is r and s, 32 bytes each (RFC 9053)."""
        key = load_der_x509_certificate(self.der).public_key()
        try:
            if algorithm == ES256 and isinstance(key, ec.EllipticCurvePublicKey):
                if not isinstance(key.curve, ec.SECP256R1):
                    raise BadCertificate(f"its key is on the curve {key.curve.name}, where ES256 takes P-256")
                if len(signature) != 64:
                    raise WrongSignature
                halves = (int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big"))
                key.verify(encode_dss_signature(*halves), message, ec.ECDSA(SHA256()))
            elif algorithm == PS256 and isinstance(key, rsa.RSAPublicKey) and key.key_size >= RSA_BITS_MIN:
                key.verify(signature, message, padding.PSS(padding.MGF1(SHA256()), 32), SHA256())
            elif algorithm == EDDSA and isinstance(key, Ed25519PublicKey):
                key.verify(signature, message)
            else:
                raise BadCertificate(f"its key does not sign with {algorithm}")
        except InvalidSignature:
            raise WrongSignature from None

    def check_issued(self, other: Certificate) -> None:
        """Raises `WrongSignature` unless the other was issued by this one, directly and while this one was valid."""
        try:
            load_der_x509_certificate(other.der).verify_directly_issued_by(load_der_x509_certificate(self.der))
        except (InvalidSignature, ValueError, TypeError):
            raise WrongSignature from None
        if not self.valid_from <= other.valid_from <= self.valid_until:
            raise WrongSignature


def read_certificate(der: bytes) -> Certificate:
    """Raises `BadCertificate`."""
    if len(der) > CERTIFICATE_BYTES_MAX:
        raise BadCertificate(f"it is longer than {CERTIFICATE_BYTES_MAX} bytes")
    try:
        found = load_der_x509_certificate(der)
        found.public_key()
        states = found.subject.get_attributes_for_oid(NameOID.COUNTRY_NAME)
        valid = found.not_valid_before_utc, found.not_valid_after_utc
        usages = tuple(_usages(found.tbs_certificate_bytes))
    except (ValueError, TypeError, IndexError) as error:
        raise BadCertificate(f"it is no certificate: {error}") from None
    return Certificate(der, str(states[0].value).upper() if states else "", *valid, usages)


def from_pem_or_der(data: bytes) -> Certificate:
    """The certificate of a file in either form; raises `BadCertificate`."""
    if not data.lstrip().startswith(b"-----BEGIN"):
        return read_certificate(data)
    try:
        return read_certificate(load_pem_x509_certificate(data).public_bytes(Encoding.DER))
    except ValueError as error:
        raise BadCertificate(f"it is no certificate: {error}") from None


def _usages(signed: bytes) -> Iterator[str]:
    """What stands in the extension of extended key usage, read by its own bytes: whatever else is not quite DER, such
    as a default that is encoded, does not hide it.
    """
    for tag, content in _inside(next(_inside(signed))[1]):
        for _, extensions in _inside(content) if tag == _EXTENSIONS else ():
            for _, extension in _inside(extensions):
                if extension.startswith(_EXTENDED_KEY_USAGE):
                    value = next(inner for tag_, inner in _inside(extension) if tag_ == _OCTETS)
                    listed = next(_inside(value), (_SEQUENCE, b""))[1]
                    yield from (_dotted(each) for tag_, each in _inside(listed) if tag_ == _OID)


def _inside(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Tag and content of each part that lies in these bytes; raises `ValueError`."""
    at = 0
    while at < len(data):
        tag, length, at = data[at], data[at + 1], at + 2
        if length & 0x80:
            size = length & 0x7F
            length, at = int.from_bytes(data[at : at + size], "big"), at + size
        if at + length > len(data):
            raise ValueError("it is cut off")
        yield tag, data[at : at + length]
        at += length


def _dotted(content: bytes) -> str:
    """An object identifier in dotted form (X.690 8.19)."""
    numbers, number = [], 0
    for byte in content:
        number = number << 7 | byte & 0x7F
        if not byte & 0x80:
            numbers.append(number)
            number = 0
    first = min(numbers[0] // _NAMES, 2)
    return ".".join(map(str, (first, numbers[0] - first * _NAMES, *numbers[1:])))
