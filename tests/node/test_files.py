"""Files between nodes: sealed, fetched chunk by chunk by those who may read the act, and never taken on trust."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintas.crypto.errors import BadChunk, BadSignature
from lintas.dossier.meanings import File
from lintas.node import files
from lintas.node.deliver import next_batch, take_batch, take_receipt
from lintas.node.files import DamagedFile, NoSuchChunk, WrongChunk, add_file, addresses_in, files_in, read_file
from lintas.node.reading import read
from lintas.node.state import Node
from lintas.node.unfetched import Missing
from lintas.store.chunks import MemoryChunks
from lintas.sync.chunk import CHUNK_KIND, CHUNKED_KIND, ChunkRequest, chunk_fields, chunked_fields
from lintas.sync.envelope import Envelope, NotForUs, StaleRequest, WrongNonce, write
from lintas.wire.errors import Malformed, TooLarge
from lintas.wire.limits import LIMITS, MIB
from lintas.wire.shape import BadShape
from tests.node.hostile import federation, give, shared, stored
from tests.support.federation import Federation3

FRAUD = {"name": "fraud", "band": "4 years or more"}
QUESTION = {"urgency": "urgent", "question": "Whose boat?", "purpose": "To return it", "offence": FRAUD}
PICTURE = bytes(range(256)) * 5_000


class Sent:
    """aa sent bb a picture of two chunks; cc is a party that may not read it."""

    def __init__(self) -> None:
        self.fed: Federation3 = federation()
        self.dossier = shared(self.fed)
        self.aa, self.bb, self.cc, self.dd = self.fed.nodes.values()
        self.file = add_file(self.aa, "boat.jpg", "image/jpeg", [PICTURE])
        fields = QUESTION | {"files": [self.file]}
        self.act = self.fed.act("aa-ca", self.dossier, "ask", fields, {"asked": ("bb-ca",)}, readers=("bb-ca",)).act
        self.deliver()

    def deliver(self) -> None:
        """The acts, without the chunks."""
        rows = [stored(self.aa, row.id) for row in self.aa.store.acts(self.dossier)]
        give(self.aa, self.cc, [replace(row, body=None) for row in rows])
        while deliver(self.aa, self.bb):
            pass

    def lacking(self, number: int = 0) -> Missing:
        return Missing(self.act, self.aa.id, self.file["chunks"][number])

    def request(self, asker: Node, **changed: Any) -> bytes:
        made = Envelope(asker.id, self.aa.id, asker.entropy(16), asker.clock())
        what = ChunkRequest(changed.pop("act", self.act), changed.pop("address", self.file["chunks"][0]))
        return write(asker.identity.signer, CHUNK_KIND, replace(made, **changed), chunk_fields(what))


def deliver(sender: Node, receiver: Node) -> bool:
    """One batch of acts; whether there was one."""
    sent = next_batch(sender, receiver.id)
    if sent is None:
        return False
    reply = take_batch(receiver, sent.data)
    receiver.commit()
    take_receipt(sender, sent, reply)
    sender.commit()
    return True


@pytest.fixture
def sent() -> Sent:
    return Sent()


def whole(node: Node, act: bytes) -> bytes:
    row = node.store.act(act)
    assert row
    (file,) = files_in(read(node, row)[1].fields)
    return b"".join(read_file(node, file))


def test_a_file_travels_chunk_by_chunk_and_is_whole_again(sent: Sent) -> None:
    missing = files.missing_from(sent.bb, sent.aa.id)
    assert [each.address for each in missing] == sent.file["chunks"]
    with pytest.raises(NoSuchChunk):
        whole(sent.bb, sent.act)
    for each in missing:
        request, data = files.ask(sent.bb, each)
        files.take(sent.bb, request, each, files.serve(sent.aa, data))
    assert whole(sent.bb, sent.act) == whole(sent.aa, sent.act) == PICTURE
    assert files.missing_from(sent.bb, sent.aa.id) == ()


def test_who_may_not_read_the_act_does_not_even_ask(sent: Sent) -> None:
    assert files.missing_from(sent.cc, sent.aa.id) == ()


def test_a_chunk_is_served_to_readers_only_and_all_others_get_one_answer(sent: Sent) -> None:
    assert files.serve(sent.aa, sent.request(sent.bb))
    another = add_file(sent.aa, "other.txt", "text/plain", [b"not sent to anybody"])
    opening = next(iter(sent.aa.store.acts(sent.dossier))).id
    refused = {
        "a party that is no reader": sent.request(sent.cc),
        "a stranger": sent.request(sent.dd),
        "a chunk of no act": sent.request(sent.bb, address=another["chunks"][0]),
        "a chunk that there is not": sent.request(sent.bb, address=bytes(32)),
        "an act that there is not": sent.request(sent.bb, act=bytes(32)),
        "an act that does not list it": sent.request(sent.bb, act=opening),
    }
    for name, data in refused.items():
        with pytest.raises(NoSuchChunk) as caught:
            files.serve(sent.aa, data)
        assert set(vars(caught.value)) == {"address"}, name
    assert not sent.aa.pending


def test_only_the_author_serves_its_chunks(sent: Sent) -> None:
    request, data = files.ask(sent.bb, sent.lacking())
    files.take(sent.bb, request, sent.lacking(), files.serve(sent.aa, data))
    made = Envelope(sent.aa.id, sent.bb.id, sent.aa.entropy(16), sent.aa.clock())
    what = ChunkRequest(sent.act, sent.lacking().address)
    with pytest.raises(NoSuchChunk):
        files.serve(sent.bb, write(sent.aa.identity.signer, CHUNK_KIND, made, chunk_fields(what)))


def test_a_discharged_reader_gets_no_more_chunks(sent: Sent) -> None:
    reasons = {"reasons": "Out of turn"}
    sent.fed.act("aa-ca", sent.dossier, "discharge", reasons, {"member": ("bb-ca",)}, readers=("cc-ca",))
    with pytest.raises(NoSuchChunk):
        files.serve(sent.aa, sent.request(sent.bb))


def test_a_chunk_that_the_author_lost_is_said_to_be_missing(sent: Sent) -> None:
    sent.aa.chunks = MemoryChunks()
    with pytest.raises(NoSuchChunk):
        files.serve(sent.aa, sent.request(sent.bb))


BAD: dict[str, tuple[Callable[[Sent], bytes], type[Exception]]] = {
    "noise": (lambda s: b"noise", Malformed),
    "in another's name": (lambda s: s.request(s.cc, sender=s.bb.id), BadSignature),
    "for another": (lambda s: s.request(s.bb, recipient=s.cc.id), NotForUs),
    "too old": (lambda s: s.request(s.bb, time_ms=1), StaleRequest),
    "no address": (lambda s: s.request(s.bb, address=b"short"), BadShape),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_request_is_refused(sent: Sent, name: str) -> None:
    make, cause = BAD[name]
    with pytest.raises(cause):
        files.serve(sent.aa, make(sent))


def test_wrong_bytes_are_never_kept(sent: Sent) -> None:
    request, data = files.ask(sent.bb, sent.lacking())
    reply = files.serve(sent.aa, data)
    with pytest.raises(WrongNonce):
        files.serve(sent.aa, data)
    with pytest.raises(WrongChunk):
        files.take(sent.bb, request, sent.lacking(1), reply)

    def answer(ciphertext: bytes, nonce: bytes = request.nonce, speaker: Node = sent.aa) -> bytes:
        made = Envelope(speaker.id, sent.bb.id, nonce, sent.aa.clock())
        return write(speaker.identity.signer, CHUNKED_KIND, made, chunked_fields(ciphertext))

    false: list[tuple[bytes, type[Exception]]] = [
        (answer(b"other bytes"), WrongChunk),
        (answer(b""), WrongChunk),
        (answer(bytes(MIB + 17)), BadShape),
        (answer(b"", nonce=bytes(16)), WrongNonce),
        (answer(b"", speaker=sent.cc), NotForUs),
        (b"noise", Malformed),
    ]
    for wrong, cause in false:
        with pytest.raises(cause):
            files.take(sent.bb, request, sent.lacking(), wrong)
    assert not sent.bb.chunks.has(sent.lacking().address)
    files.take(sent.bb, request, sent.lacking(), reply)
    assert sent.bb.chunks.has(sent.lacking().address)


@given(sizes=st.lists(st.integers(0, 3_000), max_size=5))
def test_a_file_is_what_its_parts_were(sizes: list[int]) -> None:
    parts = [bytes([number % 256]) * size for number, size in enumerate(sizes)]
    file = add_file(NODE, "a.bin", "application/octet-stream", parts)
    assert File.check(file) is None
    assert b"".join(read_file(NODE, file)) == b"".join(parts)
    assert (file["bytes"], file["sha256"]) == (sum(sizes), hashlib.sha256(b"".join(parts)).digest())


NODE = federation("aa-ca", "bb-ca").nodes["aa-ca"]


@pytest.mark.parametrize("size", [0, 1, MIB - 1, MIB, MIB + 1, 2 * MIB])
def test_a_file_takes_a_chunk_for_each_mebibyte(size: int) -> None:
    file = add_file(NODE, "a.bin", "application/octet-stream", [bytes(size)])
    assert len(file["chunks"]) == max(1, -(-size // MIB))
    assert sum(len(part) for part in read_file(NODE, file)) == size


def damaged() -> dict[str, tuple[dict[str, Any], type[Exception]]]:
    good = add_file(NODE, "a.bin", "application/octet-stream", [PICTURE])
    other = add_file(NODE, "b.bin", "application/octet-stream", [PICTURE])
    return {
        "another hash": ({**good, "sha256": bytes(32)}, DamagedFile),
        "another key": ({**good, "key": bytes(32)}, BadChunk),
        "another order": ({**good, "chunks": good["chunks"][::-1]}, BadChunk),
        "a chunk of another file": ({**good, "chunks": [good["chunks"][0], other["chunks"][1]]}, BadChunk),
        "a chunk that is not here": ({**good, "chunks": [good["chunks"][0], bytes(32)]}, NoSuchChunk),
        "cut short": ({**good, "bytes": MIB, "chunks": good["chunks"][:1]}, BadChunk),
        "no chunks": ({**good, "chunks": []}, DamagedFile),
        "no key": ({k: v for k, v in good.items() if k != "key"}, DamagedFile),
        "chunks that are none": ({**good, "chunks": 5}, DamagedFile),
        "nothing": ({}, DamagedFile),
    }


@pytest.mark.parametrize("name", damaged())
def test_a_file_that_is_not_what_it_says_does_not_open(name: str) -> None:
    file, cause = damaged()[name]
    with pytest.raises(cause):
        list(read_file(NODE, file))


def test_what_is_no_file_in_a_body_of_others_is_passed_over() -> None:
    good = add_file(NODE, "a.bin", "application/octet-stream", [b"x"])
    odd = [{"chunks": 1, "sha256": 2}, {"chunks": [[]], "sha256": b""}, {**good, "key": ""}, "file", 5, None]
    fields = {"one": good, "many": [*odd, good], "odd": odd[0], "deep": {"inside": good}}
    assert list(files_in(fields)) == [good, good]
    assert addresses_in(fields) == tuple(good["chunks"])


def test_one_act_takes_so_many_chunks_and_no_more() -> None:
    def listed(first: int, count: int) -> dict[str, Any]:
        chunks = [number.to_bytes(32, "big") for number in range(first, first + count)]
        plain = {"name": "a", "media": "text/plain", "sha256": bytes(32), "key": bytes(32)}
        return plain | {"bytes": count * MIB, "chunks": chunks}

    most = LIMITS.attachments_max
    assert len(addresses_in({"a": listed(0, most - 1), "b": listed(most - 1, 1)})) == most
    assert len(addresses_in({"a": listed(0, most), "b": listed(0, most)})) == most, "the same chunk counts once"
    with pytest.raises(TooLarge) as caught:
        addresses_in({"a": listed(0, most), "b": listed(most, 1)})
    assert (caught.value.size, caught.value.size_max) == (most + 1, most)


def test_a_file_that_is_too_large_is_refused_while_it_is_read() -> None:
    read_bytes = 0

    def endless() -> Any:
        nonlocal read_bytes
        while True:
            read_bytes += MIB
            yield bytes(MIB)

    with pytest.raises(TooLarge):
        add_file(NODE, "a.bin", "application/octet-stream", endless())
    assert read_bytes <= (LIMITS.attachments_max + 2) * MIB
