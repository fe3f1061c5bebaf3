"""A letter as a PDF/A-3a with files attached, set by typst. It refuses what the fonts have no sign for.

Nothing of the machine comes in: no font of the system, no clock, no file. The same letter gives the same bytes.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from lintas.dossier.safeguards import ASK
from lintas.letter.errors import MissingGlyph, NoTypesetter
from lintas.letter.saying import Letter, Office, Row, Words
from lintas.wire.identifiers import show

if TYPE_CHECKING:
    import typst

STANDARD: Final = "a-3a"
CBOR: Final = "application/cbor"
_TALL: Final = re.compile("[\u1000-\u109f\u1780-\u17ff]")
"""Burmese and Khmer, whose signs stand above and below the line."""
_NO_GLYPH: Final = re.compile(r'the text `"(.+)"` could not be displayed', re.DOTALL)
_ESCAPED: Final = re.compile(r"\\u\{([0-9a-f]+)\}")
_BUDDHIST_ERA: Final = 543
UNREVIEWED: Final = (
    "The words in the second language were not reviewed by anybody who speaks it: in doubt the English ones hold."
)


@dataclass(frozen=True, slots=True)
class Attached:
    """A file within the PDF. `relationship`: what it is to the paper (ISO 32000-2, AFRelationship)."""

    name: str
    data: bytes
    media: str
    description: str
    relationship: str = "source"


def typeset(
    letter: Letter, fixed: Mapping[str, Words], language: str, attached: Iterable[Attached], *, seal: str
) -> bytes:
    """The PDF. `seal`: in words, by whom it will be sealed; empty where it is to be signed by hand.

    Raises `MissingGlyph`, naming what cannot be shown, or `NoTypesetter`.
    """
    data = _data(letter, fixed, language, seal) | {"attached": [as_attached(each) for each in attached]}
    return compiled("letter.typ", data, letter.sealed.time_ms)


def compiled(form: str, data: Mapping[str, Any], time_ms: int) -> bytes:
    """The PDF of a form beside this module with its data, dated so; raises `MissingGlyph` or `NoTypesetter`."""
    try:
        import typst
    except ModuleNotFoundError:
        raise NoTypesetter() from None
    at = datetime.fromtimestamp(time_ms // 1000, UTC)
    source = files("lintas.letter").joinpath(form).read_bytes()
    try:
        made = typst.compile(
            source, format="pdf", pdf_standards=[STANDARD], font_paths=_fonts(), ignore_system_fonts=True,
            sys_inputs={"letter": json.dumps(data)}, timestamp=at,
        )  # fmt: skip
    except typst.TypstError as error:
        raise _missing(error) from None
    assert isinstance(made, bytes)
    return made


def _missing(error: typst.TypstError) -> Exception:
    """A sign that no font has, by its names in Unicode; any other error is one of this program."""
    found = _NO_GLYPH.search(str(error.message))
    if found is None:
        return error
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), found[1])
    return MissingGlyph(text, ", ".join(unicodedata.name(each, f"U+{ord(each):04X}") for each in text))


@cache
def _fonts() -> typst.Fonts:
    """The fonts beside this module, read once."""
    import typst

    folder = str(files("lintas.letter").joinpath("fonts"))
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])


_LINE_CHARS = 60
_ROW_CHARS_MAX = 1_200
"""A row with no more than this, its lines reckoned as full, is kept on one page: less than half of one."""


def is_tall(text: str) -> bool:
    """Whether its lines need more room between them."""
    return bool(_TALL.search(text))


def as_attached(file: Attached) -> dict[str, Any]:
    """A file as a form needs it."""
    said = {"name": file.name, "media": file.media, "description": file.description}
    return said | {"relationship": file.relationship, "bytes": list(file.data)}


def _data(letter: Letter, fixed: Mapping[str, Words], language: str, seal: str) -> dict[str, Any]:
    """The letter as plain data for its form."""
    sealed = letter.sealed
    marks = [sealed.marking.upper() or "NO CLASSIFICATION STATED", *(["EXERCISE"] if sealed.exercise else [])]
    said = _Said(language)
    greeting = fixed["greeting" if sealed.verb.use == ASK else "reply"]
    opening = [greeting.english, greeting.beside]
    opening += ["This is an exercise: nothing in it is real."] * sealed.exercise
    opening += ["Something in this act was corrected later: read the correction with it."] * sealed.corrected
    opening += [UNREVIEWED] * any(each.beside for each in fixed.values())
    return {
        "title": letter.title.english,
        "sender": sealed.sender.name,
        "banner": " · ".join(marks),
        "foot": f"{sealed.sender.code} · {letter.code}",
        "day": [int(each) for each in letter.day.split("-")],
        "heading": said.both(letter.title),
        "head": [said.row(row) for row in _head(letter, fixed, language)],
        "opening": [said.one(each) for each in opening if each],
        "sections": [
            {"heading": said.both(each.heading), "rows": [said.row(row) for row in each.rows]}
            for each in letter.sections
        ],
        "closing": [
            {"heading": said.both(each.label), "values": [said.one(value) for value in each.values]}
            for each in _closing(letter, fixed, seal)
        ],
        "signature": None if seal else said.both(fixed["signature"]),
    }


def _head(letter: Letter, fixed: Mapping[str, Words], language: str) -> list[Row]:
    sealed = letter.sealed
    return [
        Row(fixed["from"], (_office(sealed.sender),)),
        Row(fixed["to"], tuple(map(_office, sealed.recipients))),
        Row(fixed["date"], (_day(letter.day, language),)),
        Row(fixed["dossier"], (show(sealed.dossier),)),
        Row(fixed["code"], (letter.code,)),
    ]


def _office(office: Office) -> str:
    return f"{office.name} ({', '.join(filter(None, (office.code, office.state)))})"


def _day(day: str, language: str) -> str:
    """ISO 8601; in Thai with the year of the Buddhist era beside it."""
    return f"{day} (พ.ศ. {int(day[:4]) + _BUDDHIST_ERA})" if language == "th" else day


def _closing(letter: Letter, fixed: Mapping[str, Words], seal: str) -> list[Row]:
    answers = tuple(f"{who}: {how}" if how else who for who, how in letter.sealed.officers.items())
    check = (
        "This paper says what a signed act says. To check it by phone: look in the dossier for the act whose id "
        f"begins with {letter.code.replace('-', '')}; `lintas show` and the console name it. The act is attached as "
        "act.cbor, and verify.txt says how a program checks it.",
        f"Sealed electronically by {seal}." if seal else "Not sealed electronically: it is signed by hand.",
    )
    files_named = [Row(fixed["files"], letter.files)] if letter.files else []
    return [*files_named, Row(fixed["answered"], answers), Row(Words("How to check this letter"), check)]


class _Said:
    """Writes texts with what the form needs to know of them."""

    def __init__(self, language: str) -> None:
        self._language = language or "en"

    def one(self, text: str, lang: str = "en") -> dict[str, Any]:
        return {"text": text, "lang": lang, "tall": is_tall(text)}

    def both(self, words: Words) -> dict[str, Any]:
        beside = self.one(words.beside, self._language) if words.beside else None
        return {"english": self.one(words.english), "beside": beside}

    def row(self, row: Row) -> dict[str, Any]:
        long = sum(len(value) + _LINE_CHARS for value in row.values) > _ROW_CHARS_MAX
        return {"label": self.both(row.label), "values": [self.one(value) for value in row.values], "long": long}
