"""A text that states settle as papers of Word: one version of it, or all of them side by side; out, and in again.

Brackets say of which version they are; those that do not are of the version that was tabled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from lintas.compose.texts import brackets_of
from lintas.office.brackets import Bracket
from lintas.office.cleaning import clean
from lintas.office.lines import text_of
from lintas.office.putting import Written, with_brackets
from lintas.office.returned import Left, Proposal, Returned, returned
from lintas.office.side import Side
from lintas.wire.errors import LintasError

SIDE: Final = "side"
"""All versions side by side, in place of the language of one."""


class NoSuchVersion(LintasError):
    """The text has no version in that language that can be read here."""

    def __init__(self, language: str, languages: Sequence[str]) -> None:
        self.language, self.languages = language, ", ".join(each or "-" for each in languages)


def newest(rounds: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """The newest round of each version by its language, that which was tabled first."""
    return {each["language"]: each for each in rounds}


@dataclass(frozen=True, slots=True)
class Papers:
    """The newest round of each version as a document, by language, and what parties hold, as plain data of `Held`."""

    documents: Mapping[str, bytes]
    held: Sequence[Mapping[str, Any]]

    @property
    def tabled(self) -> str:
        """The language of the version that was tabled."""
        return next(iter(self.documents), "")

    def out(self, which: str = "") -> Written:
        """A version, or all side by side, with every bracket; raises `NoSuchVersion`, or as `with_brackets`."""
        return with_brackets(self._document(which), self._brackets(which))

    def clean(self, which: str = "") -> bytes:
        """The same as its readers accept it, without any bracket; raises as `out`."""
        return clean(self._document(which))

    def back(self, data: bytes, which: str = "") -> Returned:
        """What a file that came back has that the text has not, each with its version; raises as `returned`."""
        came = returned(self._document(which), data, self._brackets(which))
        places = dict(enumerate(self._side().places(), 1)) if which == SIDE else {}

        def place(line: int) -> tuple[str, int]:
            return places.get(line, ("", 0)) if which == SIDE else (which or self.tabled, line)

        proposals, left = list[Proposal](), list[Left]()
        for each in came.proposals:
            language, number = place(each.paragraph)
            if number:
                said = "" if language == self.tabled else language
                proposals.append(replace(each, paragraph=number, language=said))
            else:
                left.append(Left(0, each.author, f"stands in no version: {each.words} \u2192 {each.instead}"))
        for gone in came.left:
            language, number = place(gone.paragraph)
            left.append(replace(gone, paragraph=number, what=f"{language} {gone.what}" if places else gone.what))
        return replace(came, proposals=proposals, left=left)

    def _document(self, which: str) -> bytes:
        if which == SIDE:
            return self._side().document()
        if (which or self.tabled) not in self.documents:
            raise NoSuchVersion(which, list(self.documents))
        return self.documents[which or self.tabled]

    def _side(self) -> Side:
        return Side({language: text_of(data) for language, data in self.documents.items()})

    def _brackets(self, which: str) -> list[Bracket]:
        """Those of the version, or of all, where the document has them."""
        if which != SIDE:
            return [each for each, language in self._all() if language == (which or self.tabled)]
        lines = {place: line for line, place in enumerate(self._side().places(), 1)}
        return [replace(each, paragraph=lines.get((language, each.paragraph), 0)) for each, language in self._all()]

    def _all(self) -> list[tuple[Bracket, str]]:
        said = [said for each in self.held for said in each["brackets"] or ()]
        return [
            (each, one.get("language", self.tabled)) for each, one in zip(brackets_of(self.held), said, strict=True)
        ]


def said(each: Proposal) -> dict[str, Any]:
    """The bracket that it would be, as an act says it."""
    parts = {"instead": each.instead, "why": each.why, "language": each.language}
    return {"paragraph": each.paragraph, "words": each.words, **{name: part for name, part in parts.items() if part}}
