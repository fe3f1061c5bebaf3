"""An authenticator in software: makes keys as WebAuthn has them and real assertions, the same for the same seed."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from lintas.crypto import es256
from lintas.crypto.ports import Algorithm
from lintas.crypto.real import RealSuite
from lintas.dossier.passkeys import Assertion, Passkey
from lintas.wire import cbor

SITE: Final = "desk.example"
ORIGIN: Final = "https://desk.example"
PRESENT_AND_VERIFIED: Final = 0x05
_SUITE: Final = RealSuite()


@dataclass(frozen=True, slots=True)
class Authenticator:
    """One key on one site. `high`: it signs with the higher of the two values of s, as half of them do."""

    seed: bytes
    algorithm: Algorithm = Algorithm.ES256
    site: str = SITE
    high: bool = False

    @property
    def credential(self) -> bytes:
        """Its credential id."""
        return hashlib.sha256(b"credential id" + self.seed).digest()[:20]

    @property
    def cose_key(self) -> bytes:
        """Its public key as a browser hands it over."""
        public = _SUITE.signer(self.seed, self.algorithm).public
        if self.algorithm is Algorithm.ED25519:
            return cbor.encode({1: 1, 3: -8, -1: 6, -2: public})
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public)
        both = point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)[1:]
        return cbor.encode({1: 2, 3: -7, -1: 1, -2: both[:32], -3: both[32:]})

    def passkey(self, **changes: Any) -> Passkey:
        """As a certificate lists it."""
        listed = {"key": self.cose_key, "site": self.site, "origins": (ORIGIN,)}
        return Passkey(**{"credential": hashlib.sha256(self.credential).digest(), **listed, **changes})

    def touch(
        self,
        challenge: bytes,
        /,
        *,
        flags: int = PRESENT_AND_VERIFIED,
        client: bytes | None = None,
        **said: Any,
    ) -> Assertion:
        """One assertion; `said` changes members of what the browser says, `client` is said in place of all of it."""
        text = base64.urlsafe_b64encode(challenge).rstrip(b"=").decode()
        members = {"type": "webauthn.get", "challenge": text, "origin": ORIGIN, "crossOrigin": False, **said}
        data = json.dumps(members, separators=(",", ":")).encode() if client is None else client
        head = hashlib.sha256(self.site.encode()).digest() + bytes((flags,)) + bytes(4)
        signature = self.sign(head + hashlib.sha256(data).digest())
        return Assertion(hashlib.sha256(self.credential).digest(), head, data, signature)

    def sign(self, message: bytes) -> bytes:
        """The signature as authenticators write it: of ES256 in DER."""
        signature = _SUITE.signer(self.seed, self.algorithm).sign(message)
        if self.algorithm is Algorithm.ED25519:
            return signature
        r, s = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
        return encode_dss_signature(r, es256.ORDER - s if self.high else s)
