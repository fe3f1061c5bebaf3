"""Phrase cards: English first, the languages of both ends beside it, and nothing unreviewed that does not say so."""

from __future__ import annotations

from lintas.console.languages import LANGUAGES, OF_STATE
from lintas.console.phrases import Column, cards, columns

CODES = [code for code, _name in LANGUAGES]


def test_a_card_has_english_first_and_the_languages_of_both_ends() -> None:
    chosen = columns(["VN", "MY"], "vi")
    assert [each.code for each in chosen] == ["en", "vi", "ms"]
    for card in cards(chosen):
        assert [code for code, _text in card.said] == ["en", "vi", "ms"]
        assert card.whole.split("\n") == [text for _code, text in card.said]


def test_whoever_reads_another_language_has_it_too_and_an_unknown_state_adds_none() -> None:
    assert [each.code for each in columns(["XX", ""], "th")] == ["en", "th"]
    assert [each.code for each in columns(["TL"], "en")] == ["en", "tet", "pt"]


def test_what_nobody_reviewed_says_so() -> None:
    assert columns(["VN"], "en") == [Column("en", "English", True), Column("vi", "Tiếng Việt", False)]


def test_every_card_is_there_in_every_language_of_the_console_once() -> None:
    found = cards([Column(code, name, False) for code, name in LANGUAGES])
    assert len(found) >= 10
    for code in CODES:
        texts = [dict(card.said).get(code, "") for card in found]
        assert all(text == text.strip() and text for text in texts), code
        assert len(set(texts)) == len(texts), code
    assert {code for each in OF_STATE.values() for code in each} < set(CODES)
