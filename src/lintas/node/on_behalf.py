"""What was entered on behalf of a state that has no node: for which, by whom, and who of that state confirmed it.

An item is such a thing if the act that opened it says so by the meaning of a field. Whoever did something at it from
elsewhere is named too: only an authority of the state itself can make it the word of that state. No kind is named.
"""

from __future__ import annotations

from dataclasses import dataclass

from lintas.dossier.grammar import NOT_OURS
from lintas.dossier.occasions import OnBehalf
from lintas.dossier.position import DOSSIER, Position
from lintas.node.brought import said
from lintas.node.state import Node


@dataclass(frozen=True, slots=True)
class Entered:
    """An item, the state, who entered it; the authorities of the state that confirmed it or went on with it, those of
    it that say that it is not theirs, and those of other states that did something there.
    """

    item: bytes
    state: str
    by: str
    theirs: tuple[str, ...]
    denied: tuple[str, ...]
    others: tuple[str, ...]


def entered(node: Node, dossier: bytes) -> dict[bytes, Entered]:
    """By item what was entered for another and can be read here; none where the dossier is not folded here."""
    replica = node.folded(dossier)
    now = replica.now() if replica else None
    found = (entered_at(node, now, item) for item in now.items) if now else ()
    return {each.item: each for each in found if each}


def entered_at(node: Node, now: Position, item: bytes) -> Entered | None:
    """What the item is, if it was entered for another and that can be read here."""
    opened = now.records.items[item]
    by, verbs = opened.by, now.type(opened.parent or DOSSIER).verbs
    if by is None or item == DOSSIER or by.act.id in node.recalls.gone:
        return None
    row, verb = node.store.act(by.act.id), next((v for v in verbs if v.name == by.act.header.verb), None)
    names = [name for name, each in verb.says.fields().items() if each.says(OnBehalf)] if verb else []
    state = said(node, row).get(names[0]) if names and row else None
    if not isinstance(state, str) or OnBehalf.checks(state) is not None:
        return None
    author = by.act.header.author
    found = dict[str, list[str]](theirs=[], denied=[], others=[])
    for party in now.parties - {author}:
        if stands := _stands(now, item, party):
            of_it = node.federation.state(party) == state
            found["others" if not of_it else "denied" if NOT_OURS in stands else "theirs"].append(
                node.federation.code(party)
            )
    sorts = (tuple(sorted(found[name])) for name in ("theirs", "denied", "others"))
    return Entered(item, state, node.federation.code(author), *sorts)


def _stands(now: Position, item: bytes, party: bytes) -> set[str]:
    """Where the party stands at the item; empty where it did nothing there."""
    roles = {role for verb in now.type(item).verbs for role in verb.by if party in now.held(item, role)}
    return {move.stand for role in roles for move in now.stories(item, role, party)}
