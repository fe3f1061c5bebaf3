"""The picture as a paper: PDF/A-3, what it says and what it leaves out, and the figures within it."""

from __future__ import annotations

import io
import re

import pypdfium2
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from lintas.figures.suppress import TOTAL, suppress
from lintas.interop.cells import write_csv_rows
from lintas.letter.errors import MissingGlyph
from lintas.letter.picture import LEFT_OUT, picture_paper
from lintas.node.picture import Picture

pytestmark = pytest.mark.slow

COLUMNS = ("under_investigation", "before_court")
CALL = {"period": "first half of 2026", "counting": "A case counts once. ជនសង្ស័យ"}


def _drawn(**changes: str) -> Picture:
    returns = [
        {("sea piracy", COLUMNS[0]): 413, ("drugs", COLUMNS[0]): 200, ("drugs", COLUMNS[1]): 57} for _ in "12345"
    ]
    returns[0]["sea piracy", COLUMNS[1]] = 3
    return Picture(suppress(("drugs", "sea piracy"), COLUMNS, returns), 5, ("kh-st",), True, CALL | changes)


def _paper(drawn: Picture) -> bytes:
    return picture_paper(
        drawn, "Situation picture", "official", "Secretariat (EXERCISE)", write_csv_rows, 1_790_000_000_000
    )


def test_it_shows_the_table_and_not_what_is_left_out_and_brings_the_figures_along() -> None:
    drawn = _drawn()
    assert drawn.table.value("sea piracy", COLUMNS[1]) is None
    pdf = _paper(drawn)
    assert pdf == _paper(drawn), "the same figures make the same bytes"
    text = "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    for words in ("OFFICIAL · EXERCISE", "Sea piracy", LEFT_OUT, "first half of 2026", "kh-st", "never by nationality"):
        assert words in text, words
    large = [drawn.table.cells[cell] for cell in drawn.table.left_out if drawn.table.cells[cell] > 100]
    assert large
    assert not [value for value in large if re.search(rf"(?<![\d,]){value:,}(?![\d,])", text)]
    root = PdfFileReader(io.BytesIO(pdf)).root
    assert "<pdfaid:part>3</pdfaid:part>" in root["/Metadata"].data.decode()
    (file,) = [each.get_object() for each in root["/AF"]]
    lines = file["/EF"]["/F"].data.decode("utf-8-sig").splitlines()
    assert lines[0] == ",Under investigation,Before court,Total"
    assert [line.split(",")[0] for line in lines[1:]] == ["drugs", "sea piracy", TOTAL]
    assert LEFT_OUT in lines[2]


def test_a_sign_that_no_font_has_is_named() -> None:
    with pytest.raises(MissingGlyph):
        _paper(_drawn(counting="\u2fff"))
