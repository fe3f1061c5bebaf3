"""What follows from the acts is made anew, and what was other than it follows is named."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from lintas.compose import folder as folders
from lintas.compose.rebuild import OLD, CannotRebuild, rebuild
from lintas.compose.settings import Settings
from lintas.dossier.authority import write_genesis
from lintas.node.author import open_dossier
from lintas.node.check_store import check_store
from lintas.node.desk import appoint, sign_in
from lintas.node.order import Order
from lintas.node.ports import Evidence, Inbound, Outbound, StoreLocked
from lintas.store.folder import lock

PEER = bytes(range(16))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A node with an act, a checkpoint's neighbours, and cursors."""
    entries = [
        folders.make(tmp_path / code, Settings(code, f"Exercise {code}", "XX", "police", "http://127.0.0.1:9"))
        for code in ("aa", "bb")
    ]
    folders.adopt(tmp_path / "aa", write_genesis(entries, exercise=True))
    node, _ = folders.build(tmp_path / "aa")
    appointed = appoint(node, "one", ("author",))
    officer = sign_in(node, "one", appointed.token, "author")
    (peer,) = (a for a in node.federation.authorities if a != node.id)
    fields = {"purpose": "an exercise", "basis": "an exercise"}
    open_dossier(node, "exchange", Order("open", fields, (peer,), (officer,), to={"member": (peer,)}))
    node.pending.inbound[peer] = Inbound(b"e" * 16, 3, b"a" * 32)
    node.pending.outbound[peer] = Outbound(b"e" * 16, 1)
    node.pending.evidence.append(Evidence("receipt", peer, b"e" * 16, 1, 5, b"signed"))
    node.pending.witnessed["lintas/bb/era"] = b"a note"
    node.commit()
    node.store.close()  # type: ignore[attr-defined]
    node.vault.close()  # type: ignore[attr-defined]
    node.search.close()  # type: ignore[union-attr]
    return tmp_path / "aa"


def everything(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as database:
        return list(database.iterdump())


def harm(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / folders.STORE)) as database:
        database.execute(statement)
        database.commit()


def test_a_sound_node_is_the_same_after_it(folder: Path) -> None:
    before = everything(folder / folders.STORE)
    done = rebuild(folder, look=False)
    assert (done.acts, done.differences, done.replaced) == (1, (), True)
    assert everything(folder / folders.STORE) == before
    assert everything(folder / OLD) == before
    assert rebuild(folder, look=False).differences == ()


HARMS: dict[str, tuple[str, Callable[[str], bool]]] = {
    "frontier": (
        "UPDATE meta SET value = zeroblob(40) WHERE name = 'frontier'",
        lambda said: "frontier" in said,
    ),
    "no frontier": ("DELETE FROM meta WHERE name = 'frontier'", lambda said: "frontier" in said),
    "cursor": ("UPDATE outbound SET upto = 99", lambda said: "confirmed 99" in said),
}


@pytest.mark.parametrize("harmed", HARMS)
def test_what_was_other_than_it_follows_is_named_and_mended(folder: Path, harmed: str) -> None:
    statement, is_named = HARMS[harmed]
    harm(folder, statement)
    looked = rebuild(folder, look=True)
    assert [is_named(said) for said in looked.differences] == [True]
    assert not looked.replaced
    assert not (folder / OLD).exists()
    assert rebuild(folder, look=False).differences == looked.differences
    assert rebuild(folder, look=True).differences == ()
    node, _ = folders.build(folder)
    assert not [each for each in check_store(node).findings if each.code != "evidence-forged"]


@pytest.mark.parametrize(
    "statement",
    ["UPDATE acts SET body = zeroblob(512)", "UPDATE acts SET signed = zeroblob(9)", "UPDATE acts SET position = 4"],
)
def test_what_nothing_follows_from_is_not_made_up(folder: Path, statement: str) -> None:
    harm(folder, statement)
    before = everything(folder / folders.STORE)
    with pytest.raises(CannotRebuild):
        rebuild(folder, look=False)
    assert everything(folder / folders.STORE) == before
    assert not list(folder.glob("*.new*"))


def test_a_node_that_serves_is_left_alone(folder: Path) -> None:
    with lock(folder), pytest.raises(StoreLocked):
        rebuild(folder, look=False)
