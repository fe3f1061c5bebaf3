"""Deterministic CBOR: one value, one encoding (RFC 8949 section 4.2.1), and nothing but plain values.

The wire has integers of 64 bits and a sign, byte strings, text, true, false, null, arrays and maps. It has no floats,
no undefined, no simple values, no big numbers and no tags but those that a caller names. Keys of maps are integers,
text or byte strings: in Python `True == 1`, so that other keys could fall together.

Text is taken as it comes: it must be UTF-8, and is not normalised, since signed bytes are never rewritten.

The decoder reads once, refuses at the first fault, checks each declared length against the bytes that are there before
it takes any, and makes no container for which the count is not there. A general decoder would build values of a dozen
types from hostile tags first and leave the strict checks to a second pass; that is slower than this and has failed
before on hostile lengths.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from lintas.wire.errors import (
    BadText,
    DuplicateKey,
    ForbiddenFloat,
    ForbiddenTag,
    ForbiddenValue,
    Indefinite,
    KeyOrder,
    NotShortest,
    TooDeep,
    TooLarge,
    TrailingBytes,
    Truncated,
)
from lintas.wire.limits import LIMITS

INT_MAX: Final = 2**64 - 1
INT_MIN: Final = -(2**64)

_BYTES, _TEXT, _ARRAY, _MAP, _TAG = 2, 3, 4, 5, 6
# So many heads of each kind lie ready: nearly all that a message has.
_HEADS: Final = 256
_INITIAL: Final = tuple(bytes((initial,)) for initial in range(256))
_SIMPLE: Final[dict[int, bool | None]] = {0xF4: False, 0xF5: True, 0xF6: None}
_INTEGERS: Final = frozenset({int})
_FLOATS: Final = (0xF9, 0xFA, 0xFB)
_BREAK: Final = 0xFF


@dataclass(frozen=True, slots=True)
class Tag:
    """A tagged value, as the decoder returns one for a tag that its caller allowed."""

    number: int
    value: Any


def head(major: int, argument: int) -> bytes:
    """The initial bytes of an item: major type 0 to 7, and its argument in the fewest bytes."""
    if argument < 24:
        return _INITIAL[major << 5 | argument]
    if argument < 1 << 8:
        return _INITIAL[major << 5 | 24] + _INITIAL[argument]
    if argument < 1 << 16:
        return _INITIAL[major << 5 | 25] + argument.to_bytes(2, "big")
    if argument < 1 << 32:
        return _INITIAL[major << 5 | 26] + argument.to_bytes(4, "big")
    return _INITIAL[major << 5 | 27] + argument.to_bytes(8, "big")


_UINT_HEADS: Final = tuple(head(0, argument) for argument in range(_HEADS))
_BYTES_HEADS: Final = tuple(head(_BYTES, argument) for argument in range(_HEADS))
_TEXT_HEADS: Final = tuple(head(_TEXT, argument) for argument in range(_HEADS))


def byte_string(value: bytes) -> bytes:
    """The encoding of a byte string."""
    return head(_BYTES, len(value)) + value


def encode(value: Any, *, depth_max: int = LIMITS.cbor_depth_max) -> bytes:
    """The one encoding of a value made of int, bytes, str, bool, None, list or tuple, and dict.

    Raises `ForbiddenValue` for any other type (subclasses too), an integer outside 64 bits, text that is not Unicode or
    a key that is neither int, str nor bytes; `TooDeep` beyond `depth_max` containers.
    """
    parts: list[bytes] = []
    _put(parts.append, value, depth_max)
    return b"".join(parts)


def _put(put: Callable[[bytes], None], value: Any, depth: int) -> None:
    """Put the parts of the encoding; `depth` containers may still be opened."""
    kind = type(value)
    if kind is bytes:
        size = len(value)
        put(_BYTES_HEADS[size] if size < _HEADS else head(_BYTES, size))
        put(value)
    elif kind is int:
        put(_UINT_HEADS[value] if 0 <= value < _HEADS else _encode_int(value))
    elif kind is str:
        put(_encode_text(value))
    elif kind is dict:
        if depth <= 0:
            raise TooDeep(0, depth)
        _put_map(put, value, depth - 1)
    elif kind is list or kind is tuple:
        if depth <= 0:
            raise TooDeep(0, depth)
        put(head(_ARRAY, len(value)))
        for item in value:
            if type(item) is bytes and len(item) < _HEADS:
                # Identifiers, as most entries of our lists are, without a call for each.
                put(_BYTES_HEADS[len(item)])
                put(item)
            else:
                _put(put, item, depth - 1)
    else:
        put(_encode_simple(value))


def _encode_simple(value: Any) -> bytes:
    if value is None:
        return b"\xf6"
    if type(value) is bool:
        return b"\xf5" if value else b"\xf4"
    if type(value) is float:
        raise ForbiddenFloat("float")
    raise ForbiddenValue(type(value).__name__)


def _encode_int(value: int) -> bytes:
    if 0 <= value <= INT_MAX:
        return head(0, value)
    if INT_MIN <= value < 0:
        return head(1, -1 - value)
    raise ForbiddenValue("integer outside 64 bits")


def _encode_text(value: str) -> bytes:
    try:
        data = value.encode()
    except UnicodeEncodeError:
        raise ForbiddenValue("text with a lone surrogate") from None
    size = len(data)
    return (_TEXT_HEADS[size] if size < _HEADS else head(_TEXT, size)) + data


def _put_map(put: Callable[[bytes], None], value: dict[Any, Any], depth: int) -> None:
    put(head(_MAP, len(value)))
    if _INTEGERS.issuperset(map(type, value)) and min(value, default=0) >= 0:
        # Labels, as most keys of our messages are: their order is that of their encodings.
        for key in sorted(value):
            put(_UINT_HEADS[key] if key < _HEADS else _encode_int(key))
            item = value[key]
            if type(item) is bytes and len(item) < _HEADS:
                # Short byte strings and small numbers, as most values of our messages are, without a call for each.
                put(_BYTES_HEADS[len(item)])
                put(item)
            elif type(item) is int and 0 <= item < _HEADS:
                put(_UINT_HEADS[item])
            else:
                _put(put, item, depth)
        return
    for data, key in sorted([(_encode_key(key), key) for key in value]):
        put(data)
        _put(put, value[key], depth)


def _encode_key(key: Any) -> bytes:
    kind = type(key)
    if kind is int:
        return _UINT_HEADS[key] if 0 <= key < _HEADS else _encode_int(key)
    if kind is str:
        return _encode_text(key)
    if kind is bytes:
        return byte_string(key)
    raise ForbiddenValue(f"key of type {kind.__name__}")


def decode(
    data: bytes,
    *,
    size_max: int,
    depth_max: int = LIMITS.cbor_depth_max,
    items_max: int = LIMITS.cbor_items_max,
    tags: tuple[int, ...] = (),
) -> Any:
    """The value of exactly one item in its one encoding.

    `size_max` is in bytes and checked first; `depth_max` counts containers and tags inside one another; `items_max`
    counts what lies in arrays and maps, keys included. A tag listed in `tags` comes back as `Tag`.

    Raises, all being `Malformed`: `TooLarge`, `TooDeep`, `Truncated`, `TrailingBytes`, `NotShortest`, `Indefinite`,
    `KeyOrder`, `DuplicateKey`, `ForbiddenFloat`, `ForbiddenTag`, `ForbiddenValue`, `BadText`.
    """
    if len(data) > size_max:
        raise TooLarge("cbor", len(data), size_max)
    reader = _Reader(data, items_max, depth_max, tags)
    value, end = reader.item(0, depth_max)
    if end != len(data):
        raise TrailingBytes(end)
    return value


class _Reader:
    """One decoding: its bytes and its bounds. Every method takes an offset and returns a value and the next offset."""

    __slots__ = ("data", "depth_max", "items_left", "items_max", "size", "tags")

    def __init__(self, data: bytes, items_max: int, depth_max: int, tags: tuple[int, ...]) -> None:
        self.data = data
        self.size = len(data)
        self.items_left = self.items_max = items_max
        self.depth_max = depth_max
        self.tags = tags

    def item(self, at: int, depth: int) -> tuple[Any, int]:
        data = self.data
        if at >= self.size:
            raise Truncated(at)
        initial = data[at]
        major = initial >> 5
        if major == 7:
            return self._simple(at, initial), at + 1
        argument = initial & 31
        if argument < 24:
            start = at + 1
        else:
            argument, start = self._argument(at, argument)
        if major == 0:
            return argument, start
        if major == _BYTES:
            stop = start + argument
            if stop > self.size:
                raise Truncated(at)
            return data[start:stop], stop
        if major == _TEXT:
            return self._text(at, start, start + argument)
        if major == 1:
            return -1 - argument, start
        if depth <= 0:
            raise TooDeep(at, self.depth_max)
        if major == _MAP:
            return self._map(at, start, argument, depth - 1)
        if major == _ARRAY:
            return self._array(at, start, argument, depth - 1)
        return self._tagged(at, start, argument, depth - 1)

    def _argument(self, at: int, code: int) -> tuple[int, int]:
        if code == 24:
            # Nearly all that is not in the first byte is in the second.
            if at + 2 > self.size:
                raise Truncated(at)
            argument = self.data[at + 1]
            if argument < 24:
                raise NotShortest(at)
            return argument, at + 2
        if code > 27:
            if code == 31:
                raise Indefinite(at)
            raise ForbiddenValue("reserved length", at)
        width = 1 << (code - 24)
        stop = at + 1 + width
        if stop > self.size:
            raise Truncated(at)
        argument = int.from_bytes(self.data[at + 1 : stop], "big")
        if argument < 1 << (width * 4):
            raise NotShortest(at)
        return argument, stop

    def _simple(self, at: int, initial: int) -> bool | None:
        if initial in _SIMPLE:
            return _SIMPLE[initial]
        if initial in _FLOATS:
            raise ForbiddenFloat("float", at)
        if initial == 0xFF:
            raise Indefinite(at)
        raise ForbiddenValue("simple value", at)

    def _text(self, at: int, start: int, stop: int) -> tuple[str, int]:
        if stop > self.size:
            raise Truncated(at)
        try:
            return self.data[start:stop].decode(), stop
        except UnicodeDecodeError:
            raise BadText(at) from None

    def _take(self, at: int, start: int, count: int) -> None:
        # Each item takes one byte at least, so a larger count cannot be true.
        if count > self.size - start:
            raise Truncated(at)
        self.items_left -= count
        if self.items_left < 0:
            raise TooLarge("items", self.items_max - self.items_left, self.items_max)

    def _array(self, at: int, start: int, count: int, depth: int) -> tuple[list[Any], int]:
        self._take(at, start, count)
        items: list[Any] = []
        data, size, item = self.data, self.size, self.item
        for _ in range(count):
            if start + 1 < size and data[start] == 0x58 and data[start + 1] >= 24:
                # Identifiers, as most entries of our lists are, without a call for each.
                stop = start + 2 + data[start + 1]
                if stop > size:
                    raise Truncated(start)
                items.append(data[start + 2 : stop])
                start = stop
            else:
                value, start = item(start, depth)
                items.append(value)
        return items, start

    def _map(self, at: int, start: int, count: int, depth: int) -> tuple[dict[Any, Any], int]:
        self._take(at, start, 2 * count)
        pairs: dict[Any, Any] = {}
        data, size, item = self.data, self.size, self.item
        last = b""
        for _ in range(count):
            if start < size and data[start] < 24:
                # The byte is the key: a small label, as most keys of our messages are.
                key, after = data[start], start + 1
            elif start < size and data[start] >= 0x80:
                raise ForbiddenValue("key", start)
            else:
                key, after = item(start, 0)
            this = data[start:after]
            if this <= last:
                raise DuplicateKey(start) if this == last else KeyOrder(start)
            last = this
            # Most values are byte strings of 16 or 32 bytes and small numbers: read here, if they are whole, without a
            # call for each. All else is `item`'s, which names what is wrong with it.
            initial = data[after] if after < size else _BREAK
            if initial == 0x58 and after + 1 < size and data[after + 1] >= 24:
                stop = after + 2 + data[after + 1]
                if stop <= size:
                    pairs[key], start = data[after + 2 : stop], stop
                    continue
            elif 0x40 <= initial < 0x58 and (stop := after + initial - 0x3F) <= size:
                pairs[key], start = data[after + 1 : stop], stop
                continue
            elif initial < 24:
                pairs[key], start = initial, after + 1
                continue
            pairs[key], start = item(after, depth)
        return pairs, start

    def _tagged(self, at: int, start: int, number: int, depth: int) -> tuple[Tag, int]:
        if number not in self.tags:
            raise ForbiddenTag(number, at)
        value, stop = self.item(start, depth)
        return Tag(number, value), stop
