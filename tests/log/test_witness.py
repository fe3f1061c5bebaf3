from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable

import pytest

from lintas.crypto.cheap import CheapSuite
from lintas.crypto.errors import BadSignature
from lintas.crypto.ports import Suite
from lintas.crypto.real import RealSuite
from lintas.log import errors
from lintas.log.both import LogKey, LogSigner
from lintas.log.checkpoint import Checkpoint, issue
from lintas.log.cosignature import cosignature, cosigned_at, cosigned_by
from lintas.log.merkle import EMPTY_ROOT, Frontier, consistency_proof, leaf_hash
from lintas.log.note import key_id, signature_line
from lintas.log.witness import Witness
from lintas.wire.errors import Malformed

SUITES: dict[str, Suite] = {"real": RealSuite(), "cheap": CheapSuite(i_know_this_protects_nothing=True)}
ORIGIN = "log.example/one"
NAME = "witness.example/a"
NOW_S = 1_760_000_000
LEAVES = [leaf_hash(bytes((index,))) for index in range(20)]
OTHERS = [leaf_hash(b"other" + bytes((index,))) for index in range(20)]


@pytest.fixture(params=sorted(SUITES))
def suite(request: pytest.FixtureRequest) -> Suite:
    return SUITES[request.param]


@pytest.fixture
def offer(suite: Suite) -> Callable[..., bytes]:
    """The log's signed checkpoint at a size, over its leaves or others."""

    def made(size: int, leaves: list[bytes] = LEAVES, origin: str = ORIGIN) -> bytes:
        return issue(suite.signer(b"l" * 32), Checkpoint(origin, size, Frontier().extend(leaves[:size]).root()))

    return made


@pytest.fixture
def witness(suite: Suite) -> Witness:
    return Witness(suite, LogSigner(suite.signer(b"w" * 32)), NAME, ORIGIN, LogKey(suite.signer(b"l" * 32).public))


def known(size: int) -> Checkpoint:
    return Checkpoint(ORIGIN, size, Frontier().extend(LEAVES[:size]).root())


def test_a_witness_follows_a_log(suite: Suite, witness: Witness, offer: Callable[..., bytes]) -> None:
    state, line = witness.cosign(None, offer(3), [], time_s=NOW_S)
    assert state == known(3)
    for old, new in ((3, 3), (3, 4), (4, 8), (8, 19)):
        assert state.size == old
        state, line = witness.cosign(state, offer(new), consistency_proof(LEAVES, old, new), time_s=NOW_S + new)
        assert state == known(new)
        assert cosigned_at(suite, offer(new) + line, name=NAME, public=witness.signer.signing.public) == NOW_S + new


def test_a_log_may_begin_empty(witness: Witness, offer: Callable[..., bytes]) -> None:
    state, _ = witness.cosign(None, offer(0), [], time_s=NOW_S)
    assert (state.size, state.root) == (0, EMPTY_ROOT)
    state, _ = witness.cosign(state, offer(0), [], time_s=NOW_S)
    state, _ = witness.cosign(state, offer(5), [], time_s=NOW_S)
    assert state == known(5)


def test_a_rewound_log_is_refused(witness: Witness, offer: Callable[..., bytes]) -> None:
    for old in range(1, 20):
        for new in range(old):
            with pytest.raises(errors.Rewound) as caught:
                witness.cosign(known(old), offer(new), [], time_s=NOW_S)
            assert (caught.value.origin, caught.value.known_size, caught.value.offered_size) == (ORIGIN, old, new)


def test_a_forked_log_is_refused(witness: Witness, offer: Callable[..., bytes]) -> None:
    for size in range(1, 20):
        with pytest.raises(errors.Forked) as caught:
            witness.cosign(known(size), offer(size, OTHERS), [], time_s=NOW_S)
        assert caught.value.size == size
        assert caught.value.known_root == known(size).root != caught.value.offered_root


def test_a_fork_is_not_hidden_by_growth(witness: Witness, offer: Callable[..., bytes]) -> None:
    for old in range(1, 19):
        mixed = [*LEAVES[: old - 1], *OTHERS[old - 1 :]]
        for proof in (consistency_proof(mixed, old, 20), consistency_proof(LEAVES, old, 20), []):
            with pytest.raises(errors.BadProof):
                witness.cosign(known(old), offer(20, mixed), proof, time_s=NOW_S)


def test_a_proof_must_fit_what_is_known(witness: Witness, offer: Callable[..., bytes]) -> None:
    proof = consistency_proof(LEAVES, 3, 7)
    witness.cosign(known(3), offer(7), proof, time_s=NOW_S)
    for state in (None, known(0), known(4), known(7)):
        with pytest.raises(errors.BadProof):
            witness.cosign(state, offer(7), proof, time_s=NOW_S)


def test_a_witness_signs_for_its_log_only(suite: Suite, witness: Witness, offer: Callable[..., bytes]) -> None:
    with pytest.raises(errors.WrongOrigin):
        witness.cosign(None, offer(3, LEAVES, "log.example/two"), [], time_s=NOW_S)
    with pytest.raises(errors.WrongOrigin):
        witness.cosign(Checkpoint("log.example/two", 3, known(3).root), offer(3), [], time_s=NOW_S)
    forged = issue(suite.signer(b"m" * 32), known(3))
    with pytest.raises(errors.Unsigned):
        witness.cosign(None, forged, [], time_s=NOW_S)


def test_each_flipped_bit_of_an_offer_is_noticed(witness: Witness, offer: Callable[..., bytes]) -> None:
    data = offer(3)
    for bit in range(len(data) * 8):
        bad = bytearray(data)
        bad[bit // 8] ^= 1 << bit % 8
        with pytest.raises((Malformed, errors.LogError, BadSignature)):
            witness.cosign(None, bytes(bad), [], time_s=NOW_S)


@pytest.mark.parametrize("time_s", [0, -1, 2**63])
def test_a_time_is_one(witness: Witness, offer: Callable[..., bytes], time_s: int) -> None:
    with pytest.raises(errors.BadNote):
        witness.cosign(None, offer(3), [], time_s=time_s)


def test_golden_cosignature() -> None:
    signer = RealSuite().signer(b"w" * 32)
    text = known(3).text()
    dash, name, encoded = cosignature(signer, NAME, text, NOW_S).decode().removesuffix("\n").split(" ")
    assert (dash, name) == ("\u2014", NAME)
    data = base64.b64decode(encoded)
    assert data[:4] == hashlib.sha256(NAME.encode() + b"\n\x04" + signer.public).digest()[:4]
    assert data[4:12] == NOW_S.to_bytes(8, "big")
    assert data[12:] == signer.sign(b"cosignature/v1\ntime 1760000000\n" + text)


def test_a_cosignature_is_not_a_signature_of_the_log(suite: Suite, offer: Callable[..., bytes]) -> None:
    log = suite.signer(b"l" * 32)
    with pytest.raises(errors.Unsigned):
        cosigned_at(suite, offer(3), name=ORIGIN, public=log.public)


def test_an_altered_cosignature_is_refused(suite: Suite, witness: Witness, offer: Callable[..., bytes]) -> None:
    _, line = witness.cosign(None, offer(3), [], time_s=NOW_S)
    public = witness.signer.signing.public
    with pytest.raises(BadSignature):
        cosigned_at(suite, offer(4) + line, name=NAME, public=public)
    data = base64.b64decode(line.split()[-1])
    later = data[4:11] + bytes((data[11] ^ 1,)) + data[12:]
    for stamped in (later, data[4:-1], data[4:] + b"\0", bytes(8) + data[12:], data[4:12]):
        with pytest.raises(BadSignature):
            cosigned_at(suite, offer(3) + signature_line(NAME, data[:4], stamped), name=NAME, public=public)


def test_a_quorum(suite: Suite, offer: Callable[..., bytes]) -> None:
    signers = {f"witness.example/{letter}": suite.signer(letter.encode() * 32) for letter in "abc"}
    publics = {name: signer.public for name, signer in signers.items()}
    note, text = offer(5), known(5).text()
    for place, (name, signer) in enumerate(signers.items()):
        with pytest.raises(errors.TooFewCosignatures) as caught:
            cosigned_by(suite, note, publics, quorum=place + 1)
        assert (caught.value.size, caught.value.found, caught.value.quorum) == (5, place, place + 1)
        note += cosignature(signer, name, text, NOW_S + place)
    assert cosigned_by(suite, note, publics, quorum=3) == {name: NOW_S + at for at, name in enumerate(signers)}
    only = {name: publics[name] for name in list(publics)[:2]}
    assert set(cosigned_by(suite, note, only, quorum=2)) == set(only)


def test_the_earliest_of_two_cosignatures_counts_and_both_must_hold(suite: Suite, offer: Callable[..., bytes]) -> None:
    signer, text = suite.signer(b"a" * 32), known(5).text()
    later, earlier = (cosignature(signer, NAME, text, NOW_S + s) for s in (9, 0))
    assert cosigned_at(suite, offer(5) + later + earlier, name=NAME, public=signer.public) == NOW_S
    other = cosignature(signer, NAME, known(6).text(), NOW_S)
    for lines in (earlier + other, other + earlier):
        with pytest.raises(BadSignature):
            cosigned_at(suite, offer(5) + lines, name=NAME, public=signer.public)


def test_one_key_counts_once(suite: Suite, offer: Callable[..., bytes]) -> None:
    signer = suite.signer(b"a" * 32)
    names = ["witness.example/a", "witness.example/b"]
    note = offer(5) + b"".join(cosignature(signer, name, known(5).text(), NOW_S) for name in names)
    with pytest.raises(errors.TooFewCosignatures) as caught:
        cosigned_by(suite, note, dict.fromkeys(names, signer.public), quorum=2)
    assert caught.value.found == 1


def test_a_made_up_line_of_a_known_witness_is_refused(suite: Suite, offer: Callable[..., bytes]) -> None:
    public = suite.signer(b"a" * 32).public
    line = signature_line(NAME, key_id(NAME, 4, public), NOW_S.to_bytes(8, "big") + bytes(64))
    with pytest.raises(BadSignature):
        cosigned_by(suite, offer(5) + line, {NAME: public}, quorum=0)
