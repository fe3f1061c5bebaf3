from __future__ import annotations

import base64
import dataclasses

import pytest

from lintas.crypto.errors import BadSignature
from lintas.crypto.real import RealSuite
from lintas.log import errors
from lintas.log.checkpoint import Checkpoint, issue
from lintas.log.cosignature import cosignature
from lintas.log.merkle import Frontier, consistency_proof, inclusion_proof, leaf_hash
from lintas.log.note import VerifierKey, read_verifier_key
from lintas.log.proof import LogProof, Proved, parse_proof
from lintas.log.submission import Submission, parse_submission
from lintas.wire.errors import Malformed, TooLarge
from lintas.wire.limits import LIMITS

SUITE = RealSuite()
LOG, WITNESS = SUITE.signer(b"l" * 32), SUITE.signer(b"w" * 32)
ORIGIN, NAME = "log.example/one", "witness.example/a"
NOW_S = 1_760_000_000
LEAVES = [leaf_hash(bytes((index,))) for index in range(11)]
CHECKPOINT = Checkpoint(ORIGIN, 11, Frontier().extend(LEAVES).root())
NOTE = issue(LOG, CHECKPOINT) + cosignature(WITNESS, NAME, CHECKPOINT.text(), NOW_S)


def proof_of(index: int, extra: bytes = b"") -> LogProof:
    return LogProof(index, tuple(inclusion_proof(LEAVES, index, len(LEAVES))), NOTE, extra)


def checked(proof: LogProof, leaf: bytes, quorum: int = 1) -> Proved:
    return proof.check(SUITE, leaf, origin=ORIGIN, public=LOG.public, witnesses={NAME: WITNESS.public}, quorum=quorum)


@pytest.mark.parametrize("extra", [b"", b"\n\nextra", bytes(LIMITS.proof_extra_bytes_max)])
def test_a_proof_survives_as_a_file(extra: bytes) -> None:
    for index, leaf in enumerate(LEAVES):
        proof = parse_proof(proof_of(index, extra).to_bytes())
        assert proof == proof_of(index, extra)
        assert checked(proof, leaf) == Proved(CHECKPOINT, {NAME: NOW_S})


def test_golden_file() -> None:
    hashes = "".join(base64.b64encode(hash_).decode() + "\n" for hash_ in inclusion_proof(LEAVES, 10, 11))
    assert proof_of(10).to_bytes() == f"c2sp.org/tlog-proof@v1\nindex 10\n{hashes}\n".encode() + NOTE
    assert proof_of(10, b"x").to_bytes().split(b"\n")[1:3] == [b"extra eA==", b"index 10"]


def test_a_proof_is_of_one_leaf_one_place_and_enough_witnesses() -> None:
    with pytest.raises(errors.BadProof):
        checked(proof_of(3), LEAVES[4])
    with pytest.raises(errors.BadProof):
        checked(dataclasses.replace(proof_of(3), index=4), LEAVES[3])
    with pytest.raises(errors.TooFewCosignatures):
        checked(proof_of(3), LEAVES[3], quorum=2)
    with pytest.raises(errors.WrongOrigin):
        proof_of(3).check(SUITE, LEAVES[3], origin="log.example/two", public=LOG.public, witnesses={}, quorum=0)


def test_each_flipped_bit_of_a_file_is_noticed() -> None:
    data = proof_of(10).to_bytes()
    for bit in range(len(data) * 8):
        bad = bytearray(data)
        bad[bit // 8] ^= 1 << bit % 8
        with pytest.raises((Malformed, errors.LogError, BadSignature)):
            checked(parse_proof(bytes(bad)), LEAVES[10])


def test_each_truncation_of_a_file_is_noticed() -> None:
    data = proof_of(10).to_bytes()
    for length in range(len(data)):
        with pytest.raises((Malformed, errors.LogError)):
            checked(parse_proof(data[:length]), LEAVES[10])


HASH = base64.b64encode(bytes(32)).decode()


@pytest.mark.parametrize(
    "head",
    [
        "",
        "c2sp.org/tlog-proof@v2\nindex 1",
        "c2sp.org/tlog-proof@v1",
        "c2sp.org/tlog-proof@v1\nindex",
        "c2sp.org/tlog-proof@v1\nindex ",
        "c2sp.org/tlog-proof@v1\nindex 01",
        "c2sp.org/tlog-proof@v1\nindex -1",
        f"c2sp.org/tlog-proof@v1\nindex {2**63}",
        "c2sp.org/tlog-proof@v1\nextra \nindex 1",
        "c2sp.org/tlog-proof@v1\nextra !\nindex 1",
        "c2sp.org/tlog-proof@v1\nindex 1\nextra eA==",
        "c2sp.org/tlog-proof@v1\nindex 1\nAAAA",
        f"c2sp.org/tlog-proof@v1\nindex 1\n{HASH} ",
        f"c2sp.org/tlog-proof@v1\nindex 1\n{HASH}\r",
        f"c2sp.org/tlog-proof@v1\n{HASH}\nindex 1",
        "c2sp.org/tlog-proof@v1\nindex 1\n\u0430",
    ],
)
def test_other_spellings_of_a_proof_are_refused(head: str) -> None:
    with pytest.raises(errors.BadNote):
        parse_proof(f"{head}\n\n".encode() + NOTE)


def test_a_proof_is_bounded() -> None:
    with pytest.raises(TooLarge):
        parse_proof(proof_of(0, bytes(LIMITS.proof_extra_bytes_max + 1)).to_bytes())
    with pytest.raises(TooLarge):
        parse_proof(LogProof(0, (bytes(32),) * (LIMITS.proof_hashes_max + 1), NOTE).to_bytes())
    with pytest.raises(TooLarge):
        parse_proof(bytes(10**6))
    with pytest.raises(TooLarge):
        parse_submission(bytes(10**6))


@pytest.mark.parametrize("old", [1, 4, 11])
def test_a_submission_survives_the_wire(old: int) -> None:
    submission = Submission(old, tuple(consistency_proof(LEAVES, old, 11)), NOTE)
    assert parse_submission(submission.to_bytes()) == submission


def test_golden_submission() -> None:
    assert Submission(0, (), NOTE).to_bytes() == b"old 0\n\n" + NOTE
    assert Submission(5, (bytes(32),), NOTE).to_bytes() == f"old 5\n{HASH}\n\n".encode() + NOTE


@pytest.mark.parametrize("head", ["", "old", "old ", "old 01", "new 1", "old 1\nAAAA", f"{HASH}\nold 1", "old \u0661"])
def test_other_spellings_of_a_submission_are_refused(head: str) -> None:
    with pytest.raises(errors.BadNote):
        parse_submission(f"{head}\n\n".encode() + NOTE)
    with pytest.raises(errors.BadNote):
        parse_submission(b"old 1\n")


def test_a_published_verifier_key_reads() -> None:
    text = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"
    key = read_verifier_key(text)
    assert (key.name, key.key_type, len(key.public)) == ("example.com/log/testdata", 1, 32)
    assert key.text() == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "log.example",
        "log.example+00000000",
        "log.example+00000000+",
        "+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx",
        "example.com/log/testdata+33d7b497+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx",
        "example.com/log/testdata+33D7B496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx",
        "example.com/log/testdatb+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx",
        "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSy",
    ],
)
def test_a_verifier_key_with_a_slip_is_refused(text: str) -> None:
    with pytest.raises(errors.BadNote):
        read_verifier_key(text)


def test_a_verifier_key_names_what_it_signs() -> None:
    own = VerifierKey(ORIGIN, 1, LOG.public)
    assert read_verifier_key(own.text()) == own
    assert own.text() != VerifierKey(ORIGIN, 4, LOG.public).text()
