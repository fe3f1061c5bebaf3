"""Typed access to a decoded map with integer labels: every message of lintas is one.

A reader asks for each label with the type, length and range that it must have; what does not fit raises `BadShape`,
which names the message and the label. Labels that nobody asks for are passed over: a later version may have added them.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import TypeVar

from lintas.wire import cbor
from lintas.wire.errors import Malformed

T = TypeVar("T")

UINT_MAX = 2**63 - 1
_INTEGERS = frozenset({int})


class BadShape(Malformed):
    """A field of a message is missing, or of a wrong type, length or range."""

    def __init__(self, message: str, label: int, wrong: str) -> None:
        self.message = message
        self.label = label
        self.wrong = wrong


class Fields:
    """The fields of one message. `message` is what errors call it."""

    def __init__(self, message: str, fields: object) -> None:
        """Raises `BadShape` if the fields are not a map with integer labels."""
        self.message = message
        if type(fields) is not dict or not _INTEGERS.issuperset(map(type, fields)):
            raise BadShape(message, 0, "is not a map with integer labels")
        self.map: Mapping[int, object] = fields

    def __contains__(self, label: int) -> bool:
        return label in self.map

    def bad(self, label: int, wrong: str) -> BadShape:
        """The error for a label, to be raised."""
        return BadShape(self.message, label, wrong)

    def take(self, label: int, kind: type[T]) -> T:
        """The value, of exactly this type."""
        value = self.map.get(label)
        if type(value) is not kind:
            raise self.bad(label, f"is not {kind.__name__}")
        return value

    def uint(self, label: int, least: int = 0, most: int = UINT_MAX) -> int:
        """An integer from `least` to `most`."""
        value = self.map.get(label)
        if type(value) is int and least <= value <= most:
            return value
        return self.is_uint(label, value, least, most)

    def octets(self, label: int, length: int | None = None, most: int | None = None) -> bytes:
        """A byte string, of this length or of at most so many bytes."""
        value = self.map.get(label)
        if type(value) is bytes and len(value) == length and most is None:
            return value
        return self.is_octets(label, value, length, most)

    def text(self, label: int, most: int) -> str:
        """A text of at most so many characters."""
        return self.is_text(label, self.map.get(label), most)

    def flag(self, label: int) -> bool:
        """True or false; false where the label is absent."""
        return self.take(label, bool) if label in self.map else False

    def each(self, label: int, most: int, read: Callable[[int, object], T]) -> tuple[T, ...]:
        """A list of at most so many entries, each read by a method of this class or the like."""
        value = self.take(label, list)
        if len(value) > most:
            raise self.bad(label, f"has more than {most} entries")
        return tuple([read(label, entry) for entry in value])

    def ids(self, label: int, most: int, length: int = 32) -> tuple[bytes, ...]:
        """A list of at most so many identifiers of this length; empty where the label is absent."""
        return self.is_ids(label, self.map[label], most, length) if label in self.map else ()

    def is_uint(self, label: int, value: object, least: int = 0, most: int = UINT_MAX) -> int:
        """The value, if it is an integer in the range."""
        if type(value) is not int or not least <= value <= most:
            raise self.bad(label, f"is not an integer from {least} to {most}")
        return value

    def is_octets(self, label: int, value: object, length: int | None = None, most: int | None = None) -> bytes:
        """The value, if it is a byte string of this length or of at most so many bytes."""
        if type(value) is not bytes or (length is not None and len(value) != length):
            raise self.bad(label, "is not a byte string" if length is None else f"is not {length} bytes")
        if most is not None and len(value) > most:
            raise self.bad(label, f"has more than {most} bytes")
        return value

    def is_ids(self, label: int, value: object, most: int, length: int = 32) -> tuple[bytes, ...]:
        """The values, if they are a list of at most so many identifiers of this length."""
        if type(value) is not list:
            raise self.bad(label, "is not list")
        if len(value) > most:
            raise self.bad(label, f"has more than {most} entries")
        for entry in value:
            self.is_octets(label, entry, length)
        return tuple(value)

    def is_text(self, label: int, value: object, most: int) -> str:
        """The value, if it is a text of at most so many characters."""
        if type(value) is not str or len(value) > most:
            raise self.bad(label, f"is not a text of at most {most} characters")
        return value


def read(message: str, data: bytes, *, size_max: int, depth_max: int = 16) -> Fields:
    """The fields of a message in these bytes; raises `Malformed` or one of its kinds. `size_max` in bytes."""
    return Fields(message, cbor.decode(data, size_max=size_max, depth_max=depth_max))


def ascending(values: tuple[bytes, ...]) -> bool:
    """Whether the values are in ascending order without doubles."""
    return all(map(operator.lt, values, values[1:]))
