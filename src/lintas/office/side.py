"""Versions of one text side by side: a table with a column for each language and a row for each paragraph.

It is a document like any other, so that brackets are put into it and changes read out of it by the same rules; a line
of it belongs to one paragraph of one version. Rows stand beside each other by their number alone: no translation is
judged here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Final

from lintas.office.making import packed
from lintas.office.tree import made

UNSAID: Final = "-"
"""The head of the column of a version of which nobody said the language."""


@dataclass(frozen=True, slots=True)
class Side:
    """Versions by language, in the order of the columns, each as what its paragraphs say."""

    versions: Mapping[str, Sequence[str]]

    def document(self) -> bytes:
        """The table as a document."""
        body, table = made("body"), made("tbl")
        form = made("tblPr")
        form.append(made("tblW", w="5000", type="pct"))
        form.append(_borders())
        table.append(form)
        grid = made("tblGrid")
        grid.extend(made("gridCol") for _ in self.versions)
        table.append(grid)
        table.append(_row([language or UNSAID for language in self.versions], heading=True))
        for texts in zip_longest(*self.versions.values(), fillvalue=""):
            table.append(_row(texts, heading=False))
        body.append(table)
        # A document ends with a paragraph: a table may not be the last of it.
        body.append(made("p"))
        return packed(body)

    def places(self) -> list[tuple[str, int]]:
        """To which version and paragraph each line of the document belongs; 0 for the heads of the columns."""
        found = [(language, 0) for language in self.versions]
        for number, texts in enumerate(zip_longest(*self.versions.values(), fillvalue=""), 1):
            found += [(language, number) for language, text in zip(self.versions, texts, strict=True) if text.strip()]
        return found


def _row(texts: Sequence[str], *, heading: bool) -> Any:
    row = made("tr")
    for text in texts:
        cell, paragraph, run = made("tc"), made("p"), made("r")
        if heading:
            look = made("rPr")
            look.append(made("b"))
            run.append(look)
        if text:
            run.append(made("t", text))
            paragraph.append(run)
        cell.append(paragraph)
        row.append(cell)
    return row


def _borders() -> Any:
    borders = made("tblBorders")
    for name in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(made(name, val="single", sz="4", space="0", color="auto"))
    return borders
