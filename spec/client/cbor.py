"""Deterministic CBOR (`wire.md` 1), and the one exception that every check raises."""

from __future__ import annotations

from typing import Any

import cbor2


class Refused(Exception):
    """The verdict by its name, and the label at fault where there is one."""

    def __init__(self, verdict: str, label: int | None = None) -> None:
        super().__init__(verdict)
        self.verdict, self.label = verdict, label


def need(holds: bool, verdict: str, label: int | None = None) -> None:
    """Refuse unless it holds."""
    if not holds:
        raise Refused(verdict, label)


class Reader:
    """One item of deterministic CBOR, checked head by head; `cbor2` then gives its value."""

    def __init__(self, data: bytes, depth: int, items: int, tags: tuple[int, ...]) -> None:
        self.data, self.at, self.depth, self.items, self.tags = data, 0, depth, items, tags

    def take(self, count: int) -> bytes:
        """The next bytes."""
        need(self.at + count <= len(self.data), "Truncated")
        self.at += count
        return self.data[self.at - count : self.at]

    def head(self) -> tuple[int, int]:
        """Major type and argument."""
        initial = self.take(1)[0]
        major, code = initial >> 5, initial & 31
        if major == 7:
            need(code not in (25, 26, 27), "ForbiddenFloat")
            need(code != 31, "Indefinite")
            need(code in (20, 21, 22), "ForbiddenValue")
            return 7, code
        need(code != 31, "Indefinite")
        need(code < 28, "ForbiddenValue")
        if code < 24:
            return major, code
        size = 1 << (code - 24)
        argument = int.from_bytes(self.take(size), "big")
        need(argument >= (24 if size == 1 else 1 << (4 * size)), "NotShortest")
        return major, argument

    def item(self, depth: int) -> None:
        """Pass one item."""
        major, argument = self.head()
        if major in (2, 3):
            raw = self.take(argument)
            if major == 3:
                try:
                    raw.decode()
                except UnicodeDecodeError:
                    raise Refused("BadText") from None
        elif major in (4, 5, 6):
            need(depth < self.depth, "TooDeep")
            need(major != 6 or argument in self.tags, "ForbiddenTag")
            self.inside(major, argument, depth + 1)

    def inside(self, major: int, count: int, depth: int) -> None:
        """Pass what a container or a tag holds."""
        if major == 6:
            return self.item(depth)
        entries = count * (major - 3)
        need(count <= len(self.data) - self.at, "Truncated")
        self.items -= entries
        need(self.items >= 0, "TooLarge")
        last = b""
        for _ in range(count):
            if major == 5:
                start = self.at
                need(self.at >= len(self.data) or self.data[self.at] < 0x80, "ForbiddenValue")
                self.item(depth)
                key = self.data[start : self.at]
                need(key != last, "DuplicateKey")
                need(key > last, "KeyOrder")
                last = key
            self.item(depth)
        return None


def decode(data: bytes, size: int, depth: int = 16, items: int = 200_000, tags: tuple[int, ...] = ()) -> Any:
    """The value of exactly one item."""
    need(len(data) <= size, "TooLarge")
    reader = Reader(data, depth, items, tags)
    reader.item(0)
    need(reader.at == len(data), "TrailingBytes")
    return cbor2.loads(data)


def check(given: dict[str, Any]) -> dict[str, Any]:
    """One item."""
    decode(given["bytes"], given["size_max"], given["depth_max"], given["items_max"])
    return {}
