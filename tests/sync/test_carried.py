"""Bodies beside a signed message: they come back as they were, and nothing else is read as such."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintas.sync.carried import NotCarried, carried, carry
from lintas.wire import cbor
from lintas.wire.errors import Malformed, TooLarge
from lintas.wire.limits import LIMITS


@given(signed=st.binary(max_size=50), bodies=st.lists(st.binary(max_size=50), max_size=5))
def test_what_is_carried_comes_back(signed: bytes, bodies: list[bytes]) -> None:
    assert carried(carry(signed, bodies)) == (signed, bodies)


@pytest.mark.parametrize("value", [b"signed", [], [b"s"], [b"s", b"body"], [b"s", [], []], ["s", []], [b"s", ["b"]]])
def test_another_shape_is_refused(value: object) -> None:
    with pytest.raises(NotCarried):
        carried(cbor.encode(value))


@given(st.binary(max_size=50))
def test_noise_is_refused(noise: bytes) -> None:
    try:
        signed, bodies = carried(noise)
    except Malformed:
        return
    assert carry(signed, bodies) == noise


def test_more_than_a_request_may_have_is_refused_unread() -> None:
    with pytest.raises(TooLarge):
        carried(bytes(LIMITS.request_bytes_max + 1))
