"""A sheet for the public: what stands on it, in every script that letters have, and nothing within it."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from lintas.letter.errors import MissingGlyph
from lintas.letter.saying import receipt_code
from lintas.letter.sheet import NOT_STATED, sheet
from lintas.node.public_words import PublicWords
from tests.letter.samples import SCRIPTS

pytestmark = pytest.mark.slow

ACT = bytes(range(32))


def _words(**changes: object) -> PublicWords:
    said: dict[str, object] = {
        "title": "Warning", "words": "Watch your luggage.\n\nCall 999.", "languages": "English, Thai",
        "by_whom": "the press office", "on": "2026-10-02", "until": "2026-11-30", "act": ACT,
        "time_ms": 1_790_000_000_000, "code": "th-pol", "name": "Railway police", "state": "TH", "exercise": True,
    }  # fmt: skip
    return PublicWords(**(said | changes))  # type: ignore[arg-type]


def _text(pdf: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


def test_it_shows_the_words_and_who_when_and_until_when_and_the_same_words_make_the_same_bytes() -> None:
    pdf = sheet(_words(), "")
    assert pdf == sheet(_words(), "")
    text = _text(pdf)
    for shown in (
        "FOR THE PUBLIC · EXERCISE", "Warning", "Watch your luggage.", "Call 999.", "English, Thai", "the press office",
        "2026-10-02", "2026-11-30", "Railway police (TH)", receipt_code(ACT), "Not sealed electronically",
    ):  # fmt: skip
        assert shown in text, shown
    root = PdfFileReader(io.BytesIO(pdf)).root
    assert "<pdfaid:part>3</pdfaid:part>" in root["/Metadata"].data.decode()
    assert "/AF" not in root, "nothing is attached: an attached act would bring its key"


def test_exercise_stands_on_every_page_of_a_long_one_and_on_none_in_earnest() -> None:
    long = "\n".join(f"Line {at} of words." for at in range(120))
    pages = pypdfium2.PdfDocument(sheet(_words(words=long), ""))
    assert len(pages) > 1
    assert all("EXERCISE" in page.get_textpage().get_text_range() for page in pages)
    earnest = _text(sheet(_words(exercise=False), "an office"))
    assert "exercise" not in earnest.casefold()
    assert "Sealed electronically by an office." in earnest


def test_a_last_day_that_nobody_can_tell_is_said_to_be_unknown() -> None:
    assert NOT_STATED in _text(sheet(_words(until=""), ""))


@pytest.mark.parametrize("language", SCRIPTS)
def test_words_of_the_region_are_set(language: str) -> None:
    assert sheet(_words(words=SCRIPTS[language]), "").startswith(b"%PDF")


def test_a_sign_that_no_font_has_is_named() -> None:
    with pytest.raises(MissingGlyph):
        sheet(_words(words="\u2fff"), "")


def test_what_looks_like_markup_is_words() -> None:
    assert '#read("x") *not bold* $x$' in _text(sheet(_words(words='#read("x") *not bold* $x$'), ""))
