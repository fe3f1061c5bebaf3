"""Two nodes without a line, and files on a stick between them."""

from __future__ import annotations

from pathlib import Path

from lintas.cli import exits
from tests.cli.conftest import Run


def test_there_and_back(opened: str, nodes: Path, tmp_path: Path, run: Run) -> None:
    there, back = tmp_path / "to-bb.bag", tmp_path / "to-bb.bag.reply"
    said = run("node", "bundle", "bb", there, "--node", nodes / "aa")
    assert said.code == exits.DONE
    assert "only bb can open" in said.out
    said = run("node", "take", there, "--node", nodes / "bb")
    assert said.code == exits.DONE
    assert "of aa" in said.out
    assert "only aa can open" in said.out
    assert run("node", "take", back, "--node", nodes / "aa", "--json").data["path"] == ""
    shown = run("show", opened, "--node", nodes / "aa", "--as", "one", "--json").data
    assert {act["marks"]["bb"] for act in shown["acts"] if act["marks"]} == {"stored"}
    shown = run("show", opened, "--node", nodes / "bb", "--as", "one", "--json").data
    assert shown["acts"][0]["says"]
    nothing = run("node", "bundle", "bb", tmp_path / "none.bag", "--node", nodes / "aa")
    assert "owed nothing" in nothing.out
    assert not (tmp_path / "none.bag").exists()


def test_a_file_that_is_not_for_us_or_none_is_a_sentence(opened: str, nodes: Path, tmp_path: Path, run: Run) -> None:
    file = tmp_path / "to-bb.bag"
    assert run("node", "bundle", "bb", file, "--node", nodes / "aa").code == exits.DONE
    for path, code in ((file, exits.FILE_TROUBLE), (tmp_path / "absent", exits.FILE_TROUBLE)):
        said = run("node", "take", path, "--node", nodes / "aa")
        assert said.code == code, said
        assert said.err.startswith("lintas: ")
    (tmp_path / "noise").write_bytes(b"noise")
    assert run("node", "take", tmp_path / "noise", "--node", nodes / "aa").code == exits.FILE_TROUBLE
    assert run("node", "bundle", "nobody", file, "--node", nodes / "aa").code == exits.NO_SUCH_THING
