"""A training certificate on paper: its code and its attachment are the signed certificate, in whatever script."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pypdfium2
import pytest

from lintas.interop.training.checking import certificate_in, check_training
from lintas.interop.training.making import described
from lintas.interop.travel.picture import codes_in
from lintas.letter.certificate import Paper, typeset
from lintas.letter.code import CODE_BYTES_MAX, drawn
from lintas.letter.errors import MissingGlyph, NoCode
from tests.interop.training.samples import NOW, TRAINING, entry, ring, signed, signer

pytestmark = pytest.mark.slow

DPI = 150
LONG = "Tracing, freezing, managing, confiscating and sharing assets across borders, with exercises in five languages"


def paper(**said: Any) -> tuple[Paper, bytes]:
    training = replace(TRAINING, **said)
    data = signed(signer(), training)
    made = Paper(
        data, "urn:lintas:act:x", "Training Institute of the Exercise", "SG", training.person, training.course,
        training.attained, described(training), "2026-11-20", training.holds_until, exercise=True,
    )  # fmt: skip
    return made, data


def scanned(pdf: bytes) -> list[str]:
    """What the codes on its one page hold, as a scanner sees them."""
    (page,) = pypdfium2.PdfDocument(pdf)
    seen = page.render(scale=DPI / 72, grayscale=True)
    rows = (bytes(seen.buffer)[at : at + seen.width] for at in range(0, seen.stride * seen.height, seen.stride))
    return codes_in(b"".join(rows), seen.width, seen.height)


@pytest.mark.parametrize(
    "person", ["Nguyễn Thị Bảy", "สมชาย ใจดี", "ສົມພອນ ແກ້ວມະນີ", "សុខ សំណាង", "မောင်မောင်အေး", "O’Exercise, née Ångström"]
)
def test_the_code_on_it_and_the_file_in_it_are_the_certificate(person: str) -> None:
    made, data = paper(person=person, course=LONG, holds_until="2029-11-20")
    pdf = typeset(made, NOW)
    assert scanned(pdf) == [data.decode()]
    assert certificate_in(pdf) == data
    assert check_training(data, ring(entry(signer())), (), NOW).holds


def test_a_name_that_the_fonts_do_not_have_is_refused_and_so_is_what_no_code_holds() -> None:
    with pytest.raises(MissingGlyph):
        typeset(paper(person="王小明")[0], NOW)
    with pytest.raises(NoCode):
        typeset(paper(course="a" * CODE_BYTES_MAX)[0], NOW)


def test_the_largest_code_there_is_can_be_drawn() -> None:
    assert drawn("a" * CODE_BYTES_MAX).startswith("<svg")
    with pytest.raises(NoCode):
        drawn("a" * (CODE_BYTES_MAX + 1))
