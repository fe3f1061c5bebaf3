"""Making a node's folder and letting it belong to a federation."""

from __future__ import annotations

from pathlib import Path

import pytest

from lintas.compose import folder
from lintas.compose.settings import FILE, Settings, write
from lintas.dossier.authority import write_genesis
from lintas.node.keys import MissingKeys


def settings(code: str) -> Settings:
    """An invented authority."""
    return Settings(code, f"Exercise {code}", "XX", "police", "http://127.0.0.1:1")


def test_a_node_is_made_adopts_a_genesis_and_is_built(tmp_path: Path) -> None:
    entries = [folder.make(tmp_path / code, settings(code)) for code in ("aa", "bb")]
    genesis = write_genesis(entries, exercise=True)
    federation = folder.adopt(tmp_path / "aa", genesis)
    node, found = folder.build(tmp_path / "aa")
    assert found.code == "aa"
    assert node.federation.reg == federation.reg
    assert node.identity.authority.code == "aa"
    assert (tmp_path / "aa" / folder.VAULT).stat().st_mode & 0o077 == 0


def test_each_start_draws_another_incarnation_and_link_epoch(tmp_path: Path) -> None:
    folder.adopt(tmp_path / "aa", write_genesis([folder.make(tmp_path / "aa", settings("aa"))], exercise=True))
    one, two = folder.build(tmp_path / "aa")[0], folder.build(tmp_path / "aa")[0]
    assert one.incarnation != two.incarnation
    assert one.link_epoch != two.link_epoch


def test_a_folder_is_made_once(tmp_path: Path) -> None:
    folder.make(tmp_path, settings("aa"))
    with pytest.raises(folder.NotEmpty):
        folder.make(tmp_path, settings("aa"))


@pytest.mark.parametrize("code", ["", "a", "Aa", "a b", "a/b", "x" * 33])
def test_a_code_is_short_and_plain(tmp_path: Path, code: str) -> None:
    with pytest.raises(folder.BadCode):
        folder.make(tmp_path, settings(code))


def test_a_genesis_without_us_is_not_adopted(tmp_path: Path) -> None:
    folder.make(tmp_path / "aa", settings("aa"))
    other = write_genesis([folder.make(tmp_path / "bb", settings("bb"))], exercise=True)
    with pytest.raises(folder.NotAMember):
        folder.adopt(tmp_path / "aa", other)


def test_a_second_genesis_is_not_adopted(tmp_path: Path) -> None:
    entries = [folder.make(tmp_path / code, settings(code)) for code in ("aa", "bb")]
    folder.adopt(tmp_path / "aa", write_genesis(entries, exercise=True))
    with pytest.raises(folder.OtherGenesis):
        folder.adopt(tmp_path / "aa", write_genesis(entries, exercise=False))


def test_changed_settings_are_another_authority(tmp_path: Path) -> None:
    folder.adopt(tmp_path, write_genesis([folder.make(tmp_path, settings("aa"))], exercise=True))
    (tmp_path / FILE).unlink()
    write(tmp_path, settings("zz"))
    with pytest.raises(folder.NotAMember):
        folder.build(tmp_path)


def test_a_node_without_genesis_says_so(tmp_path: Path) -> None:
    folder.make(tmp_path, settings("aa"))
    with pytest.raises(folder.NoGenesis):
        folder.build(tmp_path)


def test_a_lost_vault_says_so(tmp_path: Path) -> None:
    folder.adopt(tmp_path, write_genesis([folder.make(tmp_path, settings("aa"))], exercise=True))
    (tmp_path / folder.VAULT).unlink()
    with pytest.raises(MissingKeys):
        folder.build(tmp_path)
