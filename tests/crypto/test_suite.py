"""The contract of `Suite`, kept by the real and the cheap one alike."""

from __future__ import annotations

import hashlib

import pytest

from lintas.crypto.cheap import CheapSuite
from lintas.crypto.errors import BadCiphertext, BadKey, BadSignature, CannotUnwrap, UnsafeSuite, WrongKey
from lintas.crypto.padding import PLAINTEXT_BYTES_MAX
from lintas.crypto.ports import PUBLIC_BYTES, SIGNATURE_BYTES, Suite
from lintas.crypto.real import RealSuite
from lintas.wire.errors import TooLarge

SEED = bytes(range(32))
OTHER = bytes(32)
KEY = b"k" * 32
AAD = b"dossier, author, inc, seq"
INFO = b"lintas/wrap/1 and its context"


def flipped(data: bytes) -> list[bytes]:
    """The data with one bit flipped, for each byte."""
    return [data[:at] + bytes((data[at] ^ 1 << at % 8,)) + data[at + 1 :] for at in range(len(data))]


def cut(data: bytes) -> list[bytes]:
    return [data[:length] for length in range(len(data))]


def test_a_signature_verifies(suite: Suite) -> None:
    signer = suite.signer(SEED)
    signature = signer.sign(b"message")
    assert (len(signer.public), len(signature)) == (PUBLIC_BYTES, SIGNATURE_BYTES)
    suite.verify(signer.public, b"message", signature)
    suite.verify(signer.public, b"", signer.sign(b""))


def test_a_lasting_signature_verifies(suite: Suite) -> None:
    signer, other = suite.lasting_signer(SEED), suite.lasting_signer(OTHER)
    signature = signer.sign(b"message")
    assert len(signer.public) == suite.lasting_public_bytes
    suite.lasting_verify(signer.public, b"message", signature)
    refused = [(signer.public, b"messagf", signature), (other.public, b"message", signature), (b"", b"message", b"")]
    refused += [(signer.public, b"message", bad) for bad in (*flipped(signature)[::20], signature[:-1], b"")]
    refused += [(bad, b"message", signature) for bad in (*flipped(signer.public)[::20], signer.public[:-1], b"")]
    for public, message, bad in refused:
        with pytest.raises(BadSignature):
            suite.lasting_verify(public, message, bad)


def test_a_lasting_key_is_another_key(suite: Suite) -> None:
    assert suite.lasting_signer(SEED).public != suite.signer(SEED).public
    assert suite.lasting_signer(SEED).public == suite.lasting_signer(SEED).public


def test_signing_is_the_same_each_time(suite: Suite) -> None:
    assert suite.signer(SEED).sign(b"message") == suite.signer(SEED).sign(b"message")
    assert suite.signer(SEED).public == suite.signer(SEED).public != suite.signer(OTHER).public


def test_a_signature_of_other_bytes_or_another_key_is_refused(suite: Suite) -> None:
    signer, other = suite.signer(SEED), suite.signer(OTHER)
    signature = signer.sign(b"message")
    refused = [(signer.public, b"messagf", signature), (other.public, b"message", signature)]
    refused += [(signer.public, b"message", bad) for bad in flipped(signature) + cut(signature) + [signature + b"\0"]]
    refused += [(bad, b"message", signature) for bad in flipped(signer.public) + cut(signer.public)]
    refused += [(signer.public, bad, signature) for bad in flipped(b"message") + cut(b"message")]
    for public, message, bad in refused:
        with pytest.raises(BadSignature) as caught:
            suite.verify(public, message, bad)
        assert caught.value.public == public


@pytest.mark.parametrize("size", [0, 31, 33])
def test_keys_of_other_sizes_are_refused(suite: Suite, size: int) -> None:
    bad = bytes(size)
    for call in (
        lambda: suite.signer(bad),
        lambda: suite.lasting_signer(bad),
        lambda: suite.act_key(bad, 1, 1),
        lambda: suite.seal(bad, b"", b""),
        lambda: suite.open(bad, bytes(512), bytes(32), b""),
        lambda: suite.recipient_public(bad),
        lambda: suite.wrap(bad, KEY, INFO),
        lambda: suite.unwrap(bad, bytes(2000), INFO),
    ):
        with pytest.raises(BadKey) as caught:
            call()
        assert caught.value.size == size


def test_act_keys_differ_by_epoch_incarnation_and_number(suite: Suite) -> None:
    places = [(epoch, inc, seq) for epoch in (SEED, OTHER) for inc in (0, 1, 2**64 - 1) for seq in (0, 1, 2**64 - 1)]
    keys = {suite.act_key(*place) for place in places}
    assert len(keys) == len(places)
    assert {len(key) for key in keys} == {32}


def test_both_suites_derive_alike(suite: Suite) -> None:
    # HKDF-Expand-SHA256 with info "lintas/act-key/1" || inc || seq, computed with another library.
    expected = "acb53b584852cf62a386f445d081e41e98bc69d697cebc6e635ef9777dacf3cf"
    assert suite.act_key(SEED, 2**63 + 5, 17).hex() == expected


@pytest.mark.parametrize("size", [0, 1, 494, 495, 496, 1006, 1007, 1008, 5000])
def test_a_body_opens(suite: Suite, size: int) -> None:
    plaintext = bytes(size // 2) + b"\x80" * (size - size // 2)
    ciphertext, commitment = suite.seal(KEY, plaintext, AAD)
    assert suite.open(KEY, ciphertext, commitment, AAD) == plaintext
    assert (ciphertext, commitment) == suite.seal(KEY, plaintext, AAD)


def test_golden_body(real: RealSuite) -> None:
    # Computed with the HKDF and AES-GCM of another library: dek || kc = HKDF-Expand(act key, "lintas/dek/1", 64).
    ciphertext, commitment = real.seal(KEY, b"text", AAD)
    assert commitment.hex() == "15b7b59fc2a34a47c8ef0ddfed6f24c3a4a6d2151d19bf0ce6661bc174244e39"
    assert hashlib.sha256(ciphertext).hexdigest() == "ad95be2a35bd323d70b6a07f779bd0b1711e2d46c763e6a7a8ecdb7cb8210a2d"


def test_the_commitment_is_of_the_key_alone(suite: Suite) -> None:
    first, second = suite.seal(KEY, b"one", AAD), suite.seal(KEY, b"two", b"")
    assert first[1] == second[1] != suite.seal(OTHER, b"one", AAD)[1]
    assert first[0] != second[0]


def test_sealed_sizes_are_buckets(suite: Suite) -> None:
    sizes = {size: len(suite.seal(KEY, bytes(size), AAD)[0]) for size in (0, 495, 496, 1007, 1008, 100_000)}
    assert sizes == {0: 512, 495: 512, 496: 1024, 1007: 1024, 1008: 2048, 100_000: 131_072}


def test_the_largest_body(suite: Suite) -> None:
    plaintext = bytes(PLAINTEXT_BYTES_MAX)
    ciphertext, commitment = suite.seal(KEY, plaintext, AAD)
    assert len(ciphertext) == 256 * 1024
    assert suite.open(KEY, ciphertext, commitment, AAD) == plaintext
    with pytest.raises(TooLarge) as caught:
        suite.seal(KEY, plaintext + b"x", AAD)
    assert caught.value.size == caught.value.size_max + 1


def test_a_key_that_was_not_committed_to_is_the_wrong_key(suite: Suite) -> None:
    ciphertext, commitment = suite.seal(KEY, b"text", AAD)
    with pytest.raises(WrongKey) as caught:
        suite.open(OTHER, ciphertext, commitment, AAD)
    assert caught.value.commitment == commitment
    for bad in flipped(commitment) + cut(commitment):
        with pytest.raises(WrongKey):
            suite.open(KEY, ciphertext, bad, AAD)


def test_an_altered_body_does_not_open(suite: Suite) -> None:
    ciphertext, commitment = suite.seal(KEY, b"text", AAD)
    for bad in flipped(ciphertext) + cut(ciphertext) + [ciphertext + b"\0", ciphertext * 2]:
        with pytest.raises(BadCiphertext):
            suite.open(KEY, bad, commitment, AAD)
    for aad in flipped(AAD) + cut(AAD) + [AAD + b"\0"]:
        with pytest.raises(BadCiphertext):
            suite.open(KEY, ciphertext, commitment, aad)


@pytest.mark.parametrize("secret", [b"", KEY, bytes(200)])
def test_a_wrap_opens(suite: Suite, secret: bytes) -> None:
    public = suite.recipient_public(SEED)
    wrapped = suite.wrap(public, secret, INFO)
    assert suite.unwrap(SEED, wrapped, INFO) == secret
    assert len(public) == suite.recipient_public_bytes
    assert len(wrapped) == len(secret) + suite.wrap_overhead_bytes


def test_a_wrap_for_another_recipient_or_purpose_does_not_open(suite: Suite) -> None:
    wrapped = suite.wrap(suite.recipient_public(SEED), KEY, INFO)
    with pytest.raises(CannotUnwrap):
        suite.unwrap(OTHER, wrapped, INFO)
    for info in flipped(INFO) + cut(INFO) + [INFO + b"\0"]:
        with pytest.raises(CannotUnwrap):
            suite.unwrap(SEED, wrapped, info)


def test_an_altered_wrap_does_not_open(suite: Suite) -> None:
    wrapped = suite.wrap(suite.recipient_public(SEED), KEY, INFO)
    for bad in flipped(wrapped) + cut(wrapped) + [wrapped + b"\0"]:
        with pytest.raises(CannotUnwrap) as caught:
            suite.unwrap(SEED, bad, INFO)
        assert caught.value.size == len(bad)


def test_a_suite_has_a_name(suite: Suite) -> None:
    assert suite.name


def test_the_suite_without_protection_must_be_asked_for_by_name() -> None:
    for arguments in ({}, {"i_know_this_protects_nothing": False}, {"i_know_this_protects_nothing": 1}):
        with pytest.raises(UnsafeSuite):
            CheapSuite(**arguments)
    with pytest.raises(TypeError):
        CheapSuite(True)  # type: ignore[call-arg]
    assert "PROTECTS NOTHING" in CheapSuite(i_know_this_protects_nothing=True).name


def test_a_seed_never_shows(suite: Suite) -> None:
    signer = suite.signer(SEED)
    assert SEED.hex() not in repr(signer)
    assert SEED not in signer.sign(b"message")
    assert all(SEED[at : at + 8] not in suite.recipient_public(SEED) for at in range(25))
