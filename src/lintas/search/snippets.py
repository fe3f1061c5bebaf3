"""What of a found act is shown: the passage with most of the words, around the first of them, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from lintas.search.folding import SEPARATOR, as_typed, folded
from lintas.search.passages import Passage
from lintas.search.words import Word

SNIPPET_CHARS_MAX: Final = 240
BEFORE_CHARS_MAX: Final = 60
MARKS_MAX: Final = 32


@dataclass(frozen=True, slots=True)
class Snippet:
    """A part of a passage. `marks`: from and to which character of `text` a word stands; none overlaps another."""

    field: str
    meaning: str
    text: str
    marks: tuple[tuple[int, int], ...]


def snippet(words: Sequence[Word], found: Sequence[Passage]) -> Snippet:
    """The passage with most of the words, the first of them where several have as many."""
    best = max(found, key=lambda each: sum(word.found_in(each.key) for word in words))
    marks = _marks(words, best.text)
    start = max(0, marks[0][0] - BEFORE_CHARS_MAX) if marks and len(best.text) > SNIPPET_CHARS_MAX else 0
    end = start + SNIPPET_CHARS_MAX
    shown = tuple((a - start, min(b, end) - start) for a, b in marks if a < end)
    return Snippet(best.field, best.meaning, best.text[start:end], shown[:MARKS_MAX])


def rank(words: Sequence[Word], found: Sequence[Passage]) -> int:
    """How many of the words are there only with other marks, or only within a longer word: 0 is best."""
    typed = [as_typed(each.text) for each in found]
    apart = [f"{SEPARATOR}{each.key}{SEPARATOR}" for each in found]
    other_marks = sum(not any(word.typed in text for text in typed) for word in words)
    within = sum(not any(f"{SEPARATOR}{word.key}{SEPARATOR}" in key for key in apart) for word in words)
    return other_marks + within


def _marks(words: Sequence[Word], text: str) -> list[tuple[int, int]]:
    """Where the words stand in the text, in order, joined where they touch or overlap."""
    here, made = folded(text), list[tuple[int, int]]()
    stands = sorted(
        (here.places[a], _end(here.places, b, len(text))) for word in words for a, b in _stands(word, here.key)
    )
    for start, end in stands:
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return made


def _end(places: Sequence[int], last: int, length: int) -> int:
    """Behind the character of the text from which the last one came, and behind marks that fold to nothing."""
    after = last
    while after < len(places) and places[after] == places[last]:
        after += 1
    return places[after] if after < len(places) else length


def _stands(word: Word, key: str) -> Iterator[tuple[int, int]]:
    """The first and the last character of each place."""
    wanted = word.key if word.key in key else word.together
    at = key.find(wanted)
    while at >= 0:
        yield at, at + len(wanted) - 1
        at = key.find(wanted, at + len(wanted))
