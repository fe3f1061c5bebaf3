"""Chunks in a bucket, on a server that checks signatures; what every store of chunks keeps is in `test_chunks.py`."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from lintas.crypto.chunks import address_of
from lintas.node.ports import StoreFull
from lintas.store.errors import DamagedChunk, StoreFailed
from lintas.store.s3 import BadBucket, Bucket, S3Chunks, read_bucket
from lintas.store.signing import Credentials, signed_headers
from tests.support.s3 import S3Server, s3_server

FILE, CHUNK = bytes(range(32)), b"a sealed chunk"
ADDRESS = address_of(CHUNK)


@pytest.fixture(scope="module")
def server() -> Iterator[S3Server]:
    with s3_server() as found:
        yield found


def test_a_signature_is_what_amazon_publishes() -> None:
    """The example `GET Object` of the page that `signing` names."""
    who = Credentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    headers = {"Host": "examplebucket.s3.amazonaws.com", "Range": "bytes=0-9"}
    found = signed_headers(who, "us-east-1", "GET", "/test.txt", "", headers, b"", 1_369_353_600)
    assert found["authorization"].endswith("Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")
    assert "wJalr" not in repr(who)


@pytest.mark.processes
def test_of_a_bucket_with_versions_every_version_goes(server: S3Server) -> None:
    bucket = server.bucket("versions", versions=True)
    chunks = S3Chunks(bucket, server.who)
    for _ in range(2):
        chunks.put(FILE, ADDRESS, CHUNK)
        chunks.drop(FILE)
    chunks.put(FILE, ADDRESS, CHUNK)
    assert len(chunks._versions(FILE)) == 1
    chunks._asked("DELETE", chunks._key(FILE, ADDRESS))
    assert not chunks.has(FILE, ADDRESS)
    assert len(chunks._versions(FILE)) == 2, "the chunk and the mark that hides it"
    chunks.drop(FILE)
    assert chunks._versions(FILE) == []
    assert chunks.check() == "Enabled"


@pytest.mark.processes
def test_more_than_a_page_of_chunks_goes_with_its_file(server: S3Server) -> None:
    chunks = S3Chunks(server.bucket("many"), server.who, listed_max=3)
    many = [number.to_bytes(4, "big") for number in range(8)]
    for each in many:
        chunks.put(FILE, address_of(each), each)
    chunks.drop(FILE)
    assert not any(chunks.has(FILE, address_of(each)) for each in many)
    assert chunks._versions(FILE) == []


@pytest.mark.processes
def test_what_the_store_refuses_is_told_with_what_to_do(server: S3Server) -> None:
    bucket = server.bucket("mine")
    other = Credentials(server.who.access_key, "another secret")
    with pytest.raises(StoreFailed, match="secret key is another one") as caught:
        S3Chunks(bucket, other).put(FILE, ADDRESS, CHUNK)
    assert "another secret" not in str(caught.value)
    with pytest.raises(StoreFailed, match="access key is not known"):
        S3Chunks(bucket, Credentials("nobody", "x")).get(FILE, ADDRESS)
    with pytest.raises(StoreFailed, match="make the bucket"):
        S3Chunks(Bucket(bucket.endpoint, "not-there", "", "us-east-1"), server.who).get(FILE, ADDRESS)


@pytest.mark.processes
def test_a_damaged_object_is_told_and_mended_when_it_is_put_again(server: S3Server) -> None:
    chunks = S3Chunks(server.bucket("damaged"), server.who)
    chunks._asked("PUT", chunks._key(FILE, ADDRESS), body=b"other bytes")
    with pytest.raises(DamagedChunk):
        chunks.get(FILE, ADDRESS)
    chunks.put(FILE, ADDRESS, CHUNK)
    assert chunks.get(FILE, ADDRESS) == CHUNK


def test_a_store_that_does_not_answer_is_told() -> None:
    chunks = S3Chunks(Bucket("http://127.0.0.1:9", "b", "", "us-east-1"), Credentials("a", "b"))
    with pytest.raises(StoreFailed, match="does not answer"):
        chunks.has(FILE, ADDRESS)


@contextmanager
def answering(*statuses: int, body: bytes = b"<Error><Code>Said</Code></Error>") -> Iterator[tuple[str, list[str]]]:
    """A server that answers with these, one after another; what it was asked."""
    left, asked = list(statuses), list[str]()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(left.pop(0))
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_DELETE(self) -> None:
            self.do_GET()

        def log_message(self, *said: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as found:
        threading.Thread(target=found.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{found.server_port}", asked
        finally:
            found.shutdown()


@pytest.mark.processes
def test_what_may_pass_is_tried_again_and_what_does_not_is_told() -> None:
    with answering(503, 503, 503, 503, 404, 507) as (endpoint, asked):
        chunks = S3Chunks(Bucket(endpoint, "b", "", "us-east-1"), Credentials("a", "b"))
        with pytest.raises(StoreFailed, match="503 Said"):
            chunks.get(FILE, ADDRESS)
        assert len(asked) == 3
        assert chunks.get(FILE, ADDRESS) is None
        with pytest.raises(StoreFull):
            chunks.get(FILE, ADDRESS)


@pytest.mark.processes
def test_what_cannot_be_deleted_is_told_and_not_tried_for_ever() -> None:
    listed = b"<List><Version><Key>a</Key><VersionId>1</VersionId></Version></List>"
    with answering(200, 200, 200, body=listed) as (endpoint, asked):
        chunks = S3Chunks(Bucket(endpoint, "b", "", "us-east-1"), Credentials("a", "b"))
        with pytest.raises(StoreFailed, match="is there a lock on objects"):
            chunks.drop(FILE)
        assert [path.partition("?")[0] for path in asked] == ["/b", "/b/a", "/b"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("s3+https://s3.example/chunks", Bucket("https://s3.example", "chunks", "", "us-east-1")),
        ("s3+http://127.0.0.1:9000/b/a/c/?region=x", Bucket("http://127.0.0.1:9000", "b", "a/c", "x")),
    ],
)
def test_a_bucket_is_read(text: str, found: Bucket) -> None:
    assert read_bucket(text) == found


@pytest.mark.parametrize(
    "text",
    ["s3://bucket/a", "s3+https://", "s3+https://host", "s3+ftp://host/b", "https://host/b", "s3+https://key:s@host/b",
     "s3+https://host/b?secret=x", "s3+https://host/b?region="],
)  # fmt: skip
def test_what_is_no_bucket_is_refused(text: str) -> None:
    with pytest.raises(BadBucket):
        read_bucket(text)
