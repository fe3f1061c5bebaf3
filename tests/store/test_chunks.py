from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from lintas.crypto.chunks import address_of
from lintas.node.ports import Chunks, StoreFull
from lintas.store.chunks import FolderChunks, MemoryChunks
from lintas.store.errors import BadChunkAddress, DamagedChunk, StoreFailed
from lintas.store.s3 import S3Chunks
from lintas.wire.errors import BadIdentifier, TooLarge
from lintas.wire.limits import LIMITS
from tests.store.contract.samples import noise
from tests.support.s3 import S3Server, s3_server

FILE = bytes(range(32))
CHUNK = noise("chunk", 1, 5_000)
ADDRESS = hashlib.sha256(CHUNK).digest()
LARGEST = bytes(LIMITS.chunk_bytes_max + 16)


@pytest.fixture(scope="module")
def server() -> Iterator[S3Server]:
    with s3_server() as found:
        yield found


@pytest.fixture(params=["memory", "folder", pytest.param("s3", marks=pytest.mark.processes)])
def chunks(request: pytest.FixtureRequest, tmp_path: Path) -> Chunks:
    if request.param == "s3":
        found: S3Server = request.getfixturevalue("server")
        return S3Chunks(found.bucket(f"bucket-{uuid4().hex}"), found.who)
    return MemoryChunks() if request.param == "memory" else FolderChunks(tmp_path / "chunks")


def place(folder: Path) -> Path:
    return folder / FILE.hex()[:2] / FILE.hex() / ADDRESS.hex()


@pytest.mark.parametrize("chunk", [CHUNK, b"", LARGEST])
def test_a_chunk_is_kept_under_its_address(chunks: Chunks, chunk: bytes) -> None:
    address = address_of(chunk)
    assert not chunks.has(FILE, address)
    assert chunks.get(FILE, address) is None
    for _ in range(2):
        chunks.put(FILE, address, chunk)
        assert chunks.has(FILE, address)
        assert chunks.get(FILE, address) == chunk


def test_a_chunk_of_another_address_is_refused(chunks: Chunks) -> None:
    with pytest.raises(BadChunkAddress):
        chunks.put(FILE, ADDRESS, CHUNK + b"!")
    assert not chunks.has(FILE, ADDRESS)


def test_more_than_a_chunk_is_refused(chunks: Chunks) -> None:
    with pytest.raises(TooLarge):
        chunks.put(FILE, hashlib.sha256(LARGEST + b"!").digest(), LARGEST + b"!")


@pytest.mark.parametrize("address", [b"", b"short", ADDRESS + b"!"])
def test_an_address_has_32_bytes(chunks: Chunks, address: bytes) -> None:
    for ask in (chunks.get, chunks.has):
        for file, chunk in ((FILE, address), (address, ADDRESS)):
            with pytest.raises(BadIdentifier):
                ask(file, chunk)
    with pytest.raises(BadIdentifier):
        chunks.drop(address)
    with pytest.raises(BadIdentifier):
        chunks.put(address, ADDRESS, CHUNK)


@pytest.mark.parametrize("damaged", [CHUNK[:-1], b"", CHUNK[:50] + b"?" + CHUNK[51:], LARGEST + b"!"])
def test_a_damaged_chunk_is_told_and_mended_when_it_is_put_again(tmp_path: Path, damaged: bytes) -> None:
    chunks = FolderChunks(tmp_path)
    chunks.put(FILE, ADDRESS, CHUNK)
    place(tmp_path).write_bytes(damaged)
    with pytest.raises(DamagedChunk) as caught:
        chunks.get(FILE, ADDRESS)
    assert (caught.value.address, caught.value.path) == (ADDRESS, str(place(tmp_path)))
    chunks.put(FILE, ADDRESS, CHUNK)
    assert chunks.get(FILE, ADDRESS) == CHUNK


def test_chunks_survive_and_half_written_ones_are_swept(tmp_path: Path) -> None:
    chunks = FolderChunks(tmp_path)
    chunks.put(FILE, ADDRESS, CHUNK)
    assert list((tmp_path / "partial").iterdir()) == []
    (tmp_path / "partial" / "half").write_bytes(CHUNK[:100])
    (tmp_path / "partial" / "dropped" / FILE.hex()).mkdir(parents=True)
    again = FolderChunks(tmp_path)
    assert again.get(FILE, ADDRESS) == CHUNK
    assert list((tmp_path / "partial").iterdir()) == []
    assert place(tmp_path).stat().st_mode & 0o777 == 0o600
    assert place(tmp_path).parent.stat().st_mode & 0o777 == 0o700


def test_files_leave_acts_the_room_that_they_need(tmp_path: Path) -> None:
    FolderChunks(tmp_path, reserve_bytes=1).put(FILE, ADDRESS, CHUNK)
    full = FolderChunks(tmp_path, reserve_bytes=1 << 60)
    with pytest.raises(StoreFull):
        full.put(bytes(32), ADDRESS, CHUNK)
    assert not full.has(bytes(32), ADDRESS)
    full.put(FILE, ADDRESS, CHUNK)
    assert full.get(FILE, ADDRESS) == CHUNK, "what is here needs no room"


def test_a_folder_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreFailed):
        FolderChunks(tmp_path / "file")


def test_a_file_is_dropped_whole_and_may_come_again(chunks: Chunks) -> None:
    other, more = bytes(32), noise("chunk", 2, 500)
    for file, chunk in ((FILE, CHUNK), (FILE, more), (other, CHUNK)):
        chunks.put(file, address_of(chunk), chunk)
    for _ in range(2):
        chunks.drop(FILE)
        assert not chunks.has(FILE, ADDRESS)
        assert chunks.get(FILE, ADDRESS) is None
        assert not chunks.has(FILE, address_of(more))
        assert chunks.get(other, ADDRESS) == CHUNK, "the same bytes of another file stay"
    chunks.put(FILE, ADDRESS, CHUNK)
    assert chunks.get(FILE, ADDRESS) == CHUNK


def test_a_chunk_is_a_chunk_of_its_own_file_only(chunks: Chunks) -> None:
    chunks.put(FILE, ADDRESS, CHUNK)
    assert not chunks.has(bytes(32), ADDRESS)
    assert chunks.get(bytes(32), ADDRESS) is None
