"""`lintas indicators`: a file is read, reported on, and written in another form, with no node anywhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lintas.cli import exits
from lintas.cli.main import main

EVENT = {
    "info": "an exercise",
    "distribution": "1",
    "Attribute": [{"type": "domain", "value": "a.example"}, {"type": "text", "value": "words"}],
    "Galaxy": [{"name": "Exercise"}],
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """An event of MISP."""
    found = tmp_path / "feed.json"
    found.write_text(json.dumps(EVENT))
    return found


def test_a_page_says_what_was_read_and_what_has_no_meaning_here(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["indicators", str(file)]) == exits.DONE
    said = capsys.readouterr().out
    assert "MISP: 1 indicators" in said
    assert "no sort of indicator: text" in said
    assert "kept as it is: 1 of Galaxy" in said


@pytest.mark.parametrize(("form", "holds"), [("stix", b"indicator--"), ("csv", b"a.example"), ("same", b"Galaxy")])
def test_it_is_written_in_another_form(
    file: Path, tmp_path: Path, form: str, holds: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["indicators", str(file), "--to", form, "--out", str(out), "--json"]) == exits.DONE
    assert holds in out.read_bytes()
    assert json.loads(capsys.readouterr().out)["left behind"] == ({} if form == "same" else {"Galaxy": 1})


def test_what_cannot_be_read_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text("{")
    assert main(["indicators", str(bad)]) == exits.FILE_TROUBLE
    assert "it is not JSON" in " ".join(capsys.readouterr().err.split())
    assert main(["indicators", str(bad), "--to", "csv"]) == exits.USAGE
