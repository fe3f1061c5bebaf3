"""What of a row a draft may take: values by the name of the field, as a form takes them, and what finds no field.

A row is the beginning of a dossier and nothing more: whoever writes the draft sees every value and changes what is
wrong. No kind is named: an act takes a row if it begins something and its body has the fields by which its like is
known. A day is offered only where the day is known, and a row that nobody verified carries that in its source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from lintas.dossier.grammar import Verb
from lintas.dossier.meanings import Body
from lintas.facts.register import Register
from lintas.facts.rows import Fact, When

_KNOWN_BY: Final[Mapping[str, tuple[frozenset[str], ...]]] = {
    "body": (frozenset({"name", "level", "reports_to", "meets"}),),
    "area": (frozenset({"area", "bodies", "source"}), frozenset({"area", "provision"})),
    "lead": (frozenset({"area", "provision"}),),
    "term": (frozenset({"office", "from_day", "source"}),),
    "plan": (frozenset({"parent", "valid_from", "valid_to"}),),
    "partner": (frozenset({"partner", "standing", "term_from"}),),
    "coordinator": (frozenset({"partner", "standing", "term_from"}),),
    "instrument": (frozenset({"title", "level", "functions", "states"}),),
}
"""By sort: the fields of a body that takes such a row; all of one of these."""

_FIRST: Final = ("from_day", "valid_from")
_LAST: Final = ("to_day", "valid_to")
_TIMES: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "partner": (("since",), ()), "coordinator": (("term_from",), ("term_to",)),
}  # fmt: skip
"""By sort, where others than `_FIRST` and `_LAST` hold its first and its last day."""


@dataclass(frozen=True, slots=True)
class Offered:
    """Values by the name of their field; and what of the row a person has to say, and why."""

    fields: Mapping[str, Any]
    left: tuple[tuple[str, str], ...]


def takes(row: Fact, verb: Verb) -> bool:
    """Whether an act of this verb begins something that such a row is about."""
    known = verb.says.fields().keys()
    return bool(verb.begins or verb.opens) and any(each <= known for each in _KNOWN_BY.get(row.sort.name, ()))


def offer(register: Register, row: Fact, says: type[Body]) -> Offered:
    """What the fields of this body take of the row."""
    values, left = _values(register, row), list[tuple[str, str]]()
    fields = dict[str, Any]()
    for name, meaning in says.fields().items():
        value = values.pop(name, None)
        if isinstance(value, When):
            if value.exact:
                fields[name] = value.first.isoformat()
            else:
                left.append((f"{name}: {value}", "no more is known than that; enter the day"))
        elif value and (why := next((why for each in value if (why := meaning.checks(each))), None)):
            left.append((f"{name}: {'; '.join(value)}", str(why)))
        elif value:
            fields[name] = value if meaning.many else "; ".join(value)
    left += [(f"{name}: {'; '.join(value)}", "no field takes it") for name, value in values.items()
             if not isinstance(value, When) and value]  # fmt: skip
    return Offered(fields, tuple(left))


def _values(register: Register, row: Fact) -> dict[str, list[str] | When]:
    """What the row says, by the name of the field that would hold it."""
    values: dict[str, list[str] | When] = {
        name.replace(" ", "_"): [register.words_for(each) for each in ids] or [words]
        for name, words, ids in register.said(row)
    }
    first, last = _TIMES.get(row.sort.name, (_FIRST, _LAST))
    values |= {name: time for names, time in ((first, row.since), (last, row.until)) if time for name in names}
    return values | {"source": [register.cited(row)]}
