"""The manifest of a file: lists of addresses that open at their own place only, under one root."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintas.crypto.aead import encrypt_once
from lintas.crypto.chunks import address_of
from lintas.crypto.errors import BadChunk
from lintas.crypto.hkdf import expand
from lintas.crypto.manifest import (
    FAN_OUT,
    Growing,
    SealedList,
    chunks_of,
    entries_of,
    file_id,
    levels_of,
    open_list,
    seal_list,
)
from lintas.wire.errors import TooLarge
from lintas.wire.limits import MIB

KEY = bytes(range(32))


def named(count: int) -> list[bytes]:
    return [number.to_bytes(32, "big") for number in range(count)]


def grown(count: int, sittings: int = 0) -> tuple[Growing, dict[bytes, SealedList]]:
    """A manifest over so many chunks, put down and taken up again that often."""
    growing, kept = Growing(KEY), dict[bytes, SealedList]()
    for number, address in enumerate(named(count)):
        if sittings and number % (count // sittings) == 0:
            growing = Growing(KEY, growing.count, list(growing.tails))
        kept |= {each.address: each for each in growing.add(address)}
    kept |= {each.address: each for each in growing.end()}
    return growing, kept


def walked(count: int, root: bytes, kept: dict[bytes, SealedList]) -> list[bytes]:
    """What the specification says of a root, read as it stands there."""
    levels = levels_of(count)
    if levels == 0:
        return [root]
    lists = [root]
    if levels == 2:
        lists = list(open_list(KEY, 2, 0, entries_of(count, 2, 0), kept[root].ciphertext, root))
    found = list[bytes]()
    for index, address in enumerate(lists):
        found += open_list(KEY, 1, index, entries_of(count, 1, index), kept[address].ciphertext, address)
    return found


COUNTS = [1, 2, FAN_OUT - 1, FAN_OUT, FAN_OUT + 1, 2 * FAN_OUT, 2 * FAN_OUT + 1]


@pytest.mark.parametrize("count", COUNTS)
def test_every_chunk_is_found_from_the_root_in_order(count: int) -> None:
    growing, kept = grown(count)
    assert walked(count, growing.root, kept) == named(count)
    lists = -(-count // FAN_OUT) if count > 1 else 0
    assert len(kept) == lists + (lists > 1)


@pytest.mark.parametrize("count", COUNTS[2:])
def test_a_manifest_that_grew_in_several_sittings_is_the_same(count: int) -> None:
    assert grown(count, sittings=3)[0].root == grown(count)[0].root


@given(st.integers(0, 2**40))
def test_lists_have_an_entry_for_each_chunk(size: int) -> None:
    count = chunks_of(size)
    assert (count - 1) * MIB < max(size, 1) <= count * MIB
    if levels_of(count) == 2:
        lists = entries_of(count, 2, 0)
        assert 1 < lists <= FAN_OUT
        assert entries_of(count, 1, lists - 1) + (lists - 1) * FAN_OUT == count


def test_no_file_has_more_chunks_than_two_levels_can_list() -> None:
    assert chunks_of(2**40) == FAN_OUT**2
    with pytest.raises(TooLarge):
        chunks_of(2**40 + 1)


@pytest.mark.parametrize(
    ("key", "level", "index", "count"),
    [(KEY, 1, 1, 3), (KEY, 2, 0, 3), (KEY[::-1], 1, 0, 3), (KEY, 1, 0, 2), (KEY, 1, 0, 4)],
)
def test_a_list_opens_at_its_own_place_with_its_own_key_and_size_only(
    key: bytes, level: int, index: int, count: int
) -> None:
    sealed = seal_list(KEY, 1, 0, named(3))
    assert open_list(KEY, 1, 0, 3, sealed.ciphertext, sealed.address) == tuple(named(3))
    with pytest.raises(BadChunk):
        open_list(key, level, index, count, sealed.ciphertext, sealed.address)


def test_an_altered_list_is_known_by_its_address() -> None:
    sealed = seal_list(KEY, 1, 0, named(2))
    altered = bytes([sealed.ciphertext[0] ^ 1]) + sealed.ciphertext[1:]
    for address in (sealed.address, address_of(altered)):
        with pytest.raises(BadChunk):
            open_list(KEY, 1, 0, 2, altered, address)


def test_the_key_of_a_list_is_what_the_specification_says() -> None:
    key = expand(KEY, b"lintas/list/1" + b"\x01" + bytes(8), 32)
    assert seal_list(KEY, 1, 0, named(2)).ciphertext == encrypt_once(key, b"".join(named(2)), b"")
    assert file_id(KEY) == expand(KEY, b"lintas/file/1", 32)
