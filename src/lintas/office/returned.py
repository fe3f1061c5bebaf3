"""What came back from Word beside the text as it stands: brackets that would be put, and what cannot be one.

Whatever was changed with tracking is its author's; what was changed without is nobody's, and is found by comparing.
Nothing is decided here: an officer looks at each, and puts what is meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from re import Match
from typing import Final

from lintas.office.brackets import INITIALS, WRITTEN, Bracket
from lintas.office.document import Document
from lintas.office.errors import UnreadableDocument
from lintas.office.lines import Line, lines, said
from lintas.office.pieces import (
    FORMATTING,
    IN,
    OUT,
    ROWS,
    Accept,
    Change,
    Comment,
    Paragraph,
    comments_of,
    paragraphs_of,
    stands,
)
from lintas.office.segments import COMES, GOES, STAYS, Segment, Spot, segments, spots
from lintas.office.tree import w

AUTHORS_MAX: Final = 60
"""How many people may have tracked changes in one document."""
CHANGES_MAX: Final = 10_000
"""How many tracked changes one document may have."""
COMPARED_PARAGRAPHS_MAX: Final = 500
"""How many paragraphs in a row may differ that are compared one by one where nobody tracked what was changed."""
COMPARED_WORDS_MAX: Final = 2_000
"""How long a paragraph may be that is compared word by word where nobody tracked what was changed."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A bracket that would be put. `author` and `date` are as Word has them; empty where nothing was tracked.

    `language`: of which version, where a document has several side by side.
    """

    author: str
    date: str
    paragraph: int
    words: str
    instead: str
    why: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """What stays in the document alone: in which paragraph (0: none), by whom, and what."""

    paragraph: int
    author: str
    what: str


@dataclass(slots=True)
class Returned:
    """What was found, in the order of the text."""

    proposals: list[Proposal] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)


def returned(standing: bytes, data: bytes, held: Iterable[Bracket] = ()) -> Returned:
    """What the file `data` has that the text `standing` has not; `held`: brackets that may be written in it already.

    Raises as `Document`.
    """
    before = paragraphs_of(Document(standing))
    document = Document(data)
    known = frozenset(change for each in before for change in _changes(each))
    reading = _Reading(document, known, {each.written().strip() for each in held})
    reading.compare([each.text for each in lines(before, lambda change: True)])
    return reading.found


def _changes(paragraph: Paragraph) -> Iterator[Change]:
    yield from (change for piece in paragraph.pieces for change in piece.changes)
    yield from paragraph.end


class _Reading:
    """One document that came back, read beside the text as it stands."""

    def __init__(self, document: Document, known: frozenset[Change], held: set[str]) -> None:
        self.found = Returned(comments=comments_of(document))
        paragraphs = paragraphs_of(document)
        self._known, self._held = known, held
        self._new = [change for each in paragraphs for change in _changes(each) if change not in known]
        if len(self._new) > CHANGES_MAX:
            raise UnreadableDocument(f"it has {len(self._new)} tracked changes, and {CHANGES_MAX} is the most")
        self._lines = lines(paragraphs, known.__contains__)
        self._used = set[str]()
        formatted = sum(1 for _ in document.body.iter(*FORMATTING))
        if formatted:
            self.found.left.append(Left(0, "", f"{formatted} changes of formatting"))
        if rows := sum(1 for _ in document.body.iter(*ROWS)):
            self.found.left.append(Left(0, "", f"{rows} cells of tables that were put in or taken out"))
        for name, tree in document.beside().items():
            if tree.find(f".//{w('ins')}") is not None or tree.find(f".//{w('del')}") is not None:
                self.found.left.append(Left(0, "", f"changes in {name}"))

    def compare(self, standing: Sequence[str]) -> None:
        """Find everything: what was tracked, by author, then what was not, then comments that belong to neither."""
        numbers = self._numbers(standing)
        for line in self._lines:
            self._typed("", numbers.get(line.number, line.number), _written(line, self._known.__contains__))
        authors = list(dict.fromkeys(change.author for change in self._new))
        for author in authors[:AUTHORS_MAX]:
            for line in self._lines:
                self._by(author, line, numbers.get(line.number, 0))
        for author in authors[AUTHORS_MAX:]:
            self.found.left.append(Left(0, author, f"changes: those of {AUTHORS_MAX} people are read"))
        self.found.proposals.sort(key=lambda each: each.paragraph)
        for comment in self.found.comments:
            if comment.number not in self._used and comment.text and comment.initials != INITIALS:
                about = f" (on “{comment.words[:80]}”)" if comment.words else ""
                self.found.left.append(Left(0, comment.author, f"comment: {comment.text}{about}"))

    def _numbers(self, standing: Sequence[str]) -> dict[int, int]:
        """The number of each paragraph in the text as it stands; what nobody tracked is proposed on the way."""
        numbers = dict[int, int]()
        for tag, start, end, from_, to in _aligned(standing, [each.text for each in self._lines]):
            if end - start == to - from_:
                for at in range(end - start):
                    line, number = self._lines[from_ + at], start + at + 1
                    numbers[line.number] = number
                    if tag != "equal":
                        self._untracked(number, standing[start + at], line.text)
            else:
                self._rearranged(standing[start:end], start + 1, self._lines[from_:to])
        return numbers

    def _rearranged(self, gone: Sequence[str], number: int, come: Sequence[Line]) -> None:
        for at, text in enumerate(gone):
            self.found.left.append(Left(number + at, "", f"is not there any more, and nobody tracked it: {text[:200]}"))
        for line in come:
            self.found.left.append(Left(number, "", f"stands there now, and nobody tracked it: {line.text[:200]}"))

    def _untracked(self, number: int, was: str, now: str) -> None:
        for spot in spots(list(_compared(was, now))):
            self.found.proposals.append(Proposal("", "", number, spot.words, spot.instead))

    def _by(self, author: str, line: Line, number: int) -> None:
        """What one author changed in one paragraph."""
        theirs = [change for each in line.made_of for change in _changes(each) if self._is_new(change, author)]
        if not theirs:
            return
        before, after = self._known.__contains__, _with(self._known, author)
        parts = segments(line, before, after)
        place = number or line.number
        for spot in spots(parts):
            self.found.proposals.append(self._proposed(author, place, spot, theirs))
        self._brackets(author, place, line, after)
        for what in _unmapped(line, author, before, after):
            self.found.left.append(Left(place, author, what))

    def _is_new(self, change: Change, author: str) -> bool:
        return change.author == author and change not in self._known

    def _proposed(self, author: str, number: int, spot: Spot, theirs: Iterable[Change]) -> Proposal:
        mine = [change for part in spot.by for change in part.changes if self._is_new(change, author)]
        date = max((change.date for change in mine or theirs), default="")
        return Proposal(author, date, number, spot.words, spot.instead, self._why(author, spot))

    def _why(self, author: str, spot: Spot) -> str:
        """What the author wrote beside these words."""
        nodes = {id(part.node) for part in spot.by if part.node is not None}
        said = list[str]()
        for comment in self.found.comments:
            if comment.author == author and any(id(node) in nodes for node in comment.nodes):
                self._used.add(comment.number)
                said.append(comment.text)
        return "\n".join(said)

    def _brackets(self, author: str, number: int, line: Line, after: Accept) -> None:
        """Brackets that the author wrote by hand, and those that he took out."""
        was, now = _written(line, self._known.__contains__), _written(line, after)
        self._typed(author, number, {text: match for text, match in now.items() if text not in was})
        for text in [text for text in was if text not in now]:
            what = f"took out a bracket, which its state lifts by an act of its own: {text[:200]}"
            self.found.left.append(Left(number, author, what))

    def _typed(self, author: str, number: int, written: Mapping[str, Match[str]]) -> None:
        """Brackets that stand in the text and that nobody holds are proposed as they stand."""
        for text, match in written.items():
            if text not in self._held:
                label, words, instead = match.groups()
                self.found.proposals.append(Proposal(author, "", number, words, instead or "", f"[{label}]"))


def _aligned(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """Which paragraphs are the same, as `difflib` says it; what begins and ends alike is not compared any further."""
    most = min(len(old), len(new))
    start = next((at for at in range(most) if old[at] != new[at]), most)
    end = next((at for at in range(most - start) if old[-1 - at] != new[-1 - at]), most - start)
    yield "equal", 0, start, 0, start
    middle = old[start : len(old) - end], new[start : len(new) - end]
    if max(map(len, middle)) > COMPARED_PARAGRAPHS_MAX:
        yield "replace", start, len(old) - end, start, len(new) - end
    else:
        for tag, i, j, k, m in SequenceMatcher(None, *middle).get_opcodes():
            yield tag, start + i, start + j, start + k, start + m
    yield "equal", len(old) - end, len(old), len(new) - end, len(new)


def _with(known: frozenset[Change], author: str) -> Accept:
    return lambda change: change in known or change.author == author


def _written(line: Line, accept: Accept) -> dict[str, Match[str]]:
    text = "".join(piece.text for each in line.made_of for piece in each.pieces if stands(piece.changes, accept))
    return {match.group().strip(): match for match in WRITTEN.finditer(text)}


def _unmapped(line: Line, author: str, before: Accept, after: Accept) -> Iterator[str]:
    """What the author did that is no words in place of words of the text."""
    for paragraph in line.made_of:
        for piece in paragraph.pieces:
            ways = [(change.how, change.author) for change in piece.changes]
            others = [by for how, by in ways if how == IN and by != author]
            if (OUT, author) in ways and others and not stands(piece.changes, before):
                yield f"took out words that {others[0]} had put in: {piece.text.strip()[:200]}"
    last = line.made_of[-1].end
    if stands(last, before) and not stands(last, after) and said(line.made_of, after):
        yield "joined this paragraph with the next"


def _compared(was: str, now: str) -> Iterator[Segment]:
    """Two texts word by word, or as wholes where they are long."""
    old, new = _split(was), _split(now)
    if max(len(old), len(new)) > COMPARED_WORDS_MAX:
        old, new = [was], [now]
    for tag, start, end, from_, to in SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            yield Segment(STAYS, "".join(old[start:end]))
        else:
            yield from (Segment(how, text) for how, text in ((GOES, "".join(old[start:end])),
                                                              (COMES, "".join(new[from_:to]))) if text)  # fmt: skip


def _split(text: str) -> list[str]:
    """Words and the blanks between them."""
    found, word = list[str](), ""
    for character in text:
        if word and character.isspace() != word[-1].isspace():
            found.append(word)
            word = ""
        word += character
    return [*found, word] if word else found
