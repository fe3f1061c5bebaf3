"""Touches of passkeys: for what, where, by whom; and certificates that list passkeys."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import Any

import pytest

from lintas.crypto.cose import sign1
from lintas.crypto.errors import BadSignature, UnsupportedKey
from lintas.crypto.ports import Algorithm
from lintas.dossier.officer_errors import (
    BadClientData,
    NotCertified,
    UnknownMethod,
    UnknownPasskey,
    UserNotVerified,
    WrongChallenge,
    WrongSite,
)
from lintas.dossier.officers import (
    AUTHOR,
    CERTIFICATE_KIND,
    PASSKEY,
    SESSION,
    TOTP,
    Answer,
    answer,
    answer_fields,
    issue,
    parse_certificate,
    passkey_answer,
    read_answer,
)
from lintas.dossier.passkeys import (
    CLIENT_BYTES_MAX,
    ORIGINS_MAX,
    PASSKEYS_MAX,
    Assertion,
    passkey_fields,
    read_assertion,
    write_assertion,
)
from lintas.wire import cbor
from lintas.wire.errors import Malformed
from lintas.wire.shape import BadShape
from tests.dossier.people import SUITE, XA, seed
from tests.dossier.test_officers import NOW_MS, STATEMENT, certificate, check
from tools.vectors.authenticator import ORIGIN, Authenticator

KEY, SECOND = Authenticator(seed("a passkey")), Authenticator(seed("a second"), Algorithm.ED25519)
LISTED = (KEY.passkey(), SECOND.passkey())
CHALLENGE = STATEMENT.challenge()


def touched(touch: Assertion, role: str = AUTHOR, **changed: Any) -> Answer:
    return passkey_answer(issue(XA.issuing, certificate("one", **{"passkeys": LISTED, **changed})), role, touch)


@pytest.mark.parametrize("key", [KEY, SECOND, replace(KEY, high=True)])
def test_a_touch_of_any_listed_passkey_answers_for_what_was_shown(key: Authenticator) -> None:
    given = touched(key.touch(CHALLENGE))
    assert check(given) == certificate("one", passkeys=LISTED)
    assert read_answer(answer_fields(given)) == given
    for other in (
        replace(STATEMENT, verb="answer"),
        replace(STATEMENT, audience=()),
        replace(STATEMENT, nonce=b"m" * 16),
    ):
        with pytest.raises(WrongChallenge):
            check(given, other)


TOUCH = KEY.touch(CHALLENGE)
BAD: dict[str, tuple[Answer, type[Exception]]] = {
    "to sign in": (touched(KEY.touch(b"c" * 32)), WrongChallenge),
    "with padding in its challenge": (touched(KEY.touch(CHALLENGE, challenge="")), WrongChallenge),
    "with a number for a challenge": (touched(KEY.touch(CHALLENGE, challenge=1)), WrongChallenge),
    "when the passkey was made": (touched(KEY.touch(CHALLENGE, type="webauthn.create")), BadClientData),
    "on another page": (touched(KEY.touch(CHALLENGE, origin="https://desk.example.net")), WrongSite),
    "on the same page without a lock": (touched(KEY.touch(CHALLENGE, origin="http://desk.example")), WrongSite),
    "on no page": (touched(KEY.touch(CHALLENGE, origin=None)), WrongSite),
    "on a list of pages": (touched(KEY.touch(CHALLENGE, origin=[ORIGIN])), WrongSite),
    "inside another page": (touched(KEY.touch(CHALLENGE, crossOrigin=True)), WrongSite),
    "perhaps inside another page": (touched(KEY.touch(CHALLENGE, crossOrigin=None)), WrongSite),
    "for another site": (touched(replace(KEY, site="other.example").touch(CHALLENGE)), WrongSite),
    "with too few bytes": (touched(replace(TOUCH, authenticator_data=TOUCH.authenticator_data[:36])), WrongSite),
    "by nobody": (touched(KEY.touch(CHALLENGE, flags=0x00)), UserNotVerified),
    "by anybody": (touched(KEY.touch(CHALLENGE, flags=0x01)), UserNotVerified),
    "by one who was not there": (touched(KEY.touch(CHALLENGE, flags=0x04)), UserNotVerified),
    "of another passkey": (touched(Authenticator(seed("thief")).touch(CHALLENGE)), UnknownPasskey),
    "of a passkey that is listed no more": (touched(TOUCH, passkeys=LISTED[1:]), UnknownPasskey),
    "of none": (touched(TOUCH, passkeys=()), UnknownPasskey),
    "in another's name": (touched(replace(SECOND.touch(CHALLENGE), credential=LISTED[0].credential)), BadSignature),
    "with what it signed changed": (
        touched(replace(TOUCH, authenticator_data=TOUCH.authenticator_data[:36] + b"\1")), BadSignature),
    "with what was said changed": (touched(replace(TOUCH, client_data=TOUCH.client_data + b" ")), BadSignature),
    "with no signature": (touched(replace(TOUCH, signature=b"")), BadSignature),
    "of a key of RSA": (
        touched(TOUCH, passkeys=(KEY.passkey(key=cbor.encode({1: 3, 3: -257, -1: b"n" * 256, -2: b"\1\0\1"})),)),
        UnsupportedKey),
    "in another role": (touched(TOUCH, "minister"), NotCertified),
    "after the certificate": (touched(TOUCH, until_ms=NOW_MS - 1), NotCertified),
    "called a session": (replace(touched(TOUCH), method=SESSION), BadSignature),
    "called by a name to come": (replace(touched(TOUCH), method="hardware"), UnknownMethod),
    "that is no map": (replace(touched(TOUCH), proof=b"touch"), Malformed),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_touch_does_not_count(name: str) -> None:
    given, cause = BAD[name]
    with pytest.raises(cause):
        check(given)


SAID = json.loads(TOUCH.client_data)
NOT_SAID = {
    "nothing": b"",
    "no JSON": b"touch",
    "not in UTF-8": json.dumps(SAID).encode("utf-16"),
    "with a mark before it": b"\xef\xbb\xbf" + TOUCH.client_data,
    "no object": json.dumps([SAID]).encode(),
    "nested beyond reason": b'{"x":' + b"[" * 1_000,
    "two origins": TOUCH.client_data[:-1] + b',"origin":"https://desk.example"}',
    "two objects": TOUCH.client_data * 2,
    "no type": b"{}",
}


@pytest.mark.parametrize("name", NOT_SAID)
def test_what_a_browser_does_not_say_is_refused_before_the_signature_is_looked_at(name: str) -> None:
    with pytest.raises(BadClientData):
        check(touched(KEY.touch(CHALLENGE, client=NOT_SAID[name])))


def test_members_that_browsers_add_are_passed_over() -> None:
    check(
        touched(KEY.touch(CHALLENGE, other_keys_can_be_added_here="do not compare against a template", tokenBinding={}))
    )
    said = {name: value for name, value in SAID.items() if name != "crossOrigin"}
    check(touched(KEY.touch(CHALLENGE, client=json.dumps(said, indent=1).encode())))


def test_a_touch_comes_back_from_a_proof_or_is_refused() -> None:
    assert read_assertion(write_assertion(TOUCH)) == TOUCH
    fields: dict[int, Any] = {
        1: TOUCH.credential,
        2: TOUCH.authenticator_data,
        3: TOUCH.client_data,
        4: TOUCH.signature,
    }
    wrong: dict[int, Any] = {1: bytes(31), 2: bytes(1_025), 3: bytes(CLIENT_BYTES_MAX + 1), 4: bytes(129)}
    for label, value in wrong.items():
        for bad in ({**fields, label: value}, {k: v for k, v in fields.items() if k != label}):
            with pytest.raises(BadShape) as caught:
                read_assertion(cbor.encode(bad))
            assert caught.value.label == label


def test_a_certificate_lists_passkeys_and_one_without_is_as_it_was() -> None:
    good = certificate("one", passkeys=LISTED)
    assert parse_certificate(issue(XA.issuing, good)) == good
    bare = certificate("one")
    fields = {1: bare.authority, 2: "one", 3: bare.public, 4: list(bare.roles), 5: bare.from_ms, 6: bare.until_ms}
    assert issue(XA.issuing, bare) == sign1(XA.issuing, cbor.encode(fields), kind=CERTIFICATE_KIND)


def test_each_part_of_a_listed_passkey_is_checked() -> None:
    parts = passkey_fields(LISTED[0])
    bad: list[object] = [
        None, [], parts[:3], [*parts, 1], [b"short", *parts[1:]], [parts[0], "key", *parts[2:]],
        [parts[0], bytes(513), *parts[2:]], [*parts[:2], "x" * 254, parts[3]], [*parts[:3], "one"], [*parts[:3], [1]],
        [*parts[:3], [ORIGIN] * (ORIGINS_MAX + 1)], [*parts[:3], ["x" * 301]],
    ]  # fmt: skip
    bare = certificate("one")
    fields = {1: bare.authority, 2: "one", 3: bare.public, 4: list(bare.roles), 5: bare.from_ms, 6: bare.until_ms}
    for wrong in bad:
        with pytest.raises(BadShape):
            parse_certificate(sign1(XA.issuing, cbor.encode(fields | {7: [wrong]}), kind=CERTIFICATE_KIND))
    many = [Authenticator(seed(str(number))).passkey() for number in range(PASSKEYS_MAX + 1)]
    assert (
        len(parse_certificate(issue(XA.issuing, certificate("one", passkeys=tuple(many[1:])))).passkeys) == PASSKEYS_MAX
    )
    for crowd in (many, [KEY.passkey(), KEY.passkey(key=SECOND.cose_key)]):
        with pytest.raises(BadShape):
            issue(XA.issuing, certificate("one", passkeys=tuple(crowd)))


def test_an_answer_with_a_one_time_code_is_told_from_one_without() -> None:
    signed, officer = issue(XA.issuing, certificate("one")), SUITE.signer(seed("one"))
    coded = answer(officer, signed, AUTHOR, STATEMENT, TOTP)
    assert check(coded) == certificate("one")
    for relabelled in (
        replace(coded, method=SESSION),
        replace(answer(officer, signed, AUTHOR, STATEMENT), method=TOTP),
    ):
        with pytest.raises(BadSignature):
            check(relabelled)
    with pytest.raises(BadSignature):
        check(coded, replace(STATEMENT, verb="answer"))


def test_a_passkey_is_listed_under_the_hash_of_its_credential_id() -> None:
    assert LISTED[0].credential == hashlib.sha256(KEY.credential).digest()
    assert touched(TOUCH).method == PASSKEY
