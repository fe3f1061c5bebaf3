"""A dossier out in the forms of other tools, and a file of theirs into the fields of an act."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lintas.cli import exits
from lintas.cli.interchange_arguments import FORMS
from lintas.interop.forms import FORMS as KNOWN
from lintas.interop.forms import read_any
from tests.cli.conftest import Run
from tests.interop.samples import SAMPLE

ASKED = ["--kind", "exchange", "--verb", "ask"]


def test_the_command_names_every_form() -> None:
    assert tuple(KNOWN) == FORMS


@pytest.mark.slow
def test_a_dossier_is_written_in_each_form_with_what_was_left_out(opened: str, tmp_path: Path, run: Run) -> None:
    for name in FORMS:
        file = tmp_path / name
        said = run("export", opened, file, "--form", name)
        assert said.code == exits.DONE, said
        assert "EXERCISE" in said.out
        assert "is for nobody's lists" in said.out
        found = read_any(file.read_bytes())
        if name not in {"stix", "misp"}:
            assert "Nguyen Van Mau" in repr(found.held)
            assert "what happened" not in repr(found.held)
    data = run("export", opened, tmp_path / "again", "--form", "ftm", "--json").data
    assert data["entities"]["person"] == 1
    assert {each["verb"] for each in data["left_out"]}


def test_a_file_becomes_fields_of_an_act(tmp_path: Path, run: Run) -> None:
    file, fields = tmp_path / "theirs.csv", tmp_path / "fields.json"
    file.write_text("name,iban,colour\nOne Sample,111,red\nTwo\x1b[31m Sample,222,blue\n", encoding="utf-8")
    page = run("interchange", file)
    assert page.code == exits.DONE
    assert "CSV: 4 entities, 2 links" in page.out
    assert "no meaning here: colour" in page.out
    assert "\x1b" not in page.out
    said = run("interchange", file, *ASKED, "--about", "3", "--take", "3", "--take", "4", "--out", fields)
    assert said.code == exits.DONE, said
    assert json.loads(fields.read_text()) == {"person": "Two\x1b[31m Sample", "accounts": ["222"]}
    data = run("interchange", file, *ASKED, "--out", fields, "--json").data
    assert data["fields"] == {"person": "One Sample", "accounts": ["111", "222"]}
    assert [each["value"] for each in data["not taken"]] == ["Two\x1b[31m Sample"]


WRONG: list[list[Any]] = [
    ["--kind", "exchange"], ["--kind", "none", "--verb", "ask", "--out", "f"],
    ["--kind", "exchange", "--verb", "none", "--out", "f"], [*ASKED, "--out", "f", "--about", "99"],
    [*ASKED, "--out", "f", "--take", "-1"], [*ASKED, "--out", "f", "--about", "1"],
]  # fmt: skip


@pytest.mark.parametrize("words", WRONG)
def test_what_cannot_be_done_is_a_sentence(words: list[str], tmp_path: Path, run: Run) -> None:
    file = tmp_path / "theirs.csv"
    file.write_bytes(KNOWN["csv"].write(SAMPLE))
    said = run("interchange", file, *words)
    assert said.code == exits.USAGE, said
    assert said.err.startswith("lintas: ")
    file.write_bytes(b"\0")
    assert run("interchange", file).code == exits.FILE_TROUBLE


def test_a_kind_whose_fields_name_nothing_of_it_leaves_in_no_form(opened: str, tmp_path: Path, run: Run) -> None:
    from lintas.cli.sentences import explain
    from lintas.compose.interchange import NotOffered

    told = explain(NotOffered("stix", ("ftm",)))
    assert (told.code, "It can leave as: ftm" in told.sentence) == (exits.USAGE, True)
