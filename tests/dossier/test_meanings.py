"""Field types: what each accepts, and what it says about everything else."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lintas.dossier import meanings as m
from lintas.dossier.meanings import Body, Meaning
from lintas.wire.cbor import decode, encode
from lintas.wire.limits import MIB

ALL = {name: value for name, value in vars(m).items() if isinstance(value, Meaning)}
FILE = {
    "name": "a.pdf",
    "media": "application/pdf",
    "bytes": 3,
    "sha256": bytes(32),
    "key": bytes(32),
    "root": bytes(32),
}

GOOD: list[tuple[Meaning, Any]] = [
    (m.Text, "ข้อความ"),
    (m.Secret, "words"),
    (m.Place, "Exercise harbour"),
    (m.Date, "2024-02-29"),
    (m.BirthDate, "1990"),
    (m.BirthDate, "1990-05"),
    (m.BirthDate, "1990-05-17"),
    (m.PersonName, "မောင် မောင်"),
    (m.DocumentNumber, "X1"),
    (m.Account, "EX00"),
    (m.Money, {"amount": "0.5", "currency": "IDR"}),
    (m.Count, 0),
    (m.Party, bytes(16)),
    (m.Link, {"dossier": bytes(16), "relation": "taken over into"}),
    (m.Link, {"dossier": bytes(16), "act": bytes(32), "relation": "taken over into"}),
    (m.File, FILE),
    (m.File, {**FILE, "bytes": 0}),
    (m.File, {**FILE, "bytes": MIB * MIB}),
    (m.Marking, "restricted"),
    (m.Offence, {"name": "fraud", "band": "4 years or more"}),
    (m.Offence, {"name": "fraud", "band": "life", "purpose": "prosecution"}),
    (m.Decision, "sanitise"),
    (m.Wish, "a treaty binds us"),
]

BAD: list[tuple[Meaning, Any, str]] = [
    (m.Text, "  ", "give some words"),
    (m.Text, 5, "give some words"),
    (m.Text, "half \ud83d", "write it in Unicode"),
    (m.Place, "x" * 1025, "shorten it to 1024 bytes"),
    (m.Date, "20240229", "as 2026-01-31"),
    (m.Date, "2023-02-29", "as 2026-01-31"),
    (m.Date, "٢٠٢٤-٠١-٠١", "as 2026-01-31"),
    (m.BirthDate, "1990-13", "1990-05-17"),
    (m.BirthDate, 1990, "1990-05-17"),
    (m.Money, {"amount": 12.5, "currency": "MYR"}, "amount: write the amount in digits"),
    (m.Money, {"amount": "-1", "currency": "MYR"}, "amount: write the amount in digits"),
    (m.Money, {"amount": "1", "currency": "RM"}, "currency: give the three letters"),
    (m.Money, {"amount": "1"}, "give its currency"),
    (m.Count, True, "give a number"),
    (m.Count, -1, "give a number"),
    (m.Party, bytes(15), "16 bytes"),
    (m.Link, {"dossier": bytes(16)}, "give its relation"),
    (m.File, {**FILE, "bytes": MIB * MIB + 1}, "bytes: a file has at most 1 TiB"),
    (m.File, {k: v for k, v in FILE.items() if k != "root"}, "give its root"),
    (m.File, {**FILE, "media": "jpeg"}, "media: give a media type"),
    (m.File, {**FILE, "sha256": b""}, "sha256: give the 32 bytes"),
    (m.File, {**FILE, "root": b""}, "root: give the 32 bytes"),
    (m.File, {**FILE, "path": "/tmp"}, "leave out path"),
    (m.Marking, "top secret", "choose one of: open, official"),
    (m.Offence, {"name": "fraud", "band": "10 y"}, "band: choose one of"),
    (m.Offence, "fraud", "give name, band"),
]


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary()
ANYTHING = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))


@pytest.mark.parametrize(("meaning", "value"), GOOD)
def test_accepts(meaning: Meaning, value: object) -> None:
    assert meaning.check(value) is None
    assert decode(encode(value), size_max=MIB) == value, "a value must survive the wire"


@pytest.mark.parametrize(("meaning", "value", "why"), BAD)
def test_says_what_is_wrong(meaning: Meaning, value: object, why: str) -> None:
    assert why in (meaning.check(value) or "")


@settings(max_examples=100)
@given(value=ANYTHING)
def test_never_fails_on_any_value(value: object) -> None:
    for meaning in ALL.values():
        assert meaning.check(value) != ""
        assert meaning.several.check(value) != ""


@pytest.mark.parametrize("meaning", ALL.values(), ids=ALL)
def test_takes_no_float(meaning: Meaning) -> None:
    assert meaning.check(1.5)


def test_several_is_a_list_that_is_not_empty_and_says_which_entry_is_wrong() -> None:
    dates = m.Date.several
    assert dates.check(["2026-01-01", "2026-01-02"]) is None
    assert dates.check([]) == "give a list of 1 to 200 entries"
    assert dates.check(["2026-01-01"] * 201) == "give a list of 1 to 200 entries"
    assert dates.check("2026-01-01") == "give a list of 1 to 200 entries"
    assert (dates.check(["2026-01-01", "x"]) or "").startswith("entry 2: ")


def test_optional_and_several_stay_the_same_field_type() -> None:
    both = m.BirthDate.optional.several
    assert both.says(m.BirthDate)
    assert both.personal
    assert both.many
    assert not both.required
    assert m.BirthDate.required
    assert not m.BirthDate.many


def test_codes_say_what_they_mean() -> None:
    code = m.codes(("H0", "for prevention"), ("H1", "not in court"))
    assert code.choices == ("H0", "H1")
    assert code.plain == ("for prevention", "not in court")
    assert code.check("H1") is None
    assert code.check("H2") == "choose one of: H0, H1"


def test_fields_come_in_order_and_those_of_the_parent_first() -> None:
    class Parent(Body):
        """Parent."""

        zebra = m.Text
        apple = m.Date

    class Child(Parent):
        """Child."""

        middle = m.Count
        zebra = m.Text.optional

    assert list(Child.fields()) == ["zebra", "apple", "middle"]
    assert not Child.fields()["zebra"].required
    assert Parent.fields()["zebra"].required


def test_an_attribute_that_is_no_field_type_is_refused() -> None:
    with pytest.raises(TypeError, match=r"Slip\.area is not a field type"):
        type("Slip", (Body,), {"area": str})
    with pytest.raises(TypeError, match=r"Slip\.fields is not a field type"):
        type("Slip", (Body,), {"fields": m.Text})
