"""Backup, restore, and what becomes of a federation in which a node came back from an old backup."""

from __future__ import annotations

import json
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from lintas.compose import folder as folders
from lintas.compose.archive import BadBackup
from lintas.compose.backed_up import last_backup
from lintas.compose.backup import back_up
from lintas.compose.restore import NeedsPassphrase, mark_of, restore
from lintas.compose.settings import Settings
from lintas.crypto.errors import BadKey
from lintas.dossier.authority import write_genesis
from lintas.node.check_store import check_store
from lintas.node.desk import appoint, sign_in
from lintas.node.state import Node
from lintas.store.vault import SqliteVault

pytestmark = pytest.mark.slow

PASSPHRASE = b"a long passphrase that nobody has"
TERMS = {"purpose": "an exercise", "basis": "an exercise"}
SECRET = "the words that no backup may show"


def silent(text: str) -> None:
    """Nobody is told."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A node's folder with one dossier, made once."""
    folder = tmp_path_factory.mktemp("made") / "aa"
    entries = []
    for code in ("aa", "bb"):
        settings = Settings(code, f"Exercise {code}", code.upper(), "police", "http://127.0.0.1:9")
        entries.append(folders.make(folder.with_name(code), settings))
    folders.adopt(folder, write_genesis(entries, exercise=True))
    with serving(folder) as node:
        _open(node)
    (folder / "officers").mkdir()
    (folder / "officers" / "one.token").write_text("a token\n")
    return folder


class serving:  # noqa: N801 - reads as what it is in a with statement
    """The node of a folder, closed at the end."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> Node:
        self.node, _ = folders.build(self.folder)
        return self.node

    def __exit__(self, *_: object) -> None:
        self.node.store.close()  # type: ignore[attr-defined]
        self.node.vault.close()  # type: ignore[attr-defined]
        self.node.search.close()  # type: ignore[union-attr]


def _open(node: Node) -> bytes:
    from lintas.node.author import open_dossier
    from lintas.node.order import Order

    appointed = appoint(node, f"officer {len(node.vault.secrets('officer/'))}", ("author",))
    officer = sign_in(node, appointed.name, appointed.token, "author")
    (other,) = (a.id for a in node.federation.authorities.values() if a.id != node.id)
    order = Order("open", {**TERMS, "purpose": SECRET}, (other,), (officer,), to={"member": (other,)})
    done = open_dossier(node, "exchange", order)
    node.commit()
    return done.dossier


@pytest.fixture
def node_folder(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "aa")
    return tmp_path / "aa"


Files = Callable[..., tuple[Path, Path]]


@pytest.fixture
def backed_up(node_folder: Path, tmp_path: Path) -> Files:
    def save(passphrase: bytes | None = None, number: int = 1) -> tuple[Path, Path]:
        content, vault = tmp_path / f"content-{number}.zip", tmp_path / "vault"
        back_up(node_folder, content, vault, passphrase, silent)
        return content, vault

    return save


def test_a_backup_is_restored_and_is_the_node_that_it_was(node_folder: Path, backed_up: Files, tmp_path: Path) -> None:
    content, vault = backed_up(PASSPHRASE)
    new = tmp_path / "new"
    done = restore(new, content, vault, PASSPHRASE, silent)
    assert done.doubts == ()
    assert (new / "officers" / "one.token").read_text() == "a token\n"
    assert {p.stat().st_mode & 0o077 for p in (new, *new.rglob("*"))} == {0}
    with serving(node_folder) as was, serving(new) as now:
        assert [row.id for row in now.store.since(0, 99)] == [row.id for row in was.store.since(0, 99)]
        assert now.id == was.id
        assert now.frontier == was.frontier
        assert not check_store(now).findings
        assert now.log_era
        assert not was.log_era


def test_what_the_console_alone_knows_comes_back_with_the_vault_and_is_in_no_content(
    node_folder: Path, backed_up: Files, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(node_folder / folders.CONSOLE)) as console:
        console.execute("PRAGMA journal_mode=WAL")
        console.execute("CREATE TABLE notes (text)")
        console.execute("INSERT INTO notes VALUES (?)", (SECRET,))
        console.commit()
        # A console that serves has its newest words in the log beside the file.
        content, vault = backed_up(PASSPHRASE)
    assert SECRET.encode() not in content.read_bytes() + vault.read_bytes()
    restore(tmp_path / "new", content, vault, PASSPHRASE, silent)
    with closing(sqlite3.connect(tmp_path / "new" / folders.CONSOLE)) as restored:
        assert restored.execute("SELECT text FROM notes").fetchall() == [(SECRET,)]


def test_a_node_remembers_its_last_backup(node_folder: Path, backed_up: Files, tmp_path: Path) -> None:
    assert last_backup(node_folder) is None
    content, _vault = backed_up()
    back_up(node_folder, tmp_path / "newer.zip", None, None, silent)
    last = last_backup(node_folder)
    assert last is not None
    assert (last.acts, last.with_vault) == (1, False)
    assert last.content_bytes == (tmp_path / "newer.zip").stat().st_size > 0
    assert content.exists()
    (node_folder / "last-backup.json").write_text("[")
    assert last_backup(node_folder) is None


def test_the_content_has_no_key_and_no_word_of_a_body_and_a_sealed_vault_nothing_at_all(
    node_folder: Path, backed_up: Files
) -> None:
    content, vault = backed_up(PASSPHRASE)
    with closing(SqliteVault(node_folder / folders.VAULT)) as opened:
        secrets = [opened.secret(name) or b"" for name in opened.secrets("")]
        dossiers = sqlite3.connect(node_folder / folders.VAULT).execute("SELECT DISTINCT dossier FROM epochs")
        keys = [epoch.key for (dossier,) in dossiers for epoch in opened.epochs(dossier)]
    assert len(secrets) >= 4
    assert keys
    for secret in (*secrets, *(key or b"" for key in keys), SECRET.encode()):
        assert secret not in content.read_bytes()
        assert secret not in vault.read_bytes()


def test_a_backup_is_made_while_the_node_writes(node_folder: Path, backed_up: Files, tmp_path: Path) -> None:
    with serving(node_folder) as node:
        _open(node)
        content, vault = backed_up()
        _open(node)
        with serving_restored(tmp_path, content, vault) as now:
            assert now.store.size() == 2
        assert node.store.size() == 3


class serving_restored(serving):  # noqa: N801
    def __init__(self, root: Path, content: Path, vault: Path) -> None:
        restore(root / "restored", content, vault, None, silent)
        super().__init__(root / "restored")


def test_content_is_never_overwritten_and_the_vault_always(backed_up: Files) -> None:
    _, vault = backed_up()
    first = vault.read_bytes()
    with pytest.raises(BadBackup):
        backed_up()
    backed_up(number=2)
    assert vault.read_bytes() != first
    assert vault.stat().st_mode & 0o077 == 0


@pytest.mark.slow
def test_what_is_wrong_with_a_backup_is_told_and_leaves_no_folder(backed_up: Files, tmp_path: Path) -> None:
    content, vault = backed_up(PASSPHRASE)
    new = tmp_path / "new"
    with pytest.raises(NeedsPassphrase):
        restore(new, content, vault, None, silent)
    with pytest.raises(BadBackup, match="passphrase"):
        restore(new, content, vault, b"another long passphrase", silent)
    with pytest.raises(BadBackup, match="where the content"):
        restore(new, tmp_path / _plain(tmp_path, vault, backed_up), vault, PASSPHRASE, silent)
    for damaged in (content, vault):
        whole = damaged.read_bytes()
        for cut in (0, 40, len(whole) // 2, len(whole) - 1):
            damaged.write_bytes(whole[:cut])
            with pytest.raises(BadBackup):
                restore(new, content, vault, PASSPHRASE, silent)
        middle = len(whole) // 2
        damaged.write_bytes(whole[:middle] + bytes((whole[middle] ^ 1,)) + whole[middle + 1 :])
        with pytest.raises(BadBackup):
            restore(new, content, vault, PASSPHRASE, silent)
        damaged.write_bytes(whole)
    assert not new.exists()
    assert not list(tmp_path.glob(".re*"))
    assert restore(new, content, vault, PASSPHRASE, silent).mark.acts == 1


def _plain(root: Path, vault: Path, backed_up: Files) -> str:
    """A vault that is not sealed, under another name."""
    sealed = vault.read_bytes()
    backed_up(None, number=7)
    (root / "plain").write_bytes(vault.read_bytes())
    vault.write_bytes(sealed)
    return "plain"


def test_a_list_that_was_changed_to_fit_does_not_help_an_act_that_was(backed_up: Files, tmp_path: Path) -> None:
    """Checksums find damage; what was changed on purpose is found by the check of every act."""
    import hashlib

    content, vault = backed_up()
    database = tmp_path / "node.db"
    with zipfile.ZipFile(content) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    database.write_bytes(entries[folders.STORE])
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE acts SET salt = zeroblob(16)")
    connection.close()
    entries[folders.STORE] = database.read_bytes()
    said = json.loads(entries["backup.json"])
    digest = hashlib.sha256(entries[folders.STORE]).hexdigest()
    said["entries"][folders.STORE] = {"bytes": len(entries[folders.STORE]), "sha256": digest}
    entries["backup.json"] = json.dumps(said).encode()
    with zipfile.ZipFile(content, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    with pytest.raises(BadBackup, match="not what they claim"):
        restore(tmp_path / "new", content, vault, PASSPHRASE, silent)


@pytest.mark.parametrize("name", ["../escaped", "/escaped", "a/../../escaped"])
def test_a_name_that_leads_out_of_the_folder_is_refused(backed_up: Files, tmp_path: Path, name: str) -> None:
    content, vault = backed_up()
    with zipfile.ZipFile(content) as archive:
        said: dict[str, Any] = json.loads(archive.read("backup.json"))
    said["entries"] = {name: {"bytes": 1, "sha256": ""}}
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(name, b"x")
        archive.writestr("backup.json", json.dumps(said))
    with pytest.raises(BadBackup, match="no name"):
        restore(tmp_path / "new", content, vault, PASSPHRASE, silent)
    assert not list(tmp_path.rglob("escaped"))


def test_only_an_empty_folder_takes_a_backup(node_folder: Path, backed_up: Files, tmp_path: Path) -> None:
    content, vault = backed_up()
    with pytest.raises(folders.NotEmpty):
        restore(node_folder, content, vault, None, silent)
    (tmp_path / "empty").mkdir()
    restore(tmp_path / "empty", content, vault, None, silent)
    assert mark_of(tmp_path / "empty")
    assert mark_of(node_folder) is None


def test_a_short_passphrase_seals_nothing(backed_up: Files, tmp_path: Path) -> None:
    with pytest.raises(BadKey):
        backed_up(b"short")
    assert not (tmp_path / "vault").exists()


def test_acts_that_wait_and_their_parcels_are_not_in_a_backup(node_folder: Path, backed_up: Files) -> None:
    parcel = bytes(range(64)) * 3
    with serving(node_folder) as node:
        from lintas.node.ports import Inbound, WaitingAct

        with node.store.batch() as batch:
            batch.put_waiting(WaitingAct(bytes(32), bytes(16), node.id, b"signed", b"body", parcel, 1))
            batch.set_inbound(node.id, Inbound(b"e" * 16, 5))
    content, _ = backed_up()
    assert parcel not in content.read_bytes()
    with zipfile.ZipFile(content) as archive:
        (node_folder / "copy.db").write_bytes(archive.read(folders.STORE))
    rows = sqlite3.connect(node_folder / "copy.db").execute("SELECT 1 FROM waiting UNION ALL SELECT 1 FROM inbound")
    assert rows.fetchall() == []
