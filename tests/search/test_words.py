"""What a query asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintas.search.folding import key_of
from lintas.search.words import QUERY_CHARS_MAX, WORDS_MAX, NothingToFind, QueryTooLong, pairs, read_words


def test_words_and_phrases_are_told_apart() -> None:
    assert [word.key for word in read_words('mule "joint  Account" Mule 12-34')] == ["mule", "joint account", "1234"]


def test_a_quotation_mark_that_is_not_closed_holds_to_the_end() -> None:
    assert [word.key for word in read_words('a "joint account')] == ["a", "joint account"]


@pytest.mark.parametrize("query", ["", "  ", "a", "王", '""', "-- .", "a b"])
def test_what_would_be_everywhere_is_refused(query: str) -> None:
    with pytest.raises(NothingToFind):
        read_words(query)


def test_a_word_of_one_character_goes_with_others() -> None:
    assert [word.key for word in read_words("Nguyễn A")] == ["nguyen", "a"]


def test_a_query_has_bounds() -> None:
    read_words(" ".join(f"w{n}x" for n in range(WORDS_MAX)))
    with pytest.raises(QueryTooLong):
        read_words(" ".join(f"w{n}x" for n in range(WORDS_MAX + 1)))
    with pytest.raises(QueryTooLong):
        read_words("a" * (QUERY_CHARS_MAX + 1))


@given(st.text(), st.text(min_size=1, max_size=20), st.text())
def test_whatever_has_a_word_has_its_pairs(before: str, word: str, after: str) -> None:
    text = key_of(f"{before}{word}{after}")
    try:
        wanted = read_words(f'"{word.replace(chr(34), "")}"')
    except NothingToFind:
        return
    for each in wanted:
        if each.found_in(text):
            assert pairs(each.key) <= pairs(text)
