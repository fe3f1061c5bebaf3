"""What secures a W3C verifiable credential, by profile: Data Integrity with JCS, or JOSE.

- Data Integrity 1.0 with the suites `eddsa-jcs-2022` and `ecdsa-jcs-2019` (P-256): what is signed is two hashes, of the
  options of the proof and of the credential without it, each in canonical JSON (RFC 8785).
- VC-JOSE-COSE 1.0: a JWS (RFC 7515) in its compact form over the credential; and the JWT of data model 1.1, with the
  credential in claim `vc`. Algorithms: ES256, PS256, EdDSA.

Suites that canonicalise RDF are not read: that takes an engine of its own, and contexts from a network.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from lintas.crypto.certificate import EDDSA, ES256, PS256, Certificate
from lintas.interop.canonical_json import canonical
from lintas.interop.hostile_json import UnreadableFile, load
from lintas.interop.report import Report
from lintas.interop.travel.credential_form import listed
from lintas.interop.travel.multikey import BASE58, decode, multikey
from lintas.interop.travel.octets import octets

SUITES: Final[Mapping[str, str]] = {"eddsa-jcs-2022": EDDSA, "ecdsa-jcs-2019": ES256}
ALGORITHMS: Final[Mapping[str, str]] = {"ES256": ES256, "PS256": PS256, "EdDSA": EDDSA, "Ed25519": EDDSA}
PURPOSE: Final = "assertionMethod"
_COMPACT: Final = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*")
_ENCLOSED: Final = re.compile(r"data:application/vc(?:-ld)?(?:\+ld)?\+jwt(?:;base64url)?,(.+)")
_CLAIMS: Final = {"iss": "issuer", "jti": "id"}
_TIMES: Final = {"nbf": "issuanceDate", "exp": "expirationDate"}

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Secured:
    """A credential and what secures it: algorithm, what was signed, the signature; the key as it is named.

    `key` is a Multikey, `certificate` the hash (SHA-256) of the signer's certificate; empty where it is not named so.
    """

    credential: Json
    algorithm: str
    signed: bytes
    signature: bytes
    key: str = ""
    certificate: bytes = b""

    def fits(self, signer: Certificate) -> bool:
        """Whether the key may be that of this certificate, by how it is named; no signature is checked."""
        if self.certificate:
            return self.certificate == hashlib.sha256(signer.der).digest()
        return not self.key or self.key == multikey(signer)


def is_compact(text: str) -> bool:
    """Whether it is in the form of a JWS."""
    return _COMPACT.fullmatch(text) is not None


def enclosed(found: Json) -> str:
    """The JWS in an `EnvelopedVerifiableCredential`; raises `UnreadableFile`."""
    match = _ENCLOSED.fullmatch(str(found.get("id")))
    if match is None or not is_compact(match[1]):
        raise UnreadableFile("it encloses a credential in a form that is not read here: no JWT")
    return match[1]


def of_jws(text: str) -> Secured:
    """Raises `UnreadableFile`."""
    head, body, signature = text.split(".")
    header, payload = _object(head, "header"), _object(body, "payload")
    algorithm = ALGORITHMS.get(str(header.get("alg")), "")
    if not algorithm or "crit" in header:
        raise UnreadableFile("it names no algorithm that is known, or wants something that is not")
    chain, thumb = listed(header.get("x5c")), header.get("x5t#S256")
    named = hashlib.sha256(_standard(chain[0])).digest() if chain else octets(thumb, "key") if thumb else b""
    credential = _of_claims(payload) if "vc" in payload else payload
    return Secured(
        credential, algorithm, f"{head}.{body}".encode(), octets(signature, "signature"), _key(header.get("kid")), named
    )


def of_proof(found: Json) -> Secured:
    """Of a credential with a proof in it; raises `UnreadableFile`."""
    proofs = [each for each in listed(found.get("proof")) if isinstance(each, dict)]
    if len(proofs) != 1:
        raise UnreadableFile("it has no proof" if not proofs else "it has several proofs: one is read")
    (proof,) = proofs
    algorithm = SUITES.get(str(proof.get("cryptosuite")), "")
    if proof.get("type") != "DataIntegrityProof" or not algorithm:
        suite = proof.get("cryptosuite") or proof.get("type")
        raise UnreadableFile(f"its proof is of the sort {suite}, which is not read here")
    if proof.get("proofPurpose") != PURPOSE:
        raise UnreadableFile(f"its proof was made for another purpose than {PURPOSE}")
    credential = {name: value for name, value in found.items() if name != "proof"}
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    if "@context" in options:
        ours, theirs = listed(credential.get("@context")), listed(options["@context"])
        if ours[: len(theirs)] != theirs:
            raise UnreadableFile("its proof was made for other contexts")
        credential = credential | {"@context": options["@context"]}
    signed = b"".join(hashlib.sha256(canonical(each)).digest() for each in (options, credential))
    return Secured(
        found, algorithm, signed, decode(str(proof.get("proofValue"))), _key(proof.get("verificationMethod"))
    )


def _key(named: Any) -> str:
    """The Multikey that the name of a key ends in; empty where it is named in another way."""
    fragment = str(named).rpartition("#")[2] if isinstance(named, str) else ""
    fragment = fragment.removeprefix("did:key:")
    try:
        return fragment if fragment.startswith(BASE58) and decode(fragment) else ""
    except UnreadableFile:
        return ""


def _of_claims(payload: Json) -> Json:
    """The credential in a JWT of data model 1.1 section 6.3.1; a claim takes the place of what it stands for."""
    found = payload["vc"]
    if not isinstance(found, dict):
        raise UnreadableFile("its claim vc is no credential")
    said = {name: payload[claim] for claim, name in _CLAIMS.items() if claim in payload}
    times = {name: _text(payload[claim]) for claim, name in _TIMES.items() if claim in payload}
    subject = found.get("credentialSubject")
    if "sub" in payload and isinstance(subject, dict):
        said["credentialSubject"] = subject | {"id": payload["sub"]}
    return found | said | times


def _text(seconds: Any) -> str:
    """A time as the credential writes it; whatever is none is left for whoever reads the form."""
    try:
        return datetime.fromtimestamp(float(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (TypeError, ValueError, OverflowError, OSError):
        return str(seconds)


def _object(text: str, what: str) -> Json:
    found = load(octets(text, what), Report())
    if not isinstance(found, dict):
        raise UnreadableFile(f"its {what} is no object")
    return found


def _standard(text: object) -> bytes:
    return octets(str(text).replace("+", "-").replace("/", "_"), "certificate")
