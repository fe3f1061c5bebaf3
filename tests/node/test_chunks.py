"""Chunks between nodes: fetched by those who may read the act, served to nobody else, never taken on trust."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from lintas.crypto.chunks import seal_chunks
from lintas.crypto.errors import BadSignature
from lintas.crypto.manifest import Growing, file_id, seal_list
from lintas.dossier.admission import sign_act
from lintas.dossier.header_bytes import named
from lintas.dossier.sealing import Content, seal
from lintas.node import chunks
from lintas.node.aside import at_once
from lintas.node.author import answered, epoch_for
from lintas.node.batches import take_batch
from lintas.node.chunks import Asked, WrongChunk
from lintas.node.deliver import next_batch, take_receipt
from lintas.node.files import files_in, read_file
from lintas.node.heading import next_header
from lintas.node.obey import obey
from lintas.node.reading import read
from lintas.node.state import Node
from lintas.node.tree import NoSuchChunk
from lintas.node.uploads import add_file
from lintas.store.chunks import MemoryChunks
from lintas.sync.carried import carried, carry
from lintas.sync.chunk import CHUNK_KIND, CHUNKED_KIND, ChunkRequest, chunk_fields, chunked_fields
from lintas.sync.envelope import Envelope, NotForUs, StaleRequest, WrongNonce, write
from lintas.wire.errors import Malformed
from lintas.wire.limits import MIB
from lintas.wire.shape import BadShape
from tests.node.hostile import federation, give, shared, stored
from tests.node.recalling import taken_back
from tests.support.federation import Federation3

FRAUD = {"name": "fraud", "band": "4 years or more"}
QUESTION = {"urgency": "urgent", "question": "Whose boat?", "purpose": "To return it", "offence": FRAUD}
PICTURE = bytes(range(256)) * 5_000


class Sent:
    """aa sent bb a picture of two chunks, so with one list; cc is a party that may not read it, dd is none."""

    def __init__(self) -> None:
        self.fed: Federation3 = federation()
        self.dossier = shared(self.fed)
        self.aa, self.bb, self.cc, self.dd = self.fed.nodes.values()
        self.file = add_file(self.aa, "boat.jpg", "image/jpeg", [PICTURE])
        self.id = file_id(self.file["key"])
        fields = QUESTION | {"files": [self.file]}
        self.act = self.fed.act("aa-ca", self.dossier, "ask", fields, {"asked": ("bb-ca",)}, readers=("bb-ca",)).act
        self.deliver()
        growing = Growing(self.file["key"])
        self.parts = tuple(seal_chunks(self.file["key"], [PICTURE]))
        for each in self.parts:
            list(growing.add(each.address))
        self.addresses = (self.file["root"], *(each.address for each in self.parts))

    def deliver(self) -> None:
        """The acts, without the chunks."""
        rows = [stored(self.aa, row.id) for row in self.aa.store.acts(self.dossier)]
        give(self.aa, self.cc, [replace(row, body=None) for row in rows])
        while deliver(self.aa, self.bb):
            pass

    def request(self, asker: Node, **changed: Any) -> bytes:
        made = Envelope(asker.id, self.aa.id, asker.entropy(16), asker.clock())
        act, file = changed.pop("act", self.act), changed.pop("file", self.id)
        what = ChunkRequest(act, file, changed.pop("addresses", self.addresses))
        return write(asker.identity.signer, CHUNK_KIND, replace(made, **changed), chunk_fields(what))

    def here(self, node: Node) -> list[bool]:
        return [node.chunks.has(self.id, address) for address in self.addresses]


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


def asked(node: Node, author: Node, most: int = 4) -> Asked:
    found = at_once(node, chunks.ask(node, author.id, most))
    assert isinstance(found, Asked)
    return found


def served(node: Node, data: bytes) -> bytes:
    reply = at_once(node, chunks.serve(node, data))
    assert isinstance(reply, bytes)
    return reply


def fetch(node: Node, author: Node, most: int = 4) -> int:
    """Ask until nothing lacks; with how many requests."""
    count = 0
    while found := at_once(node, chunks.ask(node, author.id, most)):
        at_once(node, chunks.take(node, found, served(author, found.data)))
        count += 1
    return count


@pytest.fixture
def sent() -> Sent:
    return Sent()


def whole(node: Node, act: bytes) -> bytes:
    row = node.store.act(act)
    assert row
    (file,) = files_in(read(node, row)[1].fields)
    return b"".join(read_file(node.chunks, file))


def test_the_header_shows_how_many_files_there_are_and_nothing_of_their_size(sent: Sent) -> None:
    row = sent.cc.store.act(sent.act)
    assert row
    assert sent.id in row.signed
    assert not any(address in row.signed for address in sent.addresses)


def test_a_file_travels_by_its_list_and_is_whole_again(sent: Sent) -> None:
    with pytest.raises(NoSuchChunk):
        whole(sent.bb, sent.act)
    assert asked(sent.bb, sent.aa).request.addresses == sent.addresses[:1]
    assert fetch(sent.bb, sent.aa) == 2
    assert whole(sent.bb, sent.act) == whole(sent.aa, sent.act) == PICTURE
    assert at_once(sent.bb, chunks.ask(sent.bb, sent.aa.id, 4)) is None


def test_a_fetch_goes_on_where_the_disk_says_that_it_is(sent: Sent) -> None:
    for _ in range(2):
        found = asked(sent.bb, sent.aa, 1)
        at_once(sent.bb, chunks.take(sent.bb, found, served(sent.aa, found.data)))
    assert sent.here(sent.bb) == [True, True, False]
    sent.bb = sent.fed.restart("bb-ca")
    sent.bb.replica(sent.dossier)
    sent.bb.unfetched.note(sent.bb.replica(sent.dossier).graph.nodes[sent.act].act)
    assert asked(sent.bb, sent.aa).request.addresses == sent.addresses[2:]


def test_of_a_file_of_two_levels_what_lacks_is_asked_for_in_order() -> None:
    sent, key = Sent(), bytes(31) + b"\x07"
    fetch(sent.bb, sent.aa)
    growing, lists = Growing(key), []
    for number in range(1_026):
        lists += list(growing.add(number.to_bytes(32, "big")))
    lists += list(growing.end())
    assert len(lists) == 3
    file = {"name": "a", "media": "text/plain", "bytes": 1_026 * MIB, "sha256": bytes(32), "key": key}
    fields = QUESTION | {"files": [file | {"root": growing.root}]}
    sent.fed.act("aa-ca", sent.dossier, "ask", fields, {"asked": ("bb-ca",)}, readers=("bb-ca",))
    sent.deliver()
    assert asked(sent.bb, sent.aa).request.addresses == (growing.root,)
    sent.bb.chunks.put(file_id(key), lists[2].address, lists[2].ciphertext)
    assert asked(sent.bb, sent.aa).request.addresses == (lists[0].address, lists[1].address)
    sent.bb.chunks.put(file_id(key), lists[1].address, lists[1].ciphertext)
    last = tuple(number.to_bytes(32, "big") for number in (1_024, 1_025))
    assert asked(sent.bb, sent.aa).request.addresses == (lists[0].address, *last)
    sent.bb.chunks.put(file_id(key), lists[0].address, lists[0].ciphertext)
    assert asked(sent.bb, sent.aa).request.addresses == tuple(number.to_bytes(32, "big") for number in range(4))


def test_a_manifest_that_is_not_what_it_must_be_holds_up_no_other_file(sent: Sent) -> None:
    key = b"\x05" * 32
    short = seal_list(key, 1, 0, [bytes(32)])
    file = {
        "name": "a",
        "media": "text/plain",
        "bytes": 3 * MIB,
        "sha256": bytes(32),
        "key": key,
        "root": short.address,
    }
    good = add_file(sent.aa, "b.txt", "text/plain", [b"good"])
    sent.aa.chunks.put(file_id(key), short.address, short.ciphertext)
    fields = QUESTION | {"files": [file, good]}
    sent.fed.act("aa-ca", sent.dossier, "ask", fields, {"asked": ("bb-ca",)}, readers=("bb-ca",))
    sent.deliver()
    fetch(sent.bb, sent.aa)
    assert b"".join(read_file(sent.bb.chunks, good)) == b"good"


def test_who_may_not_read_the_act_does_not_even_ask(sent: Sent) -> None:
    assert at_once(sent.cc, chunks.ask(sent.cc, sent.aa.id, 4)) is None


def test_a_chunk_is_served_to_readers_only_and_all_others_get_one_answer(sent: Sent) -> None:
    assert served(sent.aa, sent.request(sent.bb))
    another = add_file(sent.aa, "other.txt", "text/plain", [b"not sent to anybody"])
    opening = next(iter(sent.aa.store.acts(sent.dossier))).id
    refused = {
        "a party that is no reader": sent.request(sent.cc),
        "a stranger": sent.request(sent.dd),
        "a chunk of another file": sent.request(sent.bb, addresses=(another["root"],)),
        "a file of no act": sent.request(sent.bb, file=file_id(another["key"]), addresses=(another["root"],)),
        "a chunk that there is not": sent.request(sent.bb, addresses=(bytes(32),)),
        "an act that there is not": sent.request(sent.bb, act=bytes(32)),
        "an act that does not send it": sent.request(sent.bb, act=opening),
    }
    for name, data in refused.items():
        with pytest.raises(NoSuchChunk) as caught:
            served(sent.aa, data)
        assert set(vars(caught.value)) == {"address"}, name
    assert not sent.aa.pending


def test_only_the_author_serves_its_chunks(sent: Sent) -> None:
    fetch(sent.bb, sent.aa)
    made = Envelope(sent.aa.id, sent.bb.id, sent.aa.entropy(16), sent.aa.clock())
    what = ChunkRequest(sent.act, sent.id, sent.addresses)
    with pytest.raises(NoSuchChunk):
        served(sent.bb, write(sent.aa.identity.signer, CHUNK_KIND, made, chunk_fields(what)))


def discharge(sent: Sent) -> None:
    reasons = {"reasons": "Out of turn"}
    sent.fed.act("aa-ca", sent.dossier, "discharge", reasons, {"member": ("bb-ca",)}, readers=("cc-ca",))


def recall(sent: Sent) -> None:
    taken_back(sent.fed, sent.dossier, sent.act, code="aa-ca")
    obey(sent.aa)


@pytest.mark.parametrize("end", [discharge, recall])
def test_after_a_discharge_or_a_recall_no_chunk_is_served_nor_one_that_was_being_read(
    sent: Sent, end: Callable[[Sent], None]
) -> None:
    reading = chunks.serve(sent.aa, sent.request(sent.bb))
    found = reading.work()
    assert found
    end(sent)
    with pytest.raises(NoSuchChunk):
        reading.then(sent.aa, found)
    with pytest.raises(NoSuchChunk):
        served(sent.aa, sent.request(sent.bb))


def test_a_recall_reaches_every_chunk_also_those_that_only_the_manifest_names(sent: Sent) -> None:
    fetch(sent.bb, sent.aa)
    assert sent.here(sent.aa) == sent.here(sent.bb) == [True] * 3
    recall(sent)
    sent.deliver()
    obey(sent.bb)
    assert sent.here(sent.aa) == sent.here(sent.bb) == [False] * 3


def test_a_chunk_that_comes_to_the_disk_after_its_recall_goes_again(sent: Sent) -> None:
    found = asked(sent.bb, sent.aa)
    keeping = chunks.take(sent.bb, found, served(sent.aa, found.data))
    recall(sent)
    sent.deliver()
    obey(sent.bb)
    keeping.then(sent.bb, keeping.work())
    assert sent.here(sent.bb) == [False] * 3
    assert at_once(sent.bb, chunks.ask(sent.bb, sent.aa.id, 4)) is None


def test_who_writes_a_file_id_into_a_header_keeps_no_recalled_chunk_alive(sent: Sent) -> None:
    fetch(sent.bb, sent.aa)
    other = add_file(sent.cc, "mine.txt", "text/plain", [b"mine"])
    cc, replica, readers = sent.cc, sent.cc.replica(sent.dossier), (sent.bb.id,)
    epoch = epoch_for(cc, sent.dossier, replica, readers)
    to = named({"asked": readers})
    header = next_header(cc, sent.dossier, replica, verb="ask", to=to, attachments=(sent.id,))
    fields = QUESTION | {"files": [other]}
    said = Content(fields, (), "en", bytes(16))
    content = answered(cc, said, header, readers, sent.fed.desks["cc-ca"][:1], 1, "exchange")
    sealed, body = seal(cc.suite, epoch.id, epoch.key or b"", header, content)
    signed = sign_act(cc.identity.signer, replace(header, seal=sealed))
    replica.receive(signed.act)
    cc.keep(signed, body)
    cc.commit()
    while deliver(sent.cc, sent.bb):
        pass
    row = sent.bb.store.act(signed.act.id)
    assert row
    assert row.body
    recall(sent)
    sent.deliver()
    obey(sent.bb)
    assert sent.here(sent.bb) == [False] * 3


def test_chunks_that_the_author_lost_are_said_to_be_missing_and_others_come(sent: Sent) -> None:
    sent.aa.chunks = MemoryChunks()
    with pytest.raises(NoSuchChunk):
        served(sent.aa, sent.request(sent.bb))
    sent.aa.chunks.put(sent.id, sent.addresses[2], sent.parts[1].ciphertext)
    _, beside = carried(served(sent.aa, sent.request(sent.bb)))
    assert beside == [sent.parts[1].ciphertext]


BAD: dict[str, tuple[Callable[[Sent], bytes], type[Exception]]] = {
    "noise": (lambda s: b"noise", Malformed),
    "in another's name": (lambda s: s.request(s.cc, sender=s.bb.id), BadSignature),
    "for another": (lambda s: s.request(s.bb, recipient=s.cc.id), NotForUs),
    "too old": (lambda s: s.request(s.bb, time_ms=1), StaleRequest),
    "no address": (lambda s: s.request(s.bb, addresses=(b"short",)), BadShape),
    "nothing": (lambda s: s.request(s.bb, addresses=()), BadShape),
    "too much": (lambda s: s.request(s.bb, addresses=(bytes(32),) * 5), BadShape),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_request_is_refused(sent: Sent, name: str) -> None:
    make, cause = BAD[name]
    with pytest.raises(cause):
        served(sent.aa, make(sent))


def test_wrong_bytes_are_never_kept(sent: Sent) -> None:
    found = asked(sent.bb, sent.aa)
    reply = served(sent.aa, found.data)
    with pytest.raises(WrongNonce):
        served(sent.aa, found.data)

    def answer(beside: list[bytes], nonce: bytes = found.envelope.nonce, speaker: Node = sent.aa, **said: Any) -> bytes:
        made = Envelope(speaker.id, sent.bb.id, nonce, sent.aa.clock())
        fields = chunked_fields(said.get("file", sent.id), said.get("addresses", sent.addresses[:1]))
        return carry(write(speaker.identity.signer, CHUNKED_KIND, made, fields), beside)

    _, good = carried(reply)
    false: list[tuple[bytes, type[Exception]]] = [
        (answer([b"other bytes"]), WrongChunk),
        (answer([b""]), WrongChunk),
        (answer([bytes(MIB + 17)]), BadShape),
        (answer([]), BadShape),
        (answer([*good, *good]), BadShape),
        (answer(good, file=bytes(32)), WrongChunk),
        (answer([sent.parts[0].ciphertext], addresses=sent.addresses[1:2]), WrongChunk),
        (answer(good, nonce=bytes(16)), WrongNonce),
        (answer(good, speaker=sent.cc), NotForUs),
        (b"noise", Malformed),
    ]
    for wrong, cause in false:
        with pytest.raises(cause):
            at_once(sent.bb, chunks.take(sent.bb, found, wrong))
    assert sent.here(sent.bb) == [False] * 3
    at_once(sent.bb, chunks.take(sent.bb, found, reply))
    assert sent.here(sent.bb) == [True, False, False]


def test_files_of_an_act_that_is_about_to_be_committed_are_asked_for_after_that(sent: Sent) -> None:
    fetch(sent.bb, sent.aa)
    file = add_file(sent.aa, "crew.jpg", "image/jpeg", [b"the crew"])
    sent.fed.act("aa-ca", sent.dossier, "ask", QUESTION | {"files": [file]}, {"asked": ("bb-ca",)}, readers=("bb-ca",))
    batch = next_batch(sent.aa, sent.bb.id)
    assert batch
    take_batch(sent.bb, batch.data)
    assert at_once(sent.bb, chunks.ask(sent.bb, sent.aa.id, 4)) is None, "in the same group of jobs"
    sent.bb.commit()
    assert fetch(sent.bb, sent.aa) == 1
    assert b"".join(read_file(sent.bb.chunks, file)) == b"the crew"


def test_a_file_that_its_author_lost_does_not_keep_the_others_of_the_act_from_coming(sent: Sent) -> None:
    """Each is asked for once, and then all that were refused after a while."""
    bb, aa = sent.bb, sent.aa
    fetch(bb, aa)
    files = [add_file(aa, f"{number}.jpg", "image/jpeg", [b"small"]) for number in range(3)]
    fields = QUESTION | {"files": files}
    sent.fed.act("aa-ca", sent.dossier, "ask", fields, {"asked": ("bb-ca",)}, readers=("bb-ca",))
    while deliver(aa, bb):
        pass
    lost, *kept = [file_id(file["key"]) for file in files]
    aa.chunks.drop(lost)
    refused, came = 0, list[bytes]()
    while found := at_once(bb, chunks.ask(bb, aa.id, 4)):
        try:
            reply = served(aa, found.data)
        except NoSuchChunk:
            chunks.refused(bb, found)
            refused += 1
        else:
            at_once(bb, chunks.take(bb, found, reply))
            came.append(found.request.file)
    assert set(came) == set(kept)
    assert refused == 2
