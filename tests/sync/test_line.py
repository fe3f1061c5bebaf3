"""Sealed requests and replies: who has the key reads them, once and at their place; nobody else reads anything."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintas.crypto.errors import BadKey, CryptoError
from lintas.sync.line import NONCE_BYTES, open_reply, open_request, read_request, seal_reply, seal_request
from lintas.wire import cbor
from lintas.wire.errors import Malformed, TooLarge
from lintas.wire.limits import LIMITS

KEY, OTHER, NONCE = b"k" * 32, b"o" * 32, b"n" * NONCE_BYTES
PATH, MESSAGE = "/lintas/v1/link", b"names, verbs and dossiers"


@given(number=st.integers(0, 2**63 - 1), message=st.binary(max_size=300))
def test_what_is_sealed_opens_with_its_key(number: int, message: bytes) -> None:
    sealed = read_request(seal_request(KEY, b"wrapped", number, PATH, message))
    assert (sealed.wrapped, sealed.number) == (b"wrapped", number)
    assert open_request(KEY, sealed) == (PATH, message)
    assert open_reply(KEY, number, seal_reply(KEY, number, NONCE, message)) == message


def test_nothing_of_it_shows() -> None:
    for data in (seal_request(KEY, b"wrapped", 1, PATH, MESSAGE), seal_reply(KEY, 1, NONCE, MESSAGE)):
        assert b"names" not in data
        assert b"link" not in data


def test_it_opens_under_its_own_key_and_number_only() -> None:
    sealed = read_request(seal_request(KEY, b"wrapped", 7, PATH, MESSAGE))
    moved = read_request(cbor.encode({1: b"wrapped", 2: 8, 3: sealed.ciphertext}))
    for key, given_ in ((OTHER, sealed), (KEY, moved)):
        with pytest.raises(CryptoError):
            open_request(key, given_)
    with pytest.raises(BadKey):
        open_request(b"short", sealed)
    reply = seal_reply(KEY, 7, NONCE, MESSAGE)
    for key, number in ((OTHER, 7), (KEY, 8)):
        with pytest.raises(CryptoError):
            open_reply(key, number, reply)
    assert seal_reply(KEY, 7, b"m" * NONCE_BYTES, MESSAGE)[-40:] != reply[-40:]


def test_a_request_is_no_reply_and_a_reply_no_request() -> None:
    request, reply = seal_request(KEY, b"wrapped", 1, PATH, MESSAGE), seal_reply(KEY, 1, NONCE, MESSAGE)
    with pytest.raises(Malformed):
        read_request(reply)
    with pytest.raises(Malformed):
        open_reply(KEY, 1, request)


@given(at=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_nothing_that_was_changed_is_read(at: int, bit: int) -> None:
    request = seal_request(KEY, b"wrapped", 1, PATH, MESSAGE)
    damaged = bytearray(request)
    damaged[at % len(request)] ^= 1 << bit
    try:
        sealed = read_request(bytes(damaged))
        if sealed.wrapped == b"wrapped":
            open_request(KEY, sealed)
            pytest.fail("it was read")
    except (Malformed, CryptoError):
        pass


def test_what_cannot_be_a_request_is_refused() -> None:
    for data, cause in (
        (bytes(LIMITS.request_bytes_max + 1), TooLarge),
        (cbor.encode({1: b"w", 2: -1, 3: b"c"}), Malformed),
        (cbor.encode({1: bytes(LIMITS.wrapped_bytes_max + 1), 2: 1, 3: b"c"}), Malformed),
        (b"", Malformed),
    ):
        with pytest.raises(cause):
            read_request(data)
