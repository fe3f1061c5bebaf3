"""A text with brackets on the command line: out to Word, edited there, read as brackets, put, and clean at the end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lintas.office.lines import text_of
from lintas.office.making import new_document
from tests.cli.conftest import Run
from tests.office.word import edited

pytestmark = pytest.mark.slow

FIRST = ["The Parties shall exchange lists.", "They meet every year."]

NOTICE = ("--field", "body=Working group", "--field", "place=online", "--field", "opens=2026-12-08",
          "--field", "agenda=1. Lists")  # fmt: skip
TWO = ("--field", "brackets=3 | every year | twice a year", "--field", "brackets=0 | lists")


@pytest.fixture
def meeting(run: Run, nodes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A meeting of two, of which we are chair and a member, with a text on the table."""
    monkeypatch.setenv("LINTAS_NODE", str(nodes / "aa"))
    monkeypatch.setenv("LINTAS_OFFICER", "one")
    file = tmp_path / "round-1.docx"
    file.write_bytes(new_document("Communique", FIRST))
    made = run("open", "meeting", "--to", "member=aa,bb", "--for", "bb", *NOTICE, "--json").data
    dossier = str(made["dossier"])
    assert run("act", dossier, "table", "--for", "all", "--field", "title=Communique", "--field", "becomes=communique",
               "--file", f"file={file}").code == 0  # fmt: skip
    return dossier


def test_what_word_tracked_becomes_a_bracket_that_is_put_and_written(run: Run, meeting: str, tmp_path: Path) -> None:
    out, back, fields = tmp_path / "out.docx", tmp_path / "back.docx", tmp_path / "brackets.json"
    assert "nobody holds one" in run("text", "show", meeting).out
    assert run("text", "out", meeting, "--out", out).code == 0
    back.write_bytes(edited(out.read_bytes(), "shall", "should", "Farid", "our law"))
    came = run("text", "in", meeting, back, "--fields-out", fields)
    assert "2: “shall” → “should” (our law)  [Farid 2026-11-20T08:00:00Z]" in came.out
    assert json.loads(fields.read_text()) == {
        "brackets": [{"paragraph": 2, "words": "shall", "instead": "should", "why": "our law"}]
    }
    item = run("text", "show", meeting, "--json").data["item"]
    assert f'lintas act {meeting} "put in brackets" --item {item[:8]} --fields {fields} --for all' in came.out
    assert run("act", meeting, "put in brackets", "--item", item, "--fields", fields, "--for", "all").code == 0
    shown = run("text", "show", meeting).out
    assert "2: “shall” → “should” (our law)" in shown
    assert run("act", meeting, "put in brackets", "--item", item, "--for", "all", *TWO).code == 0
    again = run("text", "out", meeting, "--out", out, "--json").data
    assert again["not placed"] == []
    assert text_of(out.read_bytes()) == ["Communique", *FIRST]
    assert [each["words"] for each in run("text", "show", meeting, "--json").data["held"][0]["brackets"]] == [
        "every year", "lists",
    ]  # fmt: skip
    assert run("text", "out", meeting, "--clean", "--out", out).code == 0
    assert b"lintas" not in out.read_bytes()


def test_versions_go_out_side_by_side_and_come_back_with_their_language(run: Run, meeting: str, tmp_path: Path) -> None:
    out, back, fields, vi = (tmp_path / name for name in ("out.docx", "back.docx", "brackets.json", "vi.docx"))
    vi.write_bytes(new_document("Thông cáo", ["Các bên phải trao đổi.", "Họ họp hằng năm."]))
    item = run("text", "show", meeting, "--json").data["item"]
    said = ("--field", "title=Thông cáo", "--field", "language=vi", "--field", "stands=authentic")
    brought = run("act", meeting, "bring it in another language", "--item", item, "--for", "all", *said,
                  "--file", f"file={vi}")  # fmt: skip
    assert brought.code == 0, brought.err
    assert "[vi]" in run("text", "show", meeting).out
    assert run("text", "out", meeting, "--side-by-side", "--out", out).code == 0
    back.write_bytes(edited(out.read_bytes(), "phải", "nên", "Lan", "luật"))
    came = run("text", "in", meeting, back, "--side-by-side", "--fields-out", fields)
    assert "2 [vi]: “phải” → “nên” (luật)" in came.out
    assert json.loads(fields.read_text())["brackets"] == [
        {"paragraph": 2, "words": "phải", "instead": "nên", "why": "luật", "language": "vi"}
    ]
    assert "The text is not in th" in run("text", "out", meeting, "--language", "th", "--out", out).err


def test_what_a_state_without_a_node_sent_is_entered_for_it_with_its_original(
    run: Run, meeting: str, tmp_path: Path
) -> None:
    out, back, fields = tmp_path / "out.docx", tmp_path / "back.docx", tmp_path / "brackets.json"
    assert run("text", "out", meeting, "--out", out).code == 0
    back.write_bytes(edited(out.read_bytes(), "shall", "should", "Somphone", "our law"))
    came = run("text", "in", meeting, back, "--on-behalf", "--fields-out", fields)
    item = run("text", "show", meeting, "--json").data["item"]
    assert (
        f'lintas act {meeting} "enter brackets for another" --item {item[:8]} --fields {fields} --for all' in came.out
    )
    entered = run("act", meeting, "enter brackets for another", "--item", item, "--fields", fields, "--for", "all",
                  "--field", "on_behalf_of=LA", "--file", f"original={back}")  # fmt: skip
    assert entered.code == 0, entered.err
    shown = run("text", "show", meeting).out
    assert "LA-via-aa: 1, since round 1, entered by aa for a state without a node" in shown
    assert "on_behalf_of LA" in " ".join(run("show", meeting).out.split())
    wrong = run("act", meeting, "enter brackets for another", "--item", item, "--fields", fields, "--for", "all",
                "--field", "on_behalf_of=Laos", "--file", f"original={back}")  # fmt: skip
    assert "give the two letters of the state" in wrong.err


def test_a_number_that_is_none_and_a_file_that_is_none_are_refused_in_words(
    run: Run, meeting: str, tmp_path: Path
) -> None:
    bad, fields = tmp_path / "bad.docx", tmp_path / "fields.json"
    bad.write_bytes(b"PK not a package")
    assert "The paper cannot be read: it is no DOCX" in run("text", "in", meeting, bad).err
    same = tmp_path / "round-1.docx"
    assert "0 brackets that would be put" in run("text", "in", meeting, same).out
    assert "There is no bracket 1" in run("text", "in", meeting, same, "--take", "1", "--fields-out", fields).err
    assert not fields.exists()
    assert "Name with --item" in run("text", "show", _without(run)).err


def _without(run: Run) -> str:
    """A dossier in which there is no text."""
    made = run("open", "meeting", "--to", "member=bb", "--for", "bb", *NOTICE, "--json").data
    return str(made["dossier"])
