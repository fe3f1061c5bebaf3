"""The proof of a credential (Data Integrity 1.0): `eddsa-jcs-2022`, or `ecdsa-jcs-2019` for a key of P-256."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from lintas.crypto.certificate import EDDSA, ES256
from lintas.crypto.ports import Algorithm, Signer, algorithm_of
from lintas.interop.canonical_json import canonical
from lintas.interop.travel.credential_proof import PURPOSE
from lintas.interop.travel.multikey import encode, named

NAMES: Final[Mapping[Algorithm, str]] = {Algorithm.ED25519: EDDSA, Algorithm.ES256: ES256}
_SUITES: Final[Mapping[Algorithm, str]] = {Algorithm.ED25519: "eddsa-jcs-2022", Algorithm.ES256: "ecdsa-jcs-2019"}

Json = dict[str, Any]


def key_name(public: bytes) -> str:
    """A public key as a Multikey."""
    return named(NAMES[algorithm_of(public)], public)


def moment(at: datetime) -> str:
    """A time as credentials write it, in UTC to the second."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def proven(credential: Json, signer: Signer, now: datetime) -> bytes:
    """The credential with its proof in canonical JSON (RFC 8785); its issuer gets the id of the key, as a `did:key`.

    Raises `UnreadableFile` for a value that has no canonical form.
    """
    key = key_name(signer.public)
    whole = credential | {"issuer": {"id": f"did:key:{key}"} | credential["issuer"]}
    # Whoever makes a proof in JCS repeats the contexts in it (vc-di-eddsa 1.0, 3.3.1), and whoever checks compares.
    options = {
        "@context": whole["@context"],
        "type": "DataIntegrityProof",
        "cryptosuite": _SUITES[algorithm_of(signer.public)],
        "created": moment(now),
        "verificationMethod": f"did:key:{key}#{key}",
        "proofPurpose": PURPOSE,
    }
    signed = b"".join(hashlib.sha256(canonical(each)).digest() for each in (options, whole))
    return canonical(whole | {"proof": options | {"proofValue": encode(signer.sign(signed))}})
