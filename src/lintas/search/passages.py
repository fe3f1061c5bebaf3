"""Which words of a body may be found: derived from the meanings of its fields, whatever the kind.

A meaning that is not listed here is not indexed: a new one is found only after somebody has decided so. Never indexed
are `secret`; every word of a dossier whose kind is `protected` or in which a person may be under 18; every word of an
act that names somebody whom this authority protects.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from lintas.dossier.grammar import Verb
from lintas.dossier.meanings import (
    Account,
    Annexed,
    BirthDate,
    Bracket,
    Count,
    Date,
    Decision,
    DocumentNumber,
    EMail,
    File,
    Gateway,
    IPAddress,
    Language,
    Link,
    Marking,
    Money,
    Offence,
    PersonName,
    Place,
    Telephone,
    Text,
    Vehicle,
    Vessel,
    Wish,
    choice,
)
from lintas.dossier.occasions import Appointment, Embargo, OnBehalf
from lintas.search.folding import key_of, shown


@dataclass(frozen=True, slots=True)
class Passage:
    """What one field says, as it is shown, and folded."""

    field: str
    meaning: str
    text: str
    key: str


def _itself(value: Any) -> str:
    return str(value)


def _parts(*names: str) -> Callable[[Any], str]:
    """Of a record the parts that are words; never the key of a file."""
    return lambda value: " ".join(str(value[name]) for name in names if name in value)


INDEXED: Final[Mapping[str, Callable[[Any], str]]] = {
    each.name: _itself
    for each in (
        Text, Place, Date, BirthDate, PersonName, DocumentNumber, Account, Telephone, EMail, IPAddress, Vehicle, Vessel,
        Count, Marking, Decision, Gateway, Wish, Annexed, Embargo, OnBehalf, Language, choice(),
    )
} | {
    Money.name: _parts("amount", "currency"),
    Link.name: _parts("relation"),
    File.name: _parts("name"),
    Bracket.name: _parts("words", "instead", "why"),
    Appointment.name: _parts("what", "place", "starts"),
    Offence.name: _parts("name", "band", "purpose"),
}  # fmt: skip
"""By the name of a meaning: what of a value is words."""


def passages(verb: Verb, fields: Mapping[str, Any]) -> Iterator[Passage]:
    """What may be found of what an act says; values that are not what their field asks for are passed over."""
    for name, meaning in verb.says.fields().items():
        words = INDEXED.get(meaning.name)
        if words is None or name not in fields:
            continue
        said = fields[name]
        for value in said if meaning.many and isinstance(said, list) else [said]:
            if meaning.checks(value) is None and (key := key_of(text := shown(words(value)))):
                yield Passage(name, meaning.name, text, key)


def names_any(found: Iterable[Passage], names: Iterable[str]) -> bool:
    """Whether what was said names one of these persons."""
    keys = [key for name in names if (key := key_of(name))]
    return any(key in each.key for each in found for key in keys)
