"""`lintas chase`: texts to send, a form for Word, and none in a case."""

from __future__ import annotations

from pathlib import Path

import pytest

from lintas.cli import exits
from lintas.office.lines import text_of
from tests.cli.conftest import Run

pytestmark = pytest.mark.slow


def test_what_is_to_come_is_written_for_each_and_a_case_has_none(run: Run, opened: str, tmp_path: Path) -> None:
    said = {"body": "SOMTC", "place": "Melaka", "opens": "2030-12-20", "agenda": "1. Ports"}
    fields = [word for name, value in said.items() for word in ("--field", f"{name}={value}")]
    meeting = run("open", "meeting", "--to", "member=bb", "--for", "all", *fields, "--json").data["dossier"]
    fields += ["--field", "papers_due=2030-12-10"]
    assert run("act", meeting, "circulate the agenda", "--for", "all", *fields).code == exits.DONE
    page = run("chase", meeting).out
    assert "To: Authority bb (bb, BB)" in page
    assert "- agree to the agenda" in page
    file = tmp_path / "form.docx"
    page = run("chase", meeting, "--state", "Timor-Leste", "--out", file).out
    assert "To: Timor-Leste" in page
    assert "State: Timor-Leste" in text_of(file.read_bytes())
    refused = run("chase", meeting, "--state", "Timor-Leste", "--verb", "convene", "--out", file)
    assert "There are: enter a paper for another." in " ".join(refused.err.split())
    assert "programmes alone" in " ".join(run("chase", opened).err.split())
