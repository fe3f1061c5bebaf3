"""ES256: which keys and signatures there are, and that no message chooses the algorithm of a key."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from lintas.crypto.cose import check1, open1, sign1
from lintas.crypto.errors import BadKey, BadSignature, WrongAlgorithm
from lintas.crypto.es256 import ORDER, join
from lintas.crypto.ports import SIGNATURE_BYTES, Algorithm, Suite, algorithm_of
from lintas.crypto.real import RealSuite

SEED, MESSAGE = bytes(range(32)), b"message"
SIGNER = RealSuite().signer(SEED, Algorithm.ES256)


def test_both_suites_sign_with_it(suite: Suite) -> None:
    signer, other = suite.signer(SEED, Algorithm.ES256), suite.signer(bytes(32), Algorithm.ES256)
    assert (len(signer.public), len(signer.sign(MESSAGE))) == (33, SIGNATURE_BYTES)
    assert signer.sign(MESSAGE) == signer.sign(MESSAGE)
    suite.verify(signer.public, MESSAGE, signer.sign(MESSAGE))
    for public, message in ((other.public, MESSAGE), (signer.public, b"other"), (suite.signer(SEED).public, MESSAGE)):
        with pytest.raises(BadSignature):
            suite.verify(public, message, signer.sign(MESSAGE))
    with pytest.raises(BadKey):
        suite.signer(SEED[1:], Algorithm.ES256)


def test_the_form_of_a_key_says_its_algorithm() -> None:
    assert algorithm_of(bytes(32)) is Algorithm.ED25519
    assert algorithm_of(bytes(33)) is Algorithm.ES256
    for size in (0, 31, 34, 65):
        with pytest.raises(BadKey):
            algorithm_of(bytes(size))


def test_no_message_chooses_the_algorithm(suite: Suite) -> None:
    """Neither way, though the signature is good for what the message claims."""
    signers = [suite.signer(SEED, each) for each in Algorithm]
    for signer in signers:
        opened = open1(sign1(signer, b"payload", kind="act"), kind="act", size_max=1_000)
        check1(suite, opened, signer.public)
        for other in signers:
            if other is not signer:
                with pytest.raises(WrongAlgorithm) as caught:
                    check1(suite, opened, other.public)
                assert caught.value.claimed == algorithm_of(signer.public).value


def test_of_two_signatures_one_is_good() -> None:
    for number in range(64):
        message = b"%d" % number
        signature = SIGNER.sign(message)
        r, s = signature[:32], int.from_bytes(signature[32:], "big")
        assert 0 < s <= ORDER // 2
        with pytest.raises(BadSignature):
            RealSuite().verify(SIGNER.public, message, r + (ORDER - s).to_bytes(32, "big"))


def test_what_other_libraries_sign_is_good_with_the_lower_s() -> None:
    """As hardware does it: with chance, and with either s."""
    private = ec.generate_private_key(ec.SECP256R1())
    public = private.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    for _ in range(16):
        RealSuite().verify(public, MESSAGE, join(*decode_dss_signature(private.sign(MESSAGE, ec.ECDSA(SHA256())))))


@pytest.mark.parametrize(
    "signature",
    [b"", bytes(64), SIGNER.sign(MESSAGE)[:63], SIGNER.sign(MESSAGE) + b"\0", bytes(32) + SIGNER.sign(MESSAGE)[32:],
     SIGNER.sign(MESSAGE)[:32] + bytes(32), ORDER.to_bytes(32, "big") + SIGNER.sign(MESSAGE)[32:]],
)  # fmt: skip
def test_a_signature_has_one_form(signature: bytes) -> None:
    with pytest.raises(BadSignature):
        RealSuite().verify(SIGNER.public, MESSAGE, signature)


def test_a_key_is_a_point_of_the_curve() -> None:
    x = SIGNER.public[1:]
    prime = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF
    mirrored = bytes((SIGNER.public[0] ^ 1,)) + x
    for public in (b"\x04" + x, b"\0" + x, mirrored, b"\x02" + bytes(31) + b"\1", b"\x02" + prime.to_bytes(32, "big")):
        with pytest.raises(BadSignature):
            RealSuite().verify(public, MESSAGE, SIGNER.sign(MESSAGE))
