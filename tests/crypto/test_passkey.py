"""Keys and signatures as authenticators make them, and those that merely look like them."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from lintas.crypto import es256, passkey
from lintas.crypto.errors import BadKey, BadSignature, UnsupportedKey
from lintas.crypto.ports import Algorithm
from lintas.crypto.real import RealSuite
from lintas.wire import cbor
from lintas.wire.errors import Malformed
from tools.vectors.authenticator import Authenticator

SUITE = RealSuite()
MESSAGE = b"what was touched for"
ES256, EDDSA = Authenticator(b"k" * 32), Authenticator(b"k" * 32, Algorithm.ED25519)
GOOD = ES256.sign(MESSAGE)
R, S = decode_dss_signature(GOOD)


def key(changes: dict[int, object], of: Authenticator = ES256) -> bytes:
    fields = cbor.decode(of.cose_key, size_max=512)
    return cbor.encode({label: value for label, value in (fields | changes).items() if value is not None})


def verify(signature: bytes, of: Authenticator = ES256) -> None:
    passkey.verify(SUITE, passkey.public_of(of.cose_key), MESSAGE, signature)


@pytest.mark.parametrize("of", [ES256, EDDSA, Authenticator(b"k" * 32, high=True)])
def test_what_an_authenticator_signs_holds_with_either_s(of: Authenticator) -> None:
    verify(of.sign(MESSAGE), of)
    with pytest.raises(BadSignature):
        verify(of.sign(b"another"), of)


def integer(value: int, pad: int = 0) -> bytes:
    content = bytes(pad) + value.to_bytes(33, "big").lstrip(b"\0")
    content = b"\0" + content if content[:1] >= b"\x80" else content
    return bytes((2, len(content))) + content


def sequence(content: bytes) -> bytes:
    return bytes((0x30, len(content))) + content


NOT_DER = {
    "empty": b"",
    "raw": es256.join(R, S),
    "cut short": GOOD[:-1],
    "bytes after it": GOOD + b"\0",
    "a number more in it": sequence(GOOD[2:] + integer(1)),
    "one number": sequence(integer(R)),
    "zeros before r": sequence(integer(R, pad=2) + integer(S)),
    "zeros before s": sequence(integer(R) + integer(S, pad=2)),
    "a long length": b"\x30\x81" + GOOD[1:],
    "an endless length": b"\x30\x80" + GOOD[2:] + b"\0\0",
    "a set": b"\x31" + GOOD[1:],
    "r is zero": encode_dss_signature(0, S),
    "s is zero": encode_dss_signature(R, 0),
    "r is the order": encode_dss_signature(es256.ORDER, S),
    "s is the order": encode_dss_signature(R, es256.ORDER),
    "r beyond the order": encode_dss_signature(R + es256.ORDER, S),
    "s beyond the order": encode_dss_signature(R, S + es256.ORDER),
    "r below zero": sequence(b"\x02\x01\xff" + integer(S)),
    "r of a thousand bits": sequence(b"\x02\x7d" + b"\x01" * 125),
    "no numbers": sequence(b"\x05\x00\x05\x00"),
}


@pytest.mark.parametrize("name", NOT_DER)
def test_nothing_but_the_one_encoding_of_a_signature_is_taken(name: str) -> None:
    with pytest.raises(BadSignature):
        verify(NOT_DER[name])


def test_keys_of_other_algorithms_are_refused_by_number() -> None:
    for algorithm in (-257, -37, -35, -36, -47, 0):
        with pytest.raises(UnsupportedKey) as caught:
            passkey.public_of(cbor.encode({1: 3, 3: algorithm, -1: b"n" * 256, -2: b"\1\0\1"}))
        assert caught.value.algorithm == algorithm


def test_the_names_of_rfc_9864_say_the_same() -> None:
    assert passkey.public_of(key({3: -9})) == passkey.public_of(ES256.cose_key)
    assert passkey.public_of(key({3: -19}, EDDSA)) == passkey.public_of(EDDSA.cose_key)


BAD_KEYS: dict[str, bytes] = {
    "of another type": key({1: 1}),
    "of another curve": key({-1: 2}),
    "of no type": key({1: None}),
    "of no algorithm": key({3: None}),
    "with a short x": key({-2: bytes(31)}),
    "without y": key({-3: None}),
    "with half a point": key({-3: True}),
    "on X25519": key({-1: 4}, EDDSA),
    "not deterministic": b"\xbf" + ES256.cose_key[1:] + b"\xff",
    "with more behind": ES256.cose_key + b"\0",
    "too large": key({9: bytes(passkey.COSE_KEY_BYTES_MAX)}),
    "no map": b"\x01",
}


@pytest.mark.parametrize("name", BAD_KEYS)
def test_what_is_no_key_is_refused(name: str) -> None:
    with pytest.raises(Malformed):
        passkey.public_of(BAD_KEYS[name])


def test_a_point_off_the_curve_is_no_key_though_one_coordinate_would_be() -> None:
    y = int.from_bytes(cbor.decode(ES256.cose_key, size_max=512)[-3], "big")
    for wrong in (y ^ 2, y + 2, 0, 2**256 - 1):
        with pytest.raises(BadKey):
            passkey.public_of(key({-3: wrong.to_bytes(32, "big")}))
