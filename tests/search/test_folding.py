"""The folding in seven scripts and more: what is found by what, and where it stands."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintas.search.folding import as_typed, folded, key_of, shown
from lintas.search.words import pairs, read_words

SCRIPTS = {
    "latin": ("Nguyễn Văn Đức đã mở tài khoản", "mở"),
    "thai": ("ผู้ต้องสงสัยเปิดบัญชีธนาคารที่กรุงเทพ", "บัญ"),
    "lao": ("ຜູ້ຖືກສົງໄສເປີດບັນຊີຢູ່ວຽງຈັນ", "ບັນ"),
    "khmer": ("ជនសង្ស័យបានបើកគណនីនៅភ្នំពេញ", "គណ"),
    "burmese": ("သံသယရှိသူသည် ရန်ကုန်တွင် ငွေစာရင်းဖွင့်ခဲ့သည်", "ငွ"),
    "tamil": ("சந்தேக நபர் வங்கிக் கணக்கைத் திறந்தார்", "வங"),
    "chinese": ("嫌疑人在曼谷开设了银行账户", "账户"),
}


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_word_of_two_characters_is_found_in_every_script(script: str) -> None:
    text, word = SCRIPTS[script]
    (wanted,) = read_words(word)
    assert wanted.found_in(key_of(text))
    assert pairs(wanted.key) <= pairs(key_of(text))
    assert pairs(wanted.key)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("Nguyen", "NGUYỄN"),
        ("duc", "Đức"),
        ("bien hoa", "Biên  Hoà"),
        ("STRASSE", "straße"),
        ("1234567890", "12-3456 7890"),
        ("3456-7890", "1234567890"),
        ("AB1234567", "AB 1234567"),
        ("2026", "พ.ศ. ๒๐๒๖"),
        ("กำ", "ก\u0e4d\u0e32"),
        ("office", "oﬃce"),
        ("abc123", "ＡＢＣ１２３"),
        ("ភ្នំពេញ", "ភ្នំ\u200bពេញ"),
        ('"joint account"', "a joint, account"),
        ('"银行 账户"', "银行账户"),
    ],
)
def test_what_is_the_same_is_found(asked: str, said: str) -> None:
    assert all(word.found_in(key_of(said)) for word in read_words(asked))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("มา", "ม้า"),  # In Thai the mark is a tone: another word.
        ("ກາ", "ກ້າ"),
        ("កា", "កី"),
        ('"account joint"', "joint account"),
        ("1235", "12 34"),
        ("1234", "12, 34"),  # Two separators part numbers, one joins them.
    ],
)
def test_what_is_another_word_is_not(asked: str, said: str) -> None:
    assert not all(word.found_in(key_of(said)) for word in read_words(asked))


def test_what_is_typed_with_marks_differs_from_what_is_not() -> None:
    assert as_typed("NGUYỄN") == as_typed("nguyễn")
    assert as_typed("Nguyễn") != as_typed("Nguyen")


@given(st.text())
def test_canonically_equal_texts_are_equal(text: str) -> None:
    apart = unicodedata.normalize("NFD", text)
    assert key_of(text) == key_of(apart)
    assert shown(text) == shown(apart)


WORDS = st.lists(st.text(st.characters(categories=("L", "Nd")), min_size=2, max_size=6), min_size=1, max_size=6)


@given(WORDS, st.data())
def test_words_that_stand_together_are_found_as_a_phrase(words: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    text = key_of(" ".join(words))
    assert key_of(" ".join(words[start:end])) in text
    assert all(key_of(word) in text for word in words)


@pytest.mark.parametrize(("one", "other"), [("㎡ a", "m2 a"), ("a ㍘", "a 0点")])
def test_a_digit_within_a_character_joins_as_any_other(one: str, other: str) -> None:
    assert key_of(one) == key_of(other) == folded(shown(one)).key == folded(shown(other)).key
    assert " " not in key_of(one)


@given(st.text())
def test_every_character_has_its_place_in_order(text: str) -> None:
    made, nfc = folded(shown(text)), shown(text)
    assert made.key == key_of(text)
    assert len(made.places) == len(made.key)
    assert list(made.places) == sorted(made.places)
    assert all(0 <= place < len(nfc) for place in made.places)
