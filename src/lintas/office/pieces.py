"""A text as paragraphs of pieces, with who put in and took out what, and comments with the words to which they belong.

Word tracks a change as an element around runs, or, for the end of a paragraph, within its properties (ISO/IEC 29500-1,
17.13.5). Text boxes count as paragraphs, what stands twice for old programs once. Formatting is counted and kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from lintas.office.document import Document
from lintas.office.errors import UnreadableDocument
from lintas.office.tree import COMPATIBILITY, w

PARAGRAPHS_MAX: Final = 10_000
"""How many paragraphs a text may have."""
COMMENTS_MAX: Final = 5_000
"""How many comments a document may have."""
IN, OUT = "put in", "taken out"

_WRAPS: Final = {w("ins"): IN, w("moveTo"): IN, w("del"): OUT, w("moveFrom"): OUT}
_SIGNS: Final = {w("tab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "\u2011"}
_WORDS: Final = frozenset({w("t"), w("delText")})
_PASSED_OVER: Final = frozenset({w("p"), w("pPr"), w("rPr"), w("instrText"), f"{{{COMPATIBILITY}}}Fallback"})
FORMATTING: Final = tuple(w(name) for name in ("rPrChange", "pPrChange", "tblPrChange", "sectPrChange", "trPrChange"))
ROWS: Final = tuple(w(name) for name in ("cellIns", "cellDel", "cellMerge"))


@dataclass(frozen=True, slots=True)
class Change:
    """A tracked change: put in or taken out, by whom and when, as the document says (a time as text, or empty)."""

    how: str
    author: str
    date: str


Accept = Callable[[Change], bool]
"""Whether a change is taken as made."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that one element holds, and the changes around them."""

    text: str
    changes: tuple[Change, ...]
    node: Any = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Pieces in the order of the text; `end`: the changes of the mark with which it ends; `node`: the element."""

    pieces: tuple[Piece, ...]
    end: tuple[Change, ...]
    node: Any = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody wrote beside words: by whom and when, and the words (empty where it hangs at a point)."""

    number: str
    author: str
    date: str
    initials: str
    text: str
    words: str
    nodes: tuple[Any, ...] = field(default=(), compare=False, repr=False)


def stands(changes: tuple[Change, ...], accept: Accept) -> bool:
    """Whether what these changes surround is there once those that are accepted were made."""
    return all(accept(each) == (each.how == IN) for each in changes)


def paragraphs_of(document: Document) -> list[Paragraph]:
    """Every paragraph; raises `UnreadableDocument` for too many."""
    found = [each for each in document.body.iter(w("p")) if not _repeated(each)]
    if len(found) > PARAGRAPHS_MAX:
        raise UnreadableDocument(f"it has {len(found)} paragraphs, and {PARAGRAPHS_MAX} is the most")
    return [paragraph_of(each) for each in found]


def paragraph_of(element: Any) -> Paragraph:
    """The paragraph as the element says it now."""
    return Paragraph(tuple(_pieces(element, ())), _end(element), element)


def _repeated(element: Any) -> bool:
    return next(element.iterancestors(f"{{{COMPATIBILITY}}}Fallback"), None) is not None


def _pieces(element: Any, changes: tuple[Change, ...]) -> Iterator[Piece]:
    for each in element:
        if each.tag in _WORDS:
            yield Piece(each.text or "", changes, each)
        elif each.tag in _SIGNS:
            yield Piece(_SIGNS[each.tag], changes, each)
        elif each.tag not in _PASSED_OVER:
            how = _WRAPS.get(each.tag)
            yield from _pieces(each, (*changes, _change(how, each)) if how else changes)


def _end(paragraph: Any) -> tuple[Change, ...]:
    marks = paragraph.findall(f"{w('pPr')}/{w('rPr')}/*")
    return tuple(_change(_WRAPS[each.tag], each) for each in marks if each.tag in _WRAPS)


def _change(how: str, element: Any) -> Change:
    return Change(how, element.get(w("author"), ""), element.get(w("date"), ""))


def comments_of(document: Document) -> list[Comment]:
    """Every comment, in the order in which they are written; raises `UnreadableDocument` for too many."""
    if document.comments is None:
        return []
    written = document.comments.findall(w("comment"))
    if len(written) > COMMENTS_MAX:
        raise UnreadableDocument(f"it has {len(written)} comments, and {COMMENTS_MAX} is the most")
    anchors = _anchors(document)
    return [_comment(each, anchors.get(each.get(w("id"), ""), [])) for each in written]


def _comment(element: Any, nodes: list[Any]) -> Comment:
    text = "\n".join("".join(each.itertext(w("t"))) for each in element.iter(w("p")))
    words = "".join(each.text or "" for each in nodes)
    number, author, date, initials = (element.get(w(name), "") for name in ("id", "author", "date", "initials"))
    return Comment(number, author, date, initials, text.strip(), words, tuple(nodes))


def _anchors(document: Document) -> dict[str, list[Any]]:
    """By the number of a comment the elements with words between its two marks."""
    begun, found = dict[str, list[Any]](), dict[str, list[Any]]()
    for each in document.body.iter(*_WORDS, w("commentRangeStart"), w("commentRangeEnd")):
        if each.tag in _WORDS:
            for nodes in begun.values():
                nodes.append(each)
        elif each.tag == w("commentRangeStart"):
            begun[each.get(w("id"), "")] = []
        elif (number := each.get(w("id"), "")) in begun:
            found[number] = begun.pop(number)
    return found
