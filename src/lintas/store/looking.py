"""A node's store and vault for somebody who only looks, also while the node serves: nothing is made, changed or mended.

What is opened for use is closed to other users and settled first; a doctor who did that would hide what it looks for.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

from lintas.store.database import connect
from lintas.store.readers import Readers
from lintas.store.rows import RowStore
from lintas.store.sqlite import SqliteSession, SqliteStore
from lintas.store.vault import SqliteVault

_LOOK: Final = ("query_only=ON",)


class SeenStore(SqliteStore):
    """A store whose `batch` fails. The file must be there."""

    def __init__(self, path: Path) -> None:
        self._connection = connect(path, _LOOK)
        writer = SqliteSession(self._connection, str(path))
        readers = Readers(lambda: SqliteSession(connect(path, _LOOK), str(path)))
        RowStore.__init__(self, writer, readers)


class SeenVault(SqliteVault):
    """A vault that keeps nothing. The file must be there."""

    def _open(self, path: Path) -> sqlite3.Connection:
        return connect(path, _LOOK)
