from __future__ import annotations

import math
import tracemalloc
from typing import Any

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintas.wire import errors
from lintas.wire.cbor import INT_MAX, INT_MIN, Tag, decode, encode
from tests.shared import shared_json

SIZE_MAX = 64 * 1024

KEYS = st.integers(INT_MIN, INT_MAX) | st.text(max_size=8) | st.binary(max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(INT_MIN, INT_MAX) | st.text() | st.binary(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=20,
)


def read(data: bytes, **bounds: Any) -> Any:
    return decode(data, **{"size_max": SIZE_MAX, **bounds})


GOLDEN = [
    (0, "00"),
    (23, "17"),
    (24, "1818"),
    (255, "18ff"),
    (256, "190100"),
    (65535, "19ffff"),
    (65536, "1a00010000"),
    (2**32 - 1, "1affffffff"),
    (2**32, "1b0000000100000000"),
    (INT_MAX, "1bffffffffffffffff"),
    (-1, "20"),
    (INT_MIN, "3bffffffffffffffff"),
    (b"", "40"),
    (b"\x01\x02", "420102"),
    ("", "60"),
    ("ü水", "65c3bce6b0b4"),
    (None, "f6"),
    (True, "f5"),
    (False, "f4"),
    ([1, [2]], "82018102"),
    ({}, "a0"),
    # Bytewise order of the encoded keys: 10, 100, -1, h'01', "z", "aa"; length first would put -1 before 100.
    ({"aa": 1, "z": 2, b"\x01": 3, -1: 4, 100: 5, 10: 6}, "a60a061864052004410103617a0262616101"),
]


@pytest.mark.parametrize(("value", "encoded"), GOLDEN)
def test_golden_bytes(value: Any, encoded: str) -> None:
    assert encode(value).hex() == encoded
    assert read(bytes.fromhex(encoded)) == value


@given(VALUES)
def test_what_is_encoded_is_decoded_and_another_decoder_agrees(value: Any) -> None:
    encoded = encode(value)
    decoded = read(encoded)
    assert decoded == value
    assert encode(decoded) == encoded
    assert cbor2.loads(encoded) == value


@given(VALUES)
def test_a_tuple_is_an_array(value: Any) -> None:
    assert encode((value, value)) == encode([value, value])


@given(st.binary(max_size=64))
def test_any_bytes_are_refused_or_are_the_one_encoding_of_their_value(data: bytes) -> None:
    try:
        value = read(data)
    except errors.Malformed:
        return
    assert encode(value) == data


@given(VALUES, st.data())
def test_a_flipped_bit_is_refused_or_means_something_else(value: Any, data: st.DataObject) -> None:
    encoded = bytearray(encode(value))
    bit = data.draw(st.integers(0, len(encoded) * 8 - 1))
    encoded[bit // 8] ^= 1 << bit % 8
    try:
        decoded = read(bytes(encoded))
    except errors.Malformed:
        return
    assert encode(decoded) == encoded != encode(value)


@given(VALUES)
def test_each_truncation_is_refused(value: Any) -> None:
    encoded = encode(value)
    for length in range(len(encoded)):
        with pytest.raises(errors.Truncated):
            read(encoded[:length])


REFUSED = [
    ("", errors.Truncated),
    ("1800", errors.NotShortest),
    ("1817", errors.NotShortest),
    ("1900ff", errors.NotShortest),
    ("1a0000ffff", errors.NotShortest),
    ("1b00000000ffffffff", errors.NotShortest),
    ("3817", errors.NotShortest),
    ("5801ff", errors.NotShortest),
    ("780161", errors.NotShortest),
    ("980101", errors.NotShortest),
    ("b8010101", errors.NotShortest),
    ("5fff", errors.Indefinite),
    ("7fff", errors.Indefinite),
    ("9fff", errors.Indefinite),
    ("bfff", errors.Indefinite),
    ("ff", errors.Indefinite),
    ("a201010102", errors.DuplicateKey),
    ("a2010100ff", errors.KeyOrder),
    ("a220011864f6", errors.KeyOrder),
    ("a1f401", errors.ForbiddenValue),
    ("a1f601", errors.ForbiddenValue),
    ("a18001", errors.ForbiddenValue),
    ("a1a001", errors.ForbiddenValue),
    ("a1c00101", errors.ForbiddenValue),
    ("a1f9000001", errors.ForbiddenValue),
    ("0000", errors.TrailingBytes),
    ("8000", errors.TrailingBytes),
    ("f90000", errors.ForbiddenFloat),
    ("fa00000000", errors.ForbiddenFloat),
    ("fb0000000000000000", errors.ForbiddenFloat),
    ("f97e00", errors.ForbiddenFloat),
    ("f7", errors.ForbiddenValue),
    ("f0", errors.ForbiddenValue),
    ("f818", errors.ForbiddenValue),
    ("f8ff", errors.ForbiddenValue),
    ("1c", errors.ForbiddenValue),
    ("5e", errors.ForbiddenValue),
    ("c000", errors.ForbiddenTag),
    ("c249010000000000000000", errors.ForbiddenTag),
    ("d81c00", errors.ForbiddenTag),
    ("d90102", errors.ForbiddenTag),
    ("61ff", errors.BadText),
    ("63eda080", errors.BadText),
    ("62c080", errors.BadText),
    ("6261", errors.Truncated),
    ("82", errors.Truncated),
    ("8201", errors.Truncated),
    ("a1", errors.Truncated),
    ("a101", errors.Truncated),
    ("18", errors.Truncated),
]


@pytest.mark.parametrize(("data", "error"), REFUSED)
def test_each_fault_has_its_own_error(data: str, error: type[errors.Malformed]) -> None:
    with pytest.raises(errors.Malformed) as caught:
        read(bytes.fromhex(data))
    assert type(caught.value) is error


@pytest.mark.parametrize("major", [2, 3, 4, 5])
@pytest.mark.parametrize("width", [0, 1, 2, 3])
def test_a_huge_declared_length_takes_no_memory(major: int, width: int) -> None:
    octets = 1 << width
    data = bytes((major << 5 | 24 + width,)) + b"\xff" * octets
    tracemalloc.start()
    with pytest.raises(errors.Truncated):
        read(data + bytes(100))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 64 * 1024


def test_memory_is_bounded_by_the_item_count() -> None:
    bomb = b"\x9a\x00\x3f\x00\x00" + b"\xa0" * 0x3F0000
    tracemalloc.start()
    with pytest.raises(errors.TooLarge) as caught:
        decode(bomb, size_max=len(bomb))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert caught.value.size == 0x3F0000
    assert peak < 64 * 1024


def test_items_are_counted_over_all_containers() -> None:
    value = {"a": [1, 2], "b": {"c": 3}}
    assert read(encode(value), items_max=8) == value
    with pytest.raises(errors.TooLarge) as caught:
        read(encode(value), items_max=7)
    assert (caught.value.what, caught.value.size_max) == ("items", 7)


def test_size_is_checked_before_anything_is_read() -> None:
    with pytest.raises(errors.TooLarge) as caught:
        decode(b"\xff" * 11, size_max=10)
    assert (caught.value.size, caught.value.size_max) == (11, 10)
    assert decode(encode(bytes(9)), size_max=10) == bytes(9)


@pytest.mark.parametrize("opening", [b"\x81", b"\xa1\x00", b"\xd2"])
def test_depth(opening: bytes) -> None:
    assert decode(opening * 6 + b"\x00", size_max=SIZE_MAX, depth_max=6, tags=(18,)) is not None
    with pytest.raises(errors.TooDeep):
        decode(opening * 7 + b"\x00", size_max=SIZE_MAX, depth_max=6, tags=(18,))
    with pytest.raises(errors.TooDeep):
        decode(opening * (SIZE_MAX // 2), size_max=SIZE_MAX, tags=(18,))


def test_a_listed_tag_is_kept_and_no_other() -> None:
    assert read(b"\xd2\x81\x01", tags=(18,)) == Tag(18, [1])
    with pytest.raises(errors.ForbiddenTag) as caught:
        read(b"\xd1\x81\x01", tags=(18,))
    assert caught.value.tag == 17


class Number(int):
    pass


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        math.nan,
        INT_MAX + 1,
        INT_MIN - 1,
        bytearray(b"x"),
        memoryview(b"x"),
        {1, 2},
        object(),
        Number(1),
        Tag(18, []),
        "\ud800",
        {True: 1},
        {None: 1},
        {(1,): 1},
        {1.0: 1},
        [[{1: {2}}]],
    ],
)
def test_what_the_wire_does_not_have_is_not_encoded(value: Any) -> None:
    with pytest.raises(errors.ForbiddenValue):
        encode(value)


def test_a_value_too_deep_or_holding_itself_is_not_encoded() -> None:
    ring: list[Any] = []
    ring.append(ring)
    with pytest.raises(errors.TooDeep):
        encode(ring)
    assert encode([[[]]], depth_max=3) == b"\x81\x81\x80"
    with pytest.raises(errors.TooDeep):
        encode([[[]]], depth_max=2)


def test_text_is_not_normalised() -> None:
    composed, decomposed = "\u00e9", "e\u0301"
    assert read(encode(decomposed)) == decomposed != composed


def expected_of(case: dict[str, Any]) -> bool:
    """Appendix A, by our rule: the preferred encodings that are neither floats, tags, undefined nor simple values."""
    first = bytes.fromhex(case["hex"])[0]
    plain = first >> 5 != 6 and first not in (0xF7, 0xF8, 0xF9, 0xFA, 0xFB) and not 0xE0 <= first < 0xF4
    return bool(case["well_formed"] and case["preferred"] and plain)


def test_rfc_8949_appendix_a() -> None:
    accepted = refused = 0
    for case in shared_json("standards/cbor/data/rfc8949_appendix_a.json"):
        data = bytes.fromhex(case["hex"])
        if expected_of(case):
            value = read(data)
            assert value == cbor2.loads(data), case
            assert encode(value) == data, case
            accepted += 1
        else:
            with pytest.raises(errors.Malformed):
                read(data)
            refused += 1
    assert accepted > 30
    assert refused > 30
