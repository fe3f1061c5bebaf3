"""Keys and signatures of passkeys, in the forms in which authenticators make them (WebAuthn level 3, section 5.8.5).

A public key comes as a COSE_Key (RFC 9052 section 7): ES256 as both coordinates of a point on P-256 (RFC 9053 section
7.1.1), or Ed25519 (section 7.2). Here it becomes the form that every `Suite` knows. A signature of ES256 comes in DER
(RFC 3279 section 2.2.3). Only the one encoding that DER has for r and s is taken. Authenticators choose either of the
two values of s, and WebAuthn does not ask for the lower; whoever turns one into the other changes nothing but bytes
that the act covers, so that here both hold.
"""

from __future__ import annotations

from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from lintas.crypto import es256
from lintas.crypto.errors import BadKey, BadSignature, UnsupportedKey
from lintas.crypto.ports import PUBLIC_BYTES, Algorithm, Suite, algorithm_of
from lintas.wire import shape

COSE_KEY_BYTES_MAX: Final = 512
_KEY: Final = "public key of a passkey"
_TYPE, _ALGORITHM, _CURVE, _X, _Y = 1, 3, -1, -2, -3
_EC2, _OKP = 2, 1
_P256, _ED25519 = 1, 6
_FORMS: Final = {-7: (_EC2, _P256), -9: (_EC2, _P256), -8: (_OKP, _ED25519), -19: (_OKP, _ED25519)}
"""By algorithm of COSE, the type of key and the curve: ES256 and EdDSA, and the names that RFC 9864 gave them."""


def public_of(cose_key: bytes) -> bytes:
    """The public key, as `ports.algorithm_of` reads it; raises `Malformed`, `BadKey`, or `UnsupportedKey` for RS256
    and whatever else is neither ES256 nor EdDSA.
    """
    fields = shape.read(_KEY, cose_key, size_max=COSE_KEY_BYTES_MAX, depth_max=2)
    algorithm = fields.take(_ALGORITHM, int)
    if algorithm not in _FORMS:
        raise UnsupportedKey(algorithm)
    if (fields.take(_TYPE, int), fields.take(_CURVE, int)) != _FORMS[algorithm]:
        raise fields.bad(_CURVE, "is not the curve of the algorithm")
    x = fields.octets(_X, PUBLIC_BYTES)
    return x if _FORMS[algorithm] == (_OKP, _ED25519) else _point(x, fields.octets(_Y, PUBLIC_BYTES))


def _point(x: bytes, y: bytes) -> bytes:
    numbers = ec.EllipticCurvePublicNumbers(int.from_bytes(x, "big"), int.from_bytes(y, "big"), ec.SECP256R1())
    try:
        return numbers.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    except ValueError:
        # Not on the curve. One coordinate alone would stand for a point that the authenticator does not have.
        raise BadKey("P-256 public key", len(x) + len(y)) from None


def verify(suite: Suite, public: bytes, message: bytes, signature: bytes) -> None:
    """Raises `BadSignature` unless the passkey with this public key signed the message."""
    if algorithm_of(public) is Algorithm.ES256:
        signature = _from_der(public, signature)
    suite.verify(public, message, signature)


def _from_der(public: bytes, der: bytes) -> bytes:
    try:
        r, s = decode_dss_signature(der)
    except ValueError:
        raise BadSignature(public) from None
    if not (0 < r < es256.ORDER and 0 < s < es256.ORDER) or encode_dss_signature(r, s) != der:
        raise BadSignature(public)
    return es256.join(r, s)
