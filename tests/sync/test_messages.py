"""Batches, receipts, requests and replies: what is valid comes back, what is not is refused by its label."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintas.sync.chunk import Chunked, ChunkRequest, chunk_fields, chunked_fields, read_chunk, read_chunked
from lintas.sync.fetch import Fetch, Fetched, fetch_fields, fetched_fields, read_fetch, read_fetched
from lintas.sync.link import (
    LinkBatch,
    LinkItem,
    Receipt,
    Refusal,
    batch_fields,
    bodies_of,
    read_batch,
    read_receipt,
    receipt_fields,
)
from lintas.sync.witness import Cosigned, cosigned_fields, read_cosign, read_cosigned
from lintas.wire import cbor
from lintas.wire.errors import Malformed
from lintas.wire.limits import LIMITS, MIB
from lintas.wire.shape import BadShape, Fields
from tests.sync.refusing import Reader, Wrong, cases, check_refused

ID16, ID32 = st.binary(min_size=16, max_size=16), st.binary(min_size=32, max_size=32)
IDS = st.lists(ID32, max_size=3).map(tuple)
POSITION = st.integers(0, 2**63 - 1)
ITEMS = st.lists(
    st.builds(
        LinkItem,
        st.binary(max_size=20),
        st.none() | st.binary(min_size=1, max_size=9),
        st.none() | st.binary(max_size=9),
    ),
    max_size=3,
).map(tuple)
BATCHES = st.tuples(ID16, POSITION, POSITION, ID32, ITEMS).map(
    lambda parts: LinkBatch(parts[0], min(parts[1], parts[2]), max(parts[1], parts[2]), *parts[3:])
)
RECEIPTS = st.builds(
    Receipt,
    epoch=ID16,
    upto=POSITION,
    anchor=ID32,
    taken=st.booleans(),
    log_size=POSITION,
    log_root=ID32,
    tips=st.dictionaries(ID16, st.lists(ID32, max_size=2).map(tuple), max_size=2),
    refused=st.lists(st.builds(Refusal, ID32, st.text(max_size=64)), max_size=2).map(tuple),
    waiting=st.lists(ID32, max_size=2).map(tuple),
    credit_bytes=POSITION,
    retry_ms=POSITION,
)


def carried(message: dict[int, object]) -> Fields:
    """The labels as they arrive: through the wire."""
    return Fields("message", cbor.decode(cbor.encode(message), size_max=8 * MIB))


@given(batch=BATCHES)
def test_a_batch_comes_back(batch: LinkBatch) -> None:
    assert read_batch(carried(batch_fields(batch)), bodies_of(batch.items)) == batch


@given(receipt=RECEIPTS)
def test_a_receipt_comes_back(receipt: Receipt) -> None:
    assert read_receipt(carried(receipt_fields(receipt))) == receipt


@given(fetch=st.builds(Fetch, ID16, IDS, IDS), items=ITEMS, more=st.booleans())
def test_a_fetch_and_its_reply_come_back(fetch: Fetch, items: tuple[LinkItem, ...], more: bool) -> None:
    assert read_fetch(carried(fetch_fields(fetch))) == fetch
    assert read_fetched(carried(fetched_fields(Fetched(items, more))), bodies_of(items)) == Fetched(items, more)


@given(act=ID32, address=ID32, ciphertext=st.binary(max_size=50), size=POSITION)
def test_the_others_come_back(act: bytes, address: bytes, ciphertext: bytes, size: int) -> None:
    asked, given = ChunkRequest(act, address, (act, address)), Chunked(act, (address,), (ciphertext,))
    assert read_chunk(carried(chunk_fields(asked))) == asked
    assert read_chunked(carried(chunked_fields(given.file, given.addresses)), given.chunks) == given
    assert read_cosigned(carried(cosigned_fields(Cosigned(size, ciphertext)))) == Cosigned(size, ciphertext)


BATCH = batch_fields(LinkBatch(b"e" * 16, 3, 7, b"a" * 32, (LinkItem(b"act", b"body", b"parcel"),)))
RECEIPT = receipt_fields(Receipt(b"e" * 16, 7, b"a" * 32, True, 9, b"r" * 32, {b"d" * 16: (b"t" * 32,)}))
FETCH = fetch_fields(Fetch(b"d" * 16, (b"t" * 32,)))
FETCHED = fetched_fields(Fetched((LinkItem(b"act"),), True))
CHUNK = chunk_fields(ChunkRequest(b"a" * 32, b"f" * 32, (b"c" * 32,)))
CHUNKED = chunked_fields(b"f" * 32, [b"c" * 32])

with_body: Reader = partial(read_batch, bodies=(b"body",))
with_chunk: Reader = partial(read_chunked, chunks=(b"chunk",))
with_none: Reader = partial(read_fetched, bodies=())
WRONG: list[Wrong] = [
    (with_body, BATCH, 8, [bytes(15), "epoch"]),
    (with_body, BATCH, 9, [-1, 2**63, True]),
    (with_body, BATCH, 10, [-1, 2, 2**63, "7"]),
    (with_body, BATCH, 11, [bytes(31), 0]),
    (
        with_body,
        BATCH,
        12,
        [
            b"act",
            [b"act"],
            [[b"act", None]],
            [[b"act", None, None, None]],
            [["act", None, None]],
            [[None, None, None]],
            [[b"act", 1, None]],
            [[b"act", b"body", None]],
            [[b"act", True, None]],
            [[b"act", 0, None]],
            [[b"act", None, None]],
            [[b"act", 4, None], [b"act", 4, None]],
            [[b"act", None, {}]],
            [[bytes(2 * LIMITS.header_bytes_max + 1), None, None]],
            [[b"act", LIMITS.body_bytes_max + 1, None]],
            [[b"act", None, bytes(LIMITS.wrapped_bytes_max + 1)]],
            [[b"", None, None]] * (LIMITS.bundle_items_max + 1),
        ],
    ),
    (read_receipt, RECEIPT, 8, [bytes(17)]),
    (read_receipt, RECEIPT, 9, [-1]),
    (read_receipt, RECEIPT, 10, [b""]),
    (read_receipt, RECEIPT, 11, [1, "yes", None]),
    (read_receipt, RECEIPT, 12, [-1, 2**63]),
    (read_receipt, RECEIPT, 13, [bytes(31)]),
    (
        read_receipt,
        RECEIPT,
        14,
        [[], {b"d": []}, {"dossier": []}, {b"d" * 16: b"t" * 32}, {b"d" * 16: [b"t"]}, {b"d" * 16: [b"t" * 32] * 65}],
    ),
    (
        read_receipt,
        RECEIPT,
        15,
        [{}, [b"act"], [[b"a" * 32]], [[b"a", "Error"]], [[b"a" * 32, "x" * 65]], [[b"a" * 32, 1]]],
    ),
    (read_receipt, RECEIPT, 16, [{}, [bytes(31)], [bytes(32)] * (LIMITS.bundle_items_max + 1)]),
    (read_receipt, RECEIPT, 17, [-1, "all"]),
    (read_receipt, RECEIPT, 18, [-1, 2**63]),
    (read_fetch, FETCH, 8, [bytes(15)]),
    (read_fetch, FETCH, 10, [{}, [bytes(31)], [bytes(32)] * (LIMITS.bundle_items_max + 1)]),
    (read_fetch, FETCH, 9, [{}, [bytes(31)], [bytes(32)] * (LIMITS.bundle_items_max + 1)]),
    (with_none, FETCHED, 8, [b"", [[]]]),
    (with_none, FETCHED, 9, [1, None]),
    (read_chunk, CHUNK, 8, [bytes(31)]),
    (read_chunk, CHUNK, 9, [bytes(33)]),
    (read_chunk, CHUNK, 10, [[], [bytes(31)], [bytes(32)] * (LIMITS.chunks_asked_max + 1)]),
    (with_chunk, CHUNKED, 9, [bytes(31)]),
    (with_chunk, CHUNKED, 10, [[], [bytes(31)], [bytes(32)] * 2]),
    (read_cosigned, cosigned_fields(Cosigned(1, b"line")), 8, [-1]),
    (read_cosigned, cosigned_fields(Cosigned(1, b"line")), 9, [bytes(4 * 1024 + 1)]),
]
CASES = cases(WRONG)


@pytest.mark.parametrize(("reader", "message", "label", "value"), CASES, ids=range(len(CASES)))
def test_a_wrong_value_is_refused_by_its_label(
    reader: Reader, message: dict[int, object], label: int, value: object
) -> None:
    check_refused(reader, message, label, value)


OPTIONAL = {(read_fetch, 9), (read_fetch, 10), (read_receipt, 16), (with_none, 9), (read_receipt, 11)}
MISSING = [(reader, message, label) for reader, message, label, _ in WRONG if (reader, label) not in OPTIONAL]


@pytest.mark.parametrize(("reader", "message", "label"), MISSING, ids=range(len(MISSING)))
def test_a_missing_label_is_refused(reader: Reader, message: dict[int, object], label: int) -> None:
    with pytest.raises(BadShape):
        reader(Fields("message", {k: v for k, v in message.items() if k != label}))


def test_a_request_to_cosign_holds_a_submission() -> None:
    for wrong in (b"", b"old 1\n", b"\xff" * 9):
        with pytest.raises(Malformed):
            read_cosign(Fields("cosign", {8: wrong}))


def test_the_size_of_an_item_is_what_it_takes_of_a_batch() -> None:
    assert LinkItem(b"abc").size_bytes == 3
    assert LinkItem(b"abc", b"de", b"f").size_bytes == 6
