from __future__ import annotations

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintas.crypto.errors import BadSignature
from lintas.crypto.ports import Algorithm
from lintas.crypto.real import RealSuite
from lintas.log import errors, note
from lintas.log.checkpoint import KEY_TYPE_ED25519, Checkpoint, issue, parse_text, read
from lintas.log.merkle import EMPTY_ROOT, Frontier, consistency_proof, leaf_hash, verify_consistency
from lintas.wire.errors import Malformed, TooLarge
from lintas.wire.limits import LIMITS
from tests.shared import shared

SUITE = RealSuite()
SIGNER = SUITE.signer(bytes(range(32)))
ORIGIN = "log.example/one"
ROOT = hashlib.sha256(b"root").digest()
CHECKPOINT = Checkpoint(ORIGIN, 42, ROOT)


def opened(data: bytes) -> Checkpoint:
    return read(SUITE, data, origin=ORIGIN, public=SIGNER.public)


LINES = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=20)


@given(st.integers(1, 2**63 - 1), st.binary(min_size=32, max_size=32), st.lists(LINES, max_size=3))
def test_what_is_issued_is_read(size: int, root: bytes, extensions: list[str]) -> None:
    checkpoint = Checkpoint(ORIGIN, size, root, tuple(extensions))
    assert opened(issue(SIGNER, checkpoint)) == checkpoint


def test_golden_text() -> None:
    text, signature = issue(SIGNER, CHECKPOINT).split(b"\n\n")
    assert text == b"log.example/one\n42\n" + base64.b64encode(ROOT)
    dash, name, encoded = signature.decode().removesuffix("\n").split(" ")
    assert (dash, name) == ("\u2014", ORIGIN)
    signed = base64.b64decode(encoded)
    assert signed[:4] == hashlib.sha256(b"log.example/one\n\x01" + SIGNER.public).digest()[:4]
    assert signed[4:] == SIGNER.sign(text + b"\n")


def test_an_empty_log_has_the_empty_root() -> None:
    assert opened(issue(SIGNER, Checkpoint(ORIGIN, 0, EMPTY_ROOT))).size == 0
    with pytest.raises(errors.BadNote):
        opened(issue(SIGNER, Checkpoint(ORIGIN, 0, ROOT)))


def test_each_flipped_bit_is_noticed() -> None:
    data = issue(SIGNER, CHECKPOINT)
    for bit in range(len(data) * 8):
        bad = bytearray(data)
        bad[bit // 8] ^= 1 << bit % 8
        with pytest.raises((Malformed, errors.LogError, BadSignature)):
            opened(bytes(bad))


def test_each_truncation_is_noticed() -> None:
    data = issue(SIGNER, CHECKPOINT)
    for length in range(len(data)):
        with pytest.raises((Malformed, errors.LogError, BadSignature)):
            opened(data[:length])


def test_another_log_or_key_is_refused() -> None:
    data = issue(SIGNER, CHECKPOINT)
    with pytest.raises(errors.WrongOrigin) as caught:
        read(SUITE, data, origin="log.example/two", public=SIGNER.public)
    assert (caught.value.origin, caught.value.expected) == (ORIGIN, "log.example/two")
    with pytest.raises(errors.Unsigned):
        read(SUITE, data, origin=ORIGIN, public=SUITE.signer(bytes(32)).public)


def test_signatures_of_strangers_are_not_looked_at() -> None:
    stranger = note.signature_line("stranger.example", b"1234", b"anything")
    same_name = note.signature_line(ORIGIN, b"1234", bytes(64))
    text, own = issue(SIGNER, CHECKPOINT).split(b"\n\n")
    assert opened(text + b"\n\n" + stranger + same_name + own + stranger) == CHECKPOINT


def test_a_line_that_says_it_is_ours_and_is_not() -> None:
    text = CHECKPOINT.text()
    own_id = note.key_id(ORIGIN, KEY_TYPE_ED25519, SIGNER.public)
    for signature in (bytes(64), SIGNER.sign(text)[:63], SIGNER.sign(text) + b"\0", SIGNER.sign(text + b"\n")):
        with pytest.raises(BadSignature):
            opened(text + b"\n" + note.signature_line(ORIGIN, own_id, signature))


def signed(text: str) -> bytes:
    raw = text.encode()
    own_id = note.key_id(ORIGIN, KEY_TYPE_ED25519, SIGNER.public)
    return raw + b"\n" + note.signature_line(ORIGIN, own_id, SIGNER.sign(raw))


ENCODED = base64.b64encode(ROOT).decode()


@pytest.mark.parametrize(
    "text",
    [
        f"{ORIGIN}\n042\n{ENCODED}\n",
        f"{ORIGIN}\n+42\n{ENCODED}\n",
        f"{ORIGIN}\n-1\n{ENCODED}\n",
        f"{ORIGIN}\n 42\n{ENCODED}\n",
        f"{ORIGIN}\n\u0664\u0662\n{ENCODED}\n",
        f"{ORIGIN}\n4_2\n{ENCODED}\n",
        f"{ORIGIN}\n0x2a\n{ENCODED}\n",
        f"{ORIGIN}\n{2**63}\n{ENCODED}\n",
        f"{ORIGIN}\n{'9' * 5000}\n{ENCODED}\n",
        f"{ORIGIN}\n42\n{ENCODED[:-1]}\n",
        f"{ORIGIN}\n42\n{ENCODED} \n",
        f"{ORIGIN}\n42\n{ENCODED[:-2]}B=\n",
        f"{ORIGIN}\n42\nAAAA\n",
        f"{ORIGIN}\n42\n",
        f"{ORIGIN}\n",
        "\n",
        f"{ORIGIN}\n42\n{ENCODED}\next\n\nmore\n",
        f"{ORIGIN}\r\n42\r\n{ENCODED}\r\n",
        f"{ORIGIN}\n42\n{ENCODED}\n\x00\n",
        f"two words\n42\n{ENCODED}\n",
        f"a+b\n42\n{ENCODED}\n",
    ],
)
def test_other_spellings_are_refused_even_if_signed(text: str) -> None:
    with pytest.raises(errors.BadNote):
        opened(signed(text))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n",
        CHECKPOINT.text(),
        CHECKPOINT.text() + b"\n",
        CHECKPOINT.text() + b"\n- x AAAAAAAA\n",
        CHECKPOINT.text() + b"\n\xe2\x80\x94 x\n",
        CHECKPOINT.text() + b"\n\xe2\x80\x94 x AAAAAA==\n",
        CHECKPOINT.text() + b"\n\xe2\x80\x94 x AAAAAAA\n",
        CHECKPOINT.text() + b"\n\xe2\x80\x94 x AA AAAAAA\n",
        CHECKPOINT.text() + b"\n\xe2\x80\x94  AAAAAAAA\n",
        CHECKPOINT.text() + b"\n\xe2\x80\x94 a+b AAAAAAAA\n",
        CHECKPOINT.text() + b"\n\xe2\x80\x94 x AAAAAAAA",
        CHECKPOINT.text() + b"\n\xe2\x80\x94 \xff AAAAAAAA\n",
        b"\xff" + issue(SIGNER, CHECKPOINT),
    ],
)
def test_bytes_that_are_no_note(data: bytes) -> None:
    with pytest.raises(errors.BadNote):
        opened(data)


def test_a_note_is_bounded() -> None:
    data = issue(SIGNER, CHECKPOINT)
    line = note.signature_line("stranger.example", b"1234", b"x")
    assert opened(data + line * (LIMITS.note_signatures_max - 1)) == CHECKPOINT
    with pytest.raises(TooLarge) as caught:
        opened(data + line * LIMITS.note_signatures_max)
    assert caught.value.what == "signatures"
    with pytest.raises(TooLarge) as caught:
        opened(b"x" * (LIMITS.note_bytes_max + 1))
    assert caught.value.what == "note"


@pytest.mark.parametrize(
    "checkpoint",
    [
        Checkpoint("two words", 1, ROOT),
        Checkpoint("", 1, ROOT),
        Checkpoint("a+b", 1, ROOT),
        Checkpoint("a\nb", 1, ROOT),
        Checkpoint(ORIGIN, -1, ROOT),
        Checkpoint(ORIGIN, 2**63, ROOT),
        Checkpoint(ORIGIN, 1, ROOT[:31]),
        Checkpoint(ORIGIN, 1, ROOT, ("",)),
        Checkpoint(ORIGIN, 1, ROOT, ("a\nb",)),
    ],
)
def test_what_could_not_be_read_is_not_issued(checkpoint: Checkpoint) -> None:
    with pytest.raises(errors.BadNote):
        issue(SIGNER, checkpoint)


# A real log with every checkpoint of sizes 0 to 15.
TESSERA = "standards/tlog/data/tessera/testdata/log"
TESSERA_ORIGIN, TESSERA_KEY_ID, TESSERA_KEY = (
    "example.com/log/testdata",
    "33d7b496",
    "AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx",
)


def tessera_leaves(size: int) -> list[bytes]:
    """The leaf hashes that the log published, checked against its entries."""
    folder = shared(TESSERA)
    data = (folder / f"tile/0/000.p/{size}").read_bytes()
    bundle = (folder / f"tile/entries/000.p/{size}").read_bytes()
    entries = []
    while bundle:
        length = int.from_bytes(bundle[:2], "big")
        entries.append(bundle[2 : 2 + length])
        bundle = bundle[2 + length :]
    hashes = [data[at : at + 32] for at in range(0, len(data), 32)]
    assert hashes == [leaf_hash(entry) for entry in entries]
    return hashes


def test_the_key_of_a_real_log() -> None:
    key = base64.b64decode(TESSERA_KEY)
    assert key[0] == KEY_TYPE_ED25519
    assert note.key_id(TESSERA_ORIGIN, KEY_TYPE_ED25519, key[1:]).hex() == TESSERA_KEY_ID


def test_checkpoints_of_a_real_log() -> None:
    folder = shared(TESSERA)
    public = base64.b64decode(TESSERA_KEY)[1:]
    roots = {}
    for size in range(16):
        data = (folder / f"checkpoint.{size}").read_bytes()
        checkpoint = read(SUITE, data, origin=TESSERA_ORIGIN, public=public)
        leaves = tessera_leaves(size) if size else []
        assert (checkpoint.size, checkpoint.root) == (size, Frontier().extend(leaves).root())
        assert parse_text(checkpoint.text()) == checkpoint
        roots[size] = checkpoint.root
    leaves = tessera_leaves(15)
    for new in range(1, 16):
        for old in range(1, new + 1):
            verify_consistency(old, new, roots[old], roots[new], consistency_proof(leaves, old, new))


def test_every_line_of_the_log_must_hold_and_not_the_first_alone() -> None:
    issued = issue(SIGNER, CHECKPOINT)
    wrong = note.signature_line(ORIGIN, note.key_id(ORIGIN, KEY_TYPE_ED25519, SIGNER.public), bytes(64))
    with pytest.raises(BadSignature):
        opened(issued + wrong)
    assert opened(issued + issued.split(b"\n\n")[1]) == CHECKPOINT


@pytest.mark.parametrize("key_type", [1, 4])
def test_the_key_id_of_an_es256_key_is_of_the_type_that_is_left_to_everybody(key_type: int) -> None:
    public = SUITE.signer(bytes(range(1, 33)), Algorithm.ES256).public
    text = ORIGIN.encode() + b"\n\xfflintas/es256/" + str(key_type).encode() + b"\n" + public
    assert note.signing_key_id(ORIGIN, key_type, public) == hashlib.sha256(text).digest()[:4]
    assert note.signing_key_id(ORIGIN, key_type, SIGNER.public) == note.key_id(ORIGIN, key_type, SIGNER.public)
