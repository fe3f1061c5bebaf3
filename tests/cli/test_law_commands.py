"""`lintas law`: opinions, rows, worked cases, the table, changes and mistakes, as people type them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lintas.cli import exits
from tests.cli.conftest import Run
from tests.shared import shared

ASK = (
    "law", "assess", "--type", "provisional_arrest", "--requesting", "ph", "--requested", "ID", "--date", "2026-08-01",
    "--category", "fraud", "--penalties", "10,8", "--finding", "arrested_on=2026-08-11",
    "--supplied", "PA_DESC,PA_FACTS",
)  # fmt: skip

TREATY = """
id = "EXT_BN_SG"
title = "Extradition Treaty of two states"
kind = "bilateral"
functions = ["extradition"]
recorded = 2026-11-25

[scope]
rule = "any"
text = "any criminal matter"
confidence = "high"
source = ["VN-KR"]

[parties]
BN = {in_force = 2020-01-01}
SG = {in_force = 2020-01-01}
"""


def test_an_opinion_says_what_is_needed_by_when_and_to_whom(run: Run) -> None:
    said = run(*ASK)
    assert said.code == exits.DONE
    text = " ".join(said.out.split())
    assert text.startswith("RETURN FOR COMPLETION")
    assert "EXT_ID_PH" in text
    assert "Still needed: PA_WARRANT" in text
    assert "Full request due: 2026-08-31, in PH; 20 calendar days from 2026-08-11" in text
    assert "2026-08-31 ends in PH at 2026-08-31 16:00 UTC (Asia/Manila)." in text
    assert "A day off in PH: National Heroes Day. The day is not moved." in text
    assert "not legal advice" in text


def test_an_opinion_for_programs(run: Run) -> None:
    said = run(*ASK, "--json")
    assert said.data["primary"] == "EXT_ID_PH"
    assert said.data["missing"] == ["PA_WARRANT", "PA_INTENT"]
    (deadline,) = said.data["deadlines"]
    assert (deadline["what"], deadline["date"]) == ("full_request_due", "2026-08-31")


def test_where_no_holidays_are_known_it_says_so(run: Run) -> None:
    words = ["2019" + word[4:] if word.startswith("2026-") else word for word in ASK]
    words[words.index("arrested_on=2026-08-11")] = "arrested_on=2019-08-11"
    assert "No holidays of PH are known for 2019." in run(*words).out


def test_a_question_that_cannot_be_answered_says_what_is_missing(run: Run) -> None:
    said = run("law", "assess", "--type", "mla", "--requesting", "XX")
    assert said.code == exits.USAGE
    text = " ".join(said.out.split())
    assert "'XX' is no state of the register" in text
    assert "date: is missing" in text


def test_a_question_comes_from_a_file_and_options_on_top(run: Run, tmp_path: Path) -> None:
    query = {
        "type": "mla", "requesting": "VN", "requested": "MY", "date": "2024-01-01",
        "offence": {"categories": ["fraud"]}, "facts": {"dual_criminality": True},
    }  # fmt: skip
    file = tmp_path / "question.json"
    file.write_text(json.dumps(query))
    assert run("law", "assess", file, "--json").data["primary"] == "ASEAN_MLAT"
    changed = run(
        "law", "assess", file, "--json", "--requested", "KH", "--penalties", ",3", "--need", "locate_or_trace",
        "--finding", "military_only=true", "--transnational", "--organized-group", "--electronic-evidence",
    )  # fmt: skip
    assert changed.data["primary"] == "MLA_VN_KH"
    assert changed.data["grounds"]["mandatory"] == ["MILITARY"]


def test_a_case_of_a_file_is_named(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "cases.toml"
    file.write_text(
        '[[cases]]\nid = "A1"\n[cases.query]\ntype = "mla"\nrequesting = "VN"\nrequested = "MY"\ndate = 2024-01-01\n'
    )
    assert run("law", "assess", file, "--case", "A1", "--json").data["primary"] == "ASEAN_MLAT"
    assert run("law", "assess", file, "--case", "A2").code == exits.NO_SUCH_THING
    assert "--case" in run("law", "assess", file).err


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--penalties", "ten"), exits.USAGE, "two numbers of years"),
        (("--register", "nowhere"), exits.FILE_TROUBLE, "There is no folder nowhere"),
        (("nowhere.json",), exits.FILE_TROUBLE, "nowhere.json cannot be read"),
    ],
)
def test_what_is_typed_wrong_is_told(run: Run, words: tuple[str, ...], code: int, told: str) -> None:
    said = run("law", "assess", *words)
    assert (said.code, told in " ".join(said.err.split())) == (code, True)


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.json", "{"), ("a.toml", "a ="), ("a.yaml", "a: [")],
)
def test_a_file_that_cannot_be_read_is_told(run: Run, tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    said = run("law", "check", tmp_path / name)
    assert (said.code, "cannot be read" in " ".join(said.err.split())) == (exits.FILE_TROUBLE, True)


def test_the_published_cases_pass(run: Run) -> None:
    said = run("law", "check", shared("law/cases_public.yaml"))
    assert said.code == exits.DONE
    lines = said.out.splitlines()
    assert lines[-1] == "12 passed, 0 failed"
    assert len(lines) == 13
    assert all(line.startswith("pass  P") for line in lines[:-1])


def test_a_case_that_fails_says_how(run: Run, tmp_path: Path) -> None:
    query = {"type": "mla", "requesting": "VN", "requested": "MY", "date": "2024-01-01"}
    cases = [
        {"id": "A1", "title": "right", "query": query, "expect": {"primary": "ASEAN_MLAT"}},
        {"id": "A2", "title": "wrong", "query": query, "expect": {"primary": "UNTOC"}},
        {"id": "A3", "title": "expects nothing", "query": query},
    ]
    file = tmp_path / "cases.json"
    file.write_text(json.dumps({"cases": cases}))
    said = run("law", "check", file)
    assert said.code == exits.NOT_VERIFIED
    assert said.out.splitlines() == [
        "pass  A1  right",
        "FAIL  A2  wrong: primary: expected UNTOC, found ASEAN_MLAT",
        "FAIL  A3  expects nothing: the case has no query with what it expects",
        "1 passed, 2 failed",
    ]
    assert run("law", "check", file, "--json").data["summary"] == "1 passed, 2 failed"


def test_a_file_without_cases_is_no_success(run: Run, tmp_path: Path) -> None:
    (tmp_path / "cases.json").write_text('{"cases": []}')
    assert run("law", "check", tmp_path / "cases.json").code == exits.USAGE


def test_the_table_of_all_pairs(run: Run) -> None:
    said = run("law", "matrix", "--type", "extradition", "--states", "VN,KH,SG", "--date", "2026-01-01")
    lines = said.out.splitlines()
    assert lines[:4] == ["      VN  KH  SG", "VN     .   B   -", "KH     B   .   -", "SG     d   ?   ."]
    assert "Rows ask, columns are asked." in lines
    data = run("law", "matrix", "--type", "mla", "--states", "VN,KH", "--json").data
    assert [(each["requesting"], each["primary"]) for each in data] == [("VN", "MLA_VN_KH"), ("KH", "MLA_VN_KH")]


@pytest.mark.parametrize("words", [("--states", "VN,XX"), ("--date", "soon"), ("--type", "letter")])
def test_a_table_of_nothing_is_told(run: Run, words: tuple[str, str]) -> None:
    assert run("law", "matrix", "--type", "mla", *words).code == exits.USAGE


def test_what_changed(run: Run, tmp_path: Path) -> None:
    said = run("law", "diff", "--since", "2025-11-01", "--until", "2025-12-01")
    assert len(said.out.splitlines()) == 11
    assert said.out.startswith("2025-11-14  in law: ATE2025: BN: signs [read in the source]")
    assert run("law", "diff", "--since", "2030-01-01").out == "Nothing changed.\n"
    (tmp_path / "instruments").mkdir()
    (tmp_path / "instruments" / "EXT_BN_SG.toml").write_text(TREATY)
    mine = run("law", "diff", "--since", "2026-11-22", "--register", tmp_path)
    assert "recorded: Extradition Treaty of two states" in " ".join(mine.out.split())
    assert "EXT_BN_SG is new" in mine.out
    assert run("law", "diff", "--since", "2026-11-22", "--register", tmp_path, "--json").data["differences"] == [
        "EXT_BN_SG is new"
    ]


def test_rows_are_shown(run: Run) -> None:
    assert "ASEAN_MLAT" in run("law", "show").out
    treaty = " ".join(run("law", "show", "ASEAN_MLAT").out.split())
    for words in (
        "2005-04-28 SG: bound",
        "5 days from oral request (5(2))",
        "BANK_SECRECY, barred (3(5))",
        "MLAT-HEAD:",
    ):
        assert words.replace(": bound", ": ") in treaty, words
    assert "not known to be bound: TL" in treaty
    assert "to whom requests go: not in the register: ask" in run("law", "show", "BN").out
    assert "extradition goes to: Ministry of Public Security" in run("law", "show", "vn").out
    assert "T_NAT, must (CoE 6(1)(a))" in run("law", "show", "tsp").out
    assert run("law", "show", "UNTOC", "--json").data["id"] == "UNTOC"
    assert run("law", "show", "VN", "--json").data["laws"][0]["state"] == "VN"
    assert run("law", "show", "NOTHING").code == exits.NO_SUCH_THING


def test_a_folder_of_files_is_looked_through(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "instruments"
    folder.mkdir()
    file = folder / "EXT_BN_SG.toml"
    file.write_text(TREATY)
    assert run("law", "validate", tmp_path).out == "No mistake in 78 instruments, 14 laws, 22 states.\n"
    file.write_text(TREATY.replace("SG = {in_force", "SX = {in_force").replace('"any"', '"all"'))
    said = run("law", "validate", tmp_path)
    assert said.code == exits.NOT_VERIFIED
    assert (
        "instruments/EXT_BN_SG.toml: parties, SX: has 'SX' as 'state', which is not known; use one of AU, BN"
        in said.out
    )
    assert said.out.splitlines()[-1] == "2 mistakes"
    used = run("law", "assess", "--register", tmp_path)
    assert used.code == exits.FILE_TROUBLE
    assert "The law register cannot be used: instruments/EXT_BN_SG.toml" in " ".join(used.err.split())


def test_a_file_is_copied_to_be_changed_and_never_written_over(run: Run, tmp_path: Path) -> None:
    said = run("law", "copy", "UNTOC", tmp_path)
    file = tmp_path / "instruments" / "UNTOC.toml"
    assert (said.code, str(file) in said.out) == (exits.DONE, True)
    file.write_text(file.read_text().replace("extradition_basis = true", "extradition_basis = false"))
    assert run("law", "copy", "UNTOC", tmp_path).code == exits.FILE_TROUBLE
    assert "extradition_basis = true" not in file.read_text()
    asked = (
        "law", "assess", "--type", "extradition", "--requesting", "VN", "--requested", "RU", "--date", "2026-01-01",
        "--category", "money_laundering", "--transnational", "--organized-group", "--json",
    )  # fmt: skip
    assert run(*asked).data["primary"] == "UNTOC"
    assert run(*asked, "--register", tmp_path).data["primary"] is None
    assert run("law", "copy", "vn", tmp_path, "--json").data["file"].endswith("VN.toml")
    assert run("law", "copy", "states", tmp_path, "--json").data["file"] == str(tmp_path / "states.toml")
    assert run("law", "copy", "NOTHING", tmp_path).code == exits.NO_SUCH_THING


def test_a_folder_without_files_is_no_register(run: Run, tmp_path: Path) -> None:
    assert "has no file *.toml" in " ".join(run("law", "validate", tmp_path).err.split())
