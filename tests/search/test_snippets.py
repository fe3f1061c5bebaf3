"""What is shown of a found act, and which comes first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lintas.search.folding import key_of, shown
from lintas.search.passages import Passage
from lintas.search.snippets import MARKS_MAX, SNIPPET_CHARS_MAX, rank, snippet
from lintas.search.words import NothingToFind, read_words


def passage(text: str, field: str = "text") -> Passage:
    return Passage(field, "text", shown(text), key_of(text))


def marked(query: str, *texts: str) -> list[str]:
    made = snippet(read_words(query), [passage(text) for text in texts])
    return [made.text[start:end] for start, end in made.marks]


def test_marks_show_the_words_as_they_were_written() -> None:
    assert marked("nguyen 1234567", "Mr NGUYỄN, of 12-34 567") == ["NGUYỄN", "12-34 567"]
    assert marked("แดน", "ชายแดนไทย") == ["แดน"]
    assert marked("joint", "a joint, joint account") == ["joint", "joint"]


def test_marks_that_touch_are_one() -> None:
    assert marked("abc bcd", "xabcdx") == ["abcd"]


def test_the_passage_with_most_words_is_shown() -> None:
    made = snippet(read_words("one two"), [passage("one", "a"), passage("one and two", "b"), passage("two", "c")])
    assert made.field == "b"


def test_a_long_text_is_shown_around_the_first_word() -> None:
    made = snippet(read_words("needle"), [passage("x" * 5_000 + " needle " + "y" * 5_000)])
    assert len(made.text) == SNIPPET_CHARS_MAX
    ((start, end),) = made.marks
    assert made.text[start:end] == "needle"


def test_exact_words_come_before_others() -> None:
    words = read_words("Nguyễn")
    exact, other, within = passage("ông Nguyễn"), passage("ong Nguyen"), passage("xNguyenx")
    assert rank(words, [exact]) < rank(words, [other]) < rank(words, [within])


@given(st.text(max_size=600), st.text(min_size=2, max_size=8))
def test_marks_lie_in_the_text_and_do_not_overlap(text: str, word: str) -> None:
    try:
        words = read_words(word)
    except NothingToFind:
        return
    made = snippet(words, [passage(f"{text}{word}{text}")])
    ends = [at for mark in made.marks for at in mark]
    assert len(made.marks) <= MARKS_MAX
    assert len(made.text) <= SNIPPET_CHARS_MAX
    assert ends == sorted(ends)
    assert all(0 <= start < end <= len(made.text) for start, end in made.marks)
