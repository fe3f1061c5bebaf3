"""What can be done next in a position: every open verb, with whom it would name.

Parties that do not differ stand for each other: two of each group act, and one of each group is named, or two where
two are wanted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, product

from lintas.dossier.grammar import Item, Role, Verb
from lintas.dossier.position import DOSSIER, Position
from tests.walks.names import Profile, alike
from tests.walks.scene import NEWCOMER, Naming, Option, party
from tests.walks.scope import HOLDERS_MAX

Choice = tuple[str, tuple[bytes, ...]]


def open_to(who: bytes, position: Position, items: Mapping[bytes, str]) -> Iterator[Option]:
    """Every verb that is open to a party at the items walked; nobody is named yet."""
    for item in items:
        for at, verb, role in position.can(who, item):
            yield Option(who, at, verb, role)


def named(
    option: Option, position: Position, found: Mapping[bytes, Profile], holders: int = HOLDERS_MAX
) -> Iterator[Option]:
    """The option with each choice of whom it names, so many in a role of many of an item that it opens.

    None, where there is nobody to name.
    """
    verb = option.verb
    seated: list[list[Choice]] = []
    alone: list[list[Choice]] = []
    opened = position.type(option.item).child(verb.opens)
    for role in verb.seats:
        inside = opened.role(role) if opened else None
        picks = list(_picks(option, role, inside, position, found, holders))
        (seated if inside else alone).append([(role, pick) for pick in picks])
    for role in verb.unseats:
        held = position.held(option.item, role) & position.parties
        alone.append([(role, (who,)) for group in alike(held, found) for who in group[:HOLDERS_MAX]])
    choices: list[Naming] = [tuple(choice) for choice in product(*filter(None, seated))] if seated else []
    choices += [(choice,) for picks in alone for choice in picks]
    if not (verb.seats or verb.unseats):
        choices = [()]
    yield from (replace(option, to=choice) for choice in choices if choice or not verb.seats)


def _picks(
    option: Option, role: str, inside: Role | None, position: Position, found: Mapping[bytes, Profile], holders: int
) -> Iterator[tuple[bytes, ...]]:
    """Whom to seat in one role: others at an opened item; elsewhere one, as long as there is room."""
    if inside:
        others = position.parties - {option.author}
        yield from _groups(others, found, holders if inside.many else 1)
        return
    home, declared = position.home(option.item, role), position.role(option.item, role)
    held = position.held(option.item, role)
    if home == DOSSIER:
        once = {s.party for seatings in position.records.seatings.values() for s in seatings}
        outside = frozenset({party(f"{NEWCOMER} 1"), *once}) - position.parties
        candidates = outside if declared and declared.many else outside | (position.parties - held - {option.author})
    elif len(held) < HOLDERS_MAX:
        candidates = position.parties - held - {option.author}
    else:
        candidates = frozenset()
    yield from _groups(candidates, found, 1)


def _groups(
    candidates: frozenset[bytes] | set[bytes], found: Mapping[bytes, Profile], size: int
) -> Iterator[tuple[bytes, ...]]:
    """Each choice of so many candidates, but for what their names make of it; all, if there are not so many."""
    ranks = {who: n for n, group in enumerate(alike(candidates, found)) for who in group[:size]}
    chosen: dict[tuple[int, ...], Sequence[bytes]] = {}
    for choice in combinations(sorted(ranks), min(size, len(ranks))):
        if choice:
            chosen.setdefault(tuple(sorted(ranks[who] for who in choice)), choice)
    yield from (tuple(choice) for choice in chosen.values())


def opens(item: Item, verb: Verb, label: str) -> str:
    """The label of the items that the verb opens at items of this type; empty if it opens none."""
    return f"{label}/{verb.opens}" if item.child(verb.opens) else ""
