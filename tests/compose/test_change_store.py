"""Changing a node's store, and backing a node on PostgreSQL up: the same acts, the same log, no way back by mistake."""

from __future__ import annotations

import secrets
import shutil
from pathlib import Path

import pytest

from lintas.compose import folder as folders
from lintas.compose import settings as settings_file
from lintas.compose.archive import BadBackup
from lintas.compose.backup import back_up
from lintas.compose.change_store import OLD, CannotChangeStore, change_store
from lintas.compose.restore import restore
from lintas.node.check_store import check_store
from lintas.node.indexing import catch_up
from lintas.store.carry import StoreNotEmpty
from lintas.store.errors import OtherOwner
from lintas.store.sqlite import SqliteStore
from tests.compose.test_backup import _open, made, serving, silent
from tests.store.contract.samples import receipt
from tests.support.postgres import Server

pytestmark = pytest.mark.processes

__all__ = ["made"]


@pytest.fixture
def node(made: Path, tmp_path: Path) -> Path:
    """The folder of a node of its own, with one dossier."""
    shutil.copytree(made.parent, tmp_path / "nodes")
    return tmp_path / "nodes" / made.name


@pytest.fixture
def address(postgres_server: Server) -> str:
    return postgres_server.make_database(f"store-{secrets.token_hex(6)}")


def quiet(acts: int) -> None:
    """Nobody is told."""


def root(folder: Path) -> tuple[int, bytes]:
    with serving(folder) as node:
        assert not check_store(node).findings
        return node.frontier.size, node.frontier.root()


def test_there_and_back_again(node: Path, address: str) -> None:
    before = root(node)
    settings = (node / settings_file.FILE).read_text()
    with serving(node) as running:
        assert running.search
        catch_up(running, running.search)
    there = change_store(node, address, quiet)
    assert (there.acts, there.old) == (before[0], str(node / OLD))
    assert root(node) == before
    assert not (node / folders.STORE).exists()
    assert not (node / folders.SEARCH).exists(), "no recall would reach it"
    with serving(node) as running:
        _open(running)
    later = root(node)
    assert later[0] > before[0]
    back = change_store(node, "", quiet)
    assert (back.acts, back.store) == (later[0], str(node / folders.STORE))
    assert root(node) == later
    assert (node / settings_file.FILE).read_text() == settings
    settings_file.change(node, "store", address)
    with pytest.raises(OtherOwner), serving(node):
        pass


def test_what_cannot_be_done_changes_nothing(node: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = root(node)
    with pytest.raises(CannotChangeStore):
        change_store(node, "", quiet)
    change_store(node, address, quiet)
    SqliteStore(node / folders.STORE).close()
    with SqliteStore(node / folders.STORE).batch() as batch:
        batch.set_frontier(bytes(8))
        batch.add_evidence(receipt(1))
    with pytest.raises(StoreNotEmpty):
        change_store(node, "", quiet)
    assert settings_file.read(node).store == address
    assert root(node) == before
    monkeypatch.setenv("LINTAS_STORE", address)
    with pytest.raises(CannotChangeStore):
        change_store(node, "", quiet)


def test_a_node_on_postgresql_is_backed_up_while_it_serves_and_comes_back_on_sqlite(
    node: Path, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_store(node, address, quiet)
    content, vault = tmp_path / "content.zip", tmp_path / "vault"
    with serving(node) as running:
        saved = back_up(node, content, vault, None, silent)
        assert saved.about.log_root == running.frontier.root().hex()
        _open(running)
    monkeypatch.setenv("LINTAS_STORE", address)
    with pytest.raises(BadBackup, match="LINTAS_STORE"):
        restore(tmp_path / "no", content, vault, None, silent)
    monkeypatch.delenv("LINTAS_STORE")
    done = restore(tmp_path / "new", content, vault, None, silent)
    assert (done.store, settings_file.read(tmp_path / "new").store) == (address, "")
    assert root(tmp_path / "new")[0] == saved.about.acts
    assert root(node)[0] > saved.about.acts, "the database is as it was"


def test_a_setting_is_changed_and_the_rest_of_the_file_stays(node: Path) -> None:
    file = node / settings_file.FILE
    file.write_text(file.read_text().replace("[ended]", "[ended] # a note") + "# the end\n")
    before = file.read_text()
    settings_file.change(node, "idle_ms", 7)
    assert file.read_text() == before.replace("idle_ms = 2000", "idle_ms = 7")
    file.write_text(before.replace("idle_ms = 2000\n", ""))
    settings_file.change(node, "idle_ms", 9)
    assert settings_file.read(node).idle_ms == 9
    assert file.read_text().endswith("# the end\n")
