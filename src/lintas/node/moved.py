"""Of which acts of ours the marks moved since the last look: peers confirmed them, or opened them.

Marks are drawn where people read, again and again while they talk: whoever knows which acts are meant draws these
alone. Where too many moved at a time to be worth naming, all of them may have.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from lintas.node.openings import Openings
from lintas.node.state import Node

NAMED_MAX: Final = 256
"""So many acts are looked up at most, for each peer and for what was opened."""
_NOTHING: Final[Mapping[bytes, int]] = MappingProxyType({})


class TooMany(Exception):
    """More moved than is named one by one."""


@dataclass(frozen=True, slots=True)
class Look:
    """How far each peer had confirmed our log, and how many of our acts were said to be opened, when it was looked."""

    upto: Mapping[bytes, int] = field(default_factory=dict)
    opened: int = 0


def look(node: Node) -> Look:
    """How it is now."""
    peers = [peer for peer in node.federation.authorities if peer != node.id]
    return Look({peer: node.store.outbound(peer).upto for peer in peers}, (node.openings or Openings()).heard)


def moved(node: Node, before: Look, now: Look, named_max: int = NAMED_MAX) -> Mapping[bytes, int] | None:
    """By dossier, the position of the oldest of our acts there of which a mark moved between two looks; None where it
    may be any, since more than `named_max` moved for a peer or were opened.
    """
    if before == now:
        return _NOTHING
    found = dict[bytes, int]()
    try:
        for dossier, position in (*_confirmed(node, before, now, named_max), *_opened(node, before, now, named_max)):
            found[dossier] = min(position, found.get(dossier, position))
    except TooMany:
        return None
    return found


def _confirmed(node: Node, before: Look, now: Look, named_max: int) -> Iterator[tuple[bytes, int]]:
    for peer, upto in now.upto.items():
        start = before.upto.get(peer, 0)
        if upto < start:
            raise TooMany
        places = node.store.places(start, named_max, node.id) if upto > start else ()
        yield from ((each.dossier, each.position) for each in places if each.position < upto)
        if len(places) == named_max and places[-1].position + 1 < upto:
            raise TooMany


def _opened(node: Node, before: Look, now: Look, named_max: int) -> Iterator[tuple[bytes, int]]:
    count = now.opened - before.opened
    acts = (node.openings or Openings()).newest(count) if 0 < count <= named_max else ()
    if len(acts) != count:
        raise TooMany
    for row in filter(None, map(node.store.act, acts)):
        yield row.dossier, row.position
