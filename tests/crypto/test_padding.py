from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintas.crypto.errors import BadCiphertext, BadPadding
from lintas.crypto.padding import BUCKET_BYTES_MIN, PLAINTEXT_BYTES_MAX, bucket, pad, unpad
from lintas.crypto.ports import TAG_BYTES
from lintas.wire.errors import TooLarge
from lintas.wire.limits import LIMITS


@given(st.binary(max_size=3000))
def test_what_is_padded_is_read_back(plaintext: bytes) -> None:
    padded = pad(plaintext)
    assert unpad(padded) == plaintext
    assert len(padded) + TAG_BYTES == bucket(len(plaintext))


@given(st.binary(max_size=40), st.integers(0, 2100))
def test_there_is_one_padding_of_a_text(text: bytes, zeros: int) -> None:
    padded = text + bytes(zeros)
    try:
        plaintext = unpad(padded)
    except BadPadding:
        return
    assert pad(plaintext) == padded


def test_every_size_has_the_smallest_bucket() -> None:
    for size in range(20_000):
        length = bucket(size)
        assert length >= size + 1 + TAG_BYTES
        assert length == BUCKET_BYTES_MIN or length // 2 < size + 1 + TAG_BYTES
        assert length.bit_count() == 1
    assert bucket(PLAINTEXT_BYTES_MAX) == LIMITS.body_bytes_max
    with pytest.raises(TooLarge):
        bucket(PLAINTEXT_BYTES_MAX + 1)


@pytest.mark.parametrize(
    "padded",
    [
        b"",
        bytes(496),
        b"\x81".ljust(496, b"\0"),
        b"x" * 496,
        b"\x80".ljust(495, b"\0"),
        b"\x80".ljust(497, b"\0"),
        b"\x80".ljust(1008, b"\0"),  # the next bucket
        b"x" * 495 + b"\x81",
        b"x" * LIMITS.body_bytes_max + b"\x80",
    ],
)
def test_other_padding_is_refused(padded: bytes) -> None:
    with pytest.raises(BadPadding) as caught:
        unpad(padded)
    assert caught.value.size == len(padded)
    assert isinstance(caught.value, BadCiphertext)
