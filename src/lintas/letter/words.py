"""The words that every letter has, whatever it asks: in English, and beside it in a language of the region."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from lintas.letter.errors import NoLetter
from lintas.letter.saying import Words

ENGLISH: Final = "en"


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files("lintas.letter").joinpath("words.toml").read_text(encoding="utf-8"))


def languages() -> tuple[str, ...]:
    """The languages that a letter can have beside English."""
    return tuple(sorted({language for words in _words().values() for language in words} - {ENGLISH}))


def fixed(language: str) -> dict[str, Words]:
    """Every fixed word by its name; `language` is empty or `en` for English alone. Raises `NoLetter` for another."""
    if language not in ("", ENGLISH, *languages()):
        raise NoLetter(f"letters are not written in {language!r}; there are: {', '.join(languages())}")
    beside = {name: words.get(language, "") if language != ENGLISH else "" for name, words in _words().items()}
    return {name: Words(words[ENGLISH], beside[name]) for name, words in _words().items()}
