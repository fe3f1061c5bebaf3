"""Figures of a return as this node's own dossiers suggest them: what a person looks at, changes and only then signs.

A dossier is suggested if its kind is of cases and this authority opened it: what another opened, it counts itself. The
row is the one whose words the offences in it meet most; the column is the first for what goes on and the last for what
ended. A program sees neither courts nor judgments, nor that two dossiers are one case: the person does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from lintas.dossier.graph import Node as GraphNode
from lintas.dossier.meanings import Offence
from lintas.dossier.position import DOSSIER, Position
from lintas.node.picture import Returns, newest_of
from lintas.node.state import Node
from lintas.node.totals import well_said
from lintas.wire.identifiers import NULL16

CASE: Final = "case"
STEM: Final = 5
"""So many letters of a word must be the same, a plural aside: *launder* is met by *laundering*, *drug* by *drugs*."""
_WORD: Final = re.compile(r"[a-z]{4,}")


@dataclass(frozen=True, slots=True)
class Suggested:
    """A dossier that may be a case of this authority. `row` is empty where its offences meet several rows, or none."""

    dossier: bytes
    opened: str
    offences: tuple[str, ...]
    over: bool
    row: str
    column: str


def suggested(
    node: Node, dossiers: Iterable[bytes], declared: Returns, first_day: str, last_day: str
) -> tuple[Suggested, ...]:
    """Of these dossiers those that may be cases of the period, which both days belong to, in the order in which they
    were opened. What was over before the first day is none of them.
    """
    found = [_suggested(node, dossier, declared, first_day, last_day) for dossier in dossiers]
    return tuple(sorted((each for each in found if each), key=lambda each: (each.opened, each.dossier)))


def _suggested(node: Node, dossier: bytes, declared: Returns, first_day: str, last_day: str) -> Suggested | None:
    replica = node.folded(dossier)
    if replica is None or CASE not in replica.kind.item.traits:
        return None
    now = replica.now()
    opened = next((each for each in now.graph.nodes.values() if each.act.header.dossier == NULL16), None)
    if opened is None or opened.act.header.author != node.id or _day(opened) > last_day:
        return None
    over = now.ended(DOSSIER)
    if over and max(map(_day, now.graph.nodes.values())) < first_day:
        return None
    offences = tuple(dict.fromkeys(_offences(node, now)))
    column = declared.columns[-1 if over else 0]
    return Suggested(dossier, _day(opened), offences, over, row_of(offences, declared.areas), column)


def _day(found: GraphNode) -> str:
    """The day that the act claims, as 2026-01-31 (UTC); an absurd one is the last that there is."""
    try:
        return datetime.fromtimestamp(found.act.header.time_ms / 1000, UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return date.max.isoformat()


def _offences(node: Node, now: Position) -> Iterable[str]:
    """The names of the offences of which this authority's own acts speak."""
    for found in now.graph.nodes.values():
        item = found.act.header.item or DOSSIER
        verb = now.type(item).verb(found.act.header.verb) if now.exists(item) else None
        fields = verb.says.fields() if verb else {}
        names = [name for name, meaning in fields.items() if meaning.says(Offence)]
        ours = verb is not None and names and found.act.header.author == node.id
        said: Mapping[str, Any] = (well_said(node, found, verb.says) if verb and ours else None) or {}
        for value in (said[name] for name in names if name in said):
            yield from (str(each["name"]) for each in (value if isinstance(value, list) else [value]))


def row_of(offences: Iterable[str], rows: Mapping[str, str]) -> str:
    """The row whose words the offences meet most, by the beginnings of words; empty for several, or for none."""
    said = _stems(" ".join(offences))
    met = {row: len(said & _stems(words)) for row, words in rows.items()}
    best = max(met.values(), default=0)
    found = [row for row, count in met.items() if count == best]
    return found[0] if best and len(found) == 1 else ""


def _stems(text: str) -> frozenset[str]:
    return frozenset(word.removesuffix("s")[:STEM] for word in _WORD.findall(text.casefold()))


def handed_in(node: Node, now: Position, declared: Returns) -> Mapping[str, bytes]:
    """The rows for which this authority has handed figures in already, each with the item that can be replaced."""
    found = dict[str, bytes]()
    for act in newest_of(now, declared):
        said = well_said(node, act, declared.opener.says) if act.act.header.author == node.id else None
        if said:
            item = act.act.header.item if act.act.header.verb == declared.replace.name else act.act.id[:16]
            found[str(said[declared.row])] = item or act.act.id[:16]
    return found
