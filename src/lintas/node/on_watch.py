"""Whether an alert in force names a document, a vehicle or a vessel: asked at a counter, answered and forgotten.

An alert is what a verb with the use `alert` says of persons and documents. It is in force while its author stands where
that verb brought it, until the last day that its author named, then or later, and until its author corrects it since
the person was acquitted or the alert is withdrawn: that ends it at each node that has the correction. No kind is named
here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from lintas.dossier import numbers
from lintas.dossier.correcting import TAKES_BACK, corrections
from lintas.dossier.grammar import Kind, Verb
from lintas.dossier.graph import Node as GraphNode
from lintas.dossier.meanings import DocumentNumber, Meaning, Vehicle, Vessel
from lintas.dossier.position import DOSSIER, Position
from lintas.dossier.replica import Replica
from lintas.dossier.safeguards import ALERT
from lintas.node.brought import counts, said
from lintas.node.state import Node

UNTIL, MEASURE = "until", "measure"
"""The fields that say how long an alert lasts, and what is to be done."""
LEAST_CHARACTERS: Final = 4
"""A number that is shorter is that of too many documents."""


@dataclass(frozen=True, slots=True)
class OnWatch:
    """An alert that names the document: its dossier, the kind in words, who gave it, until when it is in force.

    `measure` is what is to be done, in the words of the alert; empty where it does not say. `corrected`: what is wrong
    in it, in the words of its author, the newest last; empty words where they are not open here.
    """

    dossier: bytes
    title: str
    author: str
    until: str
    measure: str
    corrected: tuple[str, ...] = ()


def gives_alerts(kind: Kind) -> bool:
    """Whether dossiers of the kind may hold alerts."""
    return any(verb.use == ALERT for verb in kind.item.verbs)


def on_watch(node: Node, dossiers: Iterable[bytes], document: str) -> list[OnWatch]:
    """The alerts in force in these dossiers that name the document, whatever stands between its letters and digits."""
    number, today = plain(document), datetime.fromtimestamp(node.clock() / 1000, UTC).date().isoformat()
    if len(number) < LEAST_CHARACTERS:
        return []
    found = (each for dossier in dossiers for each in _in(node, dossier, number))
    return [each for each in found if not each.until or each.until >= today]


def plain(document: str) -> str:
    """The letters and digits of a document's number alone."""
    return "".join(filter(str.isalnum, document.casefold()))


def _in(node: Node, dossier: bytes, number: str) -> Iterator[OnWatch]:
    replica = node.folded(dossier)
    alerting = {verb.name: verb for verb in replica.kind.item.verbs if verb.use == ALERT} if replica else {}
    if replica is None or not alerting:
        return
    now = replica.now()
    if now.over(DOSSIER):
        return
    done = [(row, found) for row in node.store.acts(dossier) if (found := replica.graph.nodes.get(row.id))]
    says = [(found, said(node, row)) for row, found in done if counts(now, found)]
    for found, fields in says:
        verb = alerting.get(found.act.header.verb)
        if verb and number in _numbers(verb, fields) and _stands(now, verb, found):
            wrong = _corrections(node, now, found)
            if any(each.get("cause") in TAKES_BACK for each in wrong):
                continue
            author = found.act.header.author
            until = [str(body[UNTIL]) for by, body in says if by.act.header.author == author and UNTIL in body]
            code = node.federation.code(author)
            words = tuple(str(each.get("text", "")) for each in wrong)
            yield OnWatch(dossier, replica.kind.title, code, (until or [""])[-1], _measure(verb, fields), words)


def _corrections(node: Node, now: Position, found: GraphNode) -> list[Mapping[str, Any]]:
    """What the corrections of an act say, the newest last; nothing of one that is not open here."""
    rows = (node.store.act(by.act.id) for by in corrections(now).get(found.act.id, ()))
    return [said(node, row) for row in rows if row]


def _numbers(verb: Verb, fields: Mapping[str, Any]) -> Iterator[str]:
    """The numbers that an alert names, their letters and digits alone."""
    for name, meaning in verb.says.fields().items():
        value = fields.get(name, [])
        for each in value if isinstance(value, list) else [value]:
            yield from _asked_for(meaning, str(each))


def _asked_for(meaning: Meaning, value: str) -> Iterator[str]:
    """By what a counter may ask: each number, and that of a vehicle or ship also with its word before it."""
    if meaning.says(DocumentNumber):
        yield plain(value)
    for each, words in ((Vehicle, numbers.OF_A_VEHICLE), (Vessel, numbers.OF_A_VESSEL)):
        for word, number in numbers.parts_of(value, words) if meaning.says(each) else ():
            yield from {plain(number), plain(word + number)}


def _measure(verb: Verb, fields: Mapping[str, Any]) -> str:
    """What is to be done, in plain words where the kind has them."""
    meaning, said_of_it = verb.says.fields().get(MEASURE), str(fields.get(MEASURE, ""))
    plainly = dict(zip(meaning.choices, meaning.plain, strict=True)) if meaning and meaning.plain else {}
    return plainly.get(said_of_it, said_of_it)


def still_asks(replica: Replica, found: GraphNode) -> bool:
    """Whether the act is an alert, and its author still stands where it brought it."""
    verb, now = replica.verb(found.act), replica.now()
    return verb is not None and verb.use == ALERT and not now.over(DOSSIER) and _stands(now, verb, found)


def _stands(now: Position, verb: Verb, found: GraphNode) -> bool:
    """Whether the author still stands where the alert brought it."""
    author = found.act.header.author
    role = verb.takes or next((role for role in verb.by if author in now.held(DOSSIER, role)), "")
    return bool(role) and verb.to in now.lane(DOSSIER, role, author)
