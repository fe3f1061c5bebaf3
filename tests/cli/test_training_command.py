"""From a course to a certificate that somebody without a node checks: every step is a command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lintas.cli import exits
from tests.cli.conftest import Run

pytestmark = pytest.mark.slow

DAYS = ("from_day=2026-11-16", "to_day=2026-11-20")
PERSON = "Exercise Participant Lan"
WISH = "wish=a treaty binds us"


class Organiser:
    """An authority at its command line, with a course in which one of its own people took part."""

    def __init__(self, run: Run) -> None:
        self.run = run
        announced = ("title=Tracing", "area=money laundering", "form=course", "for_whom=analysts", "language=English",
                     "place=online", "names_by=2026-11-01", *DAYS)  # fmt: skip
        self.dossier = self._done("open", "course", "--to", "state=bb", fields=announced)["dossier"]
        self.item = ""
        self.item = self.act("enrol", f"person={PERSON}", WISH, "office=FIU")[:10]
        self.act("admit the person", "text=welcome")
        self.act("record attendance", "attended=5", "of=5")

    def _done(self, *words: str, fields: tuple[str, ...] = ()) -> dict[str, str]:
        said = [word for each in fields for word in ("--field", each)]
        done = self.run(*words, *said, "--for", "all", "--json")
        assert done.code == 0, done.err
        found: dict[str, str] = done.data
        return found

    def act(self, verb: str, *fields: str) -> str:
        """An act at the enrolment; its id."""
        at = ("--item", self.item) if self.item else ()
        approve = ("--approve", "two") if verb == "certify" else ()
        return self._done("act", self.dossier, verb, *at, *approve, fields=fields)["act"]

    def certify(self, **more: str) -> str:
        """Certify; the act's id."""
        said = {"person": PERSON, "course": "Tracing", "attained": "passed"} | more
        return self.act("certify", WISH, *DAYS, *(f"{name}={value}" for name, value in said.items()))


@pytest.fixture
def organiser(run: Run, nodes: Path, monkeypatch: pytest.MonkeyPatch) -> Organiser:
    monkeypatch.setenv("LINTAS_NODE", str(nodes / "aa"))
    monkeypatch.setenv("LINTAS_OFFICER", "one")
    return Organiser(run)


def test_it_is_issued_checked_withdrawn_and_then_known_by_the_list(
    organiser: Organiser, run: Run, tmp_path: Path
) -> None:
    act, trust = organiser.certify(), tmp_path / "trust"
    trust.mkdir()
    file, paper = tmp_path / "lan.json", tmp_path / "lan.pdf"
    for each in (file, paper):
        said = run("training", "issue", organiser.dossier, act[:10], "--out", each)
        assert f"the certificate of {PERSON}" in said.out
    keys = run("training", "keys", trust / "keys.json", "--json").data
    assert (keys["authorities"], len(keys["sha256"])) == (2, 64)
    for each in (file, paper):
        found = run("certificate", each, "--trust", trust / "keys.json", "--at", "2020-01-01")
        assert found.code == exits.NOT_VERIFIED, "it was certified after that day"
        found = run("certificate", each, "--trust", trust)
        assert found.code == exits.DONE, found.out
        assert "EXERCISE" in found.out
        assert "HOLDS: training" in found.out
        assert PERSON in found.out
        assert "withdrawal: not known (no list of aa is here" in " ".join(found.out.split())
    assert "1 certified by us" in run("training", "list", organiser.dossier).out
    corrected = run("correct", organiser.dossier, act, "--cause", "withdrawn", "--because", "another sat the test")
    assert corrected.code == 0, corrected.err
    assert "corrected since" in run("training", "list", organiser.dossier).out
    assert run("training", "withdrawn", trust / "withdrawn.json").out.count("1 withdrawn") == 1
    gone = run("certificate", file, "--trust", trust, "--json")
    assert (gone.code, gone.data["holds"]) == (exits.NOT_VERIFIED, False)
    refused = run("training", "issue", organiser.dossier, act, "--out", tmp_path / "again.json")
    assert "no longer stands" in " ".join(refused.err.split())
    assert not (tmp_path / "again.json").exists()


def test_what_was_changed_and_what_has_expired_does_not_hold(organiser: Organiser, run: Run, tmp_path: Path) -> None:
    act, keys = organiser.certify(holds_until="2030-01-01"), tmp_path / "keys.json"
    run("training", "keys", keys)
    file = tmp_path / "lan.json"
    run("training", "issue", organiser.dossier, act, "--out", file)
    assert (
        "time: failed (it held until 2030-01-01)" in run("certificate", file, "--trust", keys, "--at", "2030-01-02").out
    )
    file.write_text(file.read_text().replace("passed", "with honours"))
    changed = run("certificate", file, "--trust", keys)
    assert (changed.code, "signature: failed" in changed.out) == (exits.NOT_VERIFIED, True)
    assert "with honours" not in changed.out


def test_what_is_needed_to_check_is_said(organiser: Organiser, run: Run, tmp_path: Path) -> None:
    file, trust = tmp_path / "lan.json", tmp_path / "trust"
    run("training", "issue", organiser.dossier, organiser.certify(), "--out", file)
    trust.mkdir()
    assert "0 files of keys" in " ".join(run("certificate", file, "--trust", trust).err.split())
    run("training", "keys", trust / "keys.json")
    (trust / "withdrawn.json").write_text(json.dumps({"type": "something else"}))
    assert "withdrawn.json cannot be used: form" in " ".join(run("certificate", file, "--trust", trust).err.split())
    (tmp_path / "no.pdf").write_bytes(b"%PDF-1.7 stream\nnothing\nendstream")
    assert "No training certificate is attached" in run("certificate", tmp_path / "no.pdf", "--trust", trust).err
