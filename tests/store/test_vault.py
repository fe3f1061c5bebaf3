from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from lintas.node.ports import Epoch, Vault
from lintas.store.errors import StoreDamaged
from lintas.store.vault import MemoryVault, SqliteVault
from tests.store.contract.samples import ALPHA, BETA, DOSSIERS, noise


@pytest.fixture(params=["memory", "sqlite"])
def vault(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Vault]:
    if request.param == "memory":
        yield MemoryVault()
    else:
        with closing(SqliteVault(tmp_path / "vault.db")) as vault:
            yield vault


def epoch(number: int, dossier: int = 0) -> Epoch:
    return Epoch(DOSSIERS[dossier], noise("epoch", number, 16), ALPHA, (ALPHA, BETA), noise("key", number, 32))


def test_a_secret_is_kept_and_replaced(vault: Vault) -> None:
    assert vault.secret("signing/1") is None
    vault.put_secret("signing/1", b"one")
    vault.put_secret("signing/1", b"other")
    vault.put_secret("empty", b"")
    assert vault.secret("signing/1") == b"other"
    assert vault.secret("empty") == b""


def test_names_of_secrets_come_in_order_and_by_their_beginning(vault: Vault) -> None:
    for name in (
        "b",
        "a/2",
        "a/10",
        "a",
        "a%",
        "A/1",
        "a_2",
        "ä/1",
        "a/\N{CJK UNIFIED IDEOGRAPH-4E00}",
        "a/\U0001f511",
    ):
        vault.put_secret(name, b"value")
    assert list(vault.secrets("a/")) == ["a/10", "a/2", "a/\N{CJK UNIFIED IDEOGRAPH-4E00}", "a/\U0001f511"]
    assert list(vault.secrets("a%")) == ["a%"]
    assert list(vault.secrets("a_")) == ["a_2"]
    assert list(vault.secrets("c")) == []
    assert list(vault.secrets(""))[:2] == ["A/1", "a"]
    assert len(vault.secrets("")) == 10


def test_epochs_are_kept_in_order_once_and_by_dossier(vault: Vault) -> None:
    vault.put_epochs([epoch(3), epoch(1), epoch(2, dossier=1)])
    vault.put_epochs([])
    vault.put_epochs([epoch(1), epoch(0)])
    assert list(vault.epochs(DOSSIERS[0])) == [epoch(3), epoch(1), epoch(0)]
    assert list(vault.epochs(DOSSIERS[1])) == [epoch(2, dossier=1)]
    assert list(vault.epochs(DOSSIERS[2])) == []
    assert vault.epoch(DOSSIERS[0], epoch(1).id) == epoch(1)
    assert vault.epoch(DOSSIERS[1], epoch(1).id) is None


def test_an_epoch_that_is_put_again_has_the_newest_members_and_key(vault: Vault) -> None:
    vault.put_epochs([epoch(1)])
    new = replace(epoch(1), members=(BETA,), key=b"k" * 32)
    vault.put_epochs([new])
    assert list(vault.epochs(DOSSIERS[0])) == [new]


def test_a_destroyed_key_never_comes_back(vault: Vault) -> None:
    vault.put_epochs([epoch(1), epoch(2)])
    vault.put_epochs([replace(epoch(1), key=None)])
    for again in (epoch(1), replace(epoch(1), key=b"other key")):
        vault.put_epochs([again, epoch(3)])
        found = vault.epoch(DOSSIERS[0], epoch(1).id)
        assert found is not None
        assert found.key is None
    assert vault.epoch(DOSSIERS[0], epoch(2).id) == epoch(2)


def test_a_vault_is_private_and_leaves_one_file(tmp_path: Path) -> None:
    path = tmp_path / "vault.db"
    with closing(SqliteVault(path)) as vault:
        vault.put_secret("signing", b"secret")
        assert list(tmp_path.iterdir()) == [path]
        assert path.stat().st_mode & 0o777 == 0o600


def test_a_vault_opened_again_has_everything(tmp_path: Path) -> None:
    path = tmp_path / "vault.db"
    with closing(SqliteVault(path)) as vault:
        vault.put_secret("signing", b"secret")
        vault.put_epochs([epoch(1), replace(epoch(2), key=None)])
    with closing(SqliteVault(path)) as vault:
        assert vault.secret("signing") == b"secret"
        assert list(vault.epochs(DOSSIERS[0])) == [epoch(1), replace(epoch(2), key=None)]


def test_what_was_destroyed_or_replaced_is_in_no_file(tmp_path: Path) -> None:
    def found() -> bytes:
        return b"".join(each.read_bytes() for each in tmp_path.iterdir())

    with closing(SqliteVault(tmp_path / "vault.db")) as vault:
        vault.put_secret("recipient", noise("secret", 1, 6_000))
        vault.put_epochs([epoch(number) for number in range(300)])
        for trace in (noise("key", 7, 32), noise("secret", 1, 6_000)[5_000:5_032]):
            assert trace in found()
        vault.put_epochs([replace(epoch(number), key=None) for number in range(100)])
        vault.put_secret("recipient", b"")
        left = found()
    assert not any(noise("key", number, 32)[:16] in left for number in range(100))
    assert not any(noise("secret", 1, 6_000)[at : at + 32] in left for at in range(0, 6_000, 32))
    assert all(noise("key", number, 32) in left for number in range(100, 300))


def test_a_damaged_vault_is_told(tmp_path: Path) -> None:
    path = tmp_path / "vault.db"
    path.write_bytes(b"no database at all, but long enough to have a header of one" * 20)
    with pytest.raises(StoreDamaged):
        SqliteVault(path)


def test_what_is_changed_together_is_put_dropped_and_destroyed(vault: Vault) -> None:
    vault.put_epochs([epoch(1), epoch(2)])
    vault.put_secret("goes", b"one")
    vault.change(
        {"comes": b"two"}, ["goes", "was never here"], [(DOSSIERS[0], epoch(1).id), (DOSSIERS[1], epoch(1).id)]
    )
    assert [vault.secret(name) for name in ("goes", "comes")] == [None, b"two"]
    assert list(vault.epochs(DOSSIERS[0])) == [replace(epoch(1), key=None), epoch(2)]
    vault.put_epochs([epoch(1)])
    known = vault.epoch(DOSSIERS[0], epoch(1).id)
    assert known
    assert known.key is None


def test_what_is_destroyed_together_is_in_the_file_no_more(tmp_path: Path) -> None:
    path = tmp_path / "vault.db"
    with closing(SqliteVault(path)) as vault:
        vault.put_epochs([epoch(number) for number in range(50)])
        vault.put_secret("act-key", noise("act", 1, 32))
        assert epoch(7).key in path.read_bytes()  # type: ignore[operator]
        vault.change({}, ["act-key"], [(DOSSIERS[0], epoch(7).id)])
        found = path.read_bytes()
        assert noise("act", 1, 32) not in found
        assert epoch(7).key not in found  # type: ignore[operator]
        assert epoch(8).key in found  # type: ignore[operator]
