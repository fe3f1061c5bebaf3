"""Sealed chunks of attachments in a bucket of a store that speaks S3, under the names that they have in a folder.

Only what every such store has is asked of it: put, get, head and delete of an object, and lists of objects and of
versions. A put that was confirmed is durable, says the store. Bytes are checked against the address when they come and
when they go. Who runs the store sees how many chunks a file has and when they are read, and no word of them.

Where the bucket keeps versions, `drop` removes every version and mark of deletion too. What a lock on objects, a
replica elsewhere or the provider's own backup keeps after that, no client can remove: it stays sealed, and its key is
destroyed where a file is recalled.
"""

from __future__ import annotations

import http.client
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit
from xml.etree import ElementTree

from lintas.crypto.chunks import address_of
from lintas.node.ports import StoreFull
from lintas.store.chunks import name_of, need_address, undamaged
from lintas.store.errors import DamagedChunk, StoreFailed
from lintas.store.signing import Credentials, encoded, query_of, signed_headers
from lintas.wire.limits import MIB

TIMEOUT_MS: Final = 15_000
TRIES_MAX: Final = 3
REPLY_BYTES_MAX: Final = 8 * MIB
_FULL: Final = (507, "QuotaExceeded", "XMinioStorageFull", "InsufficientStorage")
_AGAIN: Final = (500, 502, 503, 504)


class BadBucket(StoreFailed):
    """What the settings say of the bucket cannot be used."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """Where the chunks lie: `https://HOST[:PORT]`, the bucket, what stands before each name, the region."""

    endpoint: str
    name: str
    prefix: str
    region: str

    @property
    def place(self) -> str:
        """What errors call it."""
        return f"{self.endpoint}/{self.name}/{self.prefix}".rstrip("/")


def read_bucket(text: str) -> Bucket:
    """A bucket from `s3+https://HOST[:PORT]/BUCKET[/PREFIX][?region=REGION]`, or `s3+http` for a store beside the node.

    Raises `BadBucket`.
    """
    scheme, _, rest = text.partition("+")
    parts = urlsplit(rest)
    name, _, prefix = parts.path.strip("/").partition("/")
    key, _, region = parts.query.partition("=")
    if scheme != "s3" or parts.scheme not in ("http", "https") or not parts.hostname or not name or "@" in parts.netloc:
        raise BadBucket(text, "write it as s3+https://HOST/BUCKET/PREFIX, without a name or password in it")
    if parts.query and (key != "region" or not region):
        raise BadBucket(text, "behind the question mark only the region may stand, as ?region=eu-central-1")
    return Bucket(f"{parts.scheme}://{parts.netloc}", name, prefix, region or "us-east-1")


class S3Chunks:
    """The port `Chunks` over a bucket. Several threads may use it; each has a connection of its own.

    Raises `StoreFull` and `StoreFailed`, which says what the store answered, and never what it was asked with.
    """

    def __init__(self, bucket: Bucket, who: Credentials, *, listed_max: int = 1_000) -> None:
        """Nothing is asked of the store yet. A list has at most so many entries, 1,000 in most stores."""
        self._bucket, self._who, self._listed_max = bucket, who, listed_max
        self._parts = urlsplit(bucket.endpoint)
        self._tls = ssl.create_default_context() if self._parts.scheme == "https" else None
        self._threads = threading.local()

    def put(self, file: bytes, address: bytes, ciphertext: bytes) -> None:
        """Keep a chunk; raises `BadChunkAddress`, or `TooLarge` above the size of a chunk. Mends a damaged one."""
        need_address(address, ciphertext)
        self._asked("PUT", self._key(file, address), body=ciphertext)

    def get(self, file: bytes, address: bytes) -> bytes | None:
        """A chunk, if it is here; raises `DamagedChunk` if its bytes are not those of the address."""
        key = self._key(file, address)
        found = self._asked("GET", key, missing=True)
        return None if found is None else undamaged(f"{self._bucket.endpoint}{key}", address, found)

    def has(self, file: bytes, address: bytes) -> bool:
        return self._asked("HEAD", self._key(file, address), missing=True) is not None

    def drop(self, file: bytes) -> None:
        """Remove a file's chunks, in every version that the bucket keeps of them."""
        gone: list[tuple[str, str]] = []
        while found := self._versions(file):
            if found == gone:
                raise StoreFailed(self._bucket.place, "what is deleted stays: is there a lock on objects?")
            for key, version in found:
                self._asked("DELETE", self._path(key), {"versionId": version} if version else {}, missing=True)
            gone = found

    def check(self) -> str:
        """Put, read and remove an object, as an operator's check does; what the bucket does with versions.

        Raises as the methods do.
        """
        chunk, file = b"lintas doctor", bytes(32)
        address = address_of(chunk)
        self.put(file, address, chunk)
        if self.get(file, address) != chunk:
            raise DamagedChunk(self._bucket.place, address)
        self.drop(file)
        state = ElementTree.fromstring(self._asked("GET", f"/{self._bucket.name}", {"versioning": ""}) or b"<x/>")
        return _facts(state).get("Status", "")

    def _versions(self, file: bytes) -> list[tuple[str, str]]:
        """Some objects of a file with each of their versions, and marks of deletion; nothing if there is none left."""
        prefix = self._of(file)
        query = {"versions": "", "prefix": prefix, "max-keys": str(self._listed_max)}
        page = ElementTree.fromstring(self._asked("GET", f"/{self._bucket.name}", query) or b"<x/>")
        listed = (_facts(each) for each in page if _tag(each) in ("Version", "DeleteMarker"))
        return [(facts["Key"], facts.get("VersionId", "")) for facts in listed]

    def _key(self, file: bytes, address: bytes) -> str:
        return self._path(self._of(file) + name_of(address))

    def _of(self, file: bytes) -> str:
        """What the names of a file's chunks begin with: as in a folder, so that any tool can move them."""
        name = name_of(file)
        return "/".join(filter(None, (self._bucket.prefix, name[:2], name))) + "/"

    def _path(self, key: str) -> str:
        return encoded(f"/{self._bucket.name}/{key}")

    def _asked(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        *,
        body: bytes = b"",
        missing: bool = False,
    ) -> bytes | None:
        """What the store answers; None for what it has not, where that may be. Tries again what may pass."""
        for left in range(TRIES_MAX - 1, -1, -1):
            try:
                status, answer = self._exchanged(method, path, query_of(query or {}), body)
            except (OSError, http.client.HTTPException) as error:
                self._close()
                if not left:
                    told = str(error) or type(error).__name__
                    raise StoreFailed(self._bucket.place, f"it does not answer: {told}") from None
                continue
            if 200 <= status < 300:
                return answer
            if status == 404 and missing and _code(answer) != "NoSuchBucket":
                return None
            if status not in _AGAIN or not left:
                raise self._refused(status, answer)
        raise AssertionError("the last try returns or raises")

    def _exchanged(self, method: str, path: str, query: str, body: bytes) -> tuple[int, bytes]:
        connection = self._connection()
        headers = signed_headers(
            self._who, self._bucket.region, method, path, query, {"host": self._parts.netloc}, body, int(time.time())
        )
        connection.request(method, f"{path}?{query}" if query else path, body, headers)
        with connection.getresponse() as answer:
            said = answer.read(REPLY_BYTES_MAX + 1)
            if len(said) > REPLY_BYTES_MAX:
                raise http.client.HTTPException("the answer is too large")
            return answer.status, said

    def _connection(self) -> http.client.HTTPConnection:
        kept: http.client.HTTPConnection | None = getattr(self._threads, "connection", None)
        if kept is None:
            host, wait = self._parts.netloc, TIMEOUT_MS / 1000
            kept = (
                http.client.HTTPConnection(host, timeout=wait)
                if self._tls is None
                else http.client.HTTPSConnection(host, timeout=wait, context=self._tls)
            )
            self._threads.connection = kept
        return kept

    def _close(self) -> None:
        self._connection().close()
        del self._threads.connection

    def _refused(self, status: int, answer: bytes) -> StoreFull | StoreFailed:
        code = _code(answer)
        told = f"it answered {status} {code}".rstrip()
        if status in _FULL or code in _FULL:
            return StoreFull(f"{self._bucket.place}: {told}")
        return StoreFailed(self._bucket.place, f"{told}{_ADVICE.get(code, '')}")


_ADVICE: Final[Mapping[str, str]] = {
    "NoSuchBucket": ": make the bucket, or mend its name in the settings",
    "InvalidAccessKeyId": ": the access key is not known there",
    "SignatureDoesNotMatch": ": the secret key is another one",
    "AccessDenied": ": the key may not do this in the bucket",
    "RequestTimeTooSkewed": ": set the clock of this machine",
    "AuthorizationHeaderMalformed": ": name the bucket's region in the settings",
}


def _code(answer: bytes) -> str:
    """The name of the error in an answer; empty if there is none."""
    try:
        return _facts(ElementTree.fromstring(answer)).get("Code", "")[:64]
    except ElementTree.ParseError:
        return ""


def _facts(element: ElementTree.Element) -> dict[str, str]:
    """What an element holds, by name, whatever the namespace."""
    return {_tag(each): each.text or "" for each in element}


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]
