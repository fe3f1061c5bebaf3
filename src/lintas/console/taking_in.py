"""What of a file of another tool an officer may take into a draft: read, chosen, and put where the meanings fit.

Nothing of the file is kept: the page carries what was found to the next request, where it is as much the officer's own
word as what is typed into a form. A draft is sealed by nobody but who looks at it first.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from lintas.console import drafting, filling
from lintas.console.asking import ask, service
from lintas.console.models import Dossier, Draft, Officer
from lintas.console.models.officer import ANALYST, DUTY, OFFICER
from lintas.dossier.entities import PROPERTIES, Entity
from lintas.dossier.grammar import Verb
from lintas.dossier.offering import TAKEN, Offer, in_line, offer, takes
from lintas.dossier.position import DOSSIER
from lintas.dossier.traits import DIRECTORY
from lintas.interop.found import VALUE_CHARS_MAX, Found
from lintas.interop.hostile_json import UnreadableFile
from lintas.node.plain_data import find_dossier, plain
from lintas.node.state import Node

FILE_BYTES_MAX: Final = 4 * 1024 * 1024
"""Of a file that is read in a page; larger ones are read by the command."""
SHOWN_MAX: Final = 200
"""How many entities a page offers."""
_BEGIN, _ACT = "open", "act"
_BETWEEN: Final = "\x1f"


class NothingChosen(UnreadableFile):
    """The officer chose nothing of the file, or not where it is to go."""


@dataclass(frozen=True, slots=True)
class Target:
    """What could be done with it: `value` names it in the form, `item` is empty where that is the dossier itself."""

    value: str
    title: str
    item: str
    verb: str


@dataclass(frozen=True, slots=True)
class Choice:
    """An entity as the page offers it: `value` carries it."""

    value: str
    entity: Entity
    words: str


def choices(found: Found) -> list[Choice]:
    """What may be chosen, at most so many as a page shows."""
    chosen = [each for each in found.held.entities if each.sort in TAKEN][:SHOWN_MAX]
    return [Choice(json.dumps([each.id, each.sort, each.says]), each, in_line(each)) for each in chosen]


def chosen(values: Sequence[str], about: str) -> list[Entity]:
    """The entities that a form brings back, the person whom it is about first; raises `NothingChosen`."""
    found = [_entity(value) for value in values[:SHOWN_MAX]]
    if not found:
        raise NothingChosen("nothing of it was chosen")
    return sorted(found, key=lambda each: each.id != about)


def _entity(value: str) -> Entity:
    try:
        identifier, sort, says = json.loads(value)
        pairs = tuple((name, text) for name, text in says if isinstance(text, str) and len(text) <= VALUE_CHARS_MAX)
    except (ValueError, TypeError, RecursionError):
        raise NothingChosen("it is not as this page sends it") from None
    if not isinstance(identifier, str) or sort not in TAKEN:
        raise NothingChosen("it is not as this page sends it")
    return Entity(identifier, sort, tuple(pair for pair in pairs if pair[0] in PROPERTIES[sort]))


def targets(officer: Officer, found: Found, line: Dossier | None) -> list[Target]:
    """What is open to the officer whose fields take something of what was found: in a dossier, or to open one."""
    sorts = {each.sort for each in found.held.entities}
    if line is not None:
        return ask(lambda node: [each for each, verb in _in(node, line.pk) if takes(verb.says) & sorts])
    opens = officer.has(OFFICER, DUTY, ANALYST)
    return [each for each, verb in _opening() if takes(verb.says) & sorts] if opens else []


def _opening() -> Iterator[tuple[Target, Verb]]:
    for kind in sorted(service().node.kinds.values(), key=lambda kind: kind.title):
        for verb in kind.item.verbs if DIRECTORY not in kind.item.traits else ():
            if verb.begins:
                yield Target(_BETWEEN.join((_BEGIN, kind.name, verb.name)), kind.title, "", verb.name), verb


def _in(node: Node, text: str) -> Iterator[tuple[Target, Verb]]:
    replica = node.replica(find_dossier(node, text))
    now = replica.now()
    seen = set[str]()
    for item in now.items:
        for way in now.ways(item, node.id):
            value = _BETWEEN.join((_ACT, str(plain(item)), way.verb.name))
            if value not in seen:
                seen.add(value)
                name = "" if item == DOSSIER else now.type(item).name
                yield Target(value, replica.kind.title, name, way.verb.name), way.verb


def draft_of(officer: Officer, target: str, line: Dossier | None) -> Draft:
    """A draft of what was chosen, not kept yet; raises `NothingChosen`."""
    does, _, rest = target.partition(_BETWEEN)
    where, _, verb = rest.partition(_BETWEEN)
    if does == _ACT and line is not None:
        return Draft(officer=officer, dossier=line.pk, kind=line.kind, verb=verb, item=where)
    if does == _BEGIN and officer.has(OFFICER, DUTY, ANALYST):
        return Draft(officer=officer, kind=where, verb=verb, item="dossier")
    raise NothingChosen("choose what it is for")


def fill(draft: Draft, entities: Sequence[Entity]) -> Offer:
    """Put into a draft what its fields take; what they do not take is told. Raises as `drafting.matter`."""
    about = ask(lambda node: drafting.matter(node, draft))
    offered = offer(about.verb.says, entities)
    filling.fill(draft, about, offered.fields)
    draft.save()
    return offered
