"""A request on the command line becomes a sealed paper, and what is none is refused in words."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from pyhanko.pdf_utils.reader import PdfFileReader

from lintas.crypto.pkcs12 import SEED_BYTES, exercise_seal
from lintas.crypto.real import RealSuite
from lintas.dossier.admission import parse_act
from lintas.dossier.sealing import unseal
from lintas.wire import cbor
from lintas.wire.identifiers import show
from lintas.wire.limits import LIMITS
from tests.cli.conftest import DRAFT, Run

pytestmark = pytest.mark.slow


def _act(run: Run, dossier: str, verb: str) -> str:
    shown = run("show", dossier, "--json").data
    return str(next(act["id"] for act in shown["acts"] if act["verb"] == verb))


def _files(path: Path) -> dict[str, bytes]:
    listed = [each.get_object() for each in PdfFileReader(io.BytesIO(path.read_bytes())).root["/AF"]]
    return {each["/UF"]: each["/EF"]["/F"].data for each in listed}


def test_the_letter_of_a_request_holds_the_act_that_both_sides_find_by_its_code(
    run: Run, opened: str, tmp_path: Path
) -> None:
    act, path = _act(run, opened, "share a draft"), tmp_path / "letter.pdf"
    done = run("letter", opened, act[:10], "--out", path, "--language", "vi", "--json").data
    assert act.startswith(done["code"].replace("-", ""))
    assert "EXERCISE Authority aa" in done["seal"]
    held: Any = cbor.decode(_files(path)["act.cbor"], size_max=LIMITS.header_bytes_max + LIMITS.body_bytes_max)
    signed = parse_act(held[1])
    assert show(signed.act.id) == act
    assert unseal(RealSuite(), held[3], signed.act, held[2]).fields["details"] == DRAFT["details"]
    assert act in _files(path)["verify.txt"].decode()


def test_what_asks_for_nothing_has_no_letter_nor_has_an_unknown_language(run: Run, opened: str, tmp_path: Path) -> None:
    assert run("act", opened, "write", "--for", "all", "--field", "text=good morning").code == 0
    path = tmp_path / "letter.pdf"
    said = run("letter", opened, _act(run, opened, "write"), "--out", path)
    assert "asks nobody for anything, and names no ground: write" in said.err
    said = run("letter", opened, _act(run, opened, "share a draft"), "--out", path, "--language", "xx")
    assert "not written in 'xx'" in said.err
    assert not path.exists()


def test_what_was_taken_back_has_no_letter(run: Run, opened: str, tmp_path: Path) -> None:
    act = _act(run, opened, "share a draft")
    assert run("recall", opened, act, "--because", "an error").code == 0
    said = run("letter", opened, act, "--out", tmp_path / "letter.pdf")
    assert "void, recalled or erased" in said.err


def test_an_authority_brings_its_own_seal(run: Run, opened: str, nodes: Path, tmp_path: Path) -> None:
    found = pkcs12.load_pkcs12(exercise_seal("of its own", bytes(SEED_BYTES), 1_790_000_000_000), None)
    assert found.cert is not None
    assert isinstance(found.key, EllipticCurvePrivateKey)
    chain = [each.certificate for each in found.additional_certs]
    locked = BestAvailableEncryption(b"a passphrase")
    data = pkcs12.serialize_key_and_certificates(b"seal", found.key, found.cert.certificate, chain, locked)
    (tmp_path / "seal.p12").write_bytes(data)
    (tmp_path / "words").write_text("a passphrase\n")
    refused = run("node", "letter-seal", nodes / "aa", tmp_path / "seal.p12")
    assert refused.code != 0
    assert "cannot seal letters" in refused.err
    brought = run("node", "letter-seal", nodes / "aa", tmp_path / "seal.p12", "--passphrase-file", tmp_path / "words")
    assert "of its own" in brought.out
    said = run("letter", opened, _act(run, opened, "share a draft"), "--out", tmp_path / "letter.pdf")
    assert "sealed by EXERCISE of its own" in " ".join(said.out.split())
