"""The paragraphs of a text as people count them: those with words, once changes that are accepted were made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lintas.office.brackets import without_brackets
from lintas.office.document import Document
from lintas.office.pieces import Accept, Paragraph, Piece, paragraphs_of, stands


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph as it is counted: the paragraphs of the document that it is made of, and what it says."""

    number: int
    made_of: tuple[Paragraph, ...]
    text: str


def lines(paragraphs: Sequence[Paragraph], accept: Accept) -> list[Line]:
    """Those with words, numbered from 1 on, each with what stands empty before it; the last one also with what follows.

    Brackets written in them are left out of what they say.
    """
    found, held = list[Line](), tuple[Paragraph, ...]()
    for made_of in _joined(paragraphs, accept):
        held += made_of
        if text := said(made_of, accept):
            found.append(Line(len(found) + 1, held, text))
            held = ()
    if held and found:
        found[-1] = replace(found[-1], made_of=found[-1].made_of + held)
    return found


def said(paragraphs: Sequence[Paragraph], accept: Accept) -> str:
    """What they say as one, without brackets written in it."""
    return without_brackets("".join(piece.text for piece in standing(paragraphs, accept))).strip()


def standing(paragraphs: Sequence[Paragraph], accept: Accept) -> Iterator[Piece]:
    """The pieces that are there."""
    return (piece for each in paragraphs for piece in each.pieces if stands(piece.changes, accept))


def _joined(paragraphs: Sequence[Paragraph], accept: Accept) -> Iterator[tuple[Paragraph, ...]]:
    """Paragraphs of which the mark at the end is not there run on into the next."""
    held = list[Paragraph]()
    for each in paragraphs:
        held.append(each)
        if stands(each.end, accept):
            yield tuple(held)
            held.clear()
    if held:
        yield tuple(held)


def text_of(data: bytes) -> list[str]:
    """What each paragraph of the file says, with all its tracked changes made; raises as `Document`."""
    return [each.text for each in lines(paragraphs_of(Document(data)), lambda change: True)]
