"""Whoever only looks changes nothing."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from lintas.node.ports import StoreError
from lintas.store.looking import SeenStore, SeenVault
from lintas.store.sqlite import SqliteStore
from lintas.store.vault import SqliteVault


def test_a_store_and_a_vault_are_read_and_not_written(tmp_path: Path) -> None:
    with closing(SqliteStore(tmp_path / "node.db")) as store, closing(SqliteVault(tmp_path / "vault.db")) as vault:
        with store.batch() as batch:
            batch.set_checkpoint(0, b"a note")
        vault.put_secret("name", b"value")
        with closing(SeenStore(tmp_path / "node.db")) as seen, closing(SeenVault(tmp_path / "vault.db")) as keys:
            assert seen.checkpoint() == (0, b"a note")
            assert keys.secret("name") == b"value"
            with pytest.raises(StoreError), seen.batch() as batch:
                batch.set_checkpoint(1, b"another")
            with pytest.raises(StoreError):
                keys.put_secret("name", b"another")
        assert store.checkpoint() == (0, b"a note")
