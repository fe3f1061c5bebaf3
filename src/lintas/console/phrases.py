"""Phrase cards of a direct line: the same sentence in English and in the languages of those who sit at it.

The sentences lie in `phrases.toml`. What nobody reviewed says so wherever it stands, and in doubt the English holds,
which is why it always stands first.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from lintas.console.languages import LANGUAGES, OF_STATE

FILE: Final = Path(__file__).with_name("phrases.toml")
ENGLISH: Final = "en"


@dataclass(frozen=True, slots=True)
class Column:
    """A language of the cards: its code, its own name, and whether somebody reviewed its sentences."""

    code: str
    name: str
    reviewed: bool


@dataclass(frozen=True, slots=True)
class Card:
    """One sentence by language (code, text), English first; `whole`: all of them, as one puts it into a message."""

    said: tuple[tuple[str, str], ...]
    whole: str


def columns(states: Iterable[str], own: str) -> list[Column]:
    """English, the languages of these states, and the officer's own, each once."""
    wanted = dict.fromkeys((ENGLISH, *(code for state in states for code in OF_STATE.get(state, ())), own))
    names, reviewed = dict(LANGUAGES), {ENGLISH, *_read()["reviewed"]}
    return [Column(code, names[code], code in reviewed) for code in wanted if code in names]


def cards(chosen: Sequence[Column]) -> list[Card]:
    """The cards in these languages; a sentence that there is none of in a language is left out of that card."""
    return [_card(phrase, chosen) for phrase in _read()["phrases"]]


def _card(phrase: Mapping[str, str], chosen: Sequence[Column]) -> Card:
    said = tuple((each.code, phrase[each.code]) for each in chosen if each.code in phrase)
    return Card(said, "\n".join(text for _code, text in said))


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
