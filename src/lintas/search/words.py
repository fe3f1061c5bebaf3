"""What is asked: words that must all be found, quoted phrases, and the pairs of characters by which they are looked up.

An index by pairs finds words of two characters, which an index by threes misses. Pairs only say where to look; whether
the words are there is decided by the text itself, so that no hit is false.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from lintas.search.folding import SEPARATOR, as_typed, key_of
from lintas.wire.errors import LintasError

QUERY_CHARS_MAX: Final = 400
WORDS_MAX: Final = 16
WORD_CHARS_MIN: Final = 2
_CHARACTER_BITS: Final = 21
_WORD: Final = re.compile(r'"([^"]*)"?|([^\s"]+)')


class QueryTooLong(LintasError):
    """The query has too many characters or words."""

    def __init__(self, chars_max: int, words_max: int) -> None:
        self.chars_max = chars_max
        self.words_max = words_max


class NothingToFind(LintasError):
    """The query has no word of two characters: one alone would be everywhere."""

    def __init__(self, chars_min: int) -> None:
        self.chars_min = chars_min


@dataclass(frozen=True, slots=True)
class Word:
    """A word or phrase: `key` as it is compared, `together` without its separators, `typed` with case folded only."""

    key: str
    together: str
    typed: str

    def found_in(self, key: str) -> bool:
        """Whether a folded text has it, written apart or together."""
        return self.key in key or self.together in key


def read_words(query: str) -> tuple[Word, ...]:
    """The words and quoted phrases of a query, each once; raises `QueryTooLong` or `NothingToFind`."""
    if len(query) > QUERY_CHARS_MAX:
        raise QueryTooLong(QUERY_CHARS_MAX, WORDS_MAX)
    found = dict[str, Word]()
    for quoted, word in _WORD.findall(query):
        if key := key_of(quoted or word):
            found.setdefault(key, Word(key, key.replace(SEPARATOR, ""), as_typed(quoted or word).strip()))
    if len(found) > WORDS_MAX:
        raise QueryTooLong(QUERY_CHARS_MAX, WORDS_MAX)
    if not any(map(pairs, found)):
        raise NothingToFind(WORD_CHARS_MIN)
    return tuple(found.values())


def pairs(key: str) -> frozenset[int]:
    """Each two neighbouring characters of a folded text as one number; none across a separator."""
    return frozenset(_pairs(key))


def _pairs(key: str) -> Iterator[int]:
    for one, other in pairwise(key):
        if SEPARATOR not in (one, other):
            yield ord(one) << _CHARACTER_BITS | ord(other)
