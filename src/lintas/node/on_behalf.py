"""What was entered on behalf of a state that has no node: for which, by whom, and who of that state confirmed it.

An item is such a thing if the act that opened it says so by the meaning of a field. Whoever did something at it from
elsewhere is named too: only an authority of the state itself can make it the word of that state. No kind is named.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lintas.dossier.grammar import NOT_OURS, Verb
from lintas.dossier.occasions import OnBehalf
from lintas.dossier.position import DOSSIER, Position
from lintas.kinds.parts.on_behalf import CONFIRMED, NOT_CONFIRMED, NOT_THEIRS, THEIRS, TO_BE_CONFIRMED
from lintas.node.brought import said
from lintas.node.state import Node

ASKED_OF_ANOTHER: Final = "asked of an authority of another state"
"""Where it stands if none but authorities of other states were asked to confirm it: that would be no confirmation."""
_OF_THE_STATE: Final = frozenset({NOT_THEIRS, CONFIRMED, TO_BE_CONFIRMED, NOT_CONFIRMED})


@dataclass(frozen=True, slots=True)
class Entered:
    """An item, the state, who entered it; the authorities of the state that confirmed what it says now or went on with
    it, those of it that say that it is not theirs, and those of other states that did something there. `stands`: where
    that leaves it, by the word of the state's own authorities alone; empty once it is over.
    """

    item: bytes
    state: str
    by: str
    theirs: tuple[str, ...]
    denied: tuple[str, ...]
    others: tuple[str, ...]
    stands: str

    def instead_of(self, phase: str) -> str:
        """Where an item stands as people are told it: if its table says only how the state stands to it, by the word of
        the state's own authorities.
        """
        return self.stands if self.stands and phase in _OF_THE_STATE else phase


def state_field(verb: Verb) -> str:
    """The field by which an act of the verb says for which state it is; empty if it is for none."""
    return next((name for name, each in verb.says.fields().items() if each.says(OnBehalf) and not each.many), "")


def entered_at(node: Node, now: Position, item: bytes) -> Entered | None:
    """What the item is, if it was entered for another and that can be read here."""
    opened = now.records.items[item]
    by, verbs = opened.by, now.type(opened.parent or DOSSIER).verbs
    if by is None or item == DOSSIER or by.act.id in node.recalls.gone:
        return None
    row, verb = node.store.act(by.act.id), next((v for v in verbs if v.name == by.act.header.verb), None)
    name = state_field(verb) if verb else ""
    state = said(node, row).get(name) if name and row else None
    if not isinstance(state, str) or OnBehalf.checks(state) is not None:
        return None
    author = by.act.header.author
    found = dict[str, list[str]](theirs=[], denied=[], others=[])
    for party in now.parties - {author}:
        if stands := set(_stands(now, item, party)):
            of_it = node.federation.state(party) == state
            sort = "others" if not of_it else "denied" if NOT_OURS in stands else "theirs"
            found[sort].append(node.federation.code(party))
    theirs, denied, others = (tuple(sorted(found[name])) for name in ("theirs", "denied", "others"))
    asked = {node.federation.state(party) for party in now.held(item, THEIRS)}
    stands_at = "" if now.over(item) else _told(state, asked, confirmed=bool(theirs), denied=bool(denied))
    return Entered(item, state, node.federation.code(author), theirs, denied, others, stands_at)


def _told(state: str, asked: set[str], *, confirmed: bool, denied: bool) -> str:
    """Where it stands. The table of the item cannot tell: it does not know who is of which state."""
    if denied or confirmed:
        return NOT_THEIRS if denied else CONFIRMED
    return NOT_CONFIRMED if not asked else TO_BE_CONFIRMED if state in asked else ASKED_OF_ANOTHER


def _stands(now: Position, item: bytes, party: bytes) -> Iterator[str]:
    """Where the party stands at the item; nothing where it did nothing there, or not since the item says it anew."""
    roles = {role for verb in now.type(item).verbs for role in verb.by if party in now.held(item, role)}
    for role in roles:
        moved = [move.stand for move in now.stories(item, role, party)]
        if NOT_OURS in moved or not now.stale(item, role, party):
            yield from moved
