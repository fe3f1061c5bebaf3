"""Which public facts something is about: found by what it is called, an abbreviation, an identifier, or a day.

No kind is named. What begins something is known by the fields of its body, as in `offering`, and the field that says
what it is called is compared with the ids of rows, what they are called, and their ids in the register of law. Whole
names are compared and nothing else: who reads of one working group is not shown another whose name begins alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from lintas.dossier.grammar import Kind, Verb
from lintas.facts.register import Register, Thing
from lintas.facts.rows import Fact
from lintas.facts.sorts import SORTS

_MEETING: Final = frozenset({"body", "place", "opens", "agenda"})
_PLAN: Final = frozenset({"parent", "valid_from", "valid_to"})
_NAMED_BY: Final[Mapping[str, tuple[tuple[frozenset[str], str], ...]]] = {
    "body": (
        (frozenset({"name", "level", "reports_to", "meets"}), "name"),
        (frozenset({"office", "body", "from_day", "source"}), "body"),
        (_MEETING, "body"),
    ),
    "area": ((frozenset({"area"}), "area"),),
    "meeting": ((_MEETING, "body"),),
    "text": ((frozenset({"title", "becomes"}), "title"),),
    "plan": ((_PLAN, "title"), (_PLAN, "parent")),
    "instrument": (
        (frozenset({"title", "level", "functions", "states"}), "title"),
        (frozenset({"instrument", "row", "source"}), "instrument"),
    ),
    "partner": ((frozenset({"partner", "standing", "term_from"}), "partner"),),
}
"""By sort: the fields by which a body is known that names such a thing, and the one of them that names it."""
_DAY: Final = "opens"
_ORDINAL: Final = re.compile(r"\d+(?:st|nd|rd|th) ", re.ASCII)
_ASIDE: Final = re.compile(r"\(([^()]*)\)")


def may_name(kind: Kind, sort: str) -> bool:
    """Whether dossiers of the kind may be about things of a sort."""
    verbs = (verb for types in kind.item.walk() for verb in types[-1].verbs)
    return any(known <= verb.says.fields().keys() for verb in verbs if _begins(verb)
               for known, _ in _NAMED_BY.get(sort, ()))  # fmt: skip


def about(register: Register, begun: Iterable[tuple[Verb, Mapping[str, Any]]]) -> list[Thing]:
    """The things that these acts name which began something, in the order of their sorts; each act as its verb and what
    it says.
    """
    called = _Called(register)
    ids = dict.fromkeys(id for verb, says in begun if _begins(verb) for id in _named(called, verb, says))
    things = [thing for each in ids if (thing := register.thing(each))]
    order = list(SORTS)
    return sorted(things, key=lambda each: order.index(each.sort.name))


def _begins(verb: Verb) -> bool:
    return bool(verb.begins or verb.opens)


def _named(called: _Called, verb: Verb, says: Mapping[str, Any]) -> Iterator[str]:
    fields = verb.says.fields().keys()
    for sort, ways in _NAMED_BY.items():
        for known, field in ways:
            if known <= fields:
                yield from called.by(sort, says.get(field))
    if fields >= _MEETING:
        yield from called.on(says.get("body"), says.get(_DAY))


class _Called:
    """The rows by what they are called."""

    def __init__(self, register: Register) -> None:
        self._rows = register.rows
        self._ids: dict[tuple[str, str], str] = {}
        for row in register.rows:
            for name in _names(row):
                self._ids.setdefault((row.sort.name, _plain(name)), row.id)

    def by(self, sort: str, said: object) -> Iterator[str]:
        """The ids of what a value calls by its name."""
        for value in said if isinstance(said, list) else [said]:
            for way in _ways(value) if isinstance(value, str) else ():
                if found := self._ids.get((sort, way)):
                    yield found

    def on(self, body: object, day: object) -> Iterator[str]:
        """The ids of meetings of a body that were on a day."""
        try:
            opens = date.fromisoformat(str(day))
        except ValueError:
            return
        bodies = set(self.by("body", body))
        for row in self._rows:
            if row.sort.name == "meeting" and row.says.get("body") in bodies and row.since and row.since.exact:
                last = row.until.last if row.until else row.since.last
                if row.since.first <= opens <= last:
                    yield row.id


def _names(row: Fact) -> Iterator[str]:
    """What a row is called: its id, its heading, and its id in the register of law."""
    yield row.id
    if not row.sort.columns[0].names:
        yield row.title
    if isinstance(law := row.says.get("law"), str):
        yield law


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _ways(value: str) -> Iterator[str]:
    """The whole, what stands aside in it, the rest without that; each also without the number of a meeting."""
    whole = _plain(value)
    for way in (whole, *_ASIDE.findall(whole), _ASIDE.sub("", whole)):
        yield from dict.fromkeys((" ".join(way.split()), _ORDINAL.sub("", " ".join(way.split()))))
