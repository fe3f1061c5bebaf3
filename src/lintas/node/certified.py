"""What this authority certified of persons, and which of it no longer stands.

No kind is named here: an act certifies if its body has the fields `FIELDS`. It stands unless it was corrected or
disowned, or its author certified anew at the same item. That is read from headers alone, so that it is still known when
the words were erased: a certificate outlives the dossier's time, and erasing is no withdrawal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from lintas.dossier.correcting import corrections
from lintas.dossier.grammar import Item, Kind
from lintas.dossier.graph import Node as GraphNode
from lintas.dossier.position import Position
from lintas.node.brought import counts, said
from lintas.node.state import Node

FIELDS: Final = frozenset({"person", "course", "from_day", "to_day", "attained"})
"""What the body of an act says that certifies: who, which course, from when to when, what was attained."""
STANDS, CORRECTED, REPLACED, DISOWNED = "stands", "corrected", "certified anew", "not ours"


@dataclass(frozen=True, slots=True)
class Certified:
    """An act that certifies. `says`: its words, empty where they are not here any more. `standing`: whether it stands,
    or why not and since when (ms since 1970, by its author's claim); 0 where it stands.
    """

    act: bytes
    author: bytes
    dossier: bytes
    item: bytes
    time_ms: int
    says: Mapping[str, Any]
    standing: str
    since_ms: int = 0


def certifies(kind: Kind) -> bool:
    """Whether persons are certified something in dossiers of the kind."""
    return any(_verbs(types[-1]) for types in kind.item.walk())


def certified(node: Node, dossier: bytes) -> Iterator[Certified]:
    """What we certified in the dossier, the oldest first; raises `UnknownDossier` or a `NotFolded`."""
    return _of(node, dossier, node.id)


def standing_of(node: Node, act: bytes) -> Certified | None:
    """An act that certifies, whoever is its author, as it stands here; None where it is not here, or certifies nothing.

    What is known of it here is as old as the newest that came of its dossier.
    """
    row = node.store.act(act)
    if row is None or node.folded(row.dossier) is None:
        return None
    return next((each for each in _of(node, row.dossier, row.author) if each.act == act), None)


def _of(node: Node, dossier: bytes, author: bytes) -> Iterator[Certified]:
    replica = node.replica(dossier)
    now = replica.now()
    found = [each for each in now.graph.nodes.values() if each.act.header.author == author and _certifies(now, each)]
    newest = {each.act.header.item: each for each in found if counts(now, each)}
    corrected = corrections(now)
    for each in found:
        row, item = node.store.act(each.act.id), each.act.header.item
        if row is not None and replica.judged[row.id].counted:
            standing, since_ms = _standing(now, each, newest.get(item), corrected)
            words = {} if node.recalls.covers(each.act) else said(node, row)
            yield Certified(row.id, author, dossier, item or b"", each.act.header.time_ms, words, standing, since_ms)


def no_longer(node: Node) -> Iterator[tuple[bytes, int]]:
    """Every act of ours that certified and no longer stands, in whichever dossier, and since when, the oldest first."""
    kinds = {name for name, kind in node.kinds.items() if certifies(kind)}
    gone = [
        (each.since_ms, each.act)
        for dossier in node.store.dossiers()
        if (replica := node.folded(dossier)) and replica.kind.name in kinds
        for each in certified(node, dossier)
        if each.standing != STANDS
    ]
    yield from ((act, since_ms) for since_ms, act in sorted(gone))


def _verbs(item: Item) -> frozenset[str]:
    return frozenset(verb.name for verb in item.verbs if verb.says.fields().keys() >= FIELDS)


def _certifies(now: Position, found: GraphNode) -> bool:
    header = found.act.header
    return header.item in now.items and header.verb in _verbs(now.type(header.item))


def _standing(
    now: Position, found: GraphNode, newest: GraphNode | None, corrected: Mapping[bytes, list[GraphNode]]
) -> tuple[str, int]:
    if by := corrected.get(found.act.id):
        return CORRECTED, by[0].act.header.time_ms
    if not now.effect(found):
        return DISOWNED, found.act.header.time_ms
    if newest is not None and newest is not found:
        return REPLACED, newest.act.header.time_ms
    return STANDS, 0
