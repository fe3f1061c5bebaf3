"""A row from a lawyer's editor into the law register, checked by two, and read by `lintas law` of a node."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path

import pytest

from lintas.cli import exits
from tests.cli.conftest import Run
from tests.cli.test_law_commands import TREATY

ASK = ("law", "assess", "--type", "extradition", "--requesting", "BN", "--requested", "SG", "--date", "2026-12-01",
    "--category", "fraud", "--penalties", "5,5", "--json")  # fmt: skip


@pytest.mark.slow
def test_a_row_is_entered_checked_put_in_force_and_read(nodes: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "law/instruments").mkdir(parents=True)
    (tmp_path / "law/instruments/EXT_BN_SG.toml").write_text(TREATY)
    fields = tmp_path / "row.json"
    assert run("law", "row", tmp_path / "law", "instruments/EXT_BN_SG.toml", fields).code == exits.DONE
    assert json.loads(fields.read_text())["file"] == "instruments/EXT_BN_SG.toml"

    def say(code: str, *words: object) -> dict[str, str]:
        said = run(*words, "--node", nodes / code, "--as", "one", "--approve", "two", "--json")
        assert said.code == exits.DONE, said.err
        for number, (here, there) in enumerate(permutations(("aa", "bb"))):
            bag = tmp_path / f"{number}.bag"
            assert run("node", "bundle", there, bag, "--node", nodes / here).code == exits.DONE
            if bag.exists():
                assert run("node", "take", bag, "--node", nodes / there).code == exits.DONE
        found: dict[str, str] = said.data
        return found

    register = say("aa", "open", "law_register", "--to", "state=bb", "--field", "text=ours")["dossier"]
    item = say("aa", "act", register, "enter", "--fields", fields, "--to", "checker=aa,bb")["opened"]
    for code in ("aa", "bb"):
        say(code, "act", register, "check", "--item", item, "--field", "reasons=read in the gazette")
    say("aa", "act", register, "put in force", "--item", item)
    assert run(*ASK, "--node", nodes / "aa").data["primary"] != "EXT_BN_SG"
    settings = nodes / "aa/settings.toml"
    settings.write_text(settings.read_text().replace('law_register = ""', f'law_register = "{register}"'))
    assert run(*ASK, "--node", nodes / "aa").data["primary"] == "EXT_BN_SG"
    shown = run("law", "show", "EXT_BN_SG", "--node", nodes / "aa", "--json").data
    assert shown["from"].startswith("adopted on ")
    assert ": entered by aa (act " in shown["from"]
    assert shown["from"].endswith("checked by aa, bb")
    assert (
        "this file: comes with lintas: nobody has signed it" in run("law", "show", "UNTOC", "--node", nodes / "aa").out
    )
    assert "instruments/EXT_BN_SG.toml: adopted on " in run("law", "show", "--node", nodes / "aa").out


def test_a_file_with_mistakes_becomes_no_row(tmp_path: Path, run: Run) -> None:
    (tmp_path / "instruments").mkdir()
    (tmp_path / "instruments/EXT_BN_SG.toml").write_text(TREATY.replace("VN-KR", "HEARSAY"))
    said = run("law", "row", tmp_path, "instruments/EXT_BN_SG.toml", tmp_path / "row.json")
    assert said.code == exits.NOT_VERIFIED
    assert "HEARSAY" in said.err
    assert run("law", "row", tmp_path, "laws/XX.toml", tmp_path / "row.json").code == exits.NO_SUCH_THING
