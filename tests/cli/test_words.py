"""Times, spans, hashes and foreign text as pages show them."""

from __future__ import annotations

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintas.cli.words import WIDTH, clean, grouped, quoted, shell, span, when, wrapped


def test_times_are_utc_to_the_minute() -> None:
    assert when(1_790_000_000_000) == "2026-09-21 14:13"


@pytest.mark.parametrize(
    ("length_ms", "words"),
    [(0, "0 s"), (59_000, "59 s"), (60_000, "1 min"), (28_740_000, "7 h 59 min"), (28_800_000, "8 h"),
     (183_600_000, "2 d 3 h"), (-60_000, "1 min"), (86_400_000, "1 d")],
)  # fmt: skip
def test_spans_are_told_in_two_units(length_ms: int, words: str) -> None:
    assert span(length_ms) == words


def test_a_hash_is_read_aloud_in_groups_of_four() -> None:
    assert grouped("0123456789abcdef" * 2).split() == ["0123", "4567", "89ab", "cdef"] * 2


def test_text_of_others_cannot_move_the_cursor_or_turn_the_line() -> None:
    assert clean("a\x1b[2Jb\r\u202ec\x07") == "a\ufffd[2Jb\ufffd\ufffdc\ufffd"
    assert clean("two\nlines, Nguyễn Văn Mẫu, ภาษาไทย") == "two\nlines, Nguyễn Văn Mẫu, ภาษาไทย"


@given(st.text(max_size=300))
def test_wrapped_lines_keep_their_indent(text: str) -> None:
    for line in wrapped(clean(text), 10, "  name ").split("\n"):
        assert not line or line.startswith(("          ", "  name"))


@given(st.lists(st.text("abc -=;,.", min_size=1, max_size=60), min_size=1, max_size=20))
def test_a_printed_command_is_the_command(words: list[str]) -> None:
    printed = shell([quoted(word) for word in words], 2)
    assert shlex.split(printed.replace("\\\n", " ")) == words
    assert all(len(line) <= WIDTH + 62 for line in printed.split("\n"))
