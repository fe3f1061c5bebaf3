"""What SQLite alone can do wrong: another schema, damage, rights, a failing disk, traces of what was erased."""

from __future__ import annotations

import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from lintas.node.ports import StoredAct, StoreError
from lintas.store.database import PAGE_BYTES as PAGE
from lintas.store.errors import NewerSchema, StoreDamaged, StoreFailed, WrongSchema
from lintas.store.sqlite import SqliteStore
from lintas.store.vault import SqliteVault
from tests.store.contract.samples import ALPHA, DOSSIERS, act, acts, append, everything, receipt, stored


def filled(path: Path, count: int = 200) -> bytes:
    """The bytes of a store that was closed with so many acts in it."""
    with closing(SqliteStore(path)) as store:
        append(store, acts(range(count)))
    return path.read_bytes()


def alter(path: Path, at: int, new: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(new)


def read_all(path: Path) -> None:
    with closing(SqliteStore(path)) as store:
        for dossier in store.dossiers():
            assert all(isinstance(each, StoredAct) for each in store.acts(dossier))


def check(path: Path) -> None:
    with closing(SqliteStore(path)) as store:
        store.check()


def test_a_store_is_private_and_leaves_one_file(tmp_path: Path) -> None:
    path = tmp_path / "node.db"
    with closing(SqliteStore(path)) as store:
        append(store, acts(range(3)))
        assert {each.stat().st_mode & 0o777 for each in tmp_path.iterdir()} == {0o600}
    assert list(tmp_path.iterdir()) == [path]
    path.chmod(0o644)
    SqliteStore(path).close()
    assert path.stat().st_mode & 0o777 == 0o600


def test_two_stores_of_one_file_see_each_other(tmp_path: Path) -> None:
    with closing(SqliteStore(tmp_path / "node.db")) as one, closing(SqliteStore(tmp_path / "node.db")) as two:
        assert append(one, acts([0, 1])) == 0
        assert append(two, acts([2])) == 2
        assert everything(one) == everything(two)


@pytest.mark.parametrize("version", [0, 3, "one"])
def test_another_version_is_refused_and_left_alone(tmp_path: Path, version: object) -> None:
    path = tmp_path / "node.db"
    filled(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE meta SET value = ? WHERE name = 'version'", (version,))
    before = path.read_bytes()
    with pytest.raises(NewerSchema if version == 3 else WrongSchema) as caught:
        SqliteStore(path)
    assert (caught.value.found, caught.value.expected) == (f"lintas/node {version}", "lintas/node 2")
    assert path.read_bytes() == before


def test_the_file_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE meta (name TEXT)")
    before = path.read_bytes()
    with pytest.raises(WrongSchema) as caught:
        SqliteStore(path)
    assert caught.value.found is None
    assert path.read_bytes() == before


def test_a_vault_is_no_store_and_a_store_no_vault(tmp_path: Path) -> None:
    SqliteVault(tmp_path / "vault.db").close()
    before = (tmp_path / "vault.db").read_bytes()
    with pytest.raises(WrongSchema) as caught:
        SqliteStore(tmp_path / "vault.db")
    assert caught.value.found == "lintas/vault 1"
    assert (tmp_path / "vault.db").read_bytes() == before
    SqliteStore(tmp_path / "node.db").close()
    with pytest.raises(WrongSchema):
        SqliteVault(tmp_path / "node.db")


@pytest.mark.parametrize("field", ["id", "signed", "body", "salt"])
def test_a_flipped_bit_in_an_act_is_noticed(tmp_path: Path, field: str) -> None:
    path = tmp_path / "node.db"
    data = filled(path)
    new = act(7, dossier=1)
    # The id lies in its index too; only in the table does the dossier follow it.
    at = data.index(new.id + new.dossier if field == "id" else getattr(new, field)[-16:])
    alter(path, at, bytes([data[at] ^ 1]))
    for read in (read_all, check):
        with pytest.raises(StoreDamaged) as caught:
            read(path)
        assert caught.value.path == str(path)
        assert "restore the last backup" in str(caught.value)


def test_a_flipped_bit_in_an_index_is_noticed_by_the_check(tmp_path: Path) -> None:
    path = tmp_path / "node.db"
    data = filled(path)
    new = act(7, dossier=1)
    places = (data.index(new.id), data.rindex(new.id))
    (at,) = (each for each in places if data[each + 32 : each + 48] != new.dossier)
    alter(path, at, bytes([data[at] ^ 1]))
    with pytest.raises(StoreDamaged):
        check(path)


def test_a_damaged_page_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "node.db"
    whole = filled(path)
    pages = range(1, len(whole) // PAGE)
    assert len(pages) > 30
    for page in pages[::2]:
        path.write_bytes(whole)
        alter(path, page * PAGE, b"\x5a" * PAGE)
        with pytest.raises(StoreDamaged):
            check(path)


@pytest.mark.parametrize("change", [lambda data: b"\x5a" * PAGE + data[PAGE:], lambda data: data[: len(data) // 2]])
def test_a_file_that_is_no_database_or_is_cut_short_is_noticed(
    tmp_path: Path, change: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / "node.db"
    path.write_bytes(change(filled(path)))
    with pytest.raises(StoreDamaged):
        check(path)


def test_a_gap_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "node.db"
    filled(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM acts WHERE position = 150")
    with pytest.raises(StoreDamaged) as caught:
        check(path)
    assert "position 150 is missing" in caught.value.detail


def test_a_sound_store_passes_its_check(tmp_path: Path) -> None:
    path = tmp_path / "node.db"
    filled(path)
    with closing(SqliteStore(path)) as store, store.batch() as batch:
        batch.erase_body(act(3).id)
    check(path)


def test_what_a_reader_keeps_in_the_log_is_not_said_to_be_gone(tmp_path: Path) -> None:
    with closing(SqliteStore(tmp_path / "node.db")) as store:
        append(store, [act(number) for number in range(20)])
        with closing(sqlite3.connect(tmp_path / "node.db")) as reader:
            reader.execute("PRAGMA busy_timeout=0")
            store._connection.execute("PRAGMA busy_timeout=0")
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM acts").fetchone()
            with store.batch() as batch:
                batch.erase_body(act(7).id)
            assert not store.scrub()
        assert store.scrub()


def test_an_erased_body_is_in_no_file(tmp_path: Path) -> None:
    new = [act(number, size=9_000) for number in range(20)]
    assert new[7].body is not None
    with closing(SqliteStore(tmp_path / "node.db")) as store:
        append(store, new)
        traces = [new[7].body[at : at + 64] for at in range(0, 9_000 - 64, 64)]
        found = b"".join(each.read_bytes() for each in tmp_path.iterdir())
        assert any(trace in found for trace in traces)
        with store.batch() as batch:
            batch.erase_body(new[7].id)
        found = b"".join(each.read_bytes() for each in tmp_path.iterdir())
        assert not any(trace in found for trace in traces)
        assert new[8].body is not None
        assert new[8].body[:64] in found


@contextmanager
def files_end_at(size_bytes: int) -> Iterator[None]:
    """No file of this process grows beyond so many bytes; a write that would do it fails with an I/O error."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_after_a_commit_that_failed_the_store_takes_nothing_until_it_is_opened_anew(tmp_path: Path) -> None:
    path = tmp_path / "node.db"
    with closing(SqliteStore(path)) as store:
        append(store, acts(range(3)))
        before = everything(store)
        with files_end_at(256 * 1024), pytest.raises(StoreFailed):
            append(store, acts(range(10, 510)))
        assert everything(store) == before
        with pytest.raises(StoreFailed):
            append(store, acts([3]))
    with closing(SqliteStore(path)) as store:
        assert everything(store) == before
        assert append(store, acts([3])) == 3
        store.check()


@pytest.mark.parametrize("place", ["", "missing/node.db"])
def test_a_place_where_no_file_can_be_is_told(tmp_path: Path, place: str) -> None:
    with pytest.raises(StoreFailed) as caught:
        SqliteStore(tmp_path / place)
    assert isinstance(caught.value, StoreError)
    assert caught.value.path == str(tmp_path / place)


def test_no_query_sorts_or_reads_a_whole_table(tmp_path: Path) -> None:
    path = tmp_path / "node.db"
    filled(path)
    queries = (
        "SELECT * FROM acts WHERE dossier = ? AND position > 5 AND position <= 9 ORDER BY position LIMIT 64",
        "SELECT * FROM acts WHERE author = ? AND position >= 5 ORDER BY position LIMIT 64",
        "SELECT max(position) FROM acts WHERE dossier = ?",
        "SELECT * FROM evidence WHERE peer = ? AND arrival > 5 AND arrival <= 9 ORDER BY arrival LIMIT 64",
    )
    with closing(sqlite3.connect(path)) as connection:
        for query in queries:
            plan = " ".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {query}", (ALPHA,)))
            assert "SEARCH" in plan
            assert "USING" in plan
            assert "TEMP B-TREE" not in plan


def test_a_slow_reader_does_not_pin_the_log(tmp_path: Path) -> None:
    path = tmp_path / "node.db"
    with closing(SqliteStore(path)) as store:
        append(store, [act(number) for number in range(200)])
        slow = store.acts(DOSSIERS[0])
        assert next(slow) == stored(act(0), 0)
        with store.batch() as batch:
            batch.erase_body(act(199).id)
        # Erasing empties the write-ahead log, which it could not if the reader held a view of the past.
        assert (tmp_path / "node.db-wal").stat().st_size == 0
        assert [each.body is None for each in slow] == [False] * 198 + [True]


@pytest.mark.parametrize("place", [b"name TEXT PRIMARY KEY", b"receipt"])
def test_text_that_became_no_text_is_damage(tmp_path: Path, place: bytes) -> None:
    path = tmp_path / "node.db"
    with closing(SqliteStore(path)) as store, store.batch() as batch:
        batch.add_evidence(receipt(1))
    data = path.read_bytes()
    alter(path, data.index(place) + 1, b"\xbe")
    with pytest.raises(StoreDamaged), closing(SqliteStore(path)) as store:
        list(store.evidence())
