"""Signed bytes in, an act out: nothing passes that its author's authority did not sign, byte for byte."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lintas.crypto.cose import open1, sign1
from lintas.crypto.errors import BadSignature, CryptoError
from lintas.dossier.admission import ACT_KIND, SignedAct, admit_act, parse_act, sign_act
from lintas.dossier.authority import TrustError, UnknownAuthority, UnknownRegistry
from lintas.dossier.control import fork_fields, pin_fields
from lintas.dossier.declaration import pin
from lintas.dossier.header import Form, Header
from lintas.dossier.header_bytes import UnknownVersion, decode, encode, make_act
from lintas.wire import cbor
from lintas.wire.errors import Malformed, TooLarge, Truncated
from lintas.wire.identifiers import NULL16, NULL32
from lintas.wire.limits import LIMITS
from lintas.wire.shape import BadShape
from tests.dossier.acts import ERRAND, SEAL, Acts
from tests.dossier.people import SUITE, XA, XB, XC, Office, federation

FED = federation()
FIRST = Header(
    NULL16, XA.authority.id, 1, 1, NULL32, (), 1, 0, FED.reg, verb="open", to=(("member", (XB.authority.id,)),),
    control=pin_fields(pin(ERRAND)),
)  # fmt: skip
SIGNED = sign_act(XA.signer, FIRST)
SAID = replace(
    FIRST, dossier=SIGNED.act.id[:16], verb="say", to=(), sequence=2, prev=SIGNED.act.id, depth=2, control=None
)


def admit(signed: bytes) -> SignedAct:
    return admit_act(SUITE, FED, signed)


def test_an_act_is_admitted_as_it_was_signed() -> None:
    assert admit(SIGNED.signed) == parse_act(SIGNED.signed) == SIGNED
    assert SIGNED.act == make_act(FIRST)[0]


def test_every_truncation_is_refused() -> None:
    for length in range(len(SIGNED.signed)):
        with pytest.raises(Malformed):
            admit(SIGNED.signed[:length])
    with pytest.raises(Truncated):
        admit(SIGNED.signed[:-1])


def test_every_flipped_bit_is_refused_and_gives_another_id_wherever_it_can_be_read() -> None:
    signature_at = len(SIGNED.signed) - 64
    for at in range(len(SIGNED.signed)):
        for bit in range(8):
            flipped = bytearray(SIGNED.signed)
            flipped[at] ^= 1 << bit
            with pytest.raises((Malformed, TrustError, CryptoError)):
                admit(bytes(flipped))
            try:
                found = parse_act(bytes(flipped)).act.id
            except Malformed:
                continue
            assert (found == SIGNED.act.id) == (at >= signature_at), "an id covers the header and not the signature"


def test_flipped_bits_in_every_byte_that_their_author_signed_again_are_judged_or_refused() -> None:
    """A hostile author can sign anything: its acts may be worthless, they may not make a replica fall over."""
    acts = Acts(XA.authority.id, (XB.authority.id,), reg=FED.reg)
    replica = acts.replica()
    said: dict[str, Any] = {
        "verb": "add",
        "to": (("member", (XC.authority.id,)),),
        "seal": SEAL,
        "re": (acts.first.id,),
        "item": NULL16,
    }
    payload = encode(acts.add(XB.authority.id, [acts.first], reg=FED.reg, **said).header)
    for at in range(len(payload)):
        for bit in (at % 8, (at + 3) % 8):
            flipped = bytearray(payload)
            flipped[at] ^= 1 << bit
            try:
                act = admit(sign1(XB.signer, bytes(flipped), kind=ACT_KIND)).act
            except (Malformed, TrustError, CryptoError):
                continue
            replica.copy().receive(act)


@settings(max_examples=200)
@given(data=st.binary(max_size=300))
def test_noise_is_refused(data: bytes) -> None:
    with pytest.raises(Malformed):
        admit(data)


def resigned(**changed: object) -> bytes:
    return sign1(
        XA.signer,
        cbor.encode(cbor.decode(encode(SAID), size_max=9_999) | {int(k[1:]): v for k, v in changed.items()}),
        kind=ACT_KIND,
    )


def test_the_causes_are_told_apart() -> None:
    cases: list[tuple[bytes, type[Exception]]] = [
        (sign_act(XB.signer, SAID).signed, BadSignature),
        (sign_act(XA.issuing, SAID).signed, BadSignature),
        (sign_act(XA.signer, replace(SAID, author=XB.authority.id)).signed, BadSignature),
        (sign_act(XA.signer, replace(SAID, author=b"?" * 16)).signed, UnknownAuthority),
        (sign_act(XA.signer, replace(SAID, reg=b"?" * 32)).signed, UnknownRegistry),
        (resigned(_1=2), UnknownVersion),
        (resigned(_11=6), BadShape),
        (resigned(_19={1: 1}), BadShape),
        (sign1(XA.signer, encode(SAID), kind="officer"), Malformed),
        (sign1(XA.signer, bytes(LIMITS.header_bytes_max + 1), kind=ACT_KIND), TooLarge),
        (bytes(2 * LIMITS.header_bytes_max), TooLarge),
        (SIGNED.signed + b"\0", Malformed),
        (SIGNED.signed[1:], Malformed),
    ]
    for signed, cause in cases:
        with pytest.raises(cause):
            admit(signed)
    assert admit(resigned(_99="later")).act.header == SAID


def test_a_first_act_without_its_kind_is_refused() -> None:
    bare = sign1(XA.signer, encode(replace(FIRST, control=None)), kind=ACT_KIND)
    with pytest.raises(BadShape):
        admit(bare)


def side(office: Office, header: Header, signer: Office | None = None) -> tuple[bytes, bytes]:
    opened = open1(sign_act((signer or office).signer, header).signed, kind=ACT_KIND, size_max=99_999)
    return opened.payload, opened.signature


ONE = replace(SAID, author=XB.authority.id, sequence=1, prev=NULL32, seen=(SIGNED.act.id,))
OTHER = replace(ONE, time_ms=9)


def fork(one: tuple[bytes, bytes], other: tuple[bytes, bytes]) -> bytes:
    header = replace(
        SAID, author=XC.authority.id, sequence=1, prev=NULL32, seen=(SIGNED.act.id,), verb="", form=Form.FORK
    )
    return sign1(XC.signer, encode(replace(header, control=fork_fields(one, other))), kind=ACT_KIND)


def test_a_fork_is_proved_by_two_headers_that_its_author_signed() -> None:
    true_one, true_other = side(XB, ONE), side(XB, OTHER)
    assert admit(fork(true_one, true_other)).act.header.form is Form.FORK
    for forged, cause in (
        (side(XB, OTHER, signer=XC), BadSignature),
        ((true_other[0], true_one[1]), BadSignature),
        ((true_other[0], bytes(64)), BadSignature),
        ((true_other[0], b""), BadSignature),
        (side(XB, replace(OTHER, author=b"?" * 16)), UnknownAuthority),
        (side(XB, replace(OTHER, reg=b"?" * 32)), UnknownRegistry),
        ((b"\xa0", true_one[1]), BadShape),
    ):
        with pytest.raises(cause):
            admit(fork(true_one, forged))
        with pytest.raises(cause):
            admit(fork(forged, true_one))


def test_two_headers_of_ordinary_size_fit_into_a_proof() -> None:
    big = replace(ONE, seen=tuple(sorted([SIGNED.act.id, *(bytes([n]) * 32 for n in range(LIMITS.seen_max - 1))])))
    big = replace(big, re=(b"r" * 32,) * LIMITS.re_max, attachments=(b"f" * 32,) * LIMITS.attachments_max)
    assert admit(fork(side(XB, big), side(XB, replace(big, time_ms=9)))).act.header.form is Form.FORK


UNSIGNABLE = {
    "too many answers": replace(SAID, re=(b"r" * 32,) * (LIMITS.re_max + 1)),
    "a name that is no id": replace(SAID, to=(("member", (b"short",)),)),
    "parties twice": replace(SAID, to=(("member", (XB.authority.id,) * 2),)),
    "too large": replace(SAID, to=tuple((f"{n:064}", (XB.authority.id,)) for n in range(200))),
    "a control that is none": replace(SAID, control={1: 1}),
    "not in order": replace(SAID, seen=(b"b" * 32, b"a" * 32)),
}


@pytest.mark.parametrize("header", UNSIGNABLE.values(), ids=UNSIGNABLE)
def test_nothing_is_signed_that_no_reader_would_take(header: Header) -> None:
    """What a node signed by mistake would lie in its own store and stop it at the next start."""
    with pytest.raises(Malformed):
        sign_act(XA.signer, header)


def test_what_is_signed_is_what_a_reader_finds() -> None:
    header = replace(SAID, verb="add", to=(("longer", (XC.authority.id,)), ("x", (XB.authority.id,))))
    assert sign_act(XA.signer, header).act.header == decode(encode(header))
