from __future__ import annotations

import base64

import pytest

from lintas.crypto.cheap import CheapSuite
from lintas.crypto.errors import BadSignature
from lintas.crypto.ports import Suite
from lintas.crypto.real import RealSuite
from lintas.log import errors
from lintas.log.both import LogSigner, cosign_both
from lintas.log.checkpoint import Checkpoint, issue, read
from lintas.log.cosignature import cosigned_at
from lintas.log.lasting import KEY_TYPE_LASTING, lasting_cosignature, lasting_cosigned_at
from lintas.log.note import key_id, signature_line
from lintas.wire.limits import LIMITS

SUITES: dict[str, Suite] = {"real": RealSuite(), "cheap": CheapSuite(i_know_this_protects_nothing=True)}
ORIGIN, NAME = "log.example/one", "witness.example/a"
NOW_S = 1_760_000_000
CHECKPOINT = Checkpoint(ORIGIN, 7, bytes(range(32)))


@pytest.fixture(params=sorted(SUITES))
def suite(request: pytest.FixtureRequest) -> Suite:
    return SUITES[request.param]


def test_a_lasting_cosignature_verifies(suite: Suite) -> None:
    log, signer = suite.signer(b"l" * 32), suite.lasting_signer(b"w" * 32)
    note = issue(log, CHECKPOINT)
    later = lasting_cosignature(signer, NAME, CHECKPOINT, NOW_S + 5)
    note += later + lasting_cosignature(signer, NAME, CHECKPOINT, NOW_S)
    assert lasting_cosigned_at(suite, note, name=NAME, public=signer.public) == NOW_S
    assert read(suite, note, origin=ORIGIN, public=log.public) == CHECKPOINT


def test_it_is_bound_to_name_time_origin_size_and_root(suite: Suite) -> None:
    log, signer = suite.signer(b"l" * 32), suite.lasting_signer(b"w" * 32)
    data = base64.b64decode(lasting_cosignature(signer, NAME, CHECKPOINT, NOW_S).split()[-1])[4:]
    later = (NOW_S + 1).to_bytes(8, "big") + data[8:]
    for name, checkpoint, stamped in (
        ("witness.example/b", CHECKPOINT, data),
        (NAME, CHECKPOINT, later),
        (NAME, Checkpoint("log.example/two", 7, CHECKPOINT.root), data),
        (NAME, Checkpoint(ORIGIN, 8, CHECKPOINT.root), data),
        (NAME, Checkpoint(ORIGIN, 7, bytes(32)), data),
        (NAME, CHECKPOINT, bytes(8) + data[8:]),
        (NAME, CHECKPOINT, data[:-1]),
        (NAME, CHECKPOINT, data[:5]),
    ):
        line = signature_line(name, key_id(name, KEY_TYPE_LASTING, signer.public), stamped)
        with pytest.raises(BadSignature):
            lasting_cosigned_at(suite, issue(log, checkpoint) + line, name=name, public=signer.public)


def test_golden_message() -> None:
    suite = RealSuite()
    signer = suite.lasting_signer(b"w" * 32)
    line = lasting_cosignature(signer, NAME, CHECKPOINT, NOW_S)
    data = base64.b64decode(line.split()[-1])
    message = (
        b"subtree/v1\n\0"
        + b"\x11witness.example/a"
        + NOW_S.to_bytes(8, "big")
        + b"\x0flog.example/one"
        + bytes(8)
        + (7).to_bytes(8, "big")
        + bytes(range(32))
    )
    assert len(data) == 4 + 8 + 2420
    suite.lasting_verify(signer.public, message, data[12:])


def test_one_type_of_key_does_not_stand_for_another(suite: Suite) -> None:
    signer = suite.signer(b"w" * 32)
    note = issue(suite.signer(b"l" * 32), CHECKPOINT) + lasting_cosignature(signer, NAME, CHECKPOINT, NOW_S)
    with pytest.raises(errors.Unsigned):
        cosigned_at(suite, note, name=NAME, public=signer.public)


@pytest.mark.parametrize("time_s", [0, -1, 2**63])
def test_a_time_is_one(time_s: int) -> None:
    with pytest.raises(errors.BadNote):
        lasting_cosignature(RealSuite().lasting_signer(bytes(32)), NAME, CHECKPOINT, time_s)


@pytest.mark.parametrize("name", ["", "two words", "x" * 256])
def test_a_name_fits(name: str) -> None:
    with pytest.raises(errors.BadNote):
        lasting_cosignature(RealSuite().lasting_signer(bytes(32)), name, CHECKPOINT, NOW_S)


def test_a_note_has_room_for_them_all() -> None:
    suite = RealSuite()
    note = issue(suite.signer(b"l" * 32), CHECKPOINT)
    signer = LogSigner(suite.signer(b"w" * 32), suite.lasting_signer(b"w" * 32))
    note += cosign_both(signer, NAME, CHECKPOINT, NOW_S) * (LIMITS.note_signatures_max // 2 - 1)
    assert len(note) <= LIMITS.note_bytes_max
    assert read(suite, note, origin=ORIGIN, public=suite.signer(b"l" * 32).public) == CHECKPOINT
