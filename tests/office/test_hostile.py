"""Documents from strangers: what would be run, fetched or unpacked without end is refused in words."""

from __future__ import annotations

import zipfile
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintas.office.document import Document
from lintas.office.errors import UnreadableDocument
from lintas.office.lines import text_of
from lintas.office.making import as_document, new_document
from lintas.office.package import LIMITS, PackageLimits, read_package
from lintas.office.pieces import COMMENTS_MAX, PARAGRAPHS_MAX, comments_of
from lintas.office.tree import R
from tests.office.word import TEXT, docx, p, packed, parts_of, r, said

GOOD = new_document("Declaration", [TEXT])
PARTS = parts_of(GOOD)
RELATIONS = "word/_rels/document.xml.rels"
LAUGHS = b'<!DOCTYPE w [<!ENTITY a "ha">]><w/>'


def why(data: bytes) -> str:
    with pytest.raises(UnreadableDocument) as caught:
        text_of(data)
    return caught.value.why


def related(kind: str, target: str, mode: str = "External") -> bytes:
    one = f'<Relationship Id="rId7" Type="{R}/{kind}" Target="{target}" TargetMode="{mode}"/></Relationships>'
    return PARTS[RELATIONS].replace(b"</Relationships>", one.encode())


def test_what_is_no_document() -> None:
    for data in (b"", b"PK", b"PK\x03\x04 and then nothing", GOOD[:-30], packed({}), packed({"a": b"b"})):
        assert "save it" in why(data)
    assert "password" in why(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    without = {name: part for name, part in PARTS.items() if name != "word/document.xml"}
    assert "no document of Word" in why(packed(without))
    strict = PARTS["word/document.xml"].replace(
        b"schemas.openxmlformats.org/wordprocessingml/2006", b"purl.oclc.org/ooxml"
    )
    assert "strict" in why(packed({**PARTS, "word/document.xml": strict}))
    for data in (b"%PDF-1.7", b"\0\1", b"\xff\xfe"):
        with pytest.raises(UnreadableDocument, match="neither"):
            as_document(data, "")


def test_what_unpacks_without_end() -> None:
    small = PackageLimits(file_bytes_max=10_000, part_bytes_max=10_000, unpacked_bytes_max=25_000)
    assert read_package(packed({**PARTS, "word/media/a.bin": bytes(10_000)}), small)
    for parts in ({"a": bytes(10_001)}, {str(number): bytes(9_000) for number in range(3)}):
        with pytest.raises(UnreadableDocument, match="too large"):
            read_package(packed({**PARTS, **parts}), small)
    with pytest.raises(UnreadableDocument, match="bytes"):
        read_package(bytes(10_001), small)


def test_a_size_that_is_a_lie() -> None:
    made = bytearray(packed({**PARTS, "word/media/a.bin": bytes(100_000)}))
    at = made.rindex(b"PK\x01\x02") + 24
    made[at : at + 4] = (10).to_bytes(4, "little")
    assert "save it" in why(bytes(made))


def test_too_many_parts_paragraphs_and_comments() -> None:
    many = {f"word/media/{number}": b"" for number in range(LIMITS.parts_max)}
    assert "parts" in why(packed({**PARTS, **many}))
    assert "paragraphs" in why(docx("<w:p/>" * (PARAGRAPHS_MAX + 1)))
    with pytest.raises(UnreadableDocument, match="comments"):
        comments_of(Document(docx(p(r(TEXT)), said(0, "A", "b") * (COMMENTS_MAX + 1))))


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/passwd", "a\\b", "C:evil", "bell\x07"])
def test_parts_with_strange_names(name: str) -> None:
    assert "not as it should be" in why(packed({**PARTS, name: b"<a/>"}))


def test_a_part_twice() -> None:
    made = BytesIO(GOOD)
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(made, "a") as twice:
        twice.writestr("word/document.xml", b"<a/>")
    assert "not as it should be" in why(made.getvalue())


def test_entities_and_other_encodings() -> None:
    for name in ("word/document.xml", "word/styles.xml", RELATIONS, "docProps/core.xml"):
        assert "entities" in why(packed({**PARTS, name: LAUGHS}))
    wide = LAUGHS.decode().encode("utf-16")
    assert "UTF-8" in why(packed({**PARTS, "word/document.xml": wide}))
    named = b'<?xml version="1.0" encoding="UTF-7"?><a/>'
    assert "UTF-8" in why(packed({**PARTS, "word/document.xml": named}))


def test_what_nests_without_end() -> None:
    deep = "<w:smartTag>" * 400 + r("x") + "</w:smartTag>" * 400
    assert "damaged" in why(docx(p(deep)))


def test_macros_controls_and_embedded_objects() -> None:
    assert "macro" in why(packed({**PARTS, "word/vbaProject.bin": b"x"}))
    assert "macro" in why(packed({**PARTS, "word/embeddings/oleObject1.bin": b"x"}))
    types = PARTS["[Content_Types].xml"].replace(b"wordprocessingml.document.main", b"x.document.macroEnabled.main")
    assert "macro" in why(packed({**PARTS, "[Content_Types].xml": types}))
    for kind in ("oleObject", "control", "aFChunk", "subDocument", "frame"):
        assert "macro" in why(packed({**PARTS, RELATIONS: related(kind, "x.bin", "Internal")}))


def test_what_would_be_fetched() -> None:
    for kind, target in (("attachedTemplate", "https://evil.example/t.dotm"), ("image", "https://evil.example/i.png"),
                         ("hyperlink", "file:///etc/passwd"), ("hyperlink", "ms-word:x")):  # fmt: skip
        assert "fetch" in why(packed({**PARTS, RELATIONS: related(kind, target)}))
    assert text_of(packed({**PARTS, RELATIONS: related("hyperlink", "https://asean.example/")})) == [
        "Declaration",
        TEXT,
    ]


def test_a_password() -> None:
    made = bytearray(GOOD)
    for at in range(len(made) - 10):
        if made[at : at + 4] == b"PK\x01\x02":
            made[at + 8] |= 1
    assert "password" in why(bytes(made))


@given(st.integers(0, len(GOOD) - 1), st.integers(1, 255))
def test_a_byte_that_was_changed_is_read_or_refused(at: int, by: int) -> None:
    data = bytearray(GOOD)
    data[at] ^= by
    with suppress(UnreadableDocument):
        text_of(bytes(data))
