"""The clean text: every tracked change made, no bracket written in it, no comment, nobody's name beside it."""

from __future__ import annotations

import re
from typing import Any, Final

from lintas.office.document import Document
from lintas.office.pieces import FORMATTING
from lintas.office.putting import take_out
from lintas.office.tree import w, write

_GONE: Final = tuple(w(name) for name in (
    "del", "moveFrom", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd",
    "commentRangeStart", "commentRangeEnd", "commentReference",
))  # fmt: skip
_UNWRAPPED: Final = (w("ins"), w("moveTo"))
_NAMES: Final = re.compile(r"(?:^|/)(?:comments\w*|people|core|custom)\.xml$")
"""Comments, who wrote them, and the properties of the file with the names of its authors."""


def clean(data: bytes) -> bytes:
    """The file as its readers accept it; raises as `Document`.

    Notes, headers and footers too, and nobody's name is left in what lies beside the text.
    """
    document = Document(data)
    take_out(document)
    _accept(document.body)
    for name, tree in document.beside().items():
        _accept(tree)
        document.parts[name] = write(tree)
    document.drop(_NAMES)
    return document.save()


def _accept(root: Any) -> None:
    """Make every change, and take out the marks of comments."""
    for row in [each for each in root.iter(w("tr")) if each.find(f"{w('trPr')}/{w('del')}") is not None]:
        row.getparent().remove(row)
    for paragraph in [each for each in root.iter(w("p")) if _runs_on(each)]:
        _join(paragraph)
    for element in list(root.iter(*_GONE, *FORMATTING)):
        element.getparent().remove(element)
    for element in list(root.iter(*_UNWRAPPED)):
        _unwrap(element)


def _runs_on(paragraph: Any) -> bool:
    form = paragraph.find(f"{w('pPr')}/{w('rPr')}")
    return form is not None and any(form.find(w(name)) is not None for name in ("del", "moveFrom"))


def _join(paragraph: Any) -> None:
    """What it says begins the next paragraph; one that nothing follows stays."""
    after = paragraph.getnext()
    if after is None or after.tag != w("p"):
        return
    place = 1 if after.find(w("pPr")) is not None else 0
    for number, each in enumerate([each for each in paragraph if each.tag != w("pPr")]):
        after.insert(place + number, each)
    paragraph.getparent().remove(paragraph)


def _unwrap(element: Any) -> None:
    for each in list(element):
        element.addprevious(each)
    element.getparent().remove(element)
