"""Stores that older versions of the program left (`tests/data/older`), put where a test wants them."""

from __future__ import annotations

import zipfile
from contextlib import closing
from pathlib import Path

from lintas.store.address import read_address
from lintas.store.postgres_session import PostgresSession

OLDER = Path(__file__).parents[1] / "data" / "older"


def unpack(folder: Path) -> Path:
    """The folders of both nodes, below this folder; that of `xx-ca`."""
    with zipfile.ZipFile(OLDER / "schema-1.zip") as archive:
        archive.extractall(folder)
    return folder / "xx-ca"


def fill(address: str) -> None:
    """The acts of `xx-ca`, in an empty database."""
    with closing(PostgresSession(read_address(address))) as session:
        session.run((OLDER / "schema-1.postgres.sql").read_text(encoding="utf-8"))
