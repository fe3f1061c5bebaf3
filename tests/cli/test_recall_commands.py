"""Recall and retention at the command line, over two nodes and files on a stick."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest

from lintas.cli import exits
from lintas.compose import folder as folders
from lintas.node.recalls import Copy, put_copy
from lintas.store.vault import SqliteVault
from tests.cli.conftest import Run

WHY = "the person was acquitted on appeal"


def carried(nodes: Path, tmp_path: Path, run: Run, times: int = 3) -> None:
    """What both are owed goes there and back."""
    for number in range(times):
        for one, other in (("aa", "bb"), ("bb", "aa")):
            file = tmp_path / f"{one}-{number}.bag"
            assert run("node", "bundle", other, file, "--node", nodes / one).code == exits.DONE
            if file.exists():
                assert run("node", "take", file, "--node", nodes / other).code == exits.DONE


def acts_of(run: Run, dossier: str, folder: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = run("show", dossier, "--node", folder, "--as", "one", "--json").data["acts"]
    return found


@pytest.mark.slow
def test_an_officer_takes_back_what_was_said(opened: str, nodes: Path, tmp_path: Path, run: Run) -> None:
    carried(nodes, tmp_path, run)
    (act,) = (each["id"] for each in acts_of(run, opened, nodes / "bb") if each["says"])
    said = run("recall", opened, act, "--because", WHY, "--approve", "two")
    assert said.code == exits.DONE, said
    assert "why is read by aa, bb" in said.out
    shown = run("show", opened).out
    assert "RECALLED" in shown
    assert "erased at aa" in shown
    assert "not yet at bb for 0 days" in shown
    assert "1 recalls not answered by all" in run("list").out
    assert "1 not yet answered by all" in run("node", "status", nodes / "aa").out
    listed = run("node", "recalls", nodes / "aa").out
    assert "must still answer: 1" in listed
    assert "not yet at bb" in listed
    carried(nodes, tmp_path, run)
    for folder in (nodes / "aa", nodes / "bb"):
        (seen,) = (each for each in acts_of(run, opened, folder) if each["id"] == act)
        assert (seen["says"], sorted(seen["erased"])) == (None, ["aa", "bb"])  # type: ignore[call-overload]
        assert "must still answer: 0" in run("node", "recalls", folder).out
    at_bb = run("show", opened, "--node", nodes / "bb").out
    assert "erased: nothing of what it said is on this node" in at_bb
    assert WHY in at_bb
    assert run("node", "verify", nodes / "bb").code == exits.DONE
    assert run("export", opened, tmp_path / "case.zip").code == exits.DONE
    verified = run("verify", tmp_path / "case.zip")
    assert verified.code == exits.DONE
    assert "recalled what the act said" in verified.out


@pytest.mark.slow
def test_what_cannot_be_recalled_is_a_sentence(opened: str, nodes: Path, tmp_path: Path, run: Run) -> None:
    carried(nodes, tmp_path, run)
    (act,) = (each["id"] for each in acts_of(run, opened, nodes / "aa") if each["says"])
    for words, code in (
        (("recall", opened, act, "--because", " "), exits.NOT_SEALED),
        (("recall", opened, act, "--because", WHY, "--node", nodes / "bb", "--as", "one"), exits.NOT_SEALED),
        (("recall", opened, "zzzz", "--because", WHY), exits.NO_SUCH_THING),
        (("erase", opened, act), exits.NOT_SEALED),
        (("hold", opened, "--because", WHY), exits.USAGE),
        (("hold", opened, "--because", WHY, "--until", "2020-01-01"), exits.USAGE),
        (("hold", opened, "--because", WHY, "--until", "soon"), exits.USAGE),
        (("hold", opened, "--lift"), exits.NO_SUCH_THING),
        (("node", "copies", nodes / "aa", "--destroyed", "/nowhere"), exits.NO_SUCH_THING),
    ):
        said = run(*words)
        assert said.code == code, (words, said)
        assert said.err.startswith("lintas: ")
        assert "refused:" not in said.err


@pytest.mark.slow
def test_a_hold_is_shown_here_and_not_there(opened: str, nodes: Path, tmp_path: Path, run: Run) -> None:
    carried(nodes, tmp_path, run)
    (act,) = (each["id"] for each in acts_of(run, opened, nodes / "bb") if each["says"])
    held = run("hold", opened, "--because", "order 12", "--until", "2099-01-31", "--node", nodes / "bb", "--as", "one")
    assert held.code == exits.DONE
    assert "order 12" in held.out
    assert run("recall", opened, act, "--because", WHY, "--approve", "two").code == exits.DONE
    carried(nodes, tmp_path, run)
    at_bb, at_aa = run("show", opened, "--node", nodes / "bb").out, run("show", opened).out
    assert "held here: by one until 2099-01-31" in at_bb
    assert "order 12" in at_bb
    assert "order 12" not in at_aa
    assert "not yet at bb" in at_aa
    assert "order 12" in run("node", "recalls", nodes / "bb").out
    assert run("hold", opened, "--lift", "--node", nodes / "bb", "--as", "one").code == exits.DONE
    carried(nodes, tmp_path, run)
    assert "not yet at" not in run("show", opened).out


@pytest.mark.slow
def test_a_copy_of_the_vault_holds_erased_back_and_is_named(opened: str, nodes: Path, tmp_path: Path, run: Run) -> None:
    kept = tmp_path / "aa.vault"
    saved = run("node", "backup", nodes / "aa", tmp_path / "one.zip", "--vault", kept)
    assert saved.code == exits.DONE
    (act,) = (each["id"] for each in acts_of(run, opened, nodes / "aa") if each["says"])
    assert run("recall", opened, act, "--because", WHY, "--approve", "two").code == exits.DONE
    assert "a copy of the vault still has its key" in " ".join(run("show", opened).out.split())
    assert "holds the keys of 1 recalled acts" in run("node", "copies", nodes / "aa").out
    saved = run("node", "backup", nodes / "aa", tmp_path / "two.zip", "--vault", kept)
    assert saved.code == exits.DONE
    assert "erased at aa" in run("show", opened).out
    assert "holds the keys" not in run("node", "copies", nodes / "aa").out
    with closing(SqliteVault(nodes / "aa" / folders.VAULT)) as vault:
        put_copy(vault, Copy(str(tmp_path / "other"), 1, 0))
    assert "holds the keys of 1" in run("node", "copies", nodes / "aa").out
    gone = run("node", "copies", nodes / "aa", "--destroyed", tmp_path / "other", "--json")
    assert [each["file"] for each in gone.data] == [str(kept)]


def test_a_period_without_a_source_is_refused(nodes: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    rule = {"days": 3650, "source": "a rule of the exercise", "confidence": "not verified"}
    monkeypatch.setenv("LINTAS_RETENTION", json.dumps({"mla": rule}))
    assert "time is over here: 0" in run("node", "recalls", nodes / "aa").out
    for wrong in (rule | {"source": ""}, rule | {"days": -1}, {"days": 1}):
        monkeypatch.setenv("LINTAS_RETENTION", json.dumps({"mla": wrong}))
        assert run("node", "recalls", nodes / "aa").code == exits.NOT_SET_UP
