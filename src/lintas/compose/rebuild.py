"""Making a node's database anew from its acts: whatever follows from them is computed again and compared.

What follows: the id, dossier and author of each row, its checksum, the order without gaps, the indexes, the frontier of
the log. What does not, and is carried over as it is: bodies, salts, waiting acts, cursors, receipts, checkpoints. A row
that cannot be read, or an act that its author did not sign, is not made up for: that is what backups and peers are for.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lintas.compose import folder as folders
from lintas.compose import settings as settings_file
from lintas.compose.archive import sync_folder
from lintas.crypto.errors import CryptoError
from lintas.crypto.ports import Suite
from lintas.crypto.real import RealSuite
from lintas.dossier.admission import admit_act
from lintas.dossier.authority import Federation, TrustError
from lintas.dossier.header_bytes import dossier_of
from lintas.kinds import all_kinds
from lintas.log.merkle import BadFrontier, Frontier, leaf
from lintas.node.indexing import catch_up
from lintas.node.ports import NewAct, Outbound, StoredAct, StoreError
from lintas.node.recalls import set_replay
from lintas.node.register import load
from lintas.store.folder import lock
from lintas.store.search_sqlite import remove
from lintas.store.snapshot import carry_over, forget_parcels
from lintas.store.sqlite import SqliteStore
from lintas.store.vault import SqliteVault
from lintas.wire.errors import LintasError, Malformed
from lintas.wire.identifiers import show

NEW, OLD = "node.db.new", "node.db.before-rebuild"
PAGE_ROWS: Final = 64


class CannotRebuild(LintasError):
    """Something that nothing else follows from is damaged."""

    def __init__(self, why: str) -> None:
        self.why = why


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How many acts there are, what was other than it follows from them, and whether the new file is in place."""

    acts: int
    differences: tuple[str, ...]
    replaced: bool


def rebuild(folder: Path, *, look: bool) -> Rebuilt:
    """Make the store of a folder anew; with `look` only compare.

    The old file stays as `node.db.before-rebuild`; the search index is made anew at the next start.

    Raises `StoreLocked` while the node serves, `CannotRebuild`, `NoGenesis`, or what the store raises.
    """
    if not (folder / folders.GENESIS).exists():
        raise folders.NoGenesis(str(folder))
    if settings_file.read(folder).store:
        why = "carry them into SQLite with `lintas node change-store`, rebuild, and carry them back"
        raise CannotRebuild(f"its acts lie in PostgreSQL: {why}")
    suite = RealSuite()
    federation = Federation(suite, (folder / folders.GENESIS).read_bytes())
    with lock(folder):
        _remove(folder / NEW)
        try:
            with closing(SqliteStore(folder / folders.STORE)) as old, closing(SqliteStore(folder / NEW)) as new:
                with suppress(StoreError, Malformed):
                    # What cannot be read of the registry is told with the acts.
                    load(suite, federation, all_kinds(), old)
                differences = (*_acts(suite, federation, old, new), *_rest(folder, federation, new))
                new.check()
                size = new.size()
            if not look:
                _put_in_place(folder)
                with closing(SqliteVault(folder / folders.VAULT)) as vault:
                    set_replay(vault)
                remove(folder / folders.SEARCH)
        finally:
            _remove(folder / NEW)
    return Rebuilt(size, differences, not look)


def rebuild_search(folder: Path) -> int:
    """Make the search index of a node anew, whichever its store; how many acts it covers.

    Raises `StoreLocked` while the node serves, or what making the node raises.
    """
    with lock(folder):
        remove(folder / folders.SEARCH)
    with folders.at_work(folder) as (settings, given):
        node = folders.build_with(folder, settings, given)
        assert given.search is not None
        given.search.begin("")
        catch_up(node, given.search)
        return given.search.state().upto


def _acts(suite: Suite, federation: Federation, old: SqliteStore, new: SqliteStore) -> Sequence[str]:
    found, frontier, at, last = list[str](), Frontier(), 0, -1
    while rows := _page(old, at):
        made = []
        for row in rows:
            if row.position != last + 1:
                raise CannotRebuild(f"the acts at positions {last + 1} to {row.position - 1} are missing")
            last = row.position
            act = _made(suite, federation, row)
            found += _differences(row, act)
            made.append(act)
            frontier = frontier.append(leaf(act.salt, act.id))
        with new.batch() as batch:
            batch.append(made)
            batch.set_frontier(frontier.to_bytes())
        at = last + 1
    held = old.frontier()
    try:
        if (Frontier.from_bytes(held) if held is not None else Frontier()) != frontier:
            found.append("the log's frontier was not that of the acts")
    except BadFrontier:
        found.append("the log's frontier could not be read")
    return found


def _page(old: SqliteStore, at: int) -> Sequence[StoredAct]:
    try:
        return old.since(at, PAGE_ROWS)
    except StoreError as error:
        raise CannotRebuild(f"an act from position {at} on cannot be read: {error}") from None


def _made(suite: Suite, federation: Federation, row: StoredAct) -> NewAct:
    """The row as it follows from what the author signed."""
    try:
        act = admit_act(suite, federation, row.signed).act
    except (Malformed, TrustError, CryptoError) as error:
        raise CannotRebuild(f"the act at position {row.position} is not one that its author signed: {error}") from None
    return NewAct(act.id, dossier_of(act), act.header.author, row.signed, row.body, row.salt)


def _differences(row: StoredAct, made: NewAct) -> Iterator[str]:
    for column in ("id", "dossier", "author"):
        if getattr(row, column) != getattr(made, column):
            yield f"the {column} at position {row.position} was not that of the act {show(made.id)[:8]}"


def _rest(folder: Path, federation: Federation, new: SqliteStore) -> Iterator[str]:
    """Carry over what does not follow from the acts; a cursor beyond them says so and begins again."""
    carry_over(folder / folders.STORE, folder / NEW)
    size = new.size()
    for peer in sorted(federation.authorities):
        if (upto := new.outbound(peer).upto) > size:
            yield f"{federation.code(peer)} had confirmed {upto} acts, and there are {size}"
            with new.batch() as batch:
                batch.set_outbound(peer, Outbound())


def _put_in_place(folder: Path) -> None:
    """At every moment there is a file under the name: where there is none, the next start would make an empty one."""
    store = folder / folders.STORE
    _remove(folder / OLD)
    os.link(store, folder / OLD)
    (folder / NEW).replace(store)
    sync_folder(folder)
    # No parcel may outlive the recall of what it opens in a file that is not looked at any more.
    forget_parcels(folder / OLD)


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
