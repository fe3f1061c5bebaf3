"""Brackets put into a document: text in square brackets after the words, and a comment on both with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

from lintas.office.brackets import INITIALS, WRITTEN, Bracket
from lintas.office.document import Document
from lintas.office.lines import Line, lines, standing
from lintas.office.pieces import Piece, paragraph_of, paragraphs_of
from lintas.office.tree import keep_spaces, made, w

_CUT: Final = frozenset(w(name) for name in ("ins", "moveTo", "hyperlink", "smartTag", "fldSimple"))
"""Elements around runs of which there may be two in place of one."""


@dataclass(frozen=True, slots=True)
class Written:
    """The document, and the brackets whose words it does not have where they say."""

    data: bytes
    unplaced: tuple[Bracket, ...]


def with_brackets(data: bytes, brackets: Iterable[Bracket]) -> Written:
    """The file with these brackets in it, in place of those that were written in it before; raises as `Document`.

    Everything else in it stays: its own changes and comments, its form.
    """
    document = Document(data)
    take_out(document)
    found = lines(paragraphs_of(document), _everything)
    # Each is put right after its words: of several about the same words the first is put last.
    unplaced = [each for each in reversed(list(brackets)) if not _put(document, found, each)]
    return Written(document.save(), tuple(reversed(unplaced)))


def _everything(change: object) -> bool:
    return True


def take_out(document: Document) -> None:
    """Take out the brackets that are written in it, and the comments that were put beside them."""
    for line in lines(paragraphs_of(document), _everything):
        for paragraph in line.made_of:
            pieces = list(standing((paragraph,), _everything))
            for match in reversed(list(WRITTEN.finditer("".join(each.text for each in pieces)))):
                _cut(pieces, match.start(), match.end())
    if document.comments is None:
        return
    ours = [each for each in document.comments.findall(w("comment")) if each.get(w("initials")) == INITIALS]
    numbers = {each.get(w("id")) for each in ours}
    for each in [*ours, *_marks(document, numbers)]:
        _remove(each)


def _marks(document: Document, numbers: set[Any]) -> list[Any]:
    """The marks of these comments in the text."""
    names = (w("commentRangeStart"), w("commentRangeEnd"), w("commentReference"))
    return [each for each in document.body.iter(*names) if each.get(w("id")) in numbers]


def _cut(pieces: Sequence[Piece], start: int, end: int) -> None:
    at = 0
    for piece in pieces:
        cut = slice(max(0, start - at), max(0, end - at))
        if piece.text[cut] and piece.node.tag == w("t"):
            piece.node.text = (piece.node.text or "")[: cut.start] + (piece.node.text or "")[cut.stop :]
            if not piece.node.text:
                _remove(piece.node)
        at += len(piece.text)


def _remove(element: Any) -> None:
    """Take the element out, and the run around it if it held nothing else."""
    around = element.getparent()
    around.remove(element)
    if around.tag == w("r") and all(each.tag == w("rPr") for each in around):
        around.getparent().remove(around)


def _put(document: Document, found: Sequence[Line], bracket: Bracket) -> bool:
    """Write one bracket; whether its words are there: in its paragraph, or else in one place of the text alone."""
    there = [each for each in found if bracket.words and bracket.words in each.text]
    there = [each for each in there if each.number == bracket.paragraph] or there
    place = _where(there[0], bracket.words) if len(there) == 1 else None
    if place is None:
        return False
    first, last = place
    number = _comment(document, bracket)
    run = made("r")
    run.append(made("t", bracket.written()))
    mark = made("r")
    mark.append(made("commentReference", id=number))
    # The end first: cutting there leaves the beginning where it was found.
    _after(last, [run, made("commentRangeEnd", id=number), mark])
    _before(first, made("commentRangeStart", id=number))
    return True


def _where(line: Line, words: str) -> tuple[tuple[Any, int], tuple[Any, int]] | None:
    """The elements in which the words begin and end, each with the place in its text; None if they are not there.

    Brackets that are written between them are read over.
    """
    places = list[tuple[Any, int]]()
    pieces = list(standing([paragraph_of(each.node) for each in line.made_of], _everything))
    noise = {at for match in WRITTEN.finditer("".join(each.text for each in pieces)) for at in range(*match.span())}
    text, at = "", 0
    for piece in pieces:
        for offset, character in enumerate(piece.text):
            if at not in noise:
                text += character
                places.append((piece.node, offset))
            at += 1
    start = text.find(words)
    if start < 0:
        return None
    node, offset = places[start + len(words) - 1]
    return places[start], (node, offset + 1)


def _before(place: tuple[Any, int], new: Any) -> None:
    """Put the element before the place, which is made the beginning of a run."""
    node, offset = place
    _alone(_run(node, offset), first=True).addprevious(new)


def _after(place: tuple[Any, int], new: Iterable[Any]) -> None:
    """Put elements after the place, which is made the end of a run."""
    node, offset = place
    run = _run_of(node)
    if offset < len(node.text or "") or node.getnext() is not None:
        _split(run, node, offset)
    at = _alone(run, first=False)
    for each in new:
        at.addnext(each)
        at = each


def _run_of(node: Any) -> Any:
    return next(node.iterancestors(w("r")))


def _run(node: Any, offset: int) -> Any:
    """The run that begins at the place."""
    run = _run_of(node)
    first = next(each for each in run if each.tag != w("rPr"))
    return run if offset == 0 and node is first else _split(run, node, offset)


def _split(run: Any, node: Any, offset: int) -> Any:
    """A run of the same form after this one, with what stands in it from the place on."""
    rest = made("r")
    form = run.find(w("rPr"))
    if form is not None:
        rest.append(deepcopy(form))
    if 0 < offset < len(node.text or ""):
        half = made("t", (node.text or "")[offset:])
        node.text = (node.text or "")[:offset]
        keep_spaces(node)
        rest.append(half)
        moved = list(node.itersiblings())
    else:
        moved = list(node.itersiblings())
        moved = moved if offset else [node, *moved]
    for each in moved:
        rest.append(each)
    run.addnext(rest)
    return rest


def _alone(element: Any, *, first: bool) -> Any:
    """The element around it that stands in the paragraph itself, cut so that it begins, or ends, with this one.

    So no bracket stands within somebody's change or within a link.
    """
    while (parent := element.getparent()).tag != w("p"):
        others = list(element.itersiblings(preceding=first))
        if others and parent.tag in _CUT:
            rest = parent.makeelement(parent.tag, parent.attrib, parent.nsmap)
            moved = [element, *element.itersiblings()] if first else others
            parent.addnext(rest)
            rest.extend(moved)
            parent = rest if first else parent
        element = parent
    return element


def _comment(document: Document, bracket: Bracket) -> str:
    """Write the comment of a bracket; its number."""
    comments = document.with_comments()
    taken = {each.get(w("id")) for each in comments}
    number = next(str(number) for number in range(len(taken) + 1) if str(number) not in taken)
    comment = made("comment", id=number, author=bracket.label, initials=INITIALS)
    if bracket.date:
        comment.set(w("date"), bracket.date)
    for text in (bracket.why or bracket.written().strip()).split("\n"):
        paragraph, run = made("p"), made("r")
        run.append(made("t", text))
        paragraph.append(run)
        comment.append(paragraph)
    comments.append(comment)
    return number
