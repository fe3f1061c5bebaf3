"""Acts that are sealed in one step, for where a minute counts: what is open to us now that needs no second person.

Who reads an act is not asked where it follows from what it is about: an act at an item is for those who sit at it, and
one that opens an item for those whom it seats there. Everything else is drafted step by step (`pages.acting`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lintas.console.errors import NoSuchVerb
from lintas.console.forms.sections import sections_of
from lintas.console.models import Draft, Officer
from lintas.dossier.grammar import Item, Verb
from lintas.dossier.meanings import CallPlace, LeftPlace
from lintas.dossier.position import DOSSIER, Position
from lintas.node.plain_data import find_item, plain
from lintas.node.state import Node


@dataclass(frozen=True, slots=True)
class Step:
    """An act that can be sealed at once. `asks`: it says something, so that there is a form; else one touch does it.
    `made_in`: what a browser makes for it on the page of a call (`CallPlace`, `CallSignal`, `LeftPlace`), or nothing.
    `instead`: by it somebody may take again a seat of ours whose browser was lost.

    `opens`: the type of item that it opens. `seats`: the role there that others take by it. `to`: codes of those whom
    it can reach. `onward`: it takes the matter on. `done`: we stand there already, and nothing would change.
    """

    item: str
    item_name: str
    verb: str
    asks: bool
    made_in: str
    instead: bool
    opens: str
    seats: str
    to: tuple[str, ...]
    onward: bool
    done: bool

    def speaks(self) -> bool:
        """Whether it is how one begins to say something."""
        return bool(self.opens) and self.asks and not self.made_in

    def sits(self) -> bool:
        """Whether by it somebody sits down in a call."""
        return self.made_in == CallPlace.name

    def draft(self, officer: Officer, dossier: str, kind: str) -> Draft:
        """The act as a draft of this officer that reaches everybody whom it can reach."""
        to = {self.seats: list(self.to)} if self.seats else {}
        return Draft(
            officer=officer, dossier=dossier, kind=kind, verb=self.verb, item=self.item, to=to, audience=list(self.to),
            language=officer.language,
        )  # fmt: skip


def steps(node: Node, dossier: bytes, items: Iterable[bytes]) -> list[Step]:
    """What our authority can seal in one step at these items now and would change something, in the order of the kind;
    raises `UnknownDossier`.
    """
    now = node.replica(dossier).now()
    found = dict[tuple[bytes, str], Step]()
    for item, way in ((each, way) for each in items for way in now.ways(each, node.id)):
        if (item, way.verb.name) not in found and _in_one_step(now.type(item), way.verb):
            found[item, way.verb.name] = _step(node, now, item, way.verb, onward=way.onward)
    return [step for step in found.values() if not step.done]


def step(node: Node, dossier: bytes, item: str, verb: str) -> Step:
    """This one, whether it is open now or not; raises `NoSuchItem`, or `NoSuchVerb` if it is none of one step."""
    now = node.replica(dossier).now()
    at = find_item(now, item)
    found = now.type(at).verb(verb)
    if found is None or not _in_one_step(now.type(at), found):
        raise NoSuchVerb(verb)
    return _step(node, now, at, found, onward=False)


def _step(node: Node, now: Position, item: bytes, verb: Verb, *, onward: bool) -> Step:
    return Step(
        item=str(plain(item)),
        item_name=now.type(item).name,
        verb=verb.name,
        asks=_asks(verb),
        made_in=made_in_call(verb),
        instead=all(any(each.says(part) for each in verb.says.fields().values()) for part in (CallPlace, LeftPlace)),
        opens=verb.opens,
        seats=next(iter(verb.seats), ""),
        to=_reached(node, now, item),
        onward=onward,
        done=_done(node, now, item, verb),
    )


def _asks(verb: Verb) -> bool:
    return any(meaning.required for meaning in verb.says.fields().values())


def made_in_call(verb: Verb) -> str:
    """The first meaning of what must be said with the verb that only a browser in a call makes; empty for none."""
    return next((each.name for each in verb.says.fields().values() if each.required and each.browser), "")


def _done(node: Node, now: Position, item: bytes, verb: Verb) -> bool:
    """Whether we stand where a verb without words would bring us, having seen the newest."""
    if verb.to is None or verb.opens or verb.seats or _asks(verb):
        return False
    held = [role for role in verb.by if node.id in now.held(item, role)]
    return any(verb.to in now.lane(item, role, node.id) and not now.stale(item, role, node.id) for role in held)


def _in_one_step(item: Item, verb: Verb) -> bool:
    """One officer answers for it, it has one page, and nobody is named but those who take part in what it opens."""
    opened = item.child(verb.opens)
    seated = all(opened is not None and opened.role(seat) for seat in verb.seats) and len(verb.seats) <= 1
    return verb.persons == 1 and not verb.begins and seated and not verb.unseats and len(sections_of(verb.says)) <= 1


def _reached(node: Node, now: Position, item: bytes) -> tuple[str, ...]:
    """Those who sit at the item, and at the dossier all its parties, save us."""
    sitting = {party for role in now.type(item).roles for party in now.held(item, role.name)}
    reached = now.firm if item == DOSSIER else sitting & now.firm
    return tuple(sorted(node.federation.code(party) for party in reached if party != node.id))
