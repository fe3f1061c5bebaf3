"""Bodies: what was sealed opens for those who have the key, and for one header there is one body and one key."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lintas.crypto.cheap import CheapSuite
from lintas.crypto.errors import BadCiphertext, CannotUnwrap, WrongKey
from lintas.crypto.ports import Suite
from lintas.dossier.header import Act, Form, Header
from lintas.dossier.header_bytes import make_act
from lintas.dossier.officers import PROOF_BYTES_MAX, Answer, answer_fields
from lintas.dossier.sealing import (
    OFFICERS_MAX,
    BodyMismatch,
    Content,
    NoBody,
    act_key,
    begins_epoch,
    check_body,
    epoch_of,
    place,
    read_content,
    seal,
    unseal,
    wrap_info,
    write_content,
)
from lintas.wire import cbor
from lintas.wire.errors import LintasError, Malformed, TooDeep, TooLarge
from lintas.wire.identifiers import NULL16
from lintas.wire.limits import LIMITS
from lintas.wire.shape import BadShape
from tests.dossier.acts import REG, A, B
from tests.dossier.people import SUITE, XA, XB

CHEAP = CheapSuite(i_know_this_protects_nothing=True)
HEADER = Header(b"d" * 16, A, 77, 2, b"p" * 32, (), 2, 0, REG, verb="say")
EPOCH, KEY = b"e" * 16, b"k" * 32
SAID = Content({"text": "words"}, (Answer("author", b"certificate", "session", b"proof"),), "en", b"n" * 16)
VALUES = st.recursive(
    st.booleans() | st.integers(0, 2**63) | st.text(max_size=9) | st.binary(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
CONTENTS = st.builds(
    Content,
    fields=st.dictionaries(st.text(max_size=9), VALUES, max_size=4),
    officers=st.lists(
        st.builds(Answer, st.text(max_size=32), st.binary(max_size=99), st.text(max_size=32), st.binary(max_size=64)),
        max_size=3,
    ).map(tuple),
    language=st.text(max_size=35),
    nonce=st.binary(min_size=16, max_size=16),
    members=st.lists(st.binary(min_size=16, max_size=16), max_size=3).map(tuple),
)


def sealed(
    content: Content = SAID, header: Header = HEADER, key: bytes = KEY, suite: Suite = SUITE
) -> tuple[Act, bytes]:
    made, body = seal(suite, EPOCH, key, header, content)
    return make_act(replace(header, seal=made))[0], body


def key_for(act: Act, epoch_key: bytes = KEY) -> bytes:
    return act_key(SUITE, epoch_key, act.header)


@given(content=CONTENTS)
def test_a_body_comes_back_as_it_was(content: Content) -> None:
    assert read_content(write_content(content)) == content
    act, body = sealed(content, suite=CHEAP)
    assert unseal(CHEAP, act_key(CHEAP, KEY, act.header), act, body) == content


UNFIT: list[dict[str, object]] = [
    {"fields": {1: "a name is text"}},
    {"fields": {"deep": [[[[[[[[[[[[[[]]]]]]]]]]]]]]}},
    {"fields": {"deeper": [[[[[[[[[[[[[[[]]]]]]]]]]]]]]]}},
    {"fields": {"many": [0] * (LIMITS.cbor_items_max - 20)}},
    {"fields": {"too many": [0] * LIMITS.cbor_items_max}},
    {"fields": {"too large": "x" * LIMITS.body_bytes_max}},
    {"officers": (Answer("author", b"c", "session", b"p"),) * (OFFICERS_MAX + 1)},
    {"officers": (Answer("x" * 33, b"c", "session", b"p"),)},
    {"officers": (Answer("author", b"c", "session", bytes(PROOF_BYTES_MAX + 1)),)},
    {"language": "x" * 36},
    {"nonce": bytes(15)},
    {"members": (b"short",)},
    {"members": (A,) * (LIMITS.recipients_max + 1)},
]


@given(content=CONTENTS, unfit=st.sampled_from([{}, *UNFIT]))
@settings(max_examples=60)
def test_what_is_written_is_what_a_reader_takes(content: Content, unfit: dict[str, Any]) -> None:
    content = replace(content, **unfit)
    plain: dict[int, object] = {1: dict(content.fields), 2: [answer_fields(each) for each in content.officers]}
    plain |= {3: content.language, 4: content.nonce} | ({5: list(content.members)} if content.members else {})
    try:
        expected = read_content(cbor.encode(plain, depth_max=99))
    except Malformed as error:
        with pytest.raises(type(error)):
            write_content(content)
    else:
        assert read_content(write_content(content)) == expected


def test_another_key_does_not_match_the_commitment() -> None:
    act, body = sealed()
    assert unseal(SUITE, key_for(act), act, body) == SAID
    for wrong in (bytes(32), key_for(act, b"K" * 32), key_for(make_act(replace(HEADER, sequence=3))[0])):
        with pytest.raises(WrongKey):
            unseal(SUITE, wrong, act, body)


def test_a_changed_body_is_refused_before_it_is_opened() -> None:
    act, body = sealed()
    swapped = sealed(replace(SAID, fields={"text": "other"}))[1]
    assert len(swapped) == len(body)
    for wrong in (swapped, body[:-1], body + b"\0", b"", body[::-1]):
        with pytest.raises(BodyMismatch):
            check_body(act, wrong)
        with pytest.raises(BodyMismatch):
            unseal(SUITE, key_for(act), act, wrong)


def test_an_act_without_a_seal_has_no_body() -> None:
    with pytest.raises(NoBody):
        check_body(make_act(HEADER)[0], b"")


MOVED = {
    "dossier": replace(HEADER, dossier=b"D" * 16),
    "author": replace(HEADER, author=B),
    "incarnation": replace(HEADER, incarnation=78),
    "sequence": replace(HEADER, sequence=3),
}


@pytest.mark.parametrize("moved", MOVED.values(), ids=MOVED)
def test_a_body_stays_at_its_place(moved: Header) -> None:
    """The same seal under the header of another place does not open, even with the key of the first."""
    act, body = sealed()
    stolen = make_act(replace(moved, seal=act.header.seal))[0]
    assert place(moved) != place(HEADER)
    with pytest.raises(BadCiphertext):
        unseal(SUITE, key_for(act), stolen, body)


def test_no_header_shows_two_readers_two_bodies() -> None:
    """A salamander: one ciphertext that opens to two texts under two keys. The commitment fixes the key."""
    (first, body), (other, other_body) = sealed(), sealed(replace(SAID, fields={"text": "other"}), key=b"K" * 32)
    assert first.header.seal
    assert other.header.seal
    mixtures = [
        replace(first.header.seal, commitment=other.header.seal.commitment),
        replace(first.header.seal, body_hash=other.header.seal.body_hash),
        replace(other.header.seal, commitment=first.header.seal.commitment),
        replace(other.header.seal, body_hash=first.header.seal.body_hash),
    ]
    for mixed in mixtures:
        act = make_act(replace(HEADER, seal=mixed))[0]
        opened = []
        for key in (key_for(first), key_for(first, b"K" * 32)):
            for sealed_body in (body, other_body):
                try:
                    opened.append(unseal(SUITE, key, act, sealed_body))
                except (BodyMismatch, WrongKey, BadCiphertext):
                    continue
        assert not opened, "each mixture fits one key and another body"


UNREADABLE: dict[str, tuple[object, type[LintasError]]] = {
    "no map": ([], BadShape),
    "no fields": ({2: [], 3: "", 4: bytes(16)}, BadShape),
    "fields by number": ({1: {1: 2}, 2: [], 3: "", 4: bytes(16)}, BadShape),
    "no officers": ({1: {}, 3: "", 4: bytes(16)}, BadShape),
    "a crowd": ({1: {}, 2: [["a", b"", "s", b""]] * (OFFICERS_MAX + 1), 3: "", 4: bytes(16)}, BadShape),
    "a long language": ({1: {}, 2: [], 3: "x" * 36, 4: bytes(16)}, BadShape),
    "a short nonce": ({1: {}, 2: [], 3: "", 4: bytes(15)}, BadShape),
    "members that are no ids": ({1: {}, 2: [], 3: "", 4: bytes(16), 5: ["all"]}, BadShape),
    "too many members": ({1: {}, 2: [], 3: "", 4: bytes(16), 5: [A] * (LIMITS.recipients_max + 1)}, BadShape),
    "too large": ({1: {"x": bytes(LIMITS.body_bytes_max)}, 2: [], 3: "", 4: bytes(16)}, TooLarge),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_no_body_is_refused(name: str) -> None:
    value, cause = UNREADABLE[name]
    with pytest.raises(cause):
        read_content(cbor.encode(value))


def test_a_body_of_later_versions_is_read_as_far_as_it_is_known() -> None:
    assert read_content(cbor.encode({1: {"text": "words"}, 2: [], 3: "en", 4: b"n" * 16, 9: "later"})).language == "en"


@given(noise=st.binary(max_size=200))
def test_noise_in_a_sealed_body_is_refused(noise: bytes) -> None:
    with pytest.raises(Malformed):
        read_content(noise)


def deep(levels: int) -> Any:
    value: Any = "bottom"
    for _ in range(levels):
        value = [value]
    return value


UNSEALABLE: dict[str, tuple[Content, type[LintasError]]] = {
    "a long language": (replace(SAID, language="x" * 36), BadShape),
    "a crowd of officers": (replace(SAID, officers=SAID.officers * (OFFICERS_MAX + 1)), BadShape),
    "a nonce of another size": (replace(SAID, nonce=b""), BadShape),
    "too many members": (replace(SAID, members=(A,) * (LIMITS.recipients_max + 1)), BadShape),
    "too large": (replace(SAID, fields={"x": bytes(LIMITS.body_bytes_max)}), TooLarge),
    "too deep": (replace(SAID, fields={"x": deep(LIMITS.body_depth_max)}), TooDeep),
}


@pytest.mark.parametrize("name", UNSEALABLE)
def test_nothing_is_sealed_that_no_reader_would_take(name: str) -> None:
    content, cause = UNSEALABLE[name]
    with pytest.raises(cause):
        sealed(content)


def test_the_seal_says_hash_and_size_of_the_sealed_body() -> None:
    made, body = seal(SUITE, EPOCH, KEY, HEADER, SAID)
    assert (made.epoch, made.body_hash, made.body_bytes) == (EPOCH, hashlib.sha256(body).digest(), len(body))
    assert b"words" not in body
    assert len(body) == 512


def test_an_epoch_is_named_or_begun_or_there_is_none() -> None:
    named = sealed()[0]
    begun = make_act(replace(HEADER, form=Form.KEY, verb="", seal=replace(named.header.seal, epoch=NULL16)))[0]  # type: ignore[type-var]
    assert (epoch_of(named), begins_epoch(named)) == (EPOCH, False)
    assert (epoch_of(begun), begins_epoch(begun)) == (begun.id[:16], True)
    assert (epoch_of(make_act(HEADER)[0]), begins_epoch(make_act(HEADER)[0])) == (None, False)


def test_a_parcel_is_for_one_recipient_one_epoch_one_author_and_one_dossier() -> None:
    info = wrap_info(b"d" * 16, EPOCH, A, XB.authority.id)
    parcel = SUITE.wrap(XB.authority.recipient, KEY, info)
    assert SUITE.unwrap(XB.recipient_seed, parcel, info) == KEY
    others = [
        wrap_info(b"D" * 16, EPOCH, A, XB.authority.id),
        wrap_info(b"d" * 16, b"E" * 16, A, XB.authority.id),
        wrap_info(b"d" * 16, EPOCH, B, XB.authority.id),
        wrap_info(b"d" * 16, EPOCH, A, XA.authority.id),
    ]
    for wrong in others:
        with pytest.raises(CannotUnwrap):
            SUITE.unwrap(XB.recipient_seed, parcel, wrong)
    with pytest.raises(CannotUnwrap):
        SUITE.unwrap(XA.recipient_seed, parcel, info)
    assert len(parcel) <= LIMITS.wrapped_bytes_max
