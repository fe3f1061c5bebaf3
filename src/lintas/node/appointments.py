"""When the people of a dossier meet: what its acts say in appointments, and the days that stand beside these.

Of each item and field the newest act that counts stands, so that a programme is one act that replaces the one before.
What is under embargo is said to be, whatever it is. No kind is named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lintas.dossier.grammar import CALLED_OFF, Verb
from lintas.dossier.graph import Node as GraphNode
from lintas.dossier.meanings import Date, Meaning, Place
from lintas.dossier.occasions import Appointment, Embargo
from lintas.dossier.parts import marking_in, named
from lintas.dossier.position import DOSSIER, Position
from lintas.node.brought import counts, said
from lintas.node.state import Node


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something at which people meet, or a day of it. `starts` and `ends` are as the act says them: a time on the clock
    of `zone`, or a day, where `zone` is empty. `embargo`: the day before which nobody announces it, or empty.
    `again`: how many acts said it before in other words; `off`: it is called off.
    """

    item: bytes
    item_name: str
    act: bytes
    author: str
    field: str
    number: int
    what: str
    starts: str
    ends: str
    zone: str
    place: str
    held: str
    embargo: str
    marking: str
    again: int
    off: bool


def occasions(node: Node, dossier: bytes) -> tuple[Occasion, ...]:
    """Those that this node may read, the earliest first; none where the dossier is not folded here."""
    replica = node.folded(dossier)
    if replica is None:
        return ()
    now = replica.now()
    found = [each for said_by in _newest(node, now, dossier) for each in said_by.occasions(node, now)]
    return tuple(sorted(found, key=lambda each: (each.starts, each.ends, each.item, each.number)))


@dataclass(frozen=True, slots=True)
class _Saying:
    """An act that says when people meet, at which item, in which field, and how many said it before."""

    act: GraphNode
    verb: Verb
    item: bytes
    field: str
    before: int

    def occasions(self, node: Node, now: Position) -> Iterator[Occasion]:
        row = node.store.act(self.act.act.id)
        fields = said(node, row) if row else {}
        for number, (what, given) in enumerate(_said(self.verb, self.field, fields)):
            yield Occasion(
                self.item, now.type(self.item).name, self.act.act.id, node.federation.code(self.act.act.header.author),
                self.field, number, what, str(given["starts"]), str(given.get("ends", "")), str(given.get("zone", "")),
                str(given.get("place", "")), str(given.get("held", "")), _first(self.verb, Embargo, fields),
                marking_in(self.verb.says, fields), self.before, now.phase(self.item) == CALLED_OFF,
            )  # fmt: skip


def _newest(node: Node, now: Position, dossier: bytes) -> list[_Saying]:
    """Of each item and field the newest act that says it."""
    newest = dict[tuple[bytes, str], _Saying]()
    for row in node.store.acts(dossier):
        found = now.graph.nodes.get(row.id)
        if found is None or row.id in node.recalls.gone or not counts(now, found):
            continue
        at = found.act.header.item or DOSSIER
        verb = now.type(at).verb(found.act.header.verb)
        if verb is None:
            continue
        for name in _fields(verb):
            item = row.id[: len(DOSSIER)] if verb.opens else at
            before = newest.get((item, name))
            newest[item, name] = _Saying(found, verb, item, name, before.before + 1 if before else 0)
    return list(newest.values())


def _fields(verb: Verb) -> list[str]:
    return [name for name, meaning in verb.says.fields().items() if meaning.says(Appointment)]


def _said(verb: Verb, field: str, fields: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What the field says, and the days that stand beside it, each with what it is called."""
    given = fields.get(field)
    for each in given if isinstance(given, list) else [given]:
        if isinstance(each, Mapping) and Appointment.checks(dict(each)) is None:
            yield str(each["what"]), each
    place = _first(verb, Place, fields)
    for name, meaning in verb.says.fields().items():
        if meaning.says(Date) and Date.check(fields.get(name)) is None:
            yield named(name), {"starts": fields[name], "place": place}


def _first(verb: Verb, wanted: Meaning, fields: Mapping[str, Any]) -> str:
    """What the first field of this meaning says, if it is said."""
    names = [name for name, meaning in verb.says.fields().items() if meaning.says(wanted) and name in fields]
    return str(fields[names[0]]) if names else ""
