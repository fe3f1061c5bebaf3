"""What stands in a letter: the words of an act, part by part, as its kind's field types say how they are written.

Pure: from an act and the declaration of its kind. Every label is English, with a second language beside it where the
letter has one; what the act itself says is never translated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from lintas.dossier.grammar import Verb
from lintas.dossier.meanings import Bracket, File, Link, Meaning, Money, Offence, Party
from lintas.dossier.occasions import Appointment, Delegate, delegate_in_words, in_words
from lintas.dossier.parts import marking_in, named, parts_of
from lintas.wire.identifiers import show

CODE_CHARS: Final = 12
"""60 bits of the act's id: nobody makes a second act that begins alike, and twelve signs can be read out by phone."""
_GROUP: Final = 4

Translate = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Words:
    """A text in English, and beside it in the letter's second language; empty where that has none."""

    english: str
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A field: its label, and what the act says there, a text for each entry."""

    label: Words
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the letter."""

    heading: Words
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Office:
    """An authority as a letter names it."""

    code: str
    name: str
    state: str = ""


@dataclass(frozen=True, slots=True)
class Sealed:
    """The act of which a letter is made. `says`: its fields; `officers`: who answers for it, by pseudonym, and how."""

    act: bytes
    dossier: bytes
    kind: str
    verb: Verb
    says: Mapping[str, Any]
    sender: Office
    recipients: tuple[Office, ...]
    time_ms: int
    exercise: bool
    officers: Mapping[str, str] = field(default_factory=dict)
    corrected: bool = False

    @property
    def marking(self) -> str:
        """The highest classification that it states; empty where it states none."""
        return marking_in(self.verb.says, self.says)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter, all but its form."""

    title: Words
    code: str
    day: str
    sealed: Sealed
    sections: tuple[Section, ...]
    files: tuple[str, ...]


def receipt_code(act: bytes) -> str:
    """The code of a letter: the beginning of its act's id in groups, by which both sides find the act (`find_act`)."""
    text = show(act)[:CODE_CHARS]
    return "-".join(text[at : at + _GROUP] for at in range(0, CODE_CHARS, _GROUP))


def letter_of(sealed: Sealed, translate: Translate, name_of: Callable[[bytes], str], *, court: bool = False) -> Letter:
    """The letter of an act. With `court`, without pointers to other dossiers: they are police matters, and no evidence.

    `name_of` names an authority by its id.
    """
    said = _Writer(translate, name_of)
    sections = []
    for part in parts_of(sealed.verb.says):
        shown = [(name, meaning) for name, meaning in part.fields if name in sealed.says]
        rows = [
            Row(said.both(named(name)), tuple(said.values(meaning, sealed.says[name])))
            for name, meaning in shown
            if not (court and meaning.says(Link)) and not meaning.says(File)
        ]
        if rows:
            sections.append(Section(said.both(part.heading), tuple(rows)))
    title = f"{sealed.kind}: {sealed.verb.name}"
    beside = f"{translate(sealed.kind)}: {translate(sealed.verb.name)}"
    day = datetime.fromtimestamp(sealed.time_ms / 1000, UTC).date().isoformat()
    return Letter(
        Words(title, beside if beside != title else ""),
        receipt_code(sealed.act),
        day,
        sealed,
        tuple(sections),
        tuple(_files(sealed)),
    )


def _files(sealed: Sealed) -> Iterator[str]:
    for name, meaning in sealed.verb.says.fields().items():
        if meaning.says(File) and name in sealed.says:
            said = sealed.says[name]
            yield from (_file(each) for each in (said if isinstance(said, list) else [said]))


def _file(value: Mapping[str, Any]) -> str:
    return f"{value['name']} ({value['media']}, {value['bytes']:,} bytes, SHA-256 {value['sha256'].hex()})"


class _Writer:
    """Writes what fields say, as their field types have it."""

    def __init__(self, translate: Translate, name_of: Callable[[bytes], str]) -> None:
        self._translate = translate
        self._name_of = name_of

    def both(self, english: str) -> Words:
        beside = self._translate(english)
        return Words(english, "" if beside == english else beside)

    def values(self, meaning: Meaning, value: Any) -> Iterator[str]:
        for each in value if meaning.many and isinstance(value, list) else [value]:
            yield self._value(meaning, each)

    def _value(self, meaning: Meaning, value: Any) -> str:
        if meaning.choices:
            return self._choice(meaning, value)
        writer = _WRITERS.get(meaning.name)
        if writer:
            return writer(value)
        return self._name_of(value) if meaning.says(Party) else str(value)

    def _choice(self, meaning: Meaning, value: str) -> str:
        plain = dict(zip(meaning.choices, meaning.plain, strict=False)).get(value, value)
        words = self.both(plain)
        return f"{words.english} / {words.beside}" if words.beside else words.english


def _offence(value: Mapping[str, Any]) -> str:
    purpose = f"; {value['purpose']}" if value.get("purpose") else ""
    return f"{value['name']} ({value['band']}){purpose}"


def _money(value: Mapping[str, Any]) -> str:
    return f"{value['amount']} {value['currency']}"


def _bracket(value: Mapping[str, Any]) -> str:
    instead = value.get("instead")
    why = f" ({value['why']})" if value.get("why") else ""
    return (
        f"{value['paragraph']}: \u201c{value['words']}\u201d"
        + (f" \u2192 \u201c{instead}\u201d" if instead else "")
        + why
    )


def _link(value: Mapping[str, Any]) -> str:
    act = f"/{show(value['act'])[:CODE_CHARS]}" if "act" in value else ""
    return f"{value['relation']}: {show(value['dossier'])}{act}"


_WRITERS: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    Offence.name: _offence, Money.name: _money, Link.name: _link, Bracket.name: _bracket,
    Appointment.name: in_words, Delegate.name: delegate_in_words,
}  # fmt: skip
