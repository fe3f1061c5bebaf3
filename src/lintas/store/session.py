"""What the stores over a database ask of a connection, so that SQLite and PostgreSQL share all else.

Statements are written once, in the SQL that both understand, with named values (`:peer`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

Row = Sequence[Any]


class Session(Protocol):
    """One connection, used by one thread at a time. What goes wrong is raised as a `StoreError`."""

    @property
    def path(self) -> str:
        """Where the database is, as errors name it; without secrets."""

    def run(self, statement: str, **values: Any) -> Sequence[Row]:
        """The rows that a statement gives; none if it gives none."""

    def insert_acts(self, rows: Sequence[Row]) -> None:
        """Insert rows of `tables.ACT_COLUMNS`; raises `Duplicate` if an id or a position is taken."""

    def close(self) -> None:
        """End the connection."""
