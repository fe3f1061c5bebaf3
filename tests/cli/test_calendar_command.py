"""`lintas calendar`: the sessions of a meeting as a file, written as they were typed on one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run

pytestmark = pytest.mark.slow

NOTICE = ("--field", "body=Working group", "--field", "place=Exercise city", "--field", "opens=2026-12-08",
          "--field", "agenda=1. Lists")  # fmt: skip
PLENARY = "sessions=Plenary | 2026-12-08 09:30 | Asia/Jakarta | 2026-12-08 11:00 | Main hall | in person"


def test_a_session_typed_on_one_line_is_an_entry_of_a_calendar(
    run: Run, nodes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINTAS_NODE", str(nodes / "aa"))
    monkeypatch.setenv("LINTAS_OFFICER", "one")
    made = run("open", "meeting", "--to", "member=bb", "--for", "bb", *NOTICE, "--field", PLENARY, "--json").data
    file = tmp_path / "meeting.ics"
    wrote = run("calendar", made["dossier"], "--out", file)
    assert (wrote.code, "2 entries" in wrote.out) == (0, True)
    lines = file.read_bytes().decode().split("\r\n")
    assert "DTSTART;TZID=Asia/Jakarta:20261208T093000" in lines
    assert "LOCATION:Main hall\\, in person" in lines
    shown = " ".join(run("show", made["dossier"]).out.split())
    assert "Plenary, 2026-12-08 09:30 to 2026-12-08 11:00 Asia/Jakarta, Main hall, in person" in shown
    wrong = run("open", "meeting", "--to", "member=bb", "--for", "bb", *NOTICE, "--field", "sessions=Plenary")
    assert "write what, from when" in wrong.err
    other = run("open", "exchange", "--to", "member=bb", "--for", "bb", "--field", "purpose=x", "--field", "basis=y",
                "--json").data  # fmt: skip
    assert "Nothing here says when people meet" in run("calendar", other["dossier"], "--out", file).err
