"""A small PDF 1.4 (ISO 32000-1 describes the same form): pages of text in Helvetica, written by hand.

The text is ASCII: the standard fonts of PDF carry no other letters without an embedded font.
"""

from __future__ import annotations

from collections.abc import Sequence

PAGE_POINTS = (595, 842)  # A4
_MARGIN, _TOP, _LEADING, _SIZE = 64, 760, 17, 11


def pdf(title: str, pages: Sequence[Sequence[str]], stamp: str) -> bytes:
    """A document of these pages, each a list of lines; the stamp stands at the top and the bottom of every page."""
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        width, height = PAGE_POINTS
        objects.append(
            (
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Contents {6 + 2 * number} 0 R "
                "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>"
            ).encode()
        )
        objects.append(_stream(_page(title, lines, stamp, number + 1, len(pages))))
    return _file(objects, title)


def _page(title: str, lines: Sequence[str], stamp: str, number: int, count: int) -> bytes:
    drawn = [_line("F2", 12, _MARGIN, PAGE_POINTS[1] - 40, stamp), _line("F2", 12, _MARGIN, 34, stamp)]
    drawn.append(_line("F2", 16, _MARGIN, _TOP, title))
    drawn.append(_line("F1", 9, PAGE_POINTS[0] - 110, 34, f"page {number} of {count}"))
    drawn += [_line("F1", _SIZE, _MARGIN, _TOP - 34 - at * _LEADING, text) for at, text in enumerate(lines)]
    return "\n".join(drawn).encode("ascii")


def _line(font: str, size: int, x: int, y: int, text: str) -> str:
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /{font} {size} Tf {x} {y} Td ({escaped}) Tj ET"


def _stream(data: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data)


def _file(objects: list[bytes], title: str) -> bytes:
    objects = [*objects, f"<< /Title ({title}) /Producer (lintas demo) >>".encode("ascii")]
    # The second line holds bytes above 127, so that no program takes the file for text (ISO 32000-1, 7.5.2).
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\n" % (len(objects) + 1, len(objects))
    out += b"startxref\n%d\n%%%%EOF\n" % table
    return bytes(out)
