"""What acts say of the world as entities and what binds them: the form between a dossier and the tools of others.

Derived from the meanings of fields, whatever the kind. A meaning that is not listed here does not leave in this form: a
new one does only after somebody has decided so. `secret` never does, since such files feed lists and indices.

What has a number is one entity, wherever it is named; a person is one in each act that names one, since nobody said
that two of the same name are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final

from lintas.dossier import numbers
from lintas.dossier.meanings import (
    Account,
    Annexed,
    BirthDate,
    Body,
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
    Meaning,
    Money,
    Offence,
    Party,
    PersonName,
    Place,
    Telephone,
    Text,
    Vehicle,
    Vessel,
    Wish,
    choice,
)
from lintas.dossier.occasions import Appointment, Embargo, OnBehalf, in_words
from lintas.wire.identifiers import digest, show

PERSON: Final = "person"
ORGANISATION: Final = "organisation"
ACCOUNT: Final = "account"
TELEPHONE: Final = "telephone number"
E_MAIL: Final = "e-mail address"
IP_ADDRESS: Final = "IP address"
VEHICLE: Final = "vehicle"
VESSEL: Final = "vessel"
PLACE: Final = "place"
FILE: Final = "file"
ACT: Final = "act"
EXPORT: Final = "export"

NAME, OTHER_NAME, BORN, DOCUMENT, NUMBER = "name", "other name", "date of birth", "document number", "number"
PLATE, VIN, IMO, MMSI, MORE = "registration", "VIN", "IMO number", "MMSI", "description"
MEDIA, BYTES, SHA256 = "media type", "bytes", "SHA-256"
VERB, ITEM, TIME, SAYS = "verb", "item", "time", "says"
CODE, STATE = "code", "state"
DOSSIER, KIND, BY, LEFT_OUT, PARTY = "dossier", "kind", "exported by", "left out", "party"
EXERCISE, MARKING, SAID_BY, SAID_AT = "exercise", "classification", "said by", "said at (UTC)"
HANDLING, SOURCE, CERTAINTY = "handling", "reliability of the source", "certainty"

PROPERTIES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        PERSON: (NAME, OTHER_NAME, BORN, DOCUMENT),
        ORGANISATION: (NAME, CODE, STATE),
        ACCOUNT: (NUMBER,),
        TELEPHONE: (NUMBER,),
        E_MAIL: (NUMBER,),
        IP_ADDRESS: (NUMBER,),
        VEHICLE: (PLATE, VIN, MORE),
        VESSEL: (NAME, IMO, MMSI, MORE),
        PLACE: (NAME,),
        FILE: (NAME, MEDIA, BYTES, SHA256),
        ACT: (VERB, ITEM, TIME, SAYS),
        EXPORT: (DOSSIER, KIND, BY, PARTY, LEFT_OUT),
    }
)
"""By sort, what is said of an entity."""
ORIGIN: Final = (EXERCISE, MARKING, SAID_BY, SAID_AT, HANDLING, SOURCE, CERTAINTY)
"""What is said of any entity beside that: where it comes from, and what may be done with it."""

NAMED_IN, MADE, NAMED_WITH = "named in", "made", "named with"
_LABEL: Final = "lintas/entity/1"


@dataclass(frozen=True, slots=True)
class Entity:
    """Something that is said of the world: its sort, and pairs of a property and one of its values, as text."""

    id: str
    sort: str
    says: tuple[tuple[str, str], ...] = ()

    def all(self, name: str) -> tuple[str, ...]:
        """The values of a property."""
        return tuple(value for each, value in self.says if each == name)

    def first(self, name: str) -> str:
        """The first value of a property; empty where there is none."""
        return next(iter(self.all(name)), "")

    def but(self, *names: str) -> tuple[tuple[str, str], ...]:
        """What it says without these properties."""
        return tuple(pair for pair in self.says if pair[0] not in names)


@dataclass(frozen=True, slots=True)
class Bond:
    """That one entity stands to another in a relation, from the one to the other; both by their ids."""

    one: str
    relation: str
    other: str


@dataclass(frozen=True, slots=True)
class Entities:
    """Entities, and what binds them; no two have one id."""

    entities: tuple[Entity, ...]
    bonds: tuple[Bond, ...] = ()

    def of(self, *sorts: str) -> tuple[Entity, ...]:
        """Those of these sorts."""
        return tuple(each for each in self.entities if each.sort in sorts)


@dataclass(frozen=True, slots=True)
class Source:
    """In which act of which dossier something is said, the code of an authority by its id, and what is added to each
    entity: pairs as in `Entity.says`.
    """

    dossier: bytes
    act: bytes
    code: Callable[[bytes], str]
    origin: tuple[tuple[str, str], ...] = ()


def _itself(value: Any, code: Callable[[bytes], str]) -> str:
    return str(value)


_WORDS: Final[Mapping[str, Callable[[Any, Callable[[bytes], str]], str]]] = {
    each.name: _itself
    for each in (Text, Annexed, Date, Embargo, OnBehalf, Language, Count, Marking, Decision, Gateway, Wish, choice())
} | {
    Money.name: lambda value, code: f"{value['amount']} {value['currency']}",
    Offence.name: lambda value, code: "; ".join(value[name] for name in ("name", "band", "purpose") if name in value),
    Link.name: lambda value, code: f"{value['relation']} {show(value['dossier'])}",
    Party.name: lambda value, code: code(value),
    Appointment.name: lambda value, code: in_words(value),
}
"""By the name of a meaning: its value in words, as part of what the act says."""

_SORTS: Final[Mapping[str, tuple[str, ...]]] = {
    PersonName.name: (PERSON,),
    BirthDate.name: (PERSON,),
    DocumentNumber.name: (PERSON,),
    Account.name: (ACCOUNT,),
    Telephone.name: (TELEPHONE,),
    EMail.name: (E_MAIL,),
    IPAddress.name: (IP_ADDRESS,),
    Vehicle.name: (VEHICLE,),
    Vessel.name: (VESSEL,),
    Place.name: (PLACE,),
    File.name: (FILE,),
}


Known = tuple[str, tuple[tuple[str, str], ...]]
_OWNED: Final = frozenset({ACCOUNT, TELEPHONE, E_MAIL, IP_ADDRESS, VEHICLE, VESSEL})
"""What is bound to the one person whom the same act names."""


def sorts_in(says: type[Body]) -> frozenset[str]:
    """The sorts of entities that the fields of a body may name."""
    return frozenset(sort for meaning in says.fields().values() for sort in _SORTS.get(meaning.name, ()))


def entity_id(dossier: bytes, *parts: str) -> str:
    """The id that an entity of a dossier always has: of these parts, and of nothing else."""
    return show(digest(_LABEL, b"\0".join([dossier, *(part.encode() for part in parts)]))[:16])


def act_id(dossier: bytes, act: bytes) -> str:
    """The id of an act as an entity."""
    return entity_id(dossier, ACT, show(act))


def entities_in(says: type[Body], fields: Mapping[str, Any], source: Source) -> Entities:
    """What the fields of a body name, each bound to its act. Values that are not what their field asks for are passed
    over.
    """
    given = [
        (name, meaning, value) for name, meaning in says.fields().items() for value in _values(meaning, fields, name)
    ]
    persons = list(_persons(given, source))
    numbered = [made for _, meaning, value in given if (made := _numbered(meaning, value, source))]
    found = [replace(each, says=(*each.says, *source.origin)) for each in dict.fromkeys([*persons, *numbered])]
    act = act_id(source.dossier, source.act)
    bonds = [Bond(each.id, NAMED_IN, act) for each in found]
    if len(persons) == 1:
        bonds += [Bond(persons[0].id, NAMED_WITH, each.id) for each in dict.fromkeys(numbered) if each.sort in _OWNED]
    return Entities(tuple(found), tuple(bonds))


def words_in(says: type[Body], fields: Mapping[str, Any], code: Callable[[bytes], str]) -> Iterator[str]:
    """What the other fields say, a line for each value, with the name of its field; never a secret."""
    for name, meaning in says.fields().items():
        in_words = _WORDS.get(meaning.name)
        for value in _values(meaning, fields, name) if in_words else ():
            assert in_words is not None
            yield f"{name.replace('_', ' ')}: {in_words(value, code)}"


def kept_back(says: type[Body], fields: Mapping[str, Any]) -> tuple[str, ...]:
    """The fields that say something and do not leave in this form."""
    known = {*_WORDS, *_SORTS}
    return tuple(name for name, meaning in says.fields().items() if name in fields and meaning.name not in known)


def _values(meaning: Meaning, fields: Mapping[str, Any], name: str) -> Iterator[Any]:
    said = fields.get(name)
    for value in (said if isinstance(said, list) else []) if meaning.many else [said]:
        if value is not None and meaning.checks(value) is None:
            yield value


Given = Sequence[tuple[str, Meaning, Any]]


def _persons(given: Given, source: Source) -> Iterator[Entity]:
    """The person whom the body is about, with what it says of that one alone; then the others whom it names."""
    names = [(name, meaning, value) for name, meaning, value in given if meaning.says(PersonName)]
    own = [value for _, meaning, value in names if not meaning.many and not meaning.again]
    others = [value for _, meaning, value in names if meaning.many and not meaning.again] + own[1:]
    about = _of_one(given)
    if len(own) > 1 and about:
        # Of which of them it is said, nobody knows.
        yield Entity(entity_id(source.dossier, PERSON, show(source.act), "about"), PERSON, about)
        about = ()
    if own or about:
        says = (*((NAME, value) for value in own[:1]), *about)
        yield Entity(entity_id(source.dossier, PERSON, show(source.act), "0"), PERSON, says)
    for number, name in enumerate(others, 1):
        yield Entity(entity_id(source.dossier, PERSON, show(source.act), str(number)), PERSON, ((NAME, name),))


def _of_one(given: Given) -> tuple[tuple[str, str], ...]:
    """What is said of the one person whom a body names, or has in mind and does not name."""
    again = [(OTHER_NAME, value) for _, meaning, value in given if meaning.says(PersonName) and meaning.again]
    born = [(BORN, value) for _, meaning, value in given if meaning.says(BirthDate)]
    documents = [(DOCUMENT, value) for _, meaning, value in given if meaning.says(DocumentNumber)]
    return (*again, *born, *documents)


def _numbered(meaning: Meaning, value: Any, source: Source) -> Entity | None:
    """An entity that is known by its number, name or hash in all of a dossier."""
    if (read := _READ.get(meaning.name)) is None:
        return None
    sort = _SORTS[meaning.name][0]
    known_by, says = read(value)
    return Entity(entity_id(source.dossier, sort, known_by), sort, says)


def _of_number(value: str) -> Known:
    return value, ((NUMBER, value),)


def _of_file(value: Mapping[str, Any]) -> Known:
    sha256 = value["sha256"].hex()
    return sha256, ((NAME, value["name"]), (MEDIA, value["media"]), (BYTES, str(value["bytes"])), (SHA256, sha256))


def _of_line(words: Mapping[str, str], first: str) -> Callable[[str], Known]:
    """A line whose first plain part is the plate or the name; known by a number of its own, if it has one."""

    def read(value: str) -> Known:
        says = list[tuple[str, str]]()
        for word, said in numbers.parts_of(value, tuple(words)):
            plain = MORE if any(name == first for name, _ in says) else first
            says.append((words.get(word, plain), said))
        own = next((f"{name} {said}" for name, said in says if name in words.values()), "")
        return own or " ".join(value.split()).casefold(), tuple(says)

    return read


_READ: Final[Mapping[str, Callable[[Any], Known]]] = {
    Account.name: _of_number,
    Telephone.name: lambda value: (numbers.digits_of(value), ((NUMBER, value),)),
    EMail.name: lambda value: (value.casefold(), ((NUMBER, value),)),
    IPAddress.name: lambda value: (numbers.ip_of(value), ((NUMBER, value),)),
    Vehicle.name: _of_line({numbers.VIN: VIN}, PLATE),
    Vessel.name: _of_line({numbers.IMO: IMO, numbers.MMSI: MMSI}, NAME),
    Place.name: lambda value: (value, ((NAME, value),)),
    File.name: _of_file,
}
"""By the name of a meaning: by what it is known, and what is said of it."""


def merged(parts: Sequence[Entities]) -> Entities:
    """All of it, where the same entity has what each part says of it, once."""
    says = dict[tuple[str, str], dict[tuple[str, str], None]]()
    for part in parts:
        for each in part.entities:
            says.setdefault((each.id, each.sort), {}).update(dict.fromkeys(each.says))
    entities = tuple(Entity(identifier, sort, tuple(said)) for (identifier, sort), said in says.items())
    return Entities(entities, tuple(dict.fromkeys(bond for part in parts for bond in part.bonds)))
