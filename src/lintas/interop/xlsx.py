"""Spreadsheets as XLSX (ECMA-376 Office Open XML, part 1, SpreadsheetML): one sheet, every cell text.

Written by hand, since a table of text needs four small parts and no library. Read as what it is, hostile input: how
many parts, how large each is once unpacked, no document type and so no entities, no formula reckoned: of a cell with
one, the value that was reckoned last is read, and that is said.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from xml.parsers import expat
from xml.sax.saxutils import escape

from lintas.dossier.entities import Entities
from lintas.interop.found import Found
from lintas.interop.hostile_json import FILE_BYTES_MAX, UnreadableFile
from lintas.interop.report import Report
from lintas.interop.table import COLUMNS_MAX, ROWS_MAX, entities_of, rows_of

XLSX: Final = "XLSX"
MEDIA: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PARTS_MAX: Final = 1_000
PART_BYTES_MAX: Final = FILE_BYTES_MAX
XML_DEPTH_MAX: Final = 64
CELL_CHARS_MAX: Final = 32_767
"""Of a cell in this format."""
LINE_POINTS, LINES_MAX = 14, 29
"""The height of a line of words, and how many lines a row has at most (409 points are the most that there can be)."""
_DATE: Final = (1980, 1, 1, 0, 0, 0)
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS: Final = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_LINKS}">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="lintas" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_LINKS}">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}
_STYLED: Final = {
    "[Content_Types].xml": _PARTS["[Content_Types].xml"].replace(
        "</Types>", f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>'
    ),
    "xl/_rels/workbook.xml.rels": _PARTS["xl/_rels/workbook.xml.rels"].replace(
        "</Relationships>", f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="10"/><name val="Arial"/></font>'
    '<font><b/><sz val="10"/><name val="Arial"/></font></fonts>'
    '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/>'
    '<xf fontId="1" applyFont="1" applyAlignment="1"><alignment vertical="top"/></xf>'
    '<xf numFmtId="49" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
    '<xf fontId="1" applyFont="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
    "</cellXfs></styleSheet>",
}
"""What a sheet with a look has beside these, or in place of them. Its styles: plain, bold, text that wraps (format 49),
and bold that wraps.
"""
_PRINTED: Final = (
    '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.2" footer="0.2"/>'
    '<pageSetup paperSize="8" orientation="landscape" fitToHeight="0"/>'
)
"""On A3 across."""
_SHEET: Final = re.compile(r"xl/worksheets/sheet(\d{1,4})\.xml", re.ASCII)
_SHARED: Final = "xl/sharedStrings.xml"
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CELL: Final = re.compile(r"([A-Z]{1,3})\d{1,7}", re.ASCII)


def write_xlsx(held: Entities) -> bytes:
    """The table of `table.rows_of`. The same entities make the same bytes."""
    return write_rows(rows_of(held))


@dataclass(frozen=True, slots=True)
class Look:
    """How a sheet is laid out for people: the width of each column in characters, and which row has the headings.

    Words wrap; what stands above the headings and the headings themselves stay in sight, and are bold.
    """

    widths: Sequence[int]
    heading: int


def write_rows(rows: Iterable[Sequence[str]], look: Look | None = None) -> bytes:
    """Any table of text. What has no place in XML is written as U+FFFD; no cell can be a formula."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        parts = _PARTS | (_STYLED if look else {})
        for name, text in (*parts.items(), ("xl/worksheets/sheet1.xml", "".join(_sheet(rows, look)))):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            book.writestr(entry, _HEAD + text)
    return out.getvalue()


def _sheet(rows: Iterable[Sequence[str]], look: Look | None) -> Iterator[str]:
    yield f'<worksheet xmlns="{_MAIN}">{_laid_out(look) if look else ""}<sheetData>'
    for number, row in enumerate(rows):
        style = f' s="{_style(number, look)}"' if look else ""
        cells = (_NOT_XML.sub("\ufffd", cell[:CELL_CHARS_MAX]) for cell in row)
        made = (
            f'<c{style} t="inlineStr"><is><t xml:space="preserve">{escape(each, _BREAKS)}</t></is></c>'
            for each in cells
        )
        yield f"<row{_height(row, look) if look and number >= look.heading else ''}>{''.join(made)}</row>"
    yield f"</sheetData>{_PRINTED if look else ''}</worksheet>"


def _height(row: Sequence[str], look: Look) -> str:
    """Room for the words of a row once they wrap; programs reckon it anew when somebody writes more."""
    lines = max((-(-len(cell) // width) for cell, width in zip(row, look.widths, strict=False)), default=1)
    return f' ht="{LINE_POINTS * min(max(lines, 1), LINES_MAX)}"'


def _style(number: int, look: Look) -> int:
    """The place in `_STYLED` of how a row looks: bold above the headings, bold that wraps, words that wrap."""
    return 1 if number < look.heading else 3 if number == look.heading else 2


def _laid_out(look: Look) -> str:
    """Printed as wide as the paper; the headings stay in sight."""
    under = look.heading + 1
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>' for at, width in enumerate(look.widths, 1)
    )
    return (
        '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0">'
        f'<pane ySplit="{under}" topLeftCell="A{under + 1}" activePane="bottomLeft" state="frozen"/>'
        f"</sheetView></sheetViews><cols>{columns}</cols>"
    )


_BREAKS: Final = {"\r": "&#13;"}
"""XML would read it as the end of a line."""


def read_xlsx(data: bytes) -> Found:
    """What the first sheet holds; raises `UnreadableFile`."""
    report = Report()
    return Found(XLSX, entities_of(read_rows(data, report), report), report)


def read_rows(data: bytes, report: Report) -> list[list[str]]:
    """The rows of the first sheet; raises `UnreadableFile`."""
    if len(data) > FILE_BYTES_MAX:
        raise UnreadableFile(f"it has {len(data)} bytes; at most {FILE_BYTES_MAX} are read: split it")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            return _first_sheet(book, report)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError) as error:
        raise UnreadableFile(f"it is no spreadsheet: {error}") from None


def _first_sheet(book: zipfile.ZipFile, report: Report) -> list[list[str]]:
    names = book.namelist()
    if len(names) > PARTS_MAX:
        raise UnreadableFile(f"it has {len(names)} parts; at most {PARTS_MAX} are read")
    sheets = sorted((int(match[1]), name) for name in names if (match := _SHEET.fullmatch(name)))
    if not sheets:
        raise UnreadableFile("it is no spreadsheet: it has no sheet")
    if len(sheets) > 1:
        report.leave("file", f"the first of {len(sheets)} sheets is read")
    strings = _Strings()
    if _SHARED in names:
        _parse(_unpacked(book, _SHARED), strings)
    sheet = _Cells(strings.found, report)
    _parse(_unpacked(book, sheets[0][1]), sheet)
    return sheet.rows


def _unpacked(book: zipfile.ZipFile, name: str) -> bytes:
    """A part, which says of itself how large it is and may lie."""
    with book.open(name) as part:
        data = part.read(PART_BYTES_MAX + 1)
    if len(data) > PART_BYTES_MAX:
        raise UnreadableFile(f"{name} is larger than {PART_BYTES_MAX} bytes once it is unpacked")
    return data


class _Reader(ABC):
    """What is done at the beginning and at the end of an element, and with its text."""

    def __init__(self) -> None:
        self.text = list[str]()

    @abstractmethod
    def begin(self, name: str, attributes: dict[str, str]) -> None: ...

    @abstractmethod
    def end(self, name: str) -> None: ...


def _parse(data: bytes, reader: _Reader) -> None:
    depth = 0

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > XML_DEPTH_MAX:
            raise UnreadableFile(f"it is nested more than {XML_DEPTH_MAX} deep")
        reader.begin(name.rpartition(":")[2], attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        reader.end(name.rpartition(":")[2])

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.CharacterDataHandler = reader.text.append
    parser.StartDoctypeDeclHandler = _no_doctype
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise UnreadableFile(f"it is no XML: {error}") from None


def _no_doctype(*_: object) -> None:
    raise UnreadableFile("it has a document type, which a spreadsheet has not")


class _Strings(_Reader):
    """The strings that cells share."""

    def __init__(self) -> None:
        super().__init__()
        self.found = list[str]()
        self._one = list[str]()

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self.text.clear()
        if name == "si":
            self._one = []

    def end(self, name: str) -> None:
        if name == "t":
            self._one.append("".join(self.text))
        elif name == "si":
            self.found.append("".join(self._one))


class _Cells(_Reader):
    """The cells of a sheet, row by row."""

    def __init__(self, strings: Sequence[str], report: Report) -> None:
        super().__init__()
        self.rows = list[list[str]]()
        self._strings, self._report = strings, report
        self._type, self._at, self._said = "", 0, list[str]()

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self.text.clear()
        if name == "row":
            if len(self.rows) > ROWS_MAX:
                raise UnreadableFile(f"it has more than {ROWS_MAX} rows: split it")
            self.rows.append([])
        elif name == "c":
            self._type, self._said = attributes.get("t", "n"), []
            self._at = _column(attributes.get("r", ""), len(self.rows[-1]) if self.rows else 0)

    def end(self, name: str) -> None:
        ending = _ENDINGS.get(name)
        if ending:
            ending(self)

    def formula(self) -> None:
        """A formula was read: what it gave last follows."""
        self._report.mend(f"row {len(self.rows)}", "a formula: the value that it gave last is read")

    def piece(self) -> None:
        """A piece of the cell's value was read."""
        self._said.append("".join(self.text))

    def cell(self) -> None:
        """The cell is whole."""
        if not self.rows:
            raise UnreadableFile("it is no spreadsheet: a cell lies in no row")
        row, value = self.rows[-1], "".join(self._said)
        if self._type == "s":
            value = self._shared(value)
        row.extend("" for _ in range(self._at - len(row)))
        row[self._at :] = [value]

    def _shared(self, value: str) -> str:
        number = int(value) if value.isascii() and value.isdigit() and len(value) <= 9 else -1
        if not 0 <= number < len(self._strings):
            raise UnreadableFile(f"it has no shared string {value[:20]}")
        return self._strings[number]


_ENDINGS: Final[dict[str, Callable[[_Cells], None]]] = {
    "f": _Cells.formula, "v": _Cells.piece, "t": _Cells.piece, "c": _Cells.cell,
}  # fmt: skip


def _column(reference: str, following: int) -> int:
    """The column of a cell, from 0; the next one where it does not say."""
    match = _CELL.fullmatch(reference)
    if not match:
        return following
    at = 0
    for letter in match[1]:
        at = at * 26 + ord(letter) - ord("A") + 1
    if at > COLUMNS_MAX:
        raise UnreadableFile(f"it has more than {COLUMNS_MAX} columns: split it")
    return at - 1
