"""Entries and the genesis: what an authority did not sign itself, or what contradicts itself, is refused."""

from __future__ import annotations

from typing import Any

import pytest

from lintas.crypto.cose import sign1
from lintas.crypto.errors import BadSignature
from lintas.dossier.authority import (
    BadGenesis,
    Federation,
    UnknownAuthority,
    UnknownRegistry,
    read_entry,
    write_entry,
    write_genesis,
)
from lintas.wire import cbor
from lintas.wire.errors import Malformed, TooLarge
from lintas.wire.limits import LIMITS
from lintas.wire.shape import BadShape
from tests.dossier.people import SUITE, XA, XB, XC, federation, office

ENTRIES = [write_entry(each.authority, each.signer) for each in (XA, XB, XC)]
FIELDS: dict[int, Any] = {
    1: "xa-ca", 2: "name", 3: "XA", 4: "central authority", 5: XA.authority.signing, 6: XA.authority.recipient,
    7: XA.authority.issuing, 8: "https://xa.example",
}  # fmt: skip


def signed(fields: dict[int, Any]) -> bytes:
    return sign1(XA.signer, cbor.encode(fields), kind="entry")


def test_an_entry_comes_back_and_its_id_outlives_an_address_and_new_keys_to_receive() -> None:
    assert read_entry(SUITE, ENTRIES[0]) == XA.authority
    moved = office("xa-ca", address="https://other.example", recipient=XB.authority.recipient, category="ministry")
    assert moved.authority.id == XA.authority.id
    others = (
        office("xa-cb"),
        office("xa-ca", name="Other"),
        office("xa-ca", state="XB"),
        office("xa-ca", signing=bytes(32)),
    )
    assert len({XA.authority.id, *(each.authority.id for each in others)}) == 5


def test_an_entry_is_signed_by_the_key_that_it_names() -> None:
    with pytest.raises(BadSignature):
        read_entry(SUITE, write_entry(XA.authority, XB.signer))
    with pytest.raises(BadSignature):
        read_entry(SUITE, write_entry(XA.authority, XA.issuing))
    with pytest.raises(Malformed):
        read_entry(SUITE, sign1(XA.signer, cbor.encode(FIELDS), kind="act"))


@pytest.mark.parametrize("label", range(1, 9))
def test_each_field_of_an_entry_is_checked(label: int) -> None:
    assert read_entry(SUITE, signed(FIELDS)).code == "xa-ca"
    text = label in {1, 2, 3, 4, 8}
    wrong: list[object] = ["x" * 257, 5, b"x"] if text else [FIELDS[label][:-1], FIELDS[label] + b"xy", "key"]
    for value in [*wrong, None]:
        fields = {**FIELDS, label: value}
        with pytest.raises(BadShape) as caught:
            read_entry(SUITE, signed(fields))
        assert caught.value.label == label
    with pytest.raises(BadShape):
        read_entry(SUITE, signed({k: v for k, v in FIELDS.items() if k != label}))


def test_a_genesis_is_the_same_in_any_order_and_its_hash_is_the_registry() -> None:
    one = Federation(SUITE, write_genesis(ENTRIES, exercise=True))
    other = Federation(SUITE, write_genesis(reversed(ENTRIES), exercise=True))
    assert one.reg == other.reg
    assert one.exercise
    assert Federation(SUITE, write_genesis(ENTRIES, exercise=False)).reg != one.reg
    assert set(one.codes) == {"xa-ca", "xb-ca", "xc-ca"}


def test_what_it_knows_and_what_it_does_not() -> None:
    fed = federation()
    assert fed.by_code("xb-ca") == fed.authority(XB.authority.id) == XB.authority
    assert fed.code(XA.authority.id) == "xa-ca"
    assert fed.code(b"?" * 16) == f"unknown {(b'?' * 4).hex()}"
    assert fed.signing_key(fed.reg, XA.authority.id) == XA.authority.signing
    with pytest.raises(UnknownAuthority):
        fed.by_code("zz-ca")
    with pytest.raises(UnknownAuthority):
        fed.authority(b"?" * 16)
    with pytest.raises(UnknownAuthority):
        fed.signing_key(fed.reg, b"?" * 16)
    with pytest.raises(UnknownRegistry):
        fed.signing_key(bytes(32), XA.authority.id)


TWIN = office("xa-ca", name="Another of the same code")
CONTRADICTIONS = {
    "nobody": write_genesis([], exercise=True),
    "one authority twice": write_genesis([ENTRIES[0], ENTRIES[0]], exercise=True),
    "one code twice": write_genesis([ENTRIES[0], write_entry(TWIN.authority, TWIN.signer)], exercise=True),
    "another version": cbor.encode({1: 2, 2: ENTRIES, 3: True}),
}


@pytest.mark.parametrize("genesis", CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_a_genesis_that_contradicts_itself(genesis: bytes) -> None:
    with pytest.raises(BadGenesis):
        Federation(SUITE, genesis)


def test_a_genesis_with_an_entry_of_another_hand() -> None:
    forged = write_entry(XB.authority, XA.signer)
    with pytest.raises(BadSignature):
        Federation(SUITE, write_genesis([ENTRIES[0], forged], exercise=True))


SHAPES: list[tuple[bytes, type[Malformed]]] = [
    (b"", Malformed),
    (cbor.encode({1: 1, 3: True}), BadShape),
    (cbor.encode({1: 1, 2: ["entry"], 3: True}), BadShape),
    (cbor.encode({1: 1, 2: ENTRIES, 3: 1}), BadShape),
    (cbor.encode({1: 1, 2: [b"no entry"], 3: True}), Malformed),
    (cbor.encode({1: 1, 2: ENTRIES[:1] * (LIMITS.recipients_max + 1), 3: True}), BadShape),
    (bytes(LIMITS.bundle_bytes_max + 1), TooLarge),
]


@pytest.mark.parametrize(("genesis", "cause"), SHAPES, ids=range(len(SHAPES)))
def test_bytes_that_are_no_genesis(genesis: bytes, cause: type[Malformed]) -> None:
    with pytest.raises(cause):
        Federation(SUITE, genesis)


def test_an_entry_that_is_not_the_first_has_an_id_and_a_number_together() -> None:
    second = XA.authority.following(name="Another name")
    assert read_entry(SUITE, write_entry(second, XA.signer)) == second
    assert (second.id, second.number) == (XA.authority.id, 1)
    for more in ({11: bytes(16)}, {12: 1}, {11: bytes(16), 12: 0}):
        with pytest.raises(BadShape):
            read_entry(SUITE, signed(FIELDS | more))


@pytest.mark.parametrize(
    ("label", "value"),
    [(1, "XA-CA"), (1, "x"), (1, "v\u0430-ca"), (1, "xa ca"), (3, "xa"), (3, "X"), (2, "a\x1b[2Jb"), (4, "a\nb"),
     (8, "https://xa.example\u202e")],
)  # fmt: skip
def test_an_entry_has_no_characters_that_deceive_who_reads_it(label: int, value: str) -> None:
    with pytest.raises(BadShape) as caught:
        read_entry(SUITE, signed({**FIELDS, label: value}))
    assert caught.value.label == label
