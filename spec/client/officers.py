"""Officers who answer for an act, and how (`act.md` 3): session, one-time code, passkey, shift."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from spec.client import sign1
from spec.client.acts import is_bytes, is_uint
from spec.client.cbor import Refused, decode, need

FORMS = {-7: (2, 1), -9: (2, 1), -8: (1, 6), -19: (1, 6)}
DAY_MS = 24 * 60 * 60 * 1000


def labelled(label: str, data: bytes) -> bytes:
    """A hash for one purpose."""
    return hashlib.sha256(label.encode() + data).digest()


def read(data: bytes, size: int, *shapes: int | tuple[int, int] | None) -> list[Any]:
    """Labels 1, 2 ... of a map: byte strings of a length, or of a range of lengths; None is looked at by others."""
    fields = decode(data, size)
    need(isinstance(fields, dict) and all(type(label) is int for label in fields), "BadShape", 0)
    for label, shape in enumerate(shapes, 1):
        if shape is not None:
            value, (least, most) = fields.get(label), shape if isinstance(shape, tuple) else (shape, shape)
            need(isinstance(value, bytes) and least <= len(value) <= most, "BadShape", label)
    return [fields.get(label) for label, _ in enumerate(shapes, 1)]


def read_passkeys(listed: Any) -> dict[bytes, list[Any]]:
    """The passkeys of a certificate by the hashes of their ids."""
    need(isinstance(listed, list) and len(listed) <= 8, "BadShape", 7)
    for each in listed:
        need(isinstance(each, list) and len(each) == 4, "BadShape", 0)
        credential, key, site, origins = each
        need(is_bytes(credential, 32), "BadShape", 1)
        need(isinstance(key, bytes) and len(key) <= 512, "BadShape", 2)
        need(type(site) is str and len(site) <= 253, "BadShape", 3)
        need(isinstance(origins, list) and len(origins) <= 8, "BadShape", 4)
        need(all(type(origin) is str and len(origin) <= 300 for origin in origins), "BadShape", 4)
    found = {each[0]: each for each in listed}
    need(len(found) == len(listed), "BadShape", 7)
    return found


def check_touch(proof: bytes, passkeys: dict[bytes, list[Any]], challenge: bytes) -> None:
    """An assertion of WebAuthn, for this challenge, by one of these passkeys."""
    credential, authenticator, client, signature = read(proof, 3_072, 32, (0, 1_024), (0, 1_024), (0, 128))
    need(credential in passkeys, "UnknownPasskey")
    _, key, site, origins = passkeys[credential]
    said = read_client(client)
    need(said.get("type") == "webauthn.get", "BadClientData")
    need(said.get("challenge") == base64.urlsafe_b64encode(challenge).rstrip(b"=").decode(), "WrongChallenge")
    need(said.get("origin") in origins and said.get("crossOrigin", False) is False, "WrongSite")
    need(len(authenticator) >= 37 and authenticator[:32] == hashlib.sha256(site.encode()).digest(), "WrongSite")
    need(authenticator[32] & 5 == 5, "UserNotVerified")
    verify(key, authenticator + hashlib.sha256(client).digest(), signature)


def read_client(data: bytes) -> dict[str, Any]:
    """What the browser says: an object of which each member stands once."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        need(len(dict(pairs)) == len(pairs), "BadClientData")
        return dict(pairs)

    try:
        said = json.loads(data.decode(), object_pairs_hook=once)
    except (ValueError, RecursionError):
        raise Refused("BadClientData") from None
    need(isinstance(said, dict), "BadClientData")
    return dict(said)


def verify(cose_key: bytes, message: bytes, signature: bytes) -> None:
    """ES256 in DER with either s, or EdDSA, by a COSE_Key."""
    key = decode(cose_key, 512)
    need(isinstance(key, dict) and type(key.get(3)) is int, "BadShape", 3)
    need(key[3] in FORMS, "UnsupportedKey")
    need((key.get(1), key.get(-1)) == FORMS[key[3]], "BadShape", -1)
    need(is_bytes(key.get(-2), 32), "BadShape", -2)
    if FORMS[key[3]] == (1, 6):
        return sign1.check(key[-2], message, signature)
    need(is_bytes(key.get(-3), 32), "BadShape", -3)
    x, y = (int.from_bytes(key[label], "big") for label in (-2, -3))
    try:
        public = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    except ValueError:
        raise Refused("BadKey") from None
    try:
        need(encode_dss_signature(*decode_dss_signature(signature)) == signature, "BadSignature")
        public.verify(signature, message, ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, ValueError):
        raise Refused("BadSignature") from None


def check_shift(
    proof: bytes, passkeys: dict[bytes, list[Any]], challenge: bytes, kind: str, verb: str, at_ms: int
) -> None:
    """A signature by the key of a shift that a touch of a passkey began."""
    terms, touch, signature = read(proof, 8_192, (0, 4_096), (0, 3_072), 64)
    key, first, last, verbs, _ = read(terms, 4_096, 32, None, None, None, 16)
    need(is_uint(first) and is_uint(last), "BadShape")
    need(isinstance(verbs, dict) and len(verbs) <= 16, "BadShape", 4)
    for each, names in verbs.items():
        need(type(each) is str and isinstance(names, list) and len(names) <= 64, "BadShape", 4)
        need(all(type(name) is str and len(name) <= 64 for name in (each, *names)), "BadShape", 4)
    check_touch(touch, passkeys, labelled("lintas/officer-shift/1", terms))
    need(first <= at_ms <= last and 0 < last - first <= DAY_MS, "ShiftOver")
    need(verb in verbs.get(kind, ()), "NotInShift")
    sign1.check(key, challenge, signature)


def check_officers(given: dict[str, Any]) -> dict[str, Any]:
    """Those who answer for an act."""
    said = given["statement"]
    parts = [said[name] for name in ("dossier", "verb", "item", "payload_hash", "audience", "nonce")]
    if said.get("form"):
        parts += [said["form"], decode(said["control"], 16_384)]
    challenge = labelled("lintas/officer-proof/1", cbor2.dumps(parts))
    persons = set()
    for answer in given["answers"]:
        payload, signature = sign1.open1(answer["certificate"], "officer", 16_384)
        fields = decode(payload, 16_384)
        passkeys = read_passkeys(fields.get(7, []))
        need(fields[1] == given["authority"], "NotCertified")
        sign1.check1(given["issuing"], "officer", payload, signature)
        need(answer["role"] in fields[4] and fields[5] <= given["at_ms"] <= fields[6], "NotCertified")
        method, proof = answer["method"], answer["proof"]
        need(len(proof) <= 8_192, "BadShape", 1)
        if method == "session":
            sign1.check(fields[3], challenge, proof)
        elif method == "totp":
            sign1.check(fields[3], labelled("lintas/officer-totp/1", challenge), proof)
        elif method == "passkey":
            check_touch(proof, passkeys, challenge)
        else:
            need(method == "shift", "UnknownMethod")
            check_shift(proof, passkeys, challenge, given["kind"], said["verb"], given["at_ms"])
        persons.add(fields[2])
    need(len(persons) >= given["persons"], "TooFewOfficers")
    return {"challenge": challenge}
