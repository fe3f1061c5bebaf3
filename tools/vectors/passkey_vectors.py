"""Officers who answer by a passkey, by a one-time code, or in a shift."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from lintas.crypto.ports import Algorithm
from lintas.dossier.passkeys import Assertion
from lintas.wire import cbor
from lintas.wire.identifiers import digest
from tools.vectors.authenticator import ORIGIN, SITE, Authenticator
from tools.vectors.files import ACCEPTED, Vector
from tools.vectors.officer_vectors import KIND, certified, challenge, officers
from tools.vectors.people import TIME_MS, seed, signer

_ES256: Final = Authenticator(seed("passkey"))
_EDDSA: Final = Authenticator(seed("passkey of eddsa"), Algorithm.ED25519)
_RSA: Final = cbor.encode({1: 3, 3: -257, -1: bytes((1,)) * 256, -2: b"\1\0\1"})
_LISTED: Final = [[each.passkey().credential, each.cose_key, SITE, [ORIGIN]] for each in (_ES256, _EDDSA)]
_HOUR_MS: Final = 60 * 60 * 1000
_SHIFT: Final[dict[int, Any]] = {
    1: signer("shift").public,
    2: TIME_MS - _HOUR_MS,
    3: TIME_MS + _HOUR_MS,
    4: {KIND: ["ask", "say"]},
    5: seed("shift")[:16],
}


def vectors() -> Iterator[Vector]:
    """All of them."""
    yield from _passkeys()
    yield from _shifts()
    yield from _codes()


def _proof(touch: Assertion) -> bytes:
    return cbor.encode({1: touch.credential, 2: touch.authenticator_data, 3: touch.client_data, 4: touch.signature})


def _answer(method: str, proof: bytes, listed: list[Any] | None = None) -> list[Any]:
    certificate = certified({7: _LISTED if listed is None else listed})
    return [{"role": "author", "certificate": certificate, "method": method, "proof": proof}]


def _passkeys() -> Iterator[Vector]:
    touch = _ES256.touch(challenge())
    said = json.loads(touch.client_data)
    twice = touch.client_data[:-1] + b',"origin":"' + ORIGIN.encode() + b'"}'
    first = _LISTED[0]
    cases: list[tuple[str, str, str, Assertion, list[Any] | None]] = [
        ("passkey", "a touch of a passkey with ES256", ACCEPTED, touch, None),
        ("passkey-eddsa", "a touch of a passkey with EdDSA", ACCEPTED, _EDDSA.touch(challenge()), None),
        ("passkey-high-s", "the higher s, which WebAuthn allows", ACCEPTED,
         replace(_ES256, high=True).touch(challenge()), None),
        ("passkey-more-said", "a browser that says more", ACCEPTED,
         _ES256.touch(challenge(), client=json.dumps(said | {"more": [1]}, indent=1).encode()), None),
        ("passkey-other-challenge", "a touch for another act", "WrongChallenge",
         _ES256.touch(challenge(verb="answer")), None),
        ("passkey-padded-challenge", "a challenge with padding", "WrongChallenge",
         _ES256.touch(challenge(), challenge=said["challenge"] + "="), None),
        ("passkey-created", "what is signed when a passkey is made", "BadClientData",
         _ES256.touch(challenge(), type="webauthn.create"), None),
        ("passkey-twice-said", "a member that stands twice", "BadClientData",
         _ES256.touch(challenge(), client=twice), None),
        ("passkey-not-json", "no JSON", "BadClientData", _ES256.touch(challenge(), client=b"touch"), None),
        ("passkey-other-origin", "a page that the certificate does not name", "WrongSite",
         _ES256.touch(challenge(), origin="https://desk.example.net"), None),
        ("passkey-cross-origin", "a page inside a page of another site", "WrongSite",
         _ES256.touch(challenge(), crossOrigin=True), None),
        ("passkey-other-site", "another RP ID", "WrongSite",
         replace(_ES256, site="other.example").touch(challenge()), None),
        ("passkey-not-present", "verified, and nobody present", "UserNotVerified",
         _ES256.touch(challenge(), flags=0x04), None),
        ("passkey-not-verified", "somebody was present, and nobody looked who", "UserNotVerified",
         _ES256.touch(challenge(), flags=0x01), None),
        ("passkey-not-listed", "a passkey that the certificate does not list", "UnknownPasskey",
         Authenticator(seed("thief")).touch(challenge()), None),
        ("passkey-none-listed", "a certificate that lists no passkey", "UnknownPasskey", touch, []),
        ("passkey-other-key", "a signature by the other passkey", "BadSignature",
         replace(_EDDSA.touch(challenge()), credential=touch.credential), None),
        ("passkey-raw-signature", "r and s without DER", "BadSignature",
         replace(touch, signature=bytes((1,)) * 64), None),
        ("passkey-long-der", "DER with a length in two bytes", "BadSignature",
         replace(touch, signature=b"\x30\x81" + touch.signature[1:]), None),
        ("passkey-rs256", "a passkey with RS256", "UnsupportedKey", touch, [[first[0], _RSA, *first[2:]]]),
        ("passkey-listed-twice", "a certificate that lists a passkey twice", "BadShape", touch, [first, first]),
    ]  # fmt: skip
    for name, scenario, verdict, given, listed in cases:
        yield officers(name, scenario, verdict, _answer("passkey", _proof(given), listed))


def _in_shift(
    changes: Mapping[int, Any] | None = None, touch: Assertion | None = None, key: str = "shift", verb: str = "ask"
) -> list[Any]:
    terms = cbor.encode({**_SHIFT, **(changes or {})})
    touch = touch or _ES256.touch(digest("lintas/officer-shift/1", terms))
    signature = signer(key).sign(challenge(verb=verb))
    return _answer("shift", cbor.encode({1: terms, 2: _proof(touch), 3: signature}))


def _shifts() -> Iterator[Vector]:
    touch = _ES256.touch(digest("lintas/officer-shift/1", cbor.encode(_SHIFT)))
    weak = _ES256.touch(digest("lintas/officer-shift/1", cbor.encode(_SHIFT)), flags=0x01)
    day = {2: TIME_MS - 24 * _HOUR_MS, 3: TIME_MS}
    cases: list[tuple[str, str, str, list[Any]]] = [
        ("shift", "an act in a shift", ACCEPTED, _in_shift()),
        ("shift-day", "the longest shift, at its last moment", ACCEPTED, _in_shift(day)),
        ("shift-over", "an act after the shift", "ShiftOver", _in_shift({3: TIME_MS - 1})),
        ("shift-early", "an act before the shift", "ShiftOver", _in_shift({2: TIME_MS + 1})),
        ("shift-too-long", "a shift above 24 hours", "ShiftOver", _in_shift(day | {2: TIME_MS - 24 * _HOUR_MS - 1})),
        ("shift-other-verb", "a shift for another verb", "NotInShift", _in_shift({4: {KIND: ["say"]}})),
        ("shift-other-kind", "a shift for the verb in another kind", "NotInShift",
         _in_shift({4: {"other": ["ask"]}})),
        ("shift-other-act", "a signature for another act", "BadSignature", _in_shift(verb="say")),
        ("shift-other-key", "a signature by another key than that of the shift", "BadSignature",
         _in_shift(key="thief")),
        ("shift-other-terms", "terms that were not touched for", "WrongChallenge",
         _in_shift({3: TIME_MS + 2 * _HOUR_MS}, touch)),
        ("shift-touch-of-act", "a touch for the act in place of the shift", "WrongChallenge",
         _in_shift(touch=_ES256.touch(challenge()))),
        ("shift-not-verified", "a shift begun by nobody knows whom", "UserNotVerified", _in_shift(touch=weak)),
        ("shift-short-key", "terms with a key of 31 bytes", "BadShape", _in_shift({1: bytes(31)})),
    ]  # fmt: skip
    for name, scenario, verdict, answers in cases:
        yield officers(name, scenario, verdict, answers)


def _codes() -> Iterator[Vector]:
    officer = signer("officer")
    coded = officer.sign(digest("lintas/officer-totp/1", challenge()))
    yield officers("totp", "a session, and a one-time code was checked", ACCEPTED, _answer("totp", coded))
    plain = officer.sign(challenge())
    yield officers("totp-of-session", "a session that is called a code", "BadSignature", _answer("totp", plain))
    yield officers("session-of-totp", "a code that is called a session", "BadSignature", _answer("session", coded))
