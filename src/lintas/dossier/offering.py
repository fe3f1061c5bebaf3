"""Entities of a file as fields of a body: what a person may take over, by the meanings of the fields.

Nothing is taken over by itself: whoever writes the draft says which entities, and sees every value before it is sealed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lintas.dossier import entities as form
from lintas.dossier import numbers
from lintas.dossier.entities import Entity
from lintas.dossier.meanings import (
    ENTRIES_MAX,
    Account,
    BirthDate,
    Body,
    DocumentNumber,
    EMail,
    IPAddress,
    Meaning,
    PersonName,
    Place,
    Telephone,
    Vehicle,
    Vessel,
)  # fmt: skip
from lintas.dossier.reasons import Reason

_OTHERS: Final = "others"
"""Names of persons beside the one whom the body is about."""
_TAKEN: Final[Mapping[str, str]] = {
    PersonName.name: form.NAME, BirthDate.name: form.BORN, DocumentNumber.name: form.DOCUMENT,
    Account.name: form.ACCOUNT, Place.name: form.PLACE, Telephone.name: form.TELEPHONE, EMail.name: form.E_MAIL,
    IPAddress.name: form.IP_ADDRESS, Vehicle.name: form.VEHICLE, Vessel.name: form.VESSEL,
}  # fmt: skip
_VALUES: Final[Mapping[str, str]] = {
    form.ACCOUNT: form.NUMBER, form.PLACE: form.NAME, form.TELEPHONE: form.NUMBER, form.E_MAIL: form.NUMBER,
    form.IP_ADDRESS: form.NUMBER,
}  # fmt: skip
"""Sorts that are one value: of which property."""
_LINES: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    form.VEHICLE: (form.PLATE, {numbers.VIN: form.VIN}),
    form.VESSEL: (form.NAME, {numbers.IMO: form.IMO, numbers.MMSI: form.MMSI}),
}
"""Sorts that are one line: of which property is its plain part, and of which its numbers."""
TAKEN: Final = frozenset({form.PERSON, *_VALUES, *_LINES})
"""Sorts that some field may take."""
_ALSO_ACCOUNTS: Final = (form.TELEPHONE, form.E_MAIL)
"""What a field of accounts takes where the body has no field of its own for it: somebody is reached or pays by it."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Values by the name of their field, as a form takes them; and what of the entities finds no field, and why."""

    fields: Mapping[str, Any]
    left: tuple[tuple[str, Reason], ...]


def takes(says: type[Body]) -> frozenset[str]:
    """The sorts of entities that fields of a body can take."""
    taken = {_taken_by(meaning) for meaning in says.fields().values()}
    persons = {form.PERSON} if taken & {form.NAME, form.DOCUMENT, _OTHERS} else set[str]()
    also = set(_ALSO_ACCOUNTS) if form.ACCOUNT in taken else set[str]()
    return frozenset(persons | also | (taken & {*_VALUES, *_LINES}))


def offer(says: type[Body], chosen: Sequence[Entity]) -> Offer:
    """The fields that these entities fill. The first person is the one whom the body is about; the rest are others."""
    pool = dict[str, list[str]]()
    for name, value in _values(chosen):
        if value not in pool.setdefault(name, []):
            pool[name].append(value)
    taken = {_taken_by(meaning) for meaning in says.fields().values()}
    for sort in (each for each in _ALSO_ACCOUNTS if form.ACCOUNT in taken and each not in taken):
        pool.setdefault(form.ACCOUNT, []).extend(pool.pop(sort, []))
    fields, left = dict[str, Any](), list[tuple[str, Reason]]()
    for name, meaning in says.fields().items():
        if good := _take(pool.get(_taken_by(meaning), []), name, meaning, left):
            fields[name] = good if meaning.many else good[0]
    left += [(value, Reason("no field takes it")) for values in pool.values() for value in values]
    return Offer(fields, tuple(left))


def _values(chosen: Sequence[Entity]) -> Iterator[tuple[str, str]]:
    """What the entities say, by what takes it."""
    persons = [each for each in chosen if each.sort == form.PERSON]
    for about in persons[:1]:
        names = about.all(form.NAME)
        yield from ((form.NAME, name) for name in names[:1])
        yield from ((form.OTHER_NAME, name) for name in (*names[1:], *about.all(form.OTHER_NAME)))
        yield from ((name, value) for name in (form.BORN, form.DOCUMENT) for value in about.all(name))
    for other in persons[1:]:
        yield _OTHERS, other.first(form.NAME) or other.id
    for each in chosen:
        if each.sort in _VALUES:
            yield from ((each.sort, value) for value in each.all(_VALUES[each.sort]))
        elif each.sort in _LINES:
            yield each.sort, in_line(each)
        elif each.sort != form.PERSON:
            yield each.sort, each.first(form.NAME) or each.id


def in_line(each: Entity) -> str:
    """What is read of an entity at a glance, and what a field takes of it where that is one line."""
    if each.sort not in _LINES:
        return each.first(_VALUES.get(each.sort, form.NAME)) or each.id
    plain, words = _LINES[each.sort]
    said = {word: each.first(name) for word, name in words.items()}
    return numbers.line_of(each.first(plain), said, ", ".join(each.all(form.MORE))) or each.id


def _taken_by(meaning: Meaning) -> str:
    """What of the values a field takes; empty for none."""
    if meaning.says(PersonName) and meaning.many:
        return form.OTHER_NAME if meaning.again else _OTHERS
    return _TAKEN.get(meaning.name, "")


def _take(values: list[str], name: str, meaning: Meaning, left: list[tuple[str, Reason]]) -> list[str]:
    """What the field has room for, taken out of the values; what is not as it asks is taken out, and said."""
    good = list[str]()
    while values and len(good) < (ENTRIES_MAX if meaning.many else 1):
        value = values.pop(0)
        if why := meaning.checks(value):
            left.append((value, Reason("{field}: {why}", field=name, why=why)))
        else:
            good.append(value)
    return good
