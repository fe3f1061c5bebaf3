"""A bracket: words that a state cannot accept, what it proposes in their place, and how that is written in a text.

It stands after the words that it is about, so that brackets of several states about the same words never nest:

    The Parties shall [VN: “shall” → “should”] exchange information.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

WORDS_SHOWN_MAX: Final = 12
"""Of more words than these a bracket repeats the first and the last ones only."""
_ENDS: Final = 4
INITIALS: Final = "lintas"
"""The initials of the comments that are put beside brackets: by them they are known again."""
WRITTEN: Final = re.compile(r"\s?\[([\w.-]{1,32}): “(.*?)” → (?:“(.*?)”|…)\]", re.DOTALL)
"""A bracket as it is written: the label, the words, and what instead, if anything."""


@dataclass(frozen=True, slots=True)
class Bracket:
    """`label` says whose it is; `paragraph` counts those with words from 1 on; `instead` may be empty, and `why`.

    `date`: when it was put, as 2026-01-31T00:00:00Z, or empty.
    """

    label: str
    paragraph: int
    words: str
    instead: str = ""
    why: str = ""
    date: str = ""

    def written(self) -> str:
        """As it stands in a text."""
        instead = f"“{self.instead}”" if self.instead else "…"
        return f" [{self.label}: “{_short(self.words)}” → {instead}]"


def _short(words: str) -> str:
    all_words = words.split()
    if len(all_words) <= WORDS_SHOWN_MAX:
        return words
    return f"{' '.join(all_words[:_ENDS])} … {' '.join(all_words[-_ENDS:])}"


def without_brackets(text: str) -> str:
    """The text as it is without any bracket written in it."""
    return WRITTEN.sub("", text)
