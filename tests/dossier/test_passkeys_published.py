"""Assertions that were published with the standard, by keys and authenticators of others.

W3C, Web Authentication level 3, section 16, test vectors (https://www.w3.org/TR/webauthn-3/#sctn-test-vectors), used
under the W3C Software and Document License; hexadecimal as published, the keys as coordinates. Each is of the site
example.org. Three of the four must not count here: they show what a passkey signs that did not make sure who touched
it, or on a page inside another site's.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

import pytest

from lintas.crypto import passkey
from lintas.crypto.errors import BadSignature
from lintas.dossier.officer_errors import UserNotVerified, WrongChallenge, WrongSite
from lintas.dossier.passkeys import Assertion, Passkey, check_assertion
from lintas.wire import cbor
from tests.dossier.people import SUITE

SITE_HASH = "bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b5"
EXTRA = (
    ',"crossOrigin":true,"extraData":"clientDataJSON may be extended with additional fields in the future, '
    "such as this: "
)


@dataclass(frozen=True)
class Published:
    """One assertion. `ends`: what follows the origin in what the browser says."""

    x: str
    y: str
    challenge: str
    flags: str
    signature: str
    ends: str = ',"crossOrigin":false}'

    @property
    def passkey(self) -> Passkey:
        x, y = bytes.fromhex(self.x), bytes.fromhex(self.y)
        key = {1: 2, 3: -7, -1: 1, -2: x, -3: y} if y else {1: 1, 3: -8, -1: 6, -2: x}
        return Passkey(hashlib.sha256(x).digest(), cbor.encode(key), "example.org", ("https://example.org",))

    @property
    def touch(self) -> Assertion:
        text = base64.urlsafe_b64encode(bytes.fromhex(self.challenge)).rstrip(b"=").decode()
        said = f'{{"type":"webauthn.get","challenge":"{text}","origin":"https://example.org"{self.ends}'
        head = bytes.fromhex(SITE_HASH + self.flags + "00000000")
        return Assertion(self.passkey.credential, head, said.encode(), bytes.fromhex(self.signature))

    def check(self) -> None:
        check_assertion(SUITE, self.touch, [self.passkey], bytes.fromhex(self.challenge))


VERIFIED = Published(
    "3b8176b7504489cc593046d7988abb7905a742de6ac2cdc748a873c663e90cb1",
    "1436d5edc9a75f23999eef9d5950a5c2455514ee1014084720f841a06b828a11",
    "ef1deba56dce48f674a447ccf63b9599258ce87648e5c396f2ef0ca1da460e3b",
    "0d",
    "304502203ecef83fb12a0cae7841055f9f87103a99fd14b424194bbf06c4623d3ee6e3fd022100d2ace346db262b1374"
    "a6b70faa51f518a42ddca13a4125ce6f5052a75bac9fb6",
)
PRESENT = Published(
    "afefa16f97ca9b2d23eb86ccb64098d20db90856062eb249c33a9b672f26df61",
    "930a56b87a2fca66334b03458abf879717c12cc68ed73290af2e2664796b9220",
    "39c0e7521417ba54d43e8dc95174f423dee9bf3cd804ff6d65c857c9abf4d408",
    "19",
    "3046022100f50a4e2e4409249c4a853ba361282f09841df4dd4547a13a87780218deffcd380221008480ac0f0b935381"
    "74f575bf11a1dd5d78c6e486013f937295ea13653e331e87",
)
INSIDE = Published(
    "22200a473f90b11078851550d03b4e44a2279f8c4eca27b3153dedfe03e4e97d",
    "cbd0be95e746ad6f5a8191be11756e4c0420e72f65b466d39bc56b8b123a9c6e",
    "876aa517ba83fdee65fcffdbca4c84eeae5d54f8041a1fc85c991e5bbb273137",
    "05",
    "3046022100eb12fcf23b12764c0f122e22371fab92e283879fd798f38ee1841c951b6e40e7022100c76237ff9db77b3c"
    "56f30837cda6a09acfa2e915544e609c0733b1184036d1cf",
    EXTRA + '92pcTVD0Aby-q4dtmj6efg"}',
)
EDDSA = Published(
    "44e06ddd331c36a8dc667bab52bcae63486c916aa5e339e6acebaa84934bf832",
    "",
    "895957e01c633a698348a2d8a31a54b7db27e8c1c43b2080d79ae2190267bfd2",
    "01",
    "f5c59c7e46c34f6f8cc197101ddf9934fa2595f68eb1913a637e8419eb9ba4cfdfc48f85393bc0d40b011f0d6fecb097"
    "d6607525713223a0dc0d453993dae00b",
)


def test_what_the_standard_shows_as_verified_counts() -> None:
    VERIFIED.check()
    with pytest.raises(WrongChallenge):
        check_assertion(SUITE, VERIFIED.touch, [VERIFIED.passkey], bytes.fromhex(PRESENT.challenge))


@pytest.mark.parametrize("each", [PRESENT, EDDSA])
def test_a_touch_by_nobody_knows_whom_does_not(each: Published) -> None:
    with pytest.raises(UserNotVerified):
        each.check()


def test_nor_one_inside_another_site() -> None:
    with pytest.raises(WrongSite):
        INSIDE.check()


@pytest.mark.parametrize("each", [VERIFIED, PRESENT, INSIDE, EDDSA])
def test_every_signature_holds_over_what_was_published(each: Published) -> None:
    touch, public = each.touch, passkey.public_of(each.passkey.key)
    signed = touch.authenticator_data + hashlib.sha256(touch.client_data).digest()
    passkey.verify(SUITE, public, signed, touch.signature)
    with pytest.raises(BadSignature):
        passkey.verify(SUITE, public, signed + b"x", touch.signature)
