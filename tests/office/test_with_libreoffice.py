"""LibreOffice makes a document with tracked changes and comments, we put brackets in it, LibreOffice writes it again.

Nothing is lost on the way: who changed what when, the comments with the words to which they belong, the text.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from lintas.compose.papers import SIDE, Papers, said
from lintas.office.brackets import Bracket
from lintas.office.cleaning import clean
from lintas.office.document import Document
from lintas.office.lines import text_of
from lintas.office.making import new_document
from lintas.office.pieces import Change, comments_of, paragraphs_of
from lintas.office.putting import with_brackets
from lintas.office.returned import returned
from tests.office.word import docx, edited, p, r

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice") or ""
CONVERT_S_MAX = 100

pytestmark = [
    pytest.mark.slow,
    pytest.mark.processes,
    pytest.mark.timeout(3 * CONVERT_S_MAX),
    pytest.mark.skipif(not SOFFICE, reason="NO LIBREOFFICE HERE: apt-get install libreoffice-writer-nogui"),
]

STANDING = docx(
    p(r("Declaration on joint work"))
    + p(r("The Parties shall exchange information without delay."))
    + p(r("They meet every year in the capital of the chair."))
    + p(r("Nothing in this text binds a court."))
)
"""The text as it was tabled, of which the document below is what came back."""

MADE = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>
<text:tracked-changes text:track-changes="true">
<text:changed-region xml:id="c1" text:id="c1"><text:deletion><office:change-info><dc:creator>Lan</dc:creator>\
<dc:date>2026-11-20T08:00:00</dc:date></office:change-info><text:p>shall</text:p></text:deletion></text:changed-region>
<text:changed-region xml:id="c2" text:id="c2"><text:insertion><office:change-info><dc:creator>Lan</dc:creator>\
<dc:date>2026-11-20T08:00:00</dc:date></office:change-info></text:insertion></text:changed-region>
<text:changed-region xml:id="c3" text:id="c3"><text:insertion><office:change-info><dc:creator>Budi</dc:creator>\
<dc:date>2026-11-21T09:30:00</dc:date></office:change-info></text:insertion></text:changed-region>
<text:changed-region xml:id="c4" text:id="c4"><text:insertion><office:change-info><dc:creator>Budi</dc:creator>\
<dc:date>2026-11-21T09:31:00</dc:date></office:change-info></text:insertion></text:changed-region>
</text:tracked-changes>
<text:p>Declaration on joint work</text:p>
<text:p>The Parties <text:change text:change-id="c1"/><text:change-start text:change-id="c2"/>\
<office:annotation office:name="a1"><dc:creator>Lan</dc:creator><dc:date>2026-11-20T08:05:00</dc:date>\
<text:p>Our law says so.</text:p></office:annotation>should<office:annotation-end office:name="a1"/>\
<text:change-end text:change-id="c2"/> exchange <office:annotation office:name="a2"><dc:creator>Budi</dc:creator>\
<dc:date>2026-11-21T09:35:00</dc:date><text:p>Which information?</text:p></office:annotation>information\
<office:annotation-end office:name="a2"/> without delay.</text:p>
<text:p>They meet every year<text:change-start text:change-id="c3"/>, or when one asks,<text:change-end \
text:change-id="c3"/> in the capital of the chair.</text:p>
<text:p>Nothing in this text binds a court.<text:change-start text:change-id="c4"/></text:p>
<text:p>It costs nobody anything.<text:change-end text:change-id="c4"/></text:p>
</office:text></office:body></office:document>"""

CHANGES = {
    ("Lan", "taken out", "2026-11-20T08:00:00"): "shall",
    ("Lan", "put in", "2026-11-20T08:00:00"): "should",
    ("Budi", "put in", "2026-11-21T09:30:00"): ", or when one asks,",
    ("Budi", "put in", "2026-11-21T09:31:00"): "It costs nobody anything.",
}
COMMENTS = {("Lan", "Our law says so.", "should"), ("Budi", "Which information?", "information")}
HELD = [Bracket("ID", 4, "binds a court", "concerns a court", "Ours are independent.")]
FOUND = [
    ("Lan", 2, "shall", "should", "Our law says so."),
    ("Budi", 3, "year", "year, or when one asks,", ""),
    ("Budi", 4, "court.", "court.\nIt costs nobody anything.", ""),
]


def written_by_libreoffice(folder: Path, name: str, data: bytes) -> bytes:
    """The file as LibreOffice opens it and writes it as DOCX."""
    source, out = folder / name, folder / "out"
    source.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        SOFFICE,
        profile,
        "--headless",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(out),
        str(source),
    ]
    done = subprocess.run(command, capture_output=True, timeout=CONVERT_S_MAX, check=False)
    made = out / f"{source.stem}.docx"
    assert made.exists(), done.stderr.decode()
    return made.read_bytes()


def changes(data: bytes) -> dict[tuple[str, str, str], str]:
    """By author, what was done and when, the words that were changed so; a time as it is without its zone."""
    found = dict[tuple[str, str, str], str]()
    for paragraph in paragraphs_of(Document(data)):
        for piece in paragraph.pieces:
            for change in piece.changes:
                found[_key(change)] = found.get(_key(change), "") + piece.text
    return found


def _key(change: Change) -> tuple[str, str, str]:
    return change.author, change.how, change.date.removesuffix("Z")


def comments(data: bytes) -> set[tuple[str, str, str]]:
    """By author the words of each comment, and those to which it belongs."""
    return {(each.author, each.text, each.words) for each in comments_of(Document(data)) if each.initials != "lintas"}


def brackets(data: bytes) -> list[tuple[str, int, str, str, str]]:
    """What would be put of what came back."""
    found = returned(STANDING, data, HELD).proposals
    return [(each.author, each.paragraph, each.words, each.instead, each.why) for each in found]


def test_tracked_changes_and_comments_made_by_libreoffice_survive_the_round_trip(tmp_path: Path) -> None:
    made = written_by_libreoffice(tmp_path, "made.fodt", MADE.encode())
    assert changes(made) == CHANGES
    assert comments(made) == COMMENTS
    assert brackets(made) == FOUND

    put = with_brackets(made, HELD)
    assert put.unplaced == ()
    assert (changes(put.data), comments(put.data), brackets(put.data)) == (CHANGES, COMMENTS, FOUND)

    again = written_by_libreoffice(tmp_path, "again.docx", put.data)
    assert changes(again) == CHANGES
    assert {each for each in comments(again) if each[0] != "ID"} == COMMENTS
    assert ("ID", "Ours are independent.") in {(each.author, each.text) for each in comments_of(Document(again))}
    assert brackets(again) == FOUND
    assert text_of(again) == text_of(made) == text_of(clean(again))


def test_versions_side_by_side_survive_libreoffice_and_a_change_comes_back_in_its_language(tmp_path: Path) -> None:
    documents = {
        "en": STANDING,
        "vi": new_document("Tuyên bố", ["Các bên phải trao đổi thông tin.", "Họ họp hằng năm."]),
    }
    papers = Papers(documents, [])
    written = written_by_libreoffice(tmp_path, "side.docx", papers.out(SIDE).data)
    assert papers.back(written, SIDE).proposals == []
    back = written_by_libreoffice(tmp_path, "back.docx", edited(written, "Họ họp hằng năm.", "Họ họp.", "Lan", "luật"))
    assert [said(each) for each in papers.back(back, SIDE).proposals] == [
        {"paragraph": 3, "words": "Họ họp hằng năm.", "instead": "Họ họp.", "why": "luật", "language": "vi"}
    ]
