"""Backup, restore and rebuild on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from lintas.cli import exits
from lintas.cli.node_commands import _recovery_lines
from tests.cli.conftest import Run

pytestmark = pytest.mark.slow


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    """Where the content, the vault and the passphrase go."""
    (tmp_path / "passphrase").write_text("an invented passphrase\nand a line that is not read\n")
    return tmp_path / "content.zip", tmp_path / "vault", tmp_path / "passphrase"


def test_a_node_is_backed_up_and_comes_back(
    nodes: Path, opened: str, run: Run, files: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    content, vault, passphrase = files
    said = run("node", "backup", nodes / "aa", content, "--vault", vault, "--passphrase", passphrase)
    assert said.code == exits.DONE, said.err
    assert "sealed under the passphrase" in said.out
    sealed = run("node", "restore", tmp_path / "new", content, "--vault", vault)
    assert sealed.code == exits.FILE_TROUBLE
    assert "passphrase" in sealed.err
    said = run("node", "restore", tmp_path / "new", content, "--vault", vault, "--passphrase", passphrase)
    assert said.code == exits.DONE, said.err
    assert "never runs again" in said.out
    listed = run("list", "--node", tmp_path / "new", "--as", "one", "--json")
    assert [each["id"] for each in listed.data] == [opened]
    status = run("node", "status", tmp_path / "new")
    assert "restored    at 1 acts; 0 lost acts came back" in status.out
    assert run("node", "verify", tmp_path / "new").code == exits.DONE


def test_an_open_copy_of_the_keys_says_so(nodes: Path, run: Run, files: tuple[Path, Path, Path]) -> None:
    content, vault, _ = files
    assert "NOT sealed" in run("node", "backup", nodes / "aa", content, "--vault", vault).out
    assert vault.stat().st_mode & 0o077 == 0


def test_what_cannot_be_backed_up_or_restored_is_a_sentence(
    nodes: Path, run: Run, files: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    content, vault, passphrase = files
    assert run("node", "backup", nodes / "aa", content).code == exits.USAGE
    assert run("node", "backup", nodes / "aa", content, "--vault", content).code == exits.USAGE
    assert (
        run("node", "backup", nodes / "aa", content, "--without-vault", "--passphrase", passphrase).code == exits.USAGE
    )
    assert run("node", "backup", nodes / "none", content, "--without-vault").code == exits.NOT_SET_UP
    assert run("node", "restore", tmp_path / "new", content, "--vault", vault).code == exits.FILE_TROUBLE
    saved = run("node", "backup", nodes / "aa", content, "--without-vault", "--json")
    assert saved.data["vault"] == ""
    again = run("node", "backup", nodes / "aa", content, "--without-vault")
    assert again.code == exits.FILE_TROUBLE
    assert "never overwritten" in " ".join(again.err.split())
    assert run("node", "restore", nodes / "bb", content, "--vault", content).code == exits.NOT_SET_UP
    passphrase.write_text("\n")
    said = run("node", "backup", nodes / "aa", tmp_path / "other", "--vault", vault, "--passphrase", passphrase)
    assert said.code == exits.USAGE


def test_a_node_is_rebuilt(nodes: Path, opened: str, run: Run) -> None:
    looked = run("node", "rebuild", nodes / "aa", "--look", "--json")
    assert looked.code == exits.DONE, looked.err
    assert looked.data == {"acts": 1, "differences": [], "replaced": False}
    assert "made anew" in run("node", "rebuild", nodes / "aa").out
    assert run("node", "verify", nodes / "aa").code == exits.DONE


def test_the_doctor_has_an_exit_code_and_speaks_to_programs(
    nodes: Path, opened: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = run("doctor", nodes / "aa", "--json")
    assert said.code == exits.NOT_VERIFIED
    assert not said.data["well"]
    assert {"not-serving"} <= {each["code"] for each in said.data["findings"]}
    assert all({"code", "weight", "what", "do"} == set(each) for each in said.data["findings"])
    (nodes / "aa" / "vault.db").chmod(0o644)
    monkeypatch.setenv("LINTAS_NODE", str(nodes / "aa"))
    page = run("doctor")
    assert page.out.startswith("something needs somebody")
    assert "chmod go=" in page.out
    assert run("node", "doctor", nodes / "aa").out == page.out
    assert run("doctor", nodes / "none").code == exits.NOT_SET_UP


def test_an_act_that_was_signed_too_early_after_a_restore_is_named_with_what_to_do() -> None:
    void = {"act": "b" * 52, "dossier": "d" * 26, "verb": "list", "time_ms": 2}
    found = {"acts_at_backup": 1, "returned": [], "lost": [], "made": 1, "to_be_redone": [void], "uncompared": []}
    assert "    NO EFFECT  act bbbbbbbb (list): signed with a key that was disowned; do it again" in _recovery_lines(
        found
    )
