"""What lintas says to the vectors about messages between nodes and entries of authorities."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lintas.crypto.chunks import seal_chunks
from lintas.crypto.real import RealSuite
from lintas.dossier.authority import UnknownAuthority, read_entry
from lintas.sync import compare, fetch, line, link
from lintas.sync.bag import Message, read_bag
from lintas.sync.carried import carried
from lintas.sync.envelope import Freshness, read
from lintas.wire import cbor
from lintas.wire.shape import Fields
from tools.vectors.files import read_octets

SUITE = RealSuite()

Given = Mapping[str, Any]
Gives = dict[str, Any]
READERS: dict[str, Callable[[Fields], object]] = {
    "receipt": link.read_receipt,
    "fetch": fetch.read_fetch,
    "ping": compare.read_ping,
    "compare": compare.read_question,
}


class Known:
    """The authorities of a vector, by their keys."""

    def __init__(self, given: Given) -> None:
        self.known = {read_octets(row["authority"]): read_octets(row["key"]) for row in given["keys"]}

    def keys(self, identifier: bytes, *, former: bool = False) -> Sequence[bytes]:
        if identifier not in self.known:
            raise UnknownAuthority(identifier.hex())
        return (self.known[identifier],)


def message(given: Given) -> Gives:
    data, kind, bodies = read_octets(given["message"]), given["role"], list[bytes]()
    if kind == "link":
        data, bodies = carried(data)
    envelope, fields = read(SUITE, Known(given), kind, data, to=read_octets(given["to"]))  # type: ignore[arg-type]
    Freshness().check(envelope, given["at_ms"])
    if kind == "link":
        link.read_batch(fields, bodies)
    else:
        READERS[kind](fields)
    return {}


def entry(given: Given) -> Gives:
    found = read_entry(SUITE, read_octets(given["entry"]))
    if "after" in given and found.succeeds(read_entry(SUITE, read_octets(given["after"]))):
        return {"verdict": "does not succeed"}
    return {"id": found.id.hex()}


def sealed(given: Given) -> Gives:
    key = read_octets(given["key"])
    if "reply" in given:
        return {"message": line.open_reply(key, given["count"], read_octets(given["reply"])).hex()}
    path, found = line.open_request(key, line.read_request(read_octets(given["request"])))
    return {"path": path.encode().hex(), "message": found.hex()}


def bag(given: Given) -> Gives:
    return _listed(read_bag(SUITE, read_octets(given["to"]), read_octets(given["seed"]), read_octets(given["bag"])))


def bag_text(given: Given) -> Gives:
    """The text is sealed as it is, for a reader who opens it."""
    us, seed, key = bytes(16), bytes(32), bytes(32)
    chunks = [chunk.ciphertext for chunk in seal_chunks(key, [read_octets(given["text"])])]
    wrapped = SUITE.wrap(SUITE.recipient_public(seed), key, cbor.encode(["lintas/bag/1", us]))
    return _listed(read_bag(SUITE, us, seed, cbor.encode({1: 1, 2: us, 3: wrapped, 4: chunks})))


def _listed(messages: Sequence[Message]) -> Gives:
    return {"messages": [{"role": kind, "message": data.hex()} for kind, data in messages]}


AREAS: dict[str, Callable[[Given], Gives]] = {
    "message": message,
    "entry": entry,
    "line": sealed,
    "bag": bag,
    "bag-text": bag_text,
}
