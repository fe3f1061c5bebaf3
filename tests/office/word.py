"""Documents as Word writes them, made by hand: the body as it stands in the file, with tracked changes and comments."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from html import escape
from io import BytesIO

from lintas.office.making import new_document
from lintas.office.tree import W

TEXT = "The Parties shall exchange information without delay."
COMMENTED = (
    b'<Override PartName="/word/comments.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    b'wordprocessingml.comments+xml"/></Types>'
)
RELATED = (
    b'<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" '
    b'Target="comments.xml"/></Relationships>'
)


def docx(body: str, comments: str = "", parts: Mapping[str, bytes] | None = None) -> bytes:
    """A document with this body, these comments, and other parts in place of its own or beside them."""
    made = parts_of(new_document("", []))
    made["word/document.xml"] = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'.encode()
    return packed({**commented(made, comments), **(parts or {})})


def commented(parts: Mapping[str, bytes], comments: str) -> dict[str, bytes]:
    """The parts with these comments as well."""
    made = dict(parts)
    if "word/comments.xml" in made:
        made["word/comments.xml"] = made["word/comments.xml"].replace(
            b"</w:comments>", f"{comments}</w:comments>".encode()
        )
    elif comments:
        made["word/comments.xml"] = f'<w:comments xmlns:w="{W}">{comments}</w:comments>'.encode()
        made["[Content_Types].xml"] = made["[Content_Types].xml"].replace(b"</Types>", COMMENTED)
        relations = "word/_rels/document.xml.rels"
        made[relations] = made[relations].replace(b"</Relationships>", RELATED)
    return made


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A package of these parts."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return made.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of a package."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def p(*runs: str, end: str = "") -> str:
    """A paragraph; `end`: what happened to the mark at its end."""
    mark = f"<w:pPr><w:rPr>{end}</w:rPr></w:pPr>" if end else ""
    return f"<w:p>{mark}{''.join(runs)}</w:p>"


def r(text: str, form: str = "") -> str:
    """A run of words."""
    look = f"<w:rPr>{form}</w:rPr>" if form else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r>'


def ins(author: str, *runs: str, date: str = "2026-11-20T08:00:00Z") -> str:
    """Runs that somebody put in."""
    return f'<w:ins w:id="1" w:author="{author}" w:date="{date}">{"".join(runs)}</w:ins>'


def gone(author: str, text: str, date: str = "2026-11-20T08:00:00Z") -> str:
    """Words that somebody took out."""
    run = f'<w:r><w:delText xml:space="preserve">{text}</w:delText></w:r>'
    return f'<w:del w:id="2" w:author="{author}" w:date="{date}">{run}</w:del>'


def said(number: int, author: str, text: str) -> str:
    """A comment."""
    return f'<w:comment w:id="{number}" w:author="{author}" w:initials="A"><w:p>{r(text)}</w:p></w:comment>'


def about(number: int, *runs: str) -> str:
    """Runs to which a comment belongs."""
    start, stop = f'<w:commentRangeStart w:id="{number}"/>', f'<w:commentRangeEnd w:id="{number}"/>'
    return f'{start}{"".join(runs)}{stop}<w:r><w:commentReference w:id="{number}"/></w:r>'


def edited(data: bytes, words: str, instead: str, author: str, why: str) -> bytes:
    """The document as it comes back from somebody who put other words in place of these, with a comment."""
    author, why = escape(author), escape(why)
    made = parts_of(data)
    text = made["word/document.xml"].decode()
    assert text.count(words) == 1
    changed = about(90, gone(author, words), ins(author, r(instead)))
    run = f'</w:t></w:r>{changed}<w:r><w:t xml:space="preserve">'
    made["word/document.xml"] = text.replace(words, run).encode()
    return packed(commented(made, said(90, author, why)))
