"""Replies read byte by byte or all at once: what they say, and what is no reply."""

from __future__ import annotations

import gc
from contextlib import suppress
from weakref import ref

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintas.transport.reply import FRAME_BYTES_MAX, NotAReply, Reply

CLOSED = b""
WHOLE = {
    "length": b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello",
    "chunks": b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n",
    "continued": b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n"
    b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello",
    "trailers": b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\nx: y\r\n\r\n",
}


def read(*parts: bytes, body_bytes_max: int = 100) -> Reply:
    reply = Reply(body_bytes_max)
    for part in parts:
        assert not reply.whole
        reply.take(part)
    return reply


@pytest.mark.parametrize("data", WHOLE.values(), ids=WHOLE)
@given(data_cut=st.data())
def test_a_reply_is_the_same_however_it_comes(data: bytes, data_cut: st.DataObject) -> None:
    cuts = sorted(data_cut.draw(st.sets(st.integers(1, len(data) - 1), max_size=20)))
    parts = [data[start:stop] for start, stop in zip([0, *cuts], [*cuts, len(data)], strict=True)]
    reply = read(*parts)
    assert (reply.whole, reply.status, reply.body, reply.stays, reply.count) == (True, 200, b"hello", True, len(data))


@pytest.mark.parametrize("data", WHOLE.values(), ids=WHOLE)
def test_a_reply_that_breaks_off_anywhere_is_none(data: bytes) -> None:
    for stop in range(len(data)):
        with pytest.raises(NotAReply):
            read(data[:stop] or CLOSED, CLOSED)


@pytest.mark.parametrize("data", [WHOLE["length"], b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n"])
def test_a_reply_leaves_the_memory_with_whoever_had_it(data: bytes) -> None:
    reply = Reply(100)
    with suppress(NotAReply):
        reply.take(data + b"x" * 200 * (b"500" in data))
    kept = ref(reply)
    gc.disable()
    try:
        del reply
        assert kept() is None
    finally:
        gc.enable()


def test_a_body_without_a_length_ends_with_the_connection() -> None:
    reply = read(b"HTTP/1.1 200 OK\r\n\r\nhel", b"lo", CLOSED)
    assert (reply.whole, reply.body, reply.stays) == (True, b"hello", False)


@pytest.mark.parametrize(
    ("data", "status", "stays"),
    [
        (b"HTTP/1.1 503 Busy\r\nconnection: close\r\ncontent-length: 0\r\n\r\n", 503, False),
        (b"HTTP/1.0 200 OK\r\ncontent-length: 0\r\n\r\n", 200, False),
        (b"HTTP/1.1 204 No Content\r\n\r\n", 204, True),
    ],
)
def test_whether_the_connection_stays(data: bytes, status: int, stays: bool) -> None:
    reply = read(data)
    assert (reply.whole, reply.status, reply.stays, reply.body) == (True, status, stays, b"")


@pytest.mark.parametrize("data", WHOLE.values(), ids=WHOLE)
@pytest.mark.parametrize("more", [b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", b"more"])
def test_what_goes_on_behind_its_end_is_refused(data: bytes, more: bytes) -> None:
    with pytest.raises(NotAReply):
        read(data + more)


@pytest.mark.parametrize(
    "data",
    [
        b"HTTP/1.1 101 Switching\r\nupgrade: other\r\nconnection: upgrade\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello!",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n-2\r\nhe\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nbroken header\r\n\r\n",
        b"POST / HTTP/1.1\r\n\r\n",
    ],
)
def test_what_could_be_read_in_two_ways_is_refused(data: bytes) -> None:
    with pytest.raises(NotAReply):
        read(data)


@pytest.mark.parametrize(
    "beginning",
    [
        b"HTTP/1.1 200 OK\r\nx: ",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1;",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\nx: ",
    ],
)
def test_what_is_no_body_has_a_largest_size(beginning: bytes) -> None:
    reply = Reply(10 * FRAME_BYTES_MAX)
    reply.take(beginning)
    reply.take(b"x" * (FRAME_BYTES_MAX - len(beginning)))
    with pytest.raises(NotAReply):
        reply.take(b"x")


@pytest.mark.parametrize("size", [100, 101])
def test_a_body_has_a_largest_size(size: int) -> None:
    data = b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % size + bytes(size)
    if size == 100:
        assert read(data).body == bytes(size)
    else:
        with pytest.raises(NotAReply):
            read(data)
