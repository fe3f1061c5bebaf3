from __future__ import annotations

import hashlib

import pytest

from lintas.crypto.aead import encrypt_once
from lintas.crypto.chunks import CHUNK_BYTES, Chunk, address_of, open_chunk, open_chunks, seal_chunks
from lintas.crypto.errors import BadChunk, BadKey
from lintas.crypto.hkdf import expand
from lintas.wire.errors import TooLarge

KEY = b"f" * 32


def content(size: int) -> bytes:
    return hashlib.shake_128(size.to_bytes(8, "big")).digest(size)


def sealed(data: bytes, key: bytes = KEY) -> list[Chunk]:
    return list(seal_chunks(key, [data]))


def opened(chunks: list[Chunk], key: bytes = KEY) -> bytes:
    return b"".join(open_chunks(key, [chunk.address for chunk in chunks], [chunk.ciphertext for chunk in chunks]))


SIZES = [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES, 2 * CHUNK_BYTES + 7]


@pytest.mark.parametrize("size", SIZES)
def test_a_file_opens(size: int) -> None:
    data = content(size)
    chunks = sealed(data)
    assert opened(chunks) == data
    assert len(chunks) == max(1, -(-size // CHUNK_BYTES))
    assert [chunk.index for chunk in chunks] == list(range(len(chunks)))
    assert [chunk.last for chunk in chunks] == [False] * (len(chunks) - 1) + [True]
    assert all(chunk.address == hashlib.sha256(chunk.ciphertext).digest() for chunk in chunks)


def test_the_parts_that_a_file_comes_in_do_not_matter() -> None:
    data = content(2 * CHUNK_BYTES + 7)
    parts = [data[at : at + 300_001] for at in range(0, len(data), 300_001)]
    assert list(seal_chunks(KEY, [b"", *parts, b""])) == sealed(data)


def test_golden_chunk() -> None:
    (chunk,) = sealed(b"attachment")
    key = expand(KEY, b"lintas/chunk/1" + bytes(8) + b"\x01", 32)
    assert chunk.ciphertext == encrypt_once(key, b"attachment", b"")
    assert chunk.ciphertext.hex() == "6bba1720a0b180c45671900c8c2c74ab92c8e68b03a50803a262"


def test_one_file_under_two_keys_has_no_chunk_in_common() -> None:
    data = content(CHUNK_BYTES + 1)
    here, there = sealed(data), sealed(data, b"g" * 32)
    assert {chunk.address for chunk in here}.isdisjoint(chunk.address for chunk in there)


def test_a_file_cut_short_does_not_open() -> None:
    for size in (CHUNK_BYTES + 1, 2 * CHUNK_BYTES, 2 * CHUNK_BYTES + 7):
        chunks = sealed(content(size))
        with pytest.raises(BadChunk) as caught:
            opened(chunks[:-1])
        assert (caught.value.index, caught.value.why) == (len(chunks) - 2, "key or place")


def test_a_file_made_longer_swapped_or_mixed_does_not_open() -> None:
    chunks, other = sealed(content(2 * CHUNK_BYTES)), sealed(content(5))
    for wrong in ([*chunks, *other], chunks[::-1], [chunks[0], chunks[0]], [other[0], chunks[1]], chunks[1:]):
        with pytest.raises(BadChunk):
            opened(wrong)


def test_a_missing_or_spare_ciphertext_is_noticed() -> None:
    chunks = sealed(content(CHUNK_BYTES + 1))
    addresses, ciphertexts = [chunk.address for chunk in chunks], [chunk.ciphertext for chunk in chunks]
    for given, why in ((ciphertexts[:1], "missing"), ([*ciphertexts, b""], "count")):
        with pytest.raises(BadChunk) as caught:
            list(open_chunks(KEY, addresses, given))
        assert caught.value.why == why
    with pytest.raises(BadChunk):
        list(open_chunks(KEY, [], []))


def test_an_altered_chunk_is_known_by_its_address() -> None:
    (chunk,) = sealed(content(40))
    for at in range(len(chunk.ciphertext)):
        bad = bytearray(chunk.ciphertext)
        bad[at] ^= 1
        with pytest.raises(BadChunk) as caught:
            open_chunk(KEY, 0, bytes(bad), last=True, address=chunk.address)
        assert caught.value.why == "address"
        with pytest.raises(BadChunk) as caught:
            open_chunk(KEY, 0, bytes(bad), last=True, address=address_of(bytes(bad)))
        assert caught.value.why == "key or place"


@pytest.mark.parametrize(
    ("index", "last", "size"),
    [(0, False, CHUNK_BYTES - 1), (0, False, 0), (1, True, 0), (1, False, 3)],
)
def test_a_chunk_of_a_size_that_no_file_gives_is_refused(index: int, last: bool, size: int) -> None:
    key = expand(KEY, b"lintas/chunk/1" + index.to_bytes(8, "big") + bytes((last,)), 32)
    ciphertext = encrypt_once(key, bytes(size), b"")
    with pytest.raises(BadChunk) as caught:
        open_chunk(KEY, index, ciphertext, last=last, address=address_of(ciphertext))
    assert caught.value.why == "size"


def test_a_chunk_too_large_is_not_hashed() -> None:
    with pytest.raises(TooLarge):
        address_of(bytes(CHUNK_BYTES + 17))


def test_the_key_of_a_file_is_32_bytes() -> None:
    with pytest.raises(BadKey):
        next(seal_chunks(bytes(16), [b""]))
    with pytest.raises(BadKey):
        open_chunk(bytes(16), 0, bytes(16), last=True, address=address_of(bytes(16)))


def test_a_file_of_too_many_chunks_is_refused() -> None:
    data = content(2 * CHUNK_BYTES)
    assert len(list(seal_chunks(KEY, [data], chunks_max=2))) == 2
    with pytest.raises(TooLarge) as caught:
        list(seal_chunks(KEY, [data, b"x"], chunks_max=2))
    assert (caught.value.what, caught.value.size_max) == ("chunks", 2)
