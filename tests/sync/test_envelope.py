"""Requests and replies: who speaks to whom, once, in time, and in answer to what."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lintas.crypto.cose import sign1
from lintas.crypto.errors import BadSignature, CryptoError
from lintas.dossier.authority import TrustError, UnknownAuthority
from lintas.sync.envelope import (
    Envelope,
    Freshness,
    NotForUs,
    StaleRequest,
    TooManyRequests,
    WrongNonce,
    check_reply,
    read,
    write,
)
from lintas.wire import cbor
from lintas.wire.errors import Malformed, TooLarge
from lintas.wire.limits import LIMITS
from lintas.wire.shape import BadShape
from tests.dossier.people import SUITE, XA, XB, XC, federation, office

FED = federation()
NOW_MS = 1_790_000_000_000
HEAD = Envelope(XA.authority.id, XB.authority.id, b"n" * 16, NOW_MS)
SENT = write(XA.signer, "link", HEAD, {8: "hello"})


def test_a_message_is_read_by_the_one_to_whom_it_is_addressed() -> None:
    found, fields = read(SUITE, FED, "link", SENT, to=XB.authority.id)
    assert found == HEAD
    assert fields.text(8, 10) == "hello"


def test_the_causes_are_told_apart() -> None:
    stranger = office("zz-ca")
    cases: list[tuple[bytes, type[Exception]]] = [
        (write(XA.signer, "fetch", HEAD, {}), Malformed),
        (write(XC.signer, "link", HEAD, {}), BadSignature),
        (write(stranger.signer, "link", replace(HEAD, sender=stranger.authority.id), {}), UnknownAuthority),
        (write(XA.signer, "link", replace(HEAD, recipient=XC.authority.id), {}), NotForUs),
        (write(XA.signer, "link", replace(HEAD, nonce=b"short"), {}), BadShape),
        (write(XA.signer, "link", replace(HEAD, time_ms=-1), {}), BadShape),
        (sign1(XA.signer, cbor.encode([1]), kind="link"), BadShape),
        (sign1(XA.signer, b"", kind="link"), Malformed),
        (bytes(LIMITS.request_bytes_max + 1), TooLarge),
        (b"", Malformed),
    ]
    for data, cause in cases:
        with pytest.raises(cause):
            read(SUITE, FED, "link", data, to=XB.authority.id)


def test_no_truncated_or_flipped_message_is_read() -> None:
    for at in range(len(SENT)):
        flipped = bytearray(SENT)
        flipped[at] ^= 1 << (at % 8)
        for damaged in (SENT[:at], bytes(flipped)):
            with pytest.raises((Malformed, TrustError, CryptoError, NotForUs)):
                read(SUITE, FED, "link", damaged, to=XB.authority.id)


@settings(max_examples=50)
@given(noise=st.binary(max_size=200))
def test_noise_is_refused(noise: bytes) -> None:
    with pytest.raises(Malformed):
        read(SUITE, FED, "link", noise, to=XB.authority.id)


def test_a_reply_comes_from_the_one_who_was_asked_and_repeats_the_nonce() -> None:
    reply = Envelope(XB.authority.id, XA.authority.id, HEAD.nonce, NOW_MS + 5)
    check_reply(HEAD, reply)
    with pytest.raises(NotForUs):
        check_reply(HEAD, replace(reply, sender=XC.authority.id))
    with pytest.raises(WrongNonce):
        check_reply(HEAD, replace(reply, nonce=b"m" * 16))


AGE = LIMITS.request_age_ms_max


@pytest.mark.parametrize("age_ms", [-AGE, -1, 0, 1, AGE])
def test_a_request_in_time_is_taken_once(age_ms: int) -> None:
    fresh = Freshness()
    fresh.check(HEAD, NOW_MS + age_ms)
    with pytest.raises(WrongNonce):
        fresh.check(HEAD, NOW_MS + age_ms)


@pytest.mark.parametrize("age_ms", [-AGE - 1, AGE + 1, 10 * AGE, -NOW_MS])
def test_a_request_out_of_time_is_stale(age_ms: int) -> None:
    with pytest.raises(StaleRequest) as caught:
        Freshness().check(HEAD, NOW_MS + age_ms)
    assert caught.value.age_ms == age_ms


def test_the_same_nonce_of_another_sender_is_another_request() -> None:
    fresh = Freshness()
    fresh.check(HEAD, NOW_MS)
    fresh.check(replace(HEAD, sender=XC.authority.id), NOW_MS)


@given(times=st.lists(st.tuples(st.integers(0, 4 * AGE), st.integers(-AGE, AGE)), max_size=12))
def test_a_replay_is_never_taken_however_late(times: list[tuple[int, int]]) -> None:
    """A request from the future may be replayed for twice the age that a request may have."""
    fresh, now = Freshness(), NOW_MS
    taken: list[Envelope] = []
    for number, (wait, skew) in enumerate(times):
        now += wait
        made = Envelope(XA.authority.id, XB.authority.id, number.to_bytes(16, "big"), now + skew)
        fresh.check(made, now)
        taken.append(made)
        for old in taken:
            with pytest.raises((WrongNonce, StaleRequest)):
                fresh.check(old, now)


def test_no_sender_can_fill_the_memory_or_shut_out_another() -> None:
    fresh = Freshness(nonces_max=5)

    def ask(number: int, now: int, sender: bytes = XA.authority.id) -> None:
        fresh.check(Envelope(sender, XB.authority.id, number.to_bytes(16, "big"), now), now)

    for number in range(5):
        ask(number, NOW_MS)
    for number in range(5, 9):
        with pytest.raises(TooManyRequests) as caught:
            ask(number, NOW_MS)
        assert caught.value.sender == XA.authority.id
    ask(1, NOW_MS, XC.authority.id)
    ask(9, NOW_MS + 2 * AGE + 1)
