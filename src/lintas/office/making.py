"""A document made anew of a title and paragraphs: the least that a word processor opens, its paragraphs numbered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from lintas.office.errors import UnreadableDocument
from lintas.office.package import CONTENT_TYPES, FILE_BYTES_MAX, MEDIA, write_package
from lintas.office.tree import RELATIONS, TYPES, R, W, made, write

_MAIN: Final = f"{MEDIA}.main+xml"
_NUMBERING: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
_TYPES_PART: Final = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="{TYPES}"><Default Extension="rels" \
ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/>\
<Override PartName="/word/document.xml" ContentType="{_MAIN}"/>\
<Override PartName="/word/numbering.xml" ContentType="{_NUMBERING}"/></Types>"""
_RELATIONS: Final = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" Type="%s" Target="%s"/></Relationships>"""
_NUMBERS: Final = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/>\
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/><w:lvlJc w:val="left"/>\
<w:pPr><w:ind w:left="567" w:hanging="567"/></w:pPr></w:lvl></w:abstractNum>\
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""


def new_document(title: str, paragraphs: Iterable[str]) -> bytes:
    """A file with the title, which has no number, and numbered paragraphs."""
    body = made("body")
    body.append(_paragraph(title, heading=True))
    for text in paragraphs:
        body.append(_paragraph(text, heading=False))
    return packed(body)


def packed(body: Any) -> bytes:
    """A file with this body, which may number its paragraphs."""
    root = made("document")
    root.append(body)
    return write_package({
        CONTENT_TYPES: _TYPES_PART.encode(),
        "_rels/.rels": (_RELATIONS % (f"{R}/officeDocument", "word/document.xml")).encode(),
        "word/document.xml": write(root),
        "word/_rels/document.xml.rels": (_RELATIONS % (f"{R}/numbering", "numbering.xml")).encode(),
        "word/numbering.xml": _NUMBERS.encode(),
    })  # fmt: skip


def _paragraph(text: str, *, heading: bool) -> Any:
    paragraph, form, run = made("p"), made("pPr"), made("r")
    if heading:
        look = made("rPr")
        look.append(made("b"))
        run.append(look)
    else:
        numbered = made("numPr")
        numbered.append(made("ilvl", val="0"))
        numbered.append(made("numId", val="1"))
        form.append(numbered)
    form.append(made("spacing", after="160"))
    paragraph.append(form)
    run.append(made("t", text))
    paragraph.append(run)
    return paragraph


def as_document(data: bytes, title: str) -> bytes:
    """The file as a document: as it is, or made of the paragraphs of a plain text; raises `UnreadableDocument`.

    What begins like neither is refused when it is read as one.
    """
    if data.startswith((b"PK", b"\xd0\xcf")) or len(data) > FILE_BYTES_MAX:
        return data
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text or text.startswith("%PDF"):
        raise UnreadableDocument("it is neither a .docx nor a plain text: bring the text as one of them")
    return new_document(title, [each for line in text.splitlines() if (each := line.strip())])
