"""What a file says in a body, sealing one that is at hand, and reading it: never taken on trust."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintas.crypto.chunks import seal_chunks
from lintas.crypto.errors import BadChunk
from lintas.crypto.manifest import Growing, file_id
from lintas.dossier.meanings import File
from lintas.node.files import DamagedFile, files_in, ids_in, read_file
from lintas.node.tree import NoSuchChunk
from lintas.node.uploads import add_file
from lintas.store.chunks import MemoryChunks
from lintas.wire.errors import TooLarge
from lintas.wire.limits import LIMITS, MIB
from tests.node.hostile import federation

NODE = federation("aa-ca", "bb-ca").nodes["aa-ca"]
PICTURE = bytes(range(256)) * 5_000


@given(sizes=st.lists(st.integers(0, 3_000), max_size=5))
def test_a_file_is_what_its_parts_were(sizes: list[int]) -> None:
    parts = [bytes([number % 256]) * size for number, size in enumerate(sizes)]
    file = add_file(NODE, "a.bin", "application/octet-stream", parts)
    assert File.check(file) is None
    assert b"".join(read_file(NODE.chunks, file)) == b"".join(parts)
    assert (file["bytes"], file["sha256"]) == (sum(sizes), hashlib.sha256(b"".join(parts)).digest())


@pytest.mark.parametrize("size", [0, 1, MIB - 1, MIB, MIB + 1, 2 * MIB])
def test_a_file_of_one_chunk_is_known_by_it_and_a_larger_one_by_a_list(size: int) -> None:
    NODE.chunks = MemoryChunks()
    file = add_file(NODE, "a.bin", "application/octet-stream", [bytes(size)])
    kept = len(NODE.chunks._files[file_id(file["key"]).hex()])
    assert kept == (1 if size <= MIB else -(-size // MIB) + 1)
    assert sum(len(part) for part in read_file(NODE.chunks, file)) == size


def damaged() -> dict[str, tuple[dict[str, Any], type[Exception]]]:
    good = add_file(NODE, "a.bin", "application/octet-stream", [PICTURE])
    small = add_file(NODE, "b.bin", "application/octet-stream", [b"small"])
    return {
        "another hash": ({**good, "sha256": bytes(32)}, DamagedFile),
        "another key": ({**good, "key": bytes(32)}, NoSuchChunk),
        "the root of another file": ({**good, "root": small["root"]}, NoSuchChunk),
        "a root that is not here": ({**good, "root": bytes(32)}, NoSuchChunk),
        "cut short": ({**good, "bytes": MIB}, BadChunk),
        "too long": ({**good, "bytes": 2 * MIB + 1}, BadChunk),
        "of another size in the same chunks": ({**good, "bytes": len(PICTURE) + 1}, DamagedFile),
        "no root": ({k: v for k, v in good.items() if k != "root"}, DamagedFile),
        "no key": ({k: v for k, v in good.items() if k != "key"}, DamagedFile),
        "a root that is none": ({**good, "root": 5}, DamagedFile),
        "nothing": ({}, DamagedFile),
    }


@pytest.mark.parametrize("name", damaged())
def test_a_file_that_is_not_what_it_says_does_not_open(name: str) -> None:
    file, cause = damaged()[name]
    with pytest.raises(cause):
        list(read_file(NODE.chunks, file))


def test_a_list_with_the_chunks_in_another_order_opens_to_nothing() -> None:
    file = add_file(NODE, "a.bin", "application/octet-stream", [PICTURE])
    growing = Growing(file["key"])
    for chunk in reversed(list(seal_chunks(file["key"], [PICTURE]))):
        list(growing.add(chunk.address))
    for each in growing.end():
        NODE.chunks.put(file_id(file["key"]), each.address, each.ciphertext)
    with pytest.raises(BadChunk):
        list(read_file(NODE.chunks, {**file, "root": growing.root}))


def test_what_is_no_file_in_a_body_of_others_is_passed_over() -> None:
    good = add_file(NODE, "a.bin", "application/octet-stream", [b"x"])
    odd = [{"root": 1, "sha256": 2}, {"root": [[]], "sha256": b""}, {**good, "key": ""}, "file", 5, None]
    fields = {"one": good, "many": [*odd, good], "odd": odd[0], "deep": {"inside": good}}
    assert list(files_in(fields)) == [good, good]
    assert ids_in(fields) == (file_id(good["key"]),)


def test_one_act_takes_so_many_files_and_no_more_whatever_their_size() -> None:
    plain = {"name": "a", "media": "text/plain", "sha256": bytes(32), "root": bytes(32), "bytes": 2**40}

    def listed(count: int) -> list[dict[str, Any]]:
        return [plain | {"key": number.to_bytes(32, "big")} for number in range(count)]

    most = LIMITS.attachments_max
    assert len(ids_in({"a": listed(most), "b": listed(2)})) == most, "the same file counts once"
    with pytest.raises(TooLarge) as caught:
        ids_in({"a": listed(most + 1)})
    assert (caught.value.size, caught.value.size_max) == (most + 1, most)


def test_no_file_is_larger_than_its_manifest_can_be() -> None:
    plain = {"name": "a", "media": "text/plain", "sha256": bytes(32), "key": bytes(32), "root": bytes(32)}
    assert File.check(plain | {"bytes": 2**40}) is None
    assert "1 TiB" in str(File.check(plain | {"bytes": 2**40 + 1}))
