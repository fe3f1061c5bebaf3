"""The PDF: PDF/A-3 with fonts and files in it, in every script of the region; what no font has is named and refused."""

from __future__ import annotations

import io
from typing import Any

import pypdfium2
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from lintas.crypto.pkcs12 import SEED_BYTES, exercise_seal
from lintas.letter import sealing
from lintas.letter.errors import BadSealFile, MissingGlyph
from lintas.letter.saying import Sealed
from lintas.letter.setting import Attached, typeset
from lintas.letter.words import fixed, languages
from tests.letter.samples import letter, sealed

pytestmark = pytest.mark.slow

ACT = Attached("act.cbor", b"\x00\xff act", "application/cbor", "The act")
AT_MS = 1_790_000_000_000


def _pdf(act: Sealed | None = None, language: str = "", seal: str = "") -> bytes:
    return typeset(letter(act), fixed(language), language, [ACT], seal=seal)


def _text(pdf: bytes) -> str:
    return "\n".join(_pages(pdf))


def _pages(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def _fonts(pdf: bytes) -> dict[str, bool]:
    """Each font of the first page, and whether it lies in the file."""
    page = PdfFileReader(io.BytesIO(pdf)).root["/Pages"]["/Kids"][0]
    while "/Kids" in page:
        page = page["/Kids"][0]
    fonts = [font.get_object()["/DescendantFonts"][0] for font in page["/Resources"]["/Font"].values()]
    return {str(font["/BaseFont"]): "/FontFile2" in font["/FontDescriptor"] for font in fonts}


def test_it_says_of_itself_that_it_is_pdf_a_3_and_brings_all_that_takes() -> None:
    pdf = _pdf()
    root = PdfFileReader(io.BytesIO(pdf)).root
    metadata = root["/Metadata"].data.decode()
    assert "<pdfaid:part>3</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    assert root["/MarkInfo"]["/Marked"]
    fonts = _fonts(pdf)
    assert all(fonts.values())
    for family in ("NotoSans-", "NotoSansThai", "NotoSansLao", "NotoSansKhmer", "NotoSansMyanmar"):
        assert any(family in font for font in fonts), family


def test_the_act_lies_in_it_byte_for_byte_as_its_source() -> None:
    files = [file.get_object() for file in PdfFileReader(io.BytesIO(_pdf())).root["/AF"]]
    assert [file["/AFRelationship"] for file in files] == ["/Source"]
    assert files[0]["/EF"]["/F"].data == ACT.data


@pytest.mark.parametrize("language", ["", *languages()])
def test_it_is_written_in_every_language(language: str) -> None:
    text = _text(_pdf(language=language))
    assert "Authority A (aa-ca, AA)" in text
    assert ("not reviewed" in text) == bool(language)
    assert ("2569" in text) == (language == "th")


def test_marking_and_exercise_stand_above_and_below_on_every_page() -> None:
    long = sealed(says={"facts": "word " * 3000, "marking": "confidential"})
    pages = _pages(_pdf(long))
    assert len(pages) > 2
    assert {page.count("CONFIDENTIAL · EXERCISE") for page in pages} == {2}


def test_without_an_exercise_nothing_says_exercise() -> None:
    assert "exercise" not in _text(_pdf(sealed(exercise=False, kind="Request"))).lower()


def test_what_is_said_is_never_read_as_markup() -> None:
    said = '#panic("x") *bold* $x$ \\ @ref <label>'
    assert said.split()[0] in _text(_pdf(sealed(says={"facts": said})))


def test_a_sign_that_no_font_has_is_named() -> None:
    with pytest.raises(MissingGlyph) as caught:
        _pdf(sealed(says={"facts": "name: 漢"}))
    assert caught.value.characters == "漢"
    assert "CJK UNIFIED IDEOGRAPH" in caught.value.names


def test_the_same_letter_has_the_same_bytes() -> None:
    assert _pdf() == _pdf()


def test_unsealed_it_has_a_line_to_sign_on() -> None:
    assert "Signature and stamp" in _text(_pdf())
    assert "Signature and stamp" not in _text(_pdf(seal="somebody"))


@pytest.fixture(scope="module")
def signer() -> Any:
    return sealing.signer_of(exercise_seal("Authority A", bytes(range(SEED_BYTES)), AT_MS))


def _judged(pdf: bytes, signer: Any) -> Any:
    reader = PdfFileReader(io.BytesIO(pdf))
    (signature,) = reader.embedded_signatures
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    roots = [each for each in signer.cert_registry if each.ca]
    return validate_pdf_signature(signature, ValidationContext(trust_roots=roots, allow_fetching=False))


def test_the_seal_is_of_the_authority_and_covers_all_of_it(signer: Any) -> None:
    pdf = sealing.seal(_pdf(seal=sealing.name_of(signer)), signer)
    judged = _judged(pdf, signer)
    assert judged.bottom_line
    assert judged.coverage.name == "ENTIRE_FILE"
    assert "EXERCISE Authority A" in judged.signing_cert.subject.human_friendly
    assert "EXERCISE Authority A (certificate" in _text(pdf)
    assert "pdfaid" in PdfFileReader(io.BytesIO(pdf)).root["/Metadata"].data.decode()


def test_a_changed_byte_breaks_the_seal(signer: Any) -> None:
    pdf = bytearray(sealing.seal(_pdf(), signer))
    at = pdf.index(b"stream") + 20
    pdf[at] ^= 1
    assert not _judged(bytes(pdf), signer).intact


@pytest.mark.parametrize("file", [b"", b"no such thing"])
def test_what_is_no_certificate_with_its_key_is_refused(file: bytes) -> None:
    with pytest.raises(BadSealFile):
        sealing.signer_of(file)
