"""A disk that is full: a small file system in memory, where mounting one is permitted."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from lintas.crypto.chunks import address_of
from lintas.node.check_store import check_store
from lintas.node.ports import Chunks, Store, StoreFull
from lintas.store.chunks import FolderChunks
from lintas.store.errors import StoreLost
from lintas.store.postgres import PostgresStore
from lintas.store.rows import RowStore
from lintas.store.sqlite import SqliteStore
from lintas.store.vault import SqliteVault
from tests.store.contract.samples import act, acts, append, everything, noise
from tests.support.federation import Federation3, memory
from tests.support.postgres import SERVER_OPTIONS, Server, run

pytestmark = pytest.mark.processes
TERMS = {"purpose": "Boats stolen at sea", "basis": "Agreement of the invented states"}
DISK_BYTES = 2 * 1024 * 1024
LOG_BYTES = 16 * 1024 * 1024
# A new database takes about 8 MB.
TABLESPACE_BYTES = 24 * 1024 * 1024


@contextmanager
def mounted(folder: Path, size_bytes: int) -> Iterator[Path]:
    """A small file system on an empty folder; without the right to mount one, the test is skipped."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={size_bytes}", "tmpfs", str(folder)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"may not mount a small file system on {folder}: {error}")
    try:
        yield folder
    finally:
        _unmount(folder)


def _unmount(folder: Path) -> None:
    # Processes of a server that has just ended may still be leaving.
    for _ in range(50):
        if subprocess.run(["umount", str(folder)], check=False, capture_output=True).returncode == 0:
            return
        time.sleep(0.1)
    subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    with mounted(folder, DISK_BYTES):
        yield folder


@pytest.fixture
def tablespace(postgres_server: Server) -> Iterator[tuple[Path, str]]:
    """A small disk for the tables of one database, and its address; the server's own log of changes is elsewhere."""
    folder = Path(tempfile.mkdtemp(prefix="lintas-disk-"))
    folder.chmod(0o755)
    with mounted(folder, TABLESPACE_BYTES):
        place = folder / "tables"
        place.mkdir()
        postgres_server.own(place)
        own = postgres_server.address("postgres")
        run(own, f"CREATE TABLESPACE small LOCATION '{place}'")
        yield folder, postgres_server.make_database("small", "TABLESPACE small")
        run(own, "DROP DATABASE small WITH (FORCE)")
        run(own, "DROP TABLESPACE small")
    folder.rmdir()


def fill(folder: Path, leave_bytes: int = 0) -> Path:
    """A file that takes all room but so much."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)):
                pass
        except OSError:
            pass
        file.truncate(file.tell() - leave_bytes)
    return ballast


def append_until_full(store: Store) -> int:
    """How many acts were confirmed."""
    for count in range(10_000):
        try:
            append(store, [act(count)])
        except StoreFull:
            return count
    pytest.fail("the disk took more than it has")


def put_until_full(chunks: Chunks) -> int:
    """How many chunks were confirmed."""
    for count in range(10_000):
        chunk = noise("chunk", count, 50_000)
        try:
            chunks.put(bytes(32), address_of(chunk), chunk)
        except StoreFull:
            return count
    pytest.fail("the disk took more than it has")


def goes_on_when_there_is_room(store: RowStore, ballast: Path) -> None:
    """Fill the disk, which has some room left; nothing is half written, reading goes on, and then writing too."""
    count = append_until_full(store)
    assert store.size() == count > 20
    before = everything(store)
    with pytest.raises(StoreFull):
        append(store, acts(range(10_000, 11_000)))
    assert everything(store) == before
    ballast.unlink()
    assert append(store, [act(20_000)]) == count
    store.check()


def test_a_full_disk_undoes_the_batch_and_the_store_goes_on_when_there_is_room(disk: Path) -> None:
    ballast = fill(disk, 1024 * 1024)
    with closing(SqliteStore(disk / "node.db")) as store:
        goes_on_when_there_is_room(store, ballast)


def test_a_full_disk_of_a_database_server_is_no_different(tablespace: tuple[Path, str]) -> None:
    folder, address = tablespace
    with closing(PostgresStore(address)) as store:
        goes_on_when_there_is_room(store, fill(folder, 1024 * 1024))


@pytest.fixture
def short_of_log() -> Iterator[tuple[Path, Server]]:
    """A server whose log of changes lies on a small disk of its own; the disk and the server."""
    disk, folder = (Path(tempfile.mkdtemp(prefix=f"lintas-{name}-")) for name in ("disk", "pg"))
    with mounted(disk, LOG_BYTES):
        disk.chmod(0o755)
        (disk / "wal").mkdir()
        # No checkpoint makes room in between.
        made = Server(folder, SERVER_OPTIONS, own=disk / "wal", initdb=("--wal-segsize=1", f"--waldir={disk}/wal"))
        made.start()
        yield disk, made
        made.stop()
    disk.rmdir()
    shutil.rmtree(folder)


def append_until_it_fails(store: RowStore) -> int:
    """How many acts were confirmed before the server ended."""
    for count in range(10_000):
        try:
            append(store, [act(count, size=50_000)])
        except StoreLost:
            return count
    pytest.fail("the disk took more than it has")


def test_a_server_that_ends_for_want_of_room_lost_nothing_that_was_confirmed(short_of_log: tuple[Path, Server]) -> None:
    disk, ended = short_of_log
    address = ended.make_database("small")
    with closing(PostgresStore(address)) as store:
        ballast = fill(disk)
        confirmed = append_until_it_fails(store)
    ballast.unlink()
    # It may have ended, or be about to.
    with suppress(AssertionError):
        ended.stop()
    ended.start()
    with closing(PostgresStore(address)) as store:
        size = store.size()
        assert confirmed <= size <= confirmed + 1
        assert [each.id for each in store.since(0, 10_000)] == [act(number).id for number in range(size)]
        assert append(store, [act(20_000)]) == size
        store.check()


def test_a_node_on_a_full_disk_reads_on_and_acts_again_when_there_is_room(disk: Path) -> None:
    vault, chunks = SqliteVault(disk / "vault.db"), FolderChunks(disk / "chunks")
    with closing(SqliteStore(disk / "node.db")) as store, closing(vault):
        fed = Federation3.build(
            ["aa-ca", "bb-ca"], kinds=("exchange",),
            keep=lambda code: (store, vault, chunks) if code == "aa-ca" else memory(code),
        )  # fmt: skip
        opened = fed.open("aa-ca", "exchange", "open", TERMS, {"member": ("bb-ca",)})
        fed.settle()
        node, ballast = fed.nodes["aa-ca"], fill(disk)
        before = everything(store)
        for _ in range(3):
            with pytest.raises(StoreFull):
                fed.act("aa-ca", opened.dossier, "change the terms", TERMS | {"crimes": "text " * 20_000})
            assert everything(store) == before
            assert len(node.replica(opened.dossier).judged) == 1
        ballast.unlink()
        fed.act("aa-ca", opened.dossier, "change the terms", TERMS)
        fed.settle()
        assert [each.id for each in fed.nodes["bb-ca"].store.since(0, 9)] == [each.id for each in store.since(0, 9)]
        assert check_store(node).ok


def test_a_store_cannot_begin_on_a_full_disk(disk: Path) -> None:
    ballast = fill(disk)
    with pytest.raises(StoreFull):
        SqliteStore(disk / "node.db")
    ballast.unlink()
    with closing(SqliteStore(disk / "node.db")) as store:
        assert append(store, acts([0])) == 0


def test_a_full_disk_keeps_no_half_secret(disk: Path) -> None:
    with closing(SqliteVault(disk / "vault.db")) as vault:
        vault.put_secret("signing", b"old")
        ballast = fill(disk)
        with pytest.raises(StoreFull):
            vault.put_secret("signing", noise("secret", 1, 100_000))
        assert vault.secret("signing") == b"old"
        ballast.unlink()
        vault.put_secret("signing", b"new")
        assert vault.secret("signing") == b"new"


def test_a_full_disk_keeps_no_half_chunk(disk: Path) -> None:
    chunks = FolderChunks(disk / "chunks")
    count = put_until_full(chunks)
    assert count > 20
    lost = noise("chunk", count, 50_000)
    assert chunks.get(bytes(32), address_of(lost)) is None
    assert list((disk / "chunks" / "partial").iterdir()) == []
    for number in range(count):
        chunk = noise("chunk", number, 50_000)
        assert chunks.get(bytes(32), address_of(chunk)) == chunk
