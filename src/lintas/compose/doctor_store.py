"""What is wrong with a node's databases: the files, the log against the acts, keys that acts here need.

It is the quick look; `lintas node verify` checks every signature and body beside.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from lintas.compose import folder as folders
from lintas.compose.finding import FAULT, NOTE, WARNING, Finding
from lintas.dossier.admission import parse_act
from lintas.dossier.header_bytes import dossier_of
from lintas.dossier.sealing import epoch_of, is_plain
from lintas.log.merkle import BadFrontier, Frontier, leaf
from lintas.node.ports import StoredAct, StoreError
from lintas.node.recalls import act_key_name
from lintas.store.database import Schema, connect
from lintas.store.looking import SeenStore
from lintas.store.sqlite import SqliteStore
from lintas.store.tables import NODE
from lintas.store.vault import VAULT, SqliteVault
from lintas.wire.errors import Malformed

PAGE_ROWS: Final = 64
SCHEMAS: Final[dict[str, Schema]] = {folders.STORE: NODE, folders.VAULT: VAULT}
_RESTORE: Final = "stop the node, keep the file, check the disk, and restore the last backup in another folder"


def check_file(path: Path) -> Iterator[Finding]:
    """Whether a database is there, of the version that this program reads, and whole."""
    if not path.exists():
        if path.name == folders.STORE and _is_new(path.with_name(folders.VAULT)):
            yield Finding(
                "new", NOTE, "the node has not served yet, and holds nothing", f"lintas node serve {path.parent}"
            )
            return
        yield Finding("no-database", FAULT, f"there is no {path}", f"a node cannot do without it: {_RESTORE}")
        return
    try:
        with closing(connect(path, ("query_only=ON",))) as connection:
            held = dict(connection.execute("SELECT name, value FROM meta WHERE name IN ('schema', 'version')"))
            said = f"{held.get('schema')} {held.get('version')}"
            damage = [text for (text,) in connection.execute("PRAGMA quick_check(1)") if text != "ok"]
    except (sqlite3.DatabaseError, StoreError) as error:
        yield Finding("damaged", FAULT, f"{path} is damaged: {error}", _RESTORE)
        return
    if damage:
        yield Finding("damaged", FAULT, f"{path} is damaged: {damage[0]}", _RESTORE)
    elif said != str(SCHEMAS[path.name]):
        yield Finding(
            "other-version", FAULT, f"{path} is of another version: {said}; this one reads {SCHEMAS[path.name]}",
            "run the version of lintas that wrote it, or a newer one that can carry it over",
        )  # fmt: skip


def _is_new(vault: Path) -> bool:
    """Whether the vault knows of no act whose key it would have."""
    try:
        with closing(connect(vault, ("query_only=ON",))) as connection:
            return connection.execute("SELECT 1 FROM epochs").fetchone() is None
    except (sqlite3.DatabaseError, StoreError):
        return False


def check_acts(folder: Path, vault: SqliteVault) -> Iterator[Finding]:
    """The acts against the log and the vault."""
    frontier, last, lost = Frontier(), -1, 0
    try:
        with closing(SeenStore(folder / folders.STORE)) as store:
            for row in _rows(store):
                if row.position != last + 1:
                    yield Finding("gap", FAULT, f"the acts from position {last + 1} on are missing", _RESTORE)
                    return
                last = row.position
                frontier = frontier.append(leaf(row.salt, row.id))
                lost += _lacks_key(vault, row)
            stored = store.frontier()
    except (StoreError, Malformed, ValueError) as error:
        what = f"an act behind position {last} cannot be read: {error}"
        yield Finding("unreadable-act", FAULT, what, f"lintas node verify {folder} names them all; {_RESTORE}")
        return
    yield from _log(folder, stored, frontier)
    if lost:
        yield Finding(
            "lost-keys", WARNING, f"{lost} bodies are here whose keys the vault lacks: they cannot be read",
            "if the vault is an old copy, restore a newer one; else ask the authors to send those acts again",
        )  # fmt: skip


def _rows(store: SqliteStore) -> Iterator[StoredAct]:
    at = 0
    while rows := store.since(at, PAGE_ROWS):
        yield from rows
        at = rows[-1].position + 1


def _lacks_key(vault: SqliteVault, row: StoredAct) -> bool:
    act = parse_act(row.signed).act
    if row.body is None or is_plain(act):
        return False
    epoch = vault.epoch(dossier_of(act), epoch_of(act) or b"")
    return (epoch is None or epoch.key is None) and vault.secret(act_key_name(row.id)) is None


def _log(folder: Path, stored: bytes | None, frontier: Frontier) -> Iterator[Finding]:
    try:
        held = Frontier.from_bytes(stored) if stored is not None else Frontier()
    except BadFrontier:
        held = None
    if held != frontier:
        yield Finding(
            "log-differs", FAULT, "the log is not that of the acts: an act, a salt or the log was changed",
            f"stop the node; lintas node verify {folder} names what was changed, and lintas node rebuild {folder} "
            "--look says whether it was the log alone",
        )  # fmt: skip
