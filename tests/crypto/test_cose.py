from __future__ import annotations

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintas.crypto import cose
from lintas.crypto.errors import BadSignature
from lintas.crypto.ports import Algorithm, Suite
from lintas.crypto.real import RealSuite
from lintas.wire import errors
from lintas.wire.cbor import encode
from tests.shared import shared, shared_json

SEED = bytes(range(32))
SIZE_MAX = 16 * 1024


def signed(payload: bytes = b"payload", kind: str = "act") -> bytes:
    return cose.sign1(RealSuite().signer(SEED), payload, kind=kind)


def opened(message: bytes, kind: str = "act") -> cose.Sign1:
    return cose.open1(message, kind=kind, size_max=SIZE_MAX)


@given(payload=st.binary(max_size=300), kind=st.sampled_from(["act", "receipt", "bundle"]))
def test_what_is_signed_opens(payload: bytes, kind: str) -> None:
    message = signed(payload, kind)
    sign1 = opened(message, kind)
    assert sign1.payload == payload
    cose.check1(RealSuite(), sign1, RealSuite().signer(SEED).public)


def test_both_suites_sign(suite: Suite) -> None:
    signer = suite.signer(SEED)
    sign1 = opened(cose.sign1(signer, b"payload", kind="act"))
    cose.check1(suite, sign1, signer.public)
    with pytest.raises(BadSignature):
        cose.check1(suite, sign1, suite.signer(bytes(32)).public)


def test_golden_bytes() -> None:
    message = signed()
    assert message.hex() == (
        "d2"  # tag 18
        "84"
        "4fa20132106a6c696e7461732f616374"  # {1: -19, 16: "lintas/act"}
        "a0"
        "477061796c6f6164"
        "5840" + opened(message).signature.hex()
    )
    assert opened(message).to_be_signed.hex() == (
        "84"
        "6a5369676e617475726531"  # "Signature1"
        "4fa20132106a6c696e7461732f616374"
        "40"
        "477061796c6f6164"
    )
    # Ed25519 is deterministic: a change of these bytes is a change of the protocol.
    assert opened(message).signature.hex() == (
        "e1927ffef772c5eff7400f2966685dc23238bd1fab49598d3bf56bbe67b2e5ae"
        "f543fbca23acb879273f0fca2b442904175129a8c6ebb1eddcb2251f46951003"
    )


def test_another_library_reads_it() -> None:
    item = cbor2.loads(signed())
    assert item.tag == 18
    protected, unprotected, payload, signature = item.value
    assert cbor2.loads(protected) == {1: -19, 16: "lintas/act"}
    assert (unprotected, payload, len(signature)) == ({}, b"payload", 64)


def test_one_kind_does_not_stand_for_another() -> None:
    with pytest.raises(cose.WrongHeader) as caught:
        opened(signed(kind="act"), kind="receipt")
    assert caught.value.kind == "receipt"
    assert caught.value.protected == cose.protected_header("act", Algorithm.ED25519)


def altered(*, tag: int = 18, parts: list[object]) -> bytes:
    return bytes((0xC0 | tag,)) + encode(parts)


HEADER = cose.protected_header("act", Algorithm.ED25519)
SIGNATURE = bytes(64)


@pytest.mark.parametrize(
    ("message", "error"),
    [
        (altered(parts=[encode({1: -8, 16: "lintas/act"}), {}, b"", SIGNATURE]), cose.WrongHeader),
        (altered(parts=[encode({1: -7, 16: "lintas/act"}), {}, b"", SIGNATURE]), cose.WrongHeader),
        (altered(parts=[encode({1: -19}), {}, b"", SIGNATURE]), cose.WrongHeader),
        (altered(parts=[encode({1: -19, 4: b"k", 16: "lintas/act"}), {}, b"", SIGNATURE]), cose.WrongHeader),
        (altered(parts=[b"", {}, b"", SIGNATURE]), cose.WrongHeader),
        (altered(parts=[HEADER, {4: b"key"}, b"", SIGNATURE]), cose.WrongHeader),
        (altered(parts=[HEADER, [], b"", SIGNATURE]), cose.WrongHeader),
        (altered(parts=[HEADER, {}, None, SIGNATURE]), cose.NotSign1),
        (altered(parts=[HEADER, {}, "text", SIGNATURE]), cose.NotSign1),
        (altered(parts=[HEADER, {}, b"", bytes(63)]), cose.NotSign1),
        (altered(parts=[HEADER, {}, b"", bytes(65)]), cose.NotSign1),
        (altered(parts=[HEADER, {}, b""]), cose.NotSign1),
        (altered(parts=[HEADER, {}, b"", SIGNATURE, b""]), cose.NotSign1),
        (altered(parts=[{1: -19}, {}, b"", SIGNATURE]), cose.NotSign1),
        (altered(tag=17, parts=[HEADER, {}, b"", SIGNATURE]), errors.ForbiddenTag),
        (encode([HEADER, {}, b"", SIGNATURE]), cose.NotSign1),
        (b"\xd2\x40", cose.NotSign1),
        (b"\xd2" + signed(), errors.TooDeep),
        (b"\xd8\x12" + signed()[1:], errors.NotShortest),
        (signed() + b"\0", errors.TrailingBytes),
        (b"", errors.Truncated),
    ],
)
def test_other_shapes_are_refused(message: bytes, error: type[errors.Malformed]) -> None:
    with pytest.raises(errors.Malformed) as caught:
        opened(message)
    assert type(caught.value) is error


@pytest.mark.parametrize("size", [0, 1, 22, 23, 24, 25, 255, 256, 257, 65_535, 65_536, 70_000])
def test_what_is_opened_is_what_a_general_decoder_finds(size: int) -> None:
    signer, payload = RealSuite().signer(SEED), bytes(size)
    message = cose.sign1(signer, payload, kind="act")
    _, _, found, signature = cbor2.loads(message).value
    read = cose.open1(message, kind="act", size_max=len(message))
    assert (read.payload, read.signature) == (found, signature) == (payload, signer.sign(read.to_be_signed))
    for cut in (b"", message[:1], message[:-1], message[: len(message) // 2], message + b"\0"):
        with pytest.raises(errors.Malformed):
            opened(cut)


def test_each_flipped_bit_is_noticed() -> None:
    message, public = signed(), RealSuite().signer(SEED).public
    for bit in range(len(message) * 8):
        bad = bytearray(message)
        bad[bit // 8] ^= 1 << bit % 8
        with pytest.raises((errors.Malformed, BadSignature)):
            cose.check1(RealSuite(), opened(bytes(bad)), public)


def test_each_truncation_is_noticed() -> None:
    message = signed()
    for length in range(len(message)):
        with pytest.raises(errors.Truncated):
            opened(message[:length])


def test_the_size_is_bounded() -> None:
    message = signed()
    cose.open1(message, kind="act", size_max=len(message))
    with pytest.raises(errors.TooLarge) as caught:
        cose.open1(message, kind="act", size_max=len(message) - 1)
    assert (caught.value.what, caught.value.size) == ("signed act", len(message))


def test_a_kind_has_a_name() -> None:
    with pytest.raises(errors.ForbiddenValue):
        signed(kind="")


def sign1_cases() -> list[dict]:
    paths = sorted(shared("standards/cose/data").rglob("*.json"))
    cases = [shared_json(str(path)) for path in paths]
    return [case for case in cases if "sign0" in case["input"]]


def test_published_messages_have_our_sig_structure() -> None:
    """The published Sign1 messages: what is to be signed, rebuilt from the received parts, is the published bytes."""
    accepted = 0
    for case in sign1_cases():
        item = cbor2.loads(bytes.fromhex(case["output"]["cbor"]))
        protected, _, payload, _ = item.value if isinstance(item, cbor2.CBORTag) else item
        external = bytes.fromhex(case["input"]["sign0"].get("external", ""))
        rebuilt = cose.sig_structure(protected, payload, external)
        expected = bytes.fromhex(case["intermediates"]["ToBeSign_hex"])
        if not case.get("fail"):
            assert rebuilt == expected, case["title"]
            accepted += 1
    assert accepted > 4


def test_published_ed25519_signatures_verify() -> None:
    verified = 0
    for case in sign1_cases():
        key = case["input"]["sign0"]["key"]
        if case.get("fail") or key.get("crv") != "Ed25519":
            continue
        protected, _, payload, signature = cbor2.loads(bytes.fromhex(case["output"]["cbor"])).value
        RealSuite().verify(bytes.fromhex(key["x_hex"]), cose.sig_structure(protected, payload), signature)
        verified += 1
    assert verified > 0


def test_no_published_message_is_taken_for_one_of_ours() -> None:
    """They name another algorithm, no type, or are meant to fail: all must be refused, and as bad bytes."""
    cases = sign1_cases()
    for case in cases:
        with pytest.raises(errors.Malformed):
            opened(bytes.fromhex(case["output"]["cbor"]))
    assert len(cases) > 10
