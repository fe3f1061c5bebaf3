"""The vault: secrets and epoch keys, in a file of their own beside the store.

What was destroyed is gone from the file when the call returns: the database overwrites what it deletes, and its journal
is removed at each commit, so that the file alone is the vault and one copy of it the backup. Blocks that a file system
has freed are beyond its reach; they are the disk encryption's. The keys lie here as they are; who may read the file
(mode 0600) may use them.

The epochs of the dossiers in use are remembered in memory until some are put, so that a destroyed key leaves it too.

An epoch whose key was destroyed stays destroyed, whatever is put later: a key that comes again with a late parcel, or
from another node, must not undo a recall.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from lintas.node.key_module import KeyModule
from lintas.node.ports import Epoch
from lintas.store.database import Schema, Telling, open_file
from lintas.wire.cbor import decode, encode
from lintas.wire.limits import LIMITS

VAULT: Final = Schema(
    "lintas/vault",
    (
        "CREATE TABLE secrets (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID",
        """CREATE TABLE epochs (arrival INTEGER PRIMARY KEY, dossier BLOB NOT NULL, id BLOB NOT NULL,
            author BLOB NOT NULL, members BLOB NOT NULL, key BLOB, UNIQUE (dossier, id)) STRICT""",
    ),
)
# EXTRA: a commit is on the disk only once the removal of the journal is, and FULL leaves that to chance.
PRAGMAS: Final = ("journal_mode=DELETE", "synchronous=EXTRA", "secure_delete=ON", "temp_store=MEMORY")
DOSSIERS_REMEMBERED_MAX: Final = 1_000
MEMBERS_BYTES_MAX: Final = 64 * LIMITS.recipients_max


class SqliteVault:
    """The port `Vault` over the file at `path`, which is made if it is not there, for the owner alone.

    Raises `WrongSchema`, `StoreDamaged`, `StoreFull` and `StoreFailed`, here and at every use.
    """

    def __init__(self, path: Path, module: KeyModule | None = None) -> None:
        self.module = module
        self._path = str(path)
        self._lock = threading.Lock()
        self._known: dict[bytes, dict[bytes, Epoch]] = {}
        self._connection = self._open(path)

    def _open(self, path: Path) -> sqlite3.Connection:
        return open_file(path, VAULT, PRAGMAS)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def secret(self, name: str) -> bytes | None:
        rows = self._rows("SELECT value FROM secrets WHERE name = ?", name)
        return rows[0][0] if rows else None

    def secrets(self, prefix: str) -> Sequence[str]:
        rows = self._rows(
            "SELECT name FROM secrets WHERE name >= ?1 AND substr(name, 1, length(?1)) = ?1 ORDER BY name", prefix
        )
        return [name for (name,) in rows]

    def put_secret(self, name: str, value: bytes) -> None:
        with self._transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO secrets (name, value) VALUES (?, ?)", (name, value))

    def put_epochs(self, epochs: Sequence[Epoch]) -> None:
        """Keep epoch keys. Again, the members are those put last, and so is the key, unless it was destroyed."""
        rows = [(each.dossier, each.id, each.author, encode(list(each.members)), each.key) for each in epochs]
        with self._transaction() as connection:
            # First: whatever becomes of the transaction, the file is asked next time.
            self._known.clear()
            connection.executemany(
                "INSERT INTO epochs (dossier, id, author, members, key) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (dossier, id) DO UPDATE SET author = excluded.author, members = excluded.members,"
                " key = CASE WHEN key IS NULL THEN NULL ELSE excluded.key END",
                rows,
            )

    def change(
        self, put: Mapping[str, bytes], drop: Iterable[str] = (), destroy: Iterable[tuple[bytes, bytes]] = ()
    ) -> None:
        with self._transaction() as connection:
            self._known.clear()
            connection.executemany("INSERT OR REPLACE INTO secrets (name, value) VALUES (?, ?)", list(put.items()))
            connection.executemany("DELETE FROM secrets WHERE name = ?", [(name,) for name in drop])
            connection.executemany("UPDATE epochs SET key = NULL WHERE dossier = ? AND id = ?", list(destroy))

    def epoch(self, dossier: bytes, identifier: bytes) -> Epoch | None:
        return self._epochs(dossier).get(identifier)

    def epochs(self, dossier: bytes) -> Sequence[Epoch]:
        return list(self._epochs(dossier).values())

    def _epochs(self, dossier: bytes) -> dict[bytes, Epoch]:
        """The epochs of a dossier by id, in the order in which they were kept."""
        with self._lock:
            found = self._known.get(dossier)
            if found is None:
                if len(self._known) >= DOSSIERS_REMEMBERED_MAX:
                    self._known.clear()
                found = self._known[dossier] = self._read_epochs(dossier)
            return found

    def _read_epochs(self, dossier: bytes) -> dict[bytes, Epoch]:
        query = "SELECT dossier, id, author, members, key FROM epochs WHERE dossier = ? ORDER BY arrival"
        with Telling(self._path):
            rows = self._connection.execute(query, (dossier,)).fetchall()
        return {epoch.id: epoch for epoch in map(_epoch, rows)}

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock, Telling(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")

    def _rows(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        with self._lock, Telling(self._path):
            return self._connection.execute(query, parameters).fetchall()


class MemoryVault:
    """The port `Vault` in memory."""

    def __init__(self, module: KeyModule | None = None) -> None:
        self.module = module
        self._lock = threading.Lock()
        self._secrets: dict[str, bytes] = {}
        self._epochs: dict[tuple[bytes, bytes], Epoch] = {}

    def secret(self, name: str) -> bytes | None:
        with self._lock:
            return self._secrets.get(name)

    def secrets(self, prefix: str) -> Sequence[str]:
        with self._lock:
            return sorted(name for name in self._secrets if name.startswith(prefix))

    def put_secret(self, name: str, value: bytes) -> None:
        with self._lock:
            self._secrets[name] = value

    def put_epochs(self, epochs: Sequence[Epoch]) -> None:
        with self._lock:
            for each in epochs:
                old = self._epochs.get((each.dossier, each.id), each)
                self._epochs[each.dossier, each.id] = replace(each, key=None if old.key is None else each.key)

    def change(
        self, put: Mapping[str, bytes], drop: Iterable[str] = (), destroy: Iterable[tuple[bytes, bytes]] = ()
    ) -> None:
        with self._lock:
            self._secrets |= put
            for name in drop:
                self._secrets.pop(name, None)
            for place in destroy:
                if place in self._epochs:
                    self._epochs[place] = replace(self._epochs[place], key=None)

    def epoch(self, dossier: bytes, identifier: bytes) -> Epoch | None:
        with self._lock:
            return self._epochs.get((dossier, identifier))

    def epochs(self, dossier: bytes) -> Sequence[Epoch]:
        with self._lock:
            return [each for each in self._epochs.values() if each.dossier == dossier]


def _epoch(row: tuple[Any, ...]) -> Epoch:
    dossier, identifier, author, members, key = row
    return Epoch(dossier, identifier, author, tuple(decode(members, size_max=MEMBERS_BYTES_MAX)), key)
