"""Cells of a table as text: what a spreadsheet would reckon is marked by an apostrophe, by which it is text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What begins so is reckoned, or runs a program (OWASP, CSV injection)."""


def as_text(value: str) -> str:
    """The value as a cell that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(FORMULA) else value


def as_meant(cell: str) -> str:
    """The value of a cell that `as_text` wrote, or whoever else marked text so."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def write_csv_rows(rows: Iterable[Sequence[str]]) -> bytes:
    """The table (RFC 4180), with a mark at its beginning by which spreadsheets know that it is UTF-8."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([as_text(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")
