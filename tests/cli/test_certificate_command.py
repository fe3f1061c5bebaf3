"""`lintas certificate` at a counter: it says whether a code holds, and nothing of the traveller."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from lintas.cli import exits
from lintas.cli.main import main
from tests.shared import shared_json


@pytest.fixture
def counter(tmp_path: Path) -> Path:
    """A folder with a code, and the signers that are trusted."""
    case = shared_json("standards/eu-dcc/data/AT/2DCode/raw/1.json")
    (tmp_path / "code.txt").write_text(case["PREFIX"] + "\n")
    (tmp_path / "when").write_text(case["TESTCTX"]["VALIDATIONCLOCK"])
    (tmp_path / "signers").mkdir()
    der = base64.b64decode(case["TESTCTX"]["CERTIFICATE"])
    pem = base64.encodebytes(der).decode()
    (tmp_path / "signers" / "at.pem").write_text(f"-----BEGIN CERTIFICATE-----\n{pem}-----END CERTIFICATE-----\n")
    return tmp_path


def check(counter: Path, *more: str) -> int:
    return main(["certificate", str(counter / "code.txt"), "--trust", str(counter / "signers"), *more])


def test_it_holds_at_its_time_and_shows_nothing_of_the_traveller(
    counter: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(counter, "--at", (counter / "when").read_text()) == exits.DONE
    said = capsys.readouterr().out
    assert said.startswith("HOLDS: vaccination, AT")
    assert "Musterfrau" not in said
    assert check(counter, "--at", "2040-01-01", "--json") == exits.NOT_VERIFIED
    assert json.loads(capsys.readouterr().out)["holds"] is False


def test_a_signer_that_cannot_be_read_and_a_time_that_is_none_are_said(
    counter: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(counter, "--at", "noon") == exits.USAGE
    (counter / "signers" / "bad.der").write_bytes(b"0")
    assert check(counter) == exits.FILE_TROUBLE
    assert "is no certificate" in capsys.readouterr().err


def test_without_a_trusted_signer_nothing_holds(counter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (counter / "signers" / "at.pem").unlink()
    assert check(counter) == exits.NOT_VERIFIED
    assert "no trusted signer" in capsys.readouterr().out
