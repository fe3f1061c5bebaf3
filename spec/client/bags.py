"""Files that are carried or left in a mailbox (`sync.md` 7)."""

from __future__ import annotations

from typing import Any

import cbor2

from spec.client.acts import is_bytes
from spec.client.bodies import CHUNK_MAX, open_chunk, unwrap
from spec.client.cbor import decode, need

FILE_MAX, SMALLEST, CHUNKS_MAX = 65 * 2**20, 2**16, 64
MESSAGE_MAX, MESSAGES_MAX = 5 * 2**20, 1_000


def check_bag(given: dict[str, Any]) -> dict[str, Any]:
    """A file, opened by whom it is for."""
    fields = decode(given["bag"], FILE_MAX)
    need(isinstance(fields, dict) and all(type(label) is int for label in fields), "BadShape", 0)
    need(fields.get(1) == 1, "BadShape", 1)
    chunks = fields.get(4)
    need(isinstance(chunks, list) and len(chunks) <= CHUNKS_MAX, "BadShape", 4)
    need(all(type(chunk) is bytes and len(chunk) <= CHUNK_MAX for chunk in chunks), "BadShape", 4)
    size = sum(len(chunk) - 16 for chunk in chunks)
    need(size >= SMALLEST and size.bit_count() == 1, "BadShape", 4)
    need(is_bytes(fields.get(2), 16), "BadShape", 2)
    need(type(fields.get(3)) is bytes and len(fields[3]) <= 4_096, "BadShape", 3)
    need(fields[2] == given["to"], "NotForUs")
    key = unwrap(given["seed"], fields[3], cbor2.dumps(["lintas/bag/1", given["to"]]))
    need(len(key) == 32, "BadShape", 3)
    parts = [open_chunk(key, at, at == len(chunks) - 1, chunk) for at, chunk in enumerate(chunks)]
    return read_text(b"".join(parts))


def read_text(padded: bytes) -> dict[str, Any]:
    """The messages of a text."""
    text = padded.rstrip(b"\0")
    need(text[-1:] == b"\x80", "BadPadding")
    listed = decode(text[:-1], 64 * 2**20)
    need(isinstance(listed, list) and len(listed) <= MESSAGES_MAX, "BadShape", 5)
    for each in listed:
        need(isinstance(each, list) and len(each) == 2, "BadShape", 5)
        need(type(each[0]) is str and len(each[0]) <= 16, "BadShape", 5)
        need(type(each[1]) is bytes and len(each[1]) <= MESSAGE_MAX, "BadShape", 5)
    return {"messages": [{"role": kind, "message": message} for kind, message in listed]}


CHECKS = {"bag": check_bag, "bag-text": lambda given: read_text(given["text"])}
