from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from lintas.crypto.chunks import address_of
from lintas.node.ports import Chunks
from lintas.store.chunks import FolderChunks, MemoryChunks
from lintas.store.errors import BadChunkAddress, DamagedChunk, StoreFailed
from lintas.wire.errors import BadIdentifier, TooLarge
from lintas.wire.limits import LIMITS
from tests.store.contract.samples import noise

CHUNK = noise("chunk", 1, 5_000)
ADDRESS = hashlib.sha256(CHUNK).digest()
LARGEST = bytes(LIMITS.chunk_bytes_max + 16)


@pytest.fixture(params=["memory", "folder"])
def chunks(request: pytest.FixtureRequest, tmp_path: Path) -> Chunks:
    return MemoryChunks() if request.param == "memory" else FolderChunks(tmp_path / "chunks")


def place(folder: Path) -> Path:
    name = ADDRESS.hex()
    return folder / name[:2] / name[2:4] / name


@pytest.mark.parametrize("chunk", [CHUNK, b"", LARGEST])
def test_a_chunk_is_kept_under_its_address(chunks: Chunks, chunk: bytes) -> None:
    address = address_of(chunk)
    assert not chunks.has(address)
    assert chunks.get(address) is None
    for _ in range(2):
        chunks.put(address, chunk)
        assert chunks.has(address)
        assert chunks.get(address) == chunk


def test_a_chunk_of_another_address_is_refused(chunks: Chunks) -> None:
    with pytest.raises(BadChunkAddress):
        chunks.put(ADDRESS, CHUNK + b"!")
    assert not chunks.has(ADDRESS)


def test_more_than_a_chunk_is_refused(chunks: Chunks) -> None:
    with pytest.raises(TooLarge):
        chunks.put(hashlib.sha256(LARGEST + b"!").digest(), LARGEST + b"!")


@pytest.mark.parametrize("address", [b"", b"short", ADDRESS + b"!"])
def test_an_address_has_32_bytes(chunks: Chunks, address: bytes) -> None:
    for ask in (chunks.get, chunks.has):
        with pytest.raises(BadIdentifier):
            ask(address)


@pytest.mark.parametrize("damaged", [CHUNK[:-1], b"", CHUNK[:50] + b"?" + CHUNK[51:], LARGEST + b"!"])
def test_a_damaged_chunk_is_told_and_mended_when_it_is_put_again(tmp_path: Path, damaged: bytes) -> None:
    chunks = FolderChunks(tmp_path)
    chunks.put(ADDRESS, CHUNK)
    place(tmp_path).write_bytes(damaged)
    with pytest.raises(DamagedChunk) as caught:
        chunks.get(ADDRESS)
    assert (caught.value.address, caught.value.path) == (ADDRESS, str(place(tmp_path)))
    chunks.put(ADDRESS, CHUNK)
    assert chunks.get(ADDRESS) == CHUNK


def test_chunks_survive_and_half_written_ones_are_swept(tmp_path: Path) -> None:
    chunks = FolderChunks(tmp_path)
    chunks.put(ADDRESS, CHUNK)
    assert list((tmp_path / "partial").iterdir()) == []
    (tmp_path / "partial" / "half").write_bytes(CHUNK[:100])
    again = FolderChunks(tmp_path)
    assert again.get(ADDRESS) == CHUNK
    assert list((tmp_path / "partial").iterdir()) == []
    assert place(tmp_path).stat().st_mode & 0o777 == 0o600
    assert place(tmp_path).parent.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreFailed):
        FolderChunks(tmp_path / "file")


def test_a_chunk_is_dropped_and_may_come_again(chunks: Chunks) -> None:
    chunks.put(ADDRESS, CHUNK)
    for _ in range(2):
        chunks.drop(ADDRESS)
        assert not chunks.has(ADDRESS)
        assert chunks.get(ADDRESS) is None
    chunks.put(ADDRESS, CHUNK)
    assert chunks.get(ADDRESS) == CHUNK
