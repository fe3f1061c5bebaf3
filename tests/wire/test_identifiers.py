from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintas.wire import identifiers
from lintas.wire.errors import BadIdentifier

ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"


@given(st.binary(min_size=1, max_size=40))
def test_the_text_form_reads_back(identifier: bytes) -> None:
    text = identifiers.show(identifier)
    assert set(text) <= set(ALPHABET)
    assert identifiers.read(text, len(identifier)) == identifier


def test_golden_text() -> None:
    assert identifiers.show(bytes(range(16))) == "aaaqeayeaudaocajbifqydiob4"
    assert identifiers.show(identifiers.NULL16) == "a" * 26
    assert identifiers.show(identifiers.NULL32) == "a" * 52
    assert identifiers.show(b"foobar") == "mzxw6ytboi"  # RFC 4648 section 10


@given(st.text(alphabet=ALPHABET + "ABC018=- \u0430\u2170", max_size=30))
def test_there_is_one_text_form(text: str) -> None:
    try:
        identifier = identifiers.read(text, 16)
    except BadIdentifier:
        return
    assert identifiers.show(identifier) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a" * 25,
        "a" * 27,
        "A" * 26,
        "a" * 25 + "b",  # a bit beyond the last byte
        "a" * 25 + "1",
        "a" * 25 + "=",
        "a" * 25 + "\n",
        "\u0430" * 26,  # Cyrillic
    ],
)
def test_other_spellings_are_refused(text: str) -> None:
    with pytest.raises(BadIdentifier) as caught:
        identifiers.read(text, 16)
    assert (caught.value.text, caught.value.length) == (text, 16)


def test_a_digest_is_over_label_and_data() -> None:
    assert identifiers.digest("lintas/act/1", b"x") == hashlib.sha256(b"lintas/act/1x").digest()
    assert identifiers.digest("lintas/act/1", b"") != identifiers.digest("lintas/body/1", b"")
