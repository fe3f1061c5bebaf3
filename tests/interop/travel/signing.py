"""Certificates of invented travellers, signed by signers that are made up for a test."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import cbor2
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from lintas.crypto.certificate import Certificate, read_certificate
from lintas.interop.canonical_json import canonical
from lintas.interop.travel import base45
from lintas.interop.travel.multikey import encode, multikey

NOW: Final = datetime.now(UTC).replace(microsecond=0)
NAME: Final = "Keepnot Exercisia"
BORN: Final = "1990-05-17"
ISSUER: Final = "https://moph.exercise.example"


@dataclass(frozen=True, slots=True)
class Signing:
    """A signer of an invented state, with its key."""

    key: Any
    certificate: Certificate

    @property
    def algorithm(self) -> str:
        return "EdDSA" if isinstance(self.key, Ed25519PrivateKey) else "ES256"

    def sign(self, message: bytes) -> bytes:
        if isinstance(self.key, Ed25519PrivateKey):
            return self.key.sign(message)
        halves = decode_dss_signature(self.key.sign(message, ec.ECDSA(SHA256())))
        return b"".join(each.to_bytes(32, "big") for each in halves)

    @property
    def pem(self) -> bytes:
        body = base64.encodebytes(self.certificate.der).decode()
        return f"-----BEGIN CERTIFICATE-----\n{body}-----END CERTIFICATE-----\n".encode()


def signer(state: str = "XA", *, edwards: bool = False, days: int = 3650) -> Signing:
    """A new one."""
    key: Any = Ed25519PrivateKey.generate() if edwards else ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, state), x509.NameAttribute(NameOID.COMMON_NAME, "ex")])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(NOW - timedelta(days=30))
        .not_valid_after(NOW + timedelta(days=days)).sign(key, None if edwards else SHA256())
    )  # fmt: skip
    return Signing(key, read_certificate(made.public_bytes(Encoding.DER)))


def health(by: Signing, name: str = NAME) -> str:
    """A vaccination certificate in HC1 form, for a year and a half from before `NOW`."""
    given, family = name.split()
    content = {
        "ver": "1.3.0", "dob": BORN,
        "nam": {"fn": family, "gn": given, "fnt": family.upper(), "gnt": given.upper()},
        "v": [{"tg": "840539006", "vp": "1119349007", "mp": "EU/1/20/1528", "ma": "ORG-100030215", "dn": 2, "sd": 2,
               "dt": "2026-06-01", "co": "XA", "is": "EXERCISE", "ci": "URN:UVCI:01:XA:EXERCISE"}],
    }  # fmt: skip
    issued, expires = ((NOW + timedelta(days=days)).timestamp() for days in (-20, 480))
    claims = {1: "XA", 4: int(expires), 6: int(issued), -260: {1: content}}
    protected, payload = cbor2.dumps({1: -7, 4: by.certificate.key_id}), cbor2.dumps(claims)
    signature = by.sign(cbor2.dumps(["Signature1", protected, b"", payload]))
    return "HC1:" + base45.encode(zlib.compress(cbor2.dumps(cbor2.CBORTag(18, [protected, {}, payload, signature]))))


def seal(by: Signing, name: str = NAME) -> bytes:
    """A visible digital seal that attests a test."""
    data = {"hdr": {"t": "icao.test", "v": 1, "is": "XAA"}, "msg": {"uvci": "EX1", "pid": {"n": name, "dob": BORN}}}
    sealed = {"alg": by.algorithm, "cer": text(by.certificate.der), "sigvl": text(by.sign(canonical(data)))}
    return json.dumps({"data": data, "sig": sealed}).encode()


def when(days: int) -> str:
    """A time so many days from now, as a credential writes it."""
    return (NOW + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


def credential(name: str = NAME, **changed: Any) -> dict[str, Any]:
    """An unsigned permit to work, of data model 2.0."""
    found = {
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://exercise.example/permits/v1"],
        "type": ["VerifiableCredential", "WorkPermitCredential"], "issuer": ISSUER,
        "validFrom": when(-300), "validUntil": when(200),
        "credentialSubject": {"type": "Person", "name": name, "birthDate": BORN, "score": 1.5},
    }  # fmt: skip
    return {name: value for name, value in (found | changed).items() if value is not None}


def proven(by: Signing, found: Mapping[str, Any], **changed: Any) -> dict[str, Any]:
    """With a proof of Data Integrity over its canonical JSON."""
    suite = "eddsa-jcs-2022" if by.algorithm == "EdDSA" else "ecdsa-jcs-2019"
    options = {
        "type": "DataIntegrityProof", "cryptosuite": suite, "created": when(-300),
        "verificationMethod": f"{ISSUER}#{multikey(by.certificate)}", "proofPurpose": "assertionMethod",
        "@context": found.get("@context"),
    } | changed  # fmt: skip
    signed = b"".join(hashlib.sha256(canonical(each)).digest() for each in (options, dict(found)))
    return dict(found) | {"proof": options | {"proofValue": encode(by.sign(signed))}}


def jwt(by: Signing, payload: Mapping[str, Any], **header: Any) -> str:
    """The same as a JWS in its compact form."""
    head = {"alg": by.algorithm, "typ": "vc+jwt"} | header
    signed = f"{text(json.dumps(head).encode())}.{text(json.dumps(dict(payload)).encode())}"
    return f"{signed}.{text(by.sign(signed.encode()))}"


def text(data: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
