"""What one tour of a table walks: which items it opens, and which open verbs it acts on.

A table is named by the types from the kind down to it. Each tour has one item of every type on the way down, and:

- *home*: the table alone, with comings and goings. Those who are no parties are seated, seats are left and taken away,
  at the item and at those that hold it, as far as the table knows the role or the item seats the party. At an item
  there is at most one party more than at first, and two less; at the dossier all may leave, and come back.
- *over X*: with items of a type X that the table's needs ask about, and what X in turn asks about; one party sits in
  each of their roles.
- *passing X*: with items of a type X whose verbs seat in a role that the table uses, such as a hand-over.

Of a type followed beside the way there is one item at a time. One that has ended is forgotten, so that another may
follow, unless a need asks about ended ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lintas.dossier.grammar import ALL, Item, Verb

HOLDERS_MAX = 2
"""How many holders a walk gives to a role of many."""

Path = tuple[Item, ...]


def label(path: Path) -> str:
    """The name of a table, as in "plan/component"."""
    return "/".join(item.name for item in path)


@dataclass(frozen=True, slots=True)
class Scope:
    """One tour of a table: `beside` labels the types followed beside the way down, `kept` those not forgotten."""

    path: Path
    name: str
    beside: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()
    comings: bool = False

    @property
    def target(self) -> str:
        """The label of the table."""
        return label(self.path)

    @property
    def way(self) -> frozenset[str]:
        """The labels of the table and of those above it."""
        return frozenset(label(self.path[: depth + 1]) for depth in range(len(self.path)))

    @property
    def above(self) -> frozenset[str]:
        """The labels of the types that hold the table's items."""
        return self.way - {self.target}

    def follows(self, where: str) -> bool:
        """Whether items with this label are walked."""
        return where in self.way or where in self.beside

    def moves(self, where: str, item: Item, verb: Verb) -> bool:
        """Whether the tour acts on an open verb of an item of this type, whatever it opens or names."""
        changes = verb.touches() or any(verb.name in need.since for need in item.needs())
        if where in self.beside:
            return changes
        if verb.unseats or verb.leaves or (_seats_at_hand(item, verb) and not verb.to):
            return self.comings
        if where == self.target:
            return changes
        return bool(verb.opens) or (self.comings and _seats_at_hand(item, verb))

    def concerns(self, roles: Iterable[str]) -> bool:
        """Whether it makes a difference to the table who holds one of these roles."""
        return bool(self.roles.intersection(role for role in roles if role))

    @property
    def holders(self) -> int:
        """How many parties are seated in a role of many of an item that an act opens."""
        return 1 if self.beside else HOLDERS_MAX

    def crowd(self, parties_first: int) -> range:
        """How many parties there may be, given how many there were at first."""
        return range(1 if len(self.path) == 1 else parties_first - 2, parties_first + 2)

    @property
    def roles(self) -> frozenset[str]:
        """The roles of which the table speaks."""
        table = self.path[-1]
        asked = {role for need in table.needs() for role in need.who}
        return frozenset({role for verb in table.verbs for role in (*verb.by, *verb.seats, verb.takes)} | asked)


def _seats_at_hand(item: Item, verb: Verb) -> bool:
    """Whether the verb seats somebody at items that are there already."""
    opened = item.child(verb.opens)
    return any(role and not (opened and opened.role(role)) for role in (verb.takes, *verb.seats))


def scopes(path: Path) -> Iterator[Scope]:
    """Every tour of the table."""
    yield Scope(path, "home", comings=True)
    for child in _asked(path[-1]):
        followed = tuple(_with_asked((*path, child)))
        kept = frozenset(label(at) for at in followed if _asks_ended(at[-2], at[-1]))
        yield Scope(path, f"over {child.name}", frozenset(map(label, followed)), kept)
    for depth in range(len(path)):
        for child in path[depth].items:
            beside = (*path[: depth + 1], child)
            asked = depth == len(path) - 1 and child in _asked(path[-1])
            if beside != path[: depth + 2] and not asked and _passes(child, path):
                yield Scope(path, f"passing {label(beside)}", frozenset({label(beside)}))


def _asked(item: Item) -> tuple[Item, ...]:
    """The types held by this one whose phases its needs ask about."""
    asked = {who for need in item.needs() for who in need.who}
    return tuple(child for child in item.items if child.name in asked)


def _with_asked(path: Path) -> Iterator[Path]:
    yield path
    for child in _asked(path[-1]):
        yield from _with_asked((*path, child))


def _asks_ended(item: Item, child: Item) -> bool:
    """Whether it makes a difference to the item's needs that there is an ended item of the child's type."""
    ends = {row.name for row in child.phases if row.ends}
    return any(n.least == ALL or ends & set(n.stand) for n in item.needs() if child.name in n.who)


def _passes(child: Item, path: Path) -> bool:
    """Whether items of this type seat in a role that the table uses and that lies above them."""
    table = path[-1]
    used = {role for verb in table.verbs for role in (*verb.by, verb.takes)} | {r for n in table.needs() for r in n.who}
    given = {role for verb in child.verbs for role in (verb.takes, *verb.seats, *verb.unseats) if role}
    return any(role in used and child.role(role) is None for role in given)
