"""A disk that is full: a small file system in memory, where mounting one is permitted."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from lintas.crypto.chunks import address_of
from lintas.node.ports import Chunks, Store, StoreFull
from lintas.store.chunks import FolderChunks
from lintas.store.sqlite import SqliteStore
from lintas.store.vault import SqliteVault
from tests.store.contract.samples import act, acts, append, everything, noise

pytestmark = pytest.mark.processes
DISK_BYTES = 2 * 1024 * 1024


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", str(folder)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"may not mount a small file system on {folder}: {error}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


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
            chunks.put(address_of(chunk), chunk)
        except StoreFull:
            return count
    pytest.fail("the disk took more than it has")


def test_a_full_disk_undoes_the_batch_and_the_store_goes_on_when_there_is_room(disk: Path) -> None:
    ballast = fill(disk, 1024 * 1024)
    with closing(SqliteStore(disk / "node.db")) as store:
        count = append_until_full(store)
        assert store.size() == count > 20
        before = everything(store)
        with pytest.raises(StoreFull):
            append(store, acts(range(10_000, 11_000)))
        assert everything(store) == before
        ballast.unlink()
        assert append(store, [act(20_000)]) == count
        store.check()


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
    assert chunks.get(address_of(lost)) is None
    assert list((disk / "chunks" / "partial").iterdir()) == []
    for number in range(count):
        chunk = noise("chunk", number, 50_000)
        assert chunks.get(address_of(chunk)) == chunk
