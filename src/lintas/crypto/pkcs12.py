"""Certificates with their keys in one file (PKCS#12, RFC 7292), for the seals of letters.

An authority brings its own. For an exercise one is made: a root of its own, and under it a certificate (X.509,
RFC 5280) that proves nothing of who an authority is, and says so in its name.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final, cast

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from cryptography.hazmat.primitives.serialization.pkcs12 import PKCS12PrivateKeyTypes
from cryptography.x509.oid import NameOID

from lintas.crypto.es256 import scalar

SEED_BYTES: Final = 64
YEARS: Final = 5
_NAME_CHARS_MAX: Final = 64 - len("EXERCISE root of ")
"""The common name of a certificate has 64 characters at most (RFC 5280, ub-common-name)."""


def exercise_seal(name: str, seed: bytes, at_ms: int) -> bytes:
    """The PKCS#12 file, not encrypted, of an authority of this name; of a seed of 64 bytes, valid from `at_ms`."""
    root_key, key = (ec.derive_private_key(scalar(half), ec.SECP256R1()) for half in (seed[:32], seed[32:]))
    start = datetime.fromtimestamp(at_ms / 1000, UTC).replace(microsecond=0) - timedelta(days=1)
    root_name, own_name = (_name(f"EXERCISE {what}{name[:_NAME_CHARS_MAX]}") for what in ("root of ", ""))
    root = _certificate(root_name, root_name, root_key, root_key, start, authority=True)
    own = _certificate(own_name, root_name, key, root_key, start, authority=False)
    return pkcs12.serialize_key_and_certificates(b"seal", key, own, [root], NoEncryption())


def without_passphrase(file: bytes, passphrase: bytes | None) -> bytes:
    """The same certificate, key and chain, no longer encrypted; raises `ValueError` where the file cannot be opened."""
    found = pkcs12.load_pkcs12(file, passphrase)
    if found.key is None or found.cert is None:
        raise ValueError("it holds no certificate with its key")
    chain = [each.certificate for each in found.additional_certs]
    key = cast(PKCS12PrivateKeyTypes, found.key)
    return pkcs12.serialize_key_and_certificates(b"seal", key, found.cert.certificate, chain, NoEncryption())


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _certificate(
    name: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    issuing: ec.EllipticCurvePrivateKey,
    start: datetime,
    *,
    authority: bool,
) -> x509.Certificate:
    usage = x509.KeyUsage(
        digital_signature=not authority, content_commitment=not authority, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=authority, crl_sign=authority,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(int.from_bytes(identifier.digest, "big") >> 1)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=0 if authority else None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(identifier, critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuing.public_key()), critical=False)
        .sign(issuing, SHA256())
    )
