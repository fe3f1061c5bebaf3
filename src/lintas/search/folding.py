"""Text as it is compared: the same words in the same letters, however they were typed.

One folding for what is kept and for what is asked, in every script, without a dictionary: most scripts of the region
put no spaces between words, so that a word is found wherever its characters stand, and not only where a word begins.

- Canonically equal texts are equal: the text is brought to NFC first (Unicode Standard Annex 15). Positions are those
  of the NFC text, which is what is shown.
- Each character then goes through NFKD, case folding and NFKD again: full-width letters, ligatures and Thai or Lao AM
  compare as what they stand for. NFKD and not NFKC, since it treats each character by itself.
- Marks of the Latin script go (U+0300 to U+036F), and letters with a stroke become plain ones: `Nguyen` finds `Nguyễn`.
  Marks of all other scripts stay: there they are vowels and tones.
- Digits of all scripts become 0 to 9. What is not seen goes, as the space of no width that Khmer and Burmese write.
- All else that is no letter, mark or digit separates words; a single separator beside a digit joins instead, so that
  `12-3456 7890` and `1234567890` are the same number.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

FORM: Final = f"2/{unicodedata.unidata_version}"
"""Names this folding and the Unicode that it rests on: what was folded by another is folded again."""
SEPARATOR: Final = " "
_MARKS_OF_LATIN: Final = range(0x0300, 0x0370)
_STROKES: Final = str.maketrans({"đ": "d", "ħ": "h", "ı": "i", "ł": "l", "ø": "o", "ŧ": "t", "æ": "ae", "œ": "oe"})
_CHARACTERS_KEPT: Final = 8_192
_JOINING: Final = re.compile(r"(?<=[0-9]) (?! )|(?<! ) (?=[0-9])")
"""A single separator beside a digit."""
_GAP: Final = re.compile(r"  +")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text for comparison. `places`: for each character of `key` that of the NFC text from which it came."""

    key: str
    places: tuple[int, ...]


def shown(text: str) -> str:
    """The text as it is kept and shown: NFC, without the null that PostgreSQL does not take."""
    return unicodedata.normalize("NFC", text.replace("\0", "\ufffd"))


class _Pieces(dict[int, str]):
    """What characters become, by code point; each is found out once."""

    def __missing__(self, code: int) -> str:
        piece = _fold(chr(code))
        if len(self) < _CHARACTERS_KEPT:
            self[code] = piece
        return piece


_PIECES: Final = _Pieces()


def key_of(text: str) -> str:
    """The text as it is compared."""
    apart = shown(text).translate(_PIECES).strip(SEPARATOR)
    return _GAP.sub(SEPARATOR, _JOINING.sub("", apart))


def folded(text: str) -> Folded:
    """A text (NFC) for comparison, with places."""
    key, places = list[str](), list[int]()
    for piece, place in _pieces(text):
        key.append(piece)
        places += [place] * len(piece)
    return Folded("".join(key), tuple(places))


def as_typed(text: str) -> str:
    """The text with case folded and nothing else: what tells `Nguyễn` from `Nguyen`."""
    return unicodedata.normalize("NFC", shown(text).casefold())


def _pieces(text: str) -> list[tuple[str, int]]:
    """The folded characters with their places; separators once, where they part two characters."""
    made, gap, gap_at = list[tuple[str, int]](), 0, 0
    for place, character in enumerate(text):
        piece = _fold(character)
        if piece == SEPARATOR:
            gap, gap_at = gap + 1, gap_at if gap else place
        elif piece:
            if gap and made and not (gap == 1 and (made[-1][0][-1].isdecimal() or piece[0].isdecimal())):
                made.append((SEPARATOR, gap_at))
            made.append((piece, place))
            gap = 0
    return made


@lru_cache(_CHARACTERS_KEPT)
def _fold(character: str) -> str:
    """What one character becomes: itself folded, a separator, or nothing."""
    category = unicodedata.category(character)
    if category == "Cf" or ord(character) in _MARKS_OF_LATIN:
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(character))
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    kept = "".join(each for each in apart if ord(each) not in _MARKS_OF_LATIN).translate(_STROKES)
    return "".join(map(_digit, kept)) if kept and all(map(_is_of_a_word, kept)) else SEPARATOR


def _digit(character: str) -> str:
    return str(unicodedata.decimal(character, character))


def _is_of_a_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN"
