"""A position up to the names of parties: seats, lanes and freshness, with parties that do not differ merged.

Two positions with the same key have the same futures but for who is called what. So have, in one position, two parties
with the same profile.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from lintas.dossier.grammar import START, Item
from lintas.dossier.graph import Node
from lintas.dossier.position import DOSSIER, Position
from tests.walks.scope import Scope

Mark = tuple[str, ...]
Profile = tuple[Mark, ...]
Key = tuple[tuple[str, ...], tuple[Profile, ...]]


class Type:
    """What the lanes at items of one type depend on."""

    def __init__(self, item: Item) -> None:
        """Read off the declaration."""
        moved = {role for verb in item.verbs if verb.to and not verb.opens for role in verb.by}
        opened = {role.name for role in item.roles}
        asked = {role for need in item.needs() for role in need.who if item.child(role) is None}
        self.roles = tuple(sorted(moved | asked | opened))
        self.since: defaultdict[tuple[str, str], list[tuple[str, ...]]] = defaultdict(list)
        for need in item.needs():
            for lane in ((role, stand) for role in need.who for stand in need.stand):
                if need.since and need.since not in self.since[lane]:
                    self.since[lane].append(need.since)


class Reader:
    """Reads positions of one tour."""

    def __init__(self, scope: Scope) -> None:
        """`scope` says which items are walked."""
        self.scope = scope
        self._labels: dict[bytes, str] = {DOSSIER: scope.path[0].name}
        self._types: dict[str, Type] = {}
        self._left = {role for item in scope.path for verb in item.verbs if verb.leaves for role in verb.by}

    def label(self, position: Position, item: bytes) -> str:
        """The label of an item."""
        if item not in self._labels:
            above = position.records.items[item].parent
            assert above is not None
            self._labels[item] = f"{self.label(position, above)}/{position.type(item).name}"
        return self._labels[item]

    def items(self, position: Position) -> dict[bytes, str]:
        """Item and label of those walked, without those that have ended and may be forgotten."""
        found = {item: self.label(position, item) for item in position.items}
        forgotten = self.scope.beside - self.scope.kept
        return {item: at for item, at in found.items() if at not in forgotten or not position.ended(item)}

    def profiles(self, position: Position, items: Mapping[bytes, str]) -> dict[bytes, Profile]:
        """What sets each party apart from the others, for every party of which there is anything to say."""
        found: defaultdict[bytes, list[Mark]] = defaultdict(list)
        for item, label in items.items():
            for role in position.type(item).roles:
                for seating in position.standing((item, role.name)):
                    found[seating.party].append((label, role.name))
            for role_name, who in self._lanes(position, item, label):
                found[who].extend(self._told(position, item, label, role_name, who))
        return {who: tuple(sorted(set(marks))) for who, marks in found.items() if marks}

    def _type(self, position: Position, item: bytes, label: str) -> Type:
        if label not in self._types:
            self._types[label] = Type(position.type(item))
        return self._types[label]

    def _lanes(self, position: Position, item: bytes, label: str) -> Iterator[tuple[str, bytes]]:
        """The lanes at the item: of all that hold a role, and of those whose old lane counts if they hold it again."""
        roles = self._type(position, item, label).roles
        lanes = {(role, who) for role in roles for who in position.held(item, role)}
        yield from lanes
        for at, role, who in position.records.moves:
            if at == item and (role, who) not in lanes and self._returns(position, item, role, who):
                yield role, who

    def _returns(self, position: Position, item: bytes, role: str, who: bytes) -> bool:
        if self.scope.above and who not in position.parties:
            return False  # a tour of an item below the dossier seats nobody again who has left it
        declared = position.role(item, role)
        return declared is None or declared.many or role in self._left or not position.held(item, role)

    def _told(self, position: Position, item: bytes, label: str, role: str, who: bytes) -> Iterator[Mark]:
        """Where the party stands, and which conditions count its standing as fresh."""
        since = self._type(position, item, label).since
        stories = position.stories(item, role, who)
        told: list[tuple[str, Node | None]] = [(move.stand, move.by) for move in stories]
        for stand, node in told or [(START, None)]:
            asked = since.get((role, stand), ())
            if stand != START or asked:
                yield (label, role, stand, *("fresh" if position.fresh(node, item, v) else "stale" for v in asked))


def key(items: Mapping[bytes, str], found: Mapping[bytes, Profile]) -> Key:
    """The position without the names of parties."""
    return tuple(sorted(items.values())), tuple(sorted(found.values()))


def alike(parties: Iterable[bytes], found: Mapping[bytes, Profile]) -> list[list[bytes]]:
    """The parties in groups of equal profile, each group in a fixed order."""
    groups: defaultdict[Profile, list[bytes]] = defaultdict(list)
    for who in sorted(parties):
        groups[found.get(who, ())].append(who)
    return list(groups.values())
