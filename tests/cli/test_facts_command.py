"""`lintas facts`: look something up, take a row into an act, look for mistakes, as people type it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from lintas.cli import exits
from tests.cli.conftest import Run

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "enter-a-public-fact.md"


def written(folder: Path) -> Path:
    """The file of the how-to page, as it stands there."""
    found = re.search(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    folder.mkdir()
    (folder / "ours.toml").write_text(re.sub(r"^   ", "", found[1], flags=re.MULTILINE), encoding="utf-8")
    return folder


def test_who_leads_which_area_with_how_sure_it_is(run: Run) -> None:
    said = run("facts", "list", "--sort", "lead", "--on", "2026-11-29")
    assert said.code == exits.DONE
    lines = said.out.splitlines()
    assert any("LEAD-CYBERCRIME" in each and "read in the source" in each for each in lines)
    assert any("LEAD-DRUGS" in each and "RECALLED, NOT VERIFIED" in each for each in lines)
    assert "SOURCES DIFFER" in said.out


def test_a_thing_with_its_sources_and_what_names_it(run: Run) -> None:
    said = run("facts", "show", "ammtc-19")
    assert said.code == exits.DONE
    assert "Melaka" in said.out
    assert "https://thesun.my/" in said.out
    assert "What was adopted: DECL-MELAKA" in said.out
    data = run("facts", "show", "DRUGS", "--json").data
    assert data["rows"][0]["verified"] is True
    assert {each["id"]: each["rows"][0]["sure"] for each in data["named by"]}["GAP-LEAD-DRUGS"] == "NOT FOUND"


def test_what_is_not_known_is_told_with_what_to_do(run: Run, tmp_path: Path) -> None:
    said = run("facts", "show", "AMMTC-99")
    assert said.code == exits.NO_SUCH_THING
    assert "lintas facts list" in said.err
    said = run("facts", "list", "--on", "tomorrow")
    assert said.code == exits.USAGE
    assert "2026-01-31" in said.err
    take = ("--kind", "bodies", "--verb", "record a term", "--out", tmp_path / "fields.json")
    said = run("facts", "take", "WILDLIFE", *take)
    assert said.code == exits.USAGE
    assert "enter a crime area" in said.err
    assert run("facts", "take", "AMMTC-CHAIR-2025", "--row", "2", *take).code == exits.NO_SUCH_THING
    assert run("facts", "list", "--register", tmp_path / "nowhere").code == exits.FILE_TROUBLE


def test_a_row_becomes_the_fields_of_an_act(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "fields.json"
    said = run("facts", "take", "WILDLIFE", "--kind", "bodies", "--verb", "enter a crime area", "--out", out)
    assert said.code == exits.DONE
    assert "from_day: 2015: no more is known than that; enter the day" in said.out
    assert json.loads(out.read_text())["area"] == "trafficking of wildlife and timber"


def test_the_file_of_the_page_comes_over_ours(run: Run, tmp_path: Path) -> None:
    folder = written(tmp_path / "facts")
    assert run("facts", "validate", folder).code == exits.DONE
    said = run("facts", "show", "LEAD-DRUGS", "--register", folder)
    assert said.code == exits.DONE, said
    assert "SOURCES DIFFER" in said.out
    assert run("facts", "show", "LEAD-DRUGS", "--node", tmp_path).out == said.out
    # What one file names may stand in another.
    sources, _, rows = (folder / "ours.toml").read_text(encoding="utf-8").partition("\n[[lead]]")
    (folder / "ours.toml").write_text(f"recorded = 2026-12-01\n[[lead]]{rows}", encoding="utf-8")
    (folder / "sources-of-ours.toml").write_text(sources, encoding="utf-8")
    assert run("facts", "show", "LEAD-DRUGS", "--node", tmp_path).out == said.out
    (folder / "ours.toml").write_text("[[lead]]\n", encoding="utf-8")
    wrong = run("facts", "validate", folder)
    assert wrong.code == exits.NOT_VERIFIED
    assert "ours.toml: lead 1: lacks 'state'" in wrong.out
    assert run("facts", "list", "--register", folder).code == exits.FILE_TROUBLE
    left = run("facts", "list", "--node", tmp_path)
    assert left.code == exits.DONE
    assert "left out: facts/ours.toml is left out" in left.out


@pytest.mark.slow
def test_a_dossier_is_shown_with_what_is_publicly_known_of_what_it_is_about(
    run: Run, nodes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINTAS_NODE", str(nodes / "aa"))
    monkeypatch.setenv("LINTAS_OFFICER", "one")
    notice = [f"--field={each}" for each in ("place=Melaka", "opens=2025-09-10", "agenda=1. Texts")]
    made = run("open", "meeting", "--to", "member=bb", "--for", "bb", "--field", "body=AMMTC", *notice, "--json").data
    page = " ".join(run("show", made["dossier"]).out.split())
    assert "publicly known of it (found by name; nobody in this dossier signed any of it)" in page
    assert "Meetings: AMMTC-19 SOURCES DIFFER" in page
    assert "[read in the source] source: " in page
    facts = {each["id"]: each for each in run("show", made["dossier"], "--json").data["facts"]}
    assert facts.keys() == {"AMMTC", "AMMTC-19"}
    assert {row["source"][0] for row in facts["AMMTC"]["rows"]} <= facts["AMMTC"]["sources"].keys()
    other = run("open", "meeting", "--to", "member=bb", "--for", "bb", "--field", "body=ours", *notice, "--json").data
    assert "publicly known" not in run("show", other["dossier"]).out
