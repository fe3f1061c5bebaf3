"""Words in which a reference is read back over a bad line: the spelling alphabet of ICAO (Annex 10, volume II, 5.2).

References are in small letters and the digits 2 to 7 (`wire.identifiers`); digits are said as in English.
"""

from __future__ import annotations

from typing import Final

_LETTERS: Final = (
    "Alfa", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel", "India", "Juliett", "Kilo", "Lima", "Mike",
    "November", "Oscar", "Papa", "Quebec", "Romeo", "Sierra", "Tango", "Uniform", "Victor", "Whiskey", "X-ray",
    "Yankee", "Zulu",
)  # fmt: skip
_DIGITS: Final = {"2": "two", "3": "three", "4": "four", "5": "five", "6": "six", "7": "seven"}
WORDS: Final = {word[0].lower(): word for word in _LETTERS} | _DIGITS
READ_BACK: Final = 6
"""How many signs of a reference are read back: 30 bits."""


def spelled(reference: str) -> str:
    """The words for each sign, in order; raises `KeyError` for what stands in no reference."""
    return " ".join(WORDS[sign] for sign in reference)


def read_back(reference: str) -> str:
    """The words for the beginning of a reference, by which two people make sure that they mean the same message."""
    return spelled(reference[:READ_BACK])
