"""Passkeys: an officer touches an authenticator, and it signs what the officer answers for (WebAuthn level 3, 7.2).

The certificate lists the passkeys of its officer. A touch is an *assertion*: what the authenticator and the browser
say, and the signature over both. Its challenge is whatever the touch is for, an act or a shift. The counter of
signatures is passed over: who was not there when it was last seen cannot judge it.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from lintas.crypto import passkey
from lintas.crypto.ports import Suite
from lintas.dossier.officer_errors import BadClientData, UnknownPasskey, UserNotVerified, WrongChallenge, WrongSite
from lintas.wire import cbor, shape

PASSKEYS_MAX: Final = 8
ORIGINS_MAX: Final = 8
SITE_CHARS_MAX: Final = 253
ORIGIN_CHARS_MAX: Final = 300
AUTHENTICATOR_BYTES_MAX: Final = 1_024
CLIENT_BYTES_MAX: Final = 1_024
SIGNATURE_BYTES_MAX: Final = 128
ASSERTION_BYTES_MAX: Final = 3 * 1_024
_HEAD_BYTES: Final = 37
"""Hash of the site, flags, counter of signatures (WebAuthn level 3, section 6.1)."""
_USER_PRESENT, _USER_VERIFIED = 0x01, 0x04
_GET: Final = "webauthn.get"
_PASSKEY: Final = "passkey in a certificate"


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey as a certificate lists it: SHA-256 of its credential id, its COSE_Key, its site (the RP ID) and the
    origins of the pages on which it may be touched.
    """

    credential: bytes
    key: bytes
    site: str
    origins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assertion:
    """One touch: of which passkey, `authenticatorData`, `clientDataJSON` and the signature as WebAuthn gives them."""

    credential: bytes
    authenticator_data: bytes
    client_data: bytes
    signature: bytes


def passkey_fields(each: Passkey) -> list[object]:
    """A passkey as it stands in a certificate."""
    return [each.credential, each.key, each.site, list(each.origins)]


def read_passkey(value: object) -> Passkey:
    """A passkey from a certificate; raises `BadShape`."""
    parts = shape.Fields(_PASSKEY, {1: value}).take(1, list)
    fields = shape.Fields(_PASSKEY, dict(enumerate(parts, 1)))
    if len(parts) != 4:
        raise fields.bad(0, "is not [credential, key, site, origins]")
    return Passkey(
        credential=fields.octets(1, 32),
        key=fields.octets(2, most=passkey.COSE_KEY_BYTES_MAX),
        site=fields.text(3, SITE_CHARS_MAX),
        origins=fields.each(4, ORIGINS_MAX, lambda at, origin: fields.is_text(at, origin, ORIGIN_CHARS_MAX)),
    )


def write_assertion(touch: Assertion) -> bytes:
    """The proof by a passkey, as it stands in an answer."""
    return cbor.encode({1: touch.credential, 2: touch.authenticator_data, 3: touch.client_data, 4: touch.signature})


def read_assertion(proof: bytes) -> Assertion:
    """The touch in a proof; raises `Malformed`."""
    fields = shape.read("touch of a passkey", proof, size_max=ASSERTION_BYTES_MAX, depth_max=1)
    return Assertion(
        credential=fields.octets(1, 32),
        authenticator_data=fields.octets(2, most=AUTHENTICATOR_BYTES_MAX),
        client_data=fields.octets(3, most=CLIENT_BYTES_MAX),
        signature=fields.octets(4, most=SIGNATURE_BYTES_MAX),
    )


def check_assertion(suite: Suite, touch: Assertion, passkeys: Sequence[Passkey], challenge: bytes) -> Passkey:
    """The passkey that was touched for this challenge; raises a `ProofError`, `CryptoError` or `Malformed`."""
    known = next((each for each in passkeys if each.credential == touch.credential), None)
    if known is None:
        raise UnknownPasskey(touch.credential)
    _check_client(touch.client_data, known, challenge)
    _check_authenticator(touch.authenticator_data, known)
    signed = touch.authenticator_data + hashlib.sha256(touch.client_data).digest()
    passkey.verify(suite, passkey.public_of(known.key), signed, touch.signature)
    return known


def _check_client(data: bytes, known: Passkey, challenge: bytes) -> None:
    """What the browser says: for what, and on which page, it was touched."""
    said = _read_client(data)
    if said.get("type") != _GET:
        raise BadClientData(f"its type is not {_GET}")
    if said.get("challenge") != base64.urlsafe_b64encode(challenge).rstrip(b"=").decode():
        raise WrongChallenge()
    origin = said.get("origin")
    if origin not in known.origins:
        raise WrongSite(ascii(origin))
    if said.get("crossOrigin", False) is not False:
        raise WrongSite(f"{origin!a}, inside a page of another site")


def _read_client(data: bytes) -> dict[str, Any]:
    try:
        said = json.loads(data.decode(), object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise BadClientData("it is no JSON object of which each member stands once") from None
    if not isinstance(said, dict):
        raise BadClientData("it is no JSON object")
    return said


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The members; raises `ValueError` for one that stands twice, of which readers would take different ones."""
    said = dict(pairs)
    if len(said) != len(pairs):
        raise ValueError
    return said


def _check_authenticator(data: bytes, known: Passkey) -> None:
    """What the authenticator says: for which site it was, and that the person was there."""
    if len(data) < _HEAD_BYTES or data[:32] != hashlib.sha256(known.site.encode()).digest():
        raise WrongSite(data[:32].hex())
    if data[32] & (_USER_PRESENT | _USER_VERIFIED) != _USER_PRESENT | _USER_VERIFIED:
        raise UserNotVerified(data[32])
