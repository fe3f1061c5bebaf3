"""Typed access to the fields of a message: every reader takes what fits and names what does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintas.wire import cbor, shape
from lintas.wire.errors import Malformed, NotCanonical, TooDeep, TooLarge
from lintas.wire.shape import BadShape, Fields

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**64), 2**64 - 1) | st.binary(max_size=40) | st.text(max_size=40),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.integers(0, 9) | st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)

READERS: dict[str, tuple[Callable[[Fields], object], Callable[[Any], bool]]] = {
    "uint": (lambda f: f.uint(1, 3, 9), lambda v: type(v) is int and 3 <= v <= 9),
    "uint of 63 bits": (lambda f: f.uint(1), lambda v: type(v) is int and 0 <= v < 2**63),
    "octets": (lambda f: f.octets(1), lambda v: type(v) is bytes),
    "octets of a length": (lambda f: f.octets(1, 16), lambda v: type(v) is bytes and len(v) == 16),
    "octets up to a length": (lambda f: f.octets(1, most=16), lambda v: type(v) is bytes and len(v) <= 16),
    "text": (lambda f: f.text(1, 5), lambda v: type(v) is str and len(v) <= 5),
    "flag": (lambda f: f.flag(1), lambda v: type(v) is bool),
    "map": (lambda f: f.take(1, dict), lambda v: type(v) is dict),
    "ids": (
        lambda f: f.ids(1, 2, 16),
        lambda v: type(v) is list and len(v) <= 2 and all(type(e) is bytes and len(e) == 16 for e in v),
    ),
    "each": (lambda f: f.each(1, 2, f.is_uint), lambda v: type(v) is list and len(v) <= 2 and all(map(_is_uint, v))),
}
EDGES: dict[str, list[Any]] = {
    "uint": [2, 3, 9, 10, -1, True, "3"],
    "uint of 63 bits": [0, 2**63 - 1, 2**63, -1, False],
    "octets": [b"", b"x", "x"],
    "octets of a length": [bytes(15), bytes(16), bytes(17)],
    "octets up to a length": [b"", bytes(16), bytes(17)],
    "text": ["", "12345", "123456", "ข้อคว", b"12345"],
    "flag": [True, False, 0, 1, None],
    "map": [{}, {1: 2}, []],
    "ids": [[], [bytes(16)], [bytes(16)] * 2, [bytes(16)] * 3, [bytes(15)], bytes(16), {0: bytes(16)}],
    "each": [[], [0, 1], [0, 1, 2], [True], ["x"], {}],
}


def _is_uint(value: object) -> bool:
    return type(value) is int and 0 <= value < 2**63


def check(name: str, value: object) -> None:
    read, fits = READERS[name]
    fields = Fields("letter", {1: value})
    if fits(value):
        found: Any = read(fields)
        assert (list(found) if type(found) is tuple else found) == value
    else:
        with pytest.raises(BadShape) as caught:
            read(fields)
        assert (caught.value.message, caught.value.label) == ("letter", 1)
        assert caught.value.wrong


@pytest.mark.parametrize("name", READERS)
@given(value=VALUES)
def test_a_reader_takes_what_fits_and_refuses_the_rest(name: str, value: object) -> None:
    check(name, value)


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in EDGES.items() for value in values])
def test_at_the_edges(name: str, value: object) -> None:
    check(name, value)


@pytest.mark.parametrize("name", sorted(READERS.keys() - {"flag", "ids"}))
def test_a_label_that_is_missing_is_named(name: str) -> None:
    with pytest.raises(BadShape) as caught:
        READERS[name][0](Fields("letter", {2: 0}))
    assert caught.value.label == 1


def test_an_optional_list_and_a_flag_may_be_missing() -> None:
    assert Fields("letter", {}).ids(1, 2) == ()
    assert Fields("letter", {}).flag(1) is False


@pytest.mark.parametrize("value", [None, 1, [], "x", {"a": 1}, {1: 2, b"b": 3}, {True: 1}])
def test_a_message_is_a_map_with_integer_labels(value: object) -> None:
    with pytest.raises(BadShape, match="not a map with integer labels"):
        Fields("letter", value)


def test_labels_that_nobody_asks_for_are_passed_over() -> None:
    fields = shape.read("letter", cbor.encode({1: 7, 99: [1, {"x": b"y"}]}), size_max=100)
    assert fields.uint(1) == 7
    assert 99 in fields
    assert 2 not in fields


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"", Malformed),
        (cbor.encode({1: 0}) + b"\0", Malformed),
        (cbor.encode({1: bytes(200)}), TooLarge),
        (cbor.encode({1: [[[]]]}), TooDeep),
        (b"\xa1\x01\x18\x01", NotCanonical),
        (b"\x80", BadShape),
    ],
)
def test_bytes_that_are_no_message(data: bytes, cause: type[Malformed]) -> None:
    with pytest.raises(cause):
        shape.read("letter", data, size_max=100, depth_max=3)


@given(values=st.lists(st.binary(max_size=3), max_size=5).map(tuple))
def test_ascending_means_sorted_without_doubles(values: tuple[bytes, ...]) -> None:
    assert shape.ascending(values) == (list(values) == sorted(set(values)))
