"""What is still to come in a programme, party by party, and which papers can be entered for a state without a node.

It is for whoever compiles: it names days and steps, and no words but those that say what the dossier is about. It is
not there for cases.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lintas.dossier.grammar import Kind, Verb
from lintas.dossier.meanings import Bracket, Meaning, Text
from lintas.dossier.occasions import OnBehalf
from lintas.dossier.parts import parts_of
from lintas.dossier.position import DOSSIER, Position
from lintas.dossier.traits import PROGRAMME
from lintas.node.brought import said
from lintas.node.clocks import KEPT, ShownClock, clocks
from lintas.node.on_behalf import state_field
from lintas.node.state import Node
from lintas.wire.errors import LintasError
from lintas.wire.identifiers import show

ENTERED: Final = frozenset({"original", "came"})
"""What whoever enters a paper for a state without a node says of it, beside which state: the original, how it came."""


class NoProgramme(LintasError):
    """Reminders are written in programmes alone, and this dossier is none."""

    def __init__(self, kind: str) -> None:
        self.kind = kind


@dataclass(frozen=True, slots=True)
class ToCome:
    """Something that a party owes: what, at which item, and by which day (as it was named, or local time; or empty)."""

    what: str
    item: str
    until: str


@dataclass(frozen=True, slots=True)
class Party:
    """A party from whom something is to come: dated things first, and the steps that are open to it and take the
    matter on.
    """

    code: str
    name: str
    state: str
    owes: tuple[ToCome, ...]
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Programme:
    """A dossier of a programme: its reference, what it is about, who owes what, and the forms for states without a
    node.
    """

    reference: str
    kind: str
    about: str
    us: str
    exercise: bool
    parties: tuple[Party, ...]
    forms: tuple[Verb, ...]

    def common(self) -> list[ToCome]:
        """What parties owe, each thing once: what a state without a node would owe too."""
        return list(dict.fromkeys(each for party in self.parties for each in party.owes))


def is_programme(kind: Kind) -> bool:
    """Whether reminders are written in dossiers of the kind."""
    return PROGRAMME in kind.item.traits


def programme(node: Node, dossier: bytes) -> Programme:
    """The dossier as who compiles sees it; raises `NoProgramme`, `UnknownDossier` or a `NotFolded`."""
    replica = node.replica(dossier)
    if not is_programme(replica.kind):
        raise NoProgramme(replica.kind.title)
    now = replica.now()
    open_clocks = [each for each in clocks(node, dossier) if each.state != KEPT and not now.over(each.item)]
    authority = node.identity.authority
    return Programme(
        show(dossier),
        replica.kind.title,
        _about(node, dossier),
        f"{authority.name} ({authority.code})",
        node.federation.exercise,
        tuple(
            each for party in now.firm - {node.id} if (each := _party(node, now, party, open_clocks)).owes or each.steps
        ),
        tuple(_forms(replica.kind)),
    )


def _about(node: Node, dossier: bytes) -> str:
    """The first line of text in the act that opened it, where it is open to us."""
    row = next(iter(node.store.acts(dossier)), None)
    verb = node.replica(dossier).verb(node.replica(dossier).graph.nodes[row.id].act) if row else None
    words = said(node, row) if row else {}
    lines = (words.get(name) for name, each in (verb.says.fields().items() if verb else ()) if each.says(Text))
    return next((str(each) for each in lines if each), "")


def _party(node: Node, now: Position, party: bytes, owed: list[ShownClock]) -> Party:
    code = node.federation.code(party)
    entry = node.federation.authority(party)
    owes = tuple(sorted((_to_come(each) for each in owed if each.owed_by == code), key=lambda each: each.until or "9"))
    steps = dict.fromkeys(way.verb.name for item in now.items for way in now.ways(item, party) if way.onward)
    return Party(code, entry.name, entry.state, owes, tuple(steps) if party in now.awaited(DOSSIER) else ())


def _to_come(clock: ShownClock) -> ToCome:
    until = clock.until or (f"{clock.due_at[0].local} {clock.due_at[0].zone}" if clock.due_at else "")
    return ToCome(clock.name, clock.item_name, until)


def _forms(kind: Kind) -> Iterator[Verb]:
    for types in kind.item.walk():
        yield from (verb for verb in types[-1].verbs if _for_another(verb))


def _for_another(verb: Verb) -> bool:
    """Whether by it one party enters a paper for a state without a node. Brackets are marked in the text itself."""
    brackets = any(each.says(Bracket) for each in verb.says.fields().values())
    return bool(verb.opens and state_field(verb)) and not brackets


def to_fill_in(verb: Verb) -> Iterator[tuple[str, Meaning]]:
    """What of such a paper the state itself says, by name."""
    for part in parts_of(verb.says):
        yield from ((name, each) for name, each in part.fields if name not in ENTERED and not each.says(OnBehalf))
