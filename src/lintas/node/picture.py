"""The regional picture of statistical returns: the sums of all, without what could be worked out of them.

It is drawn of items with the trait *return*: the first field with choices names the row, each count is a column, and of
each state the newest figures of a row stand. What this node cannot read is not in it, and is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lintas.dossier.grammar import Item
from lintas.dossier.graph import Node as GraphNode
from lintas.dossier.meanings import Body, Count
from lintas.dossier.position import DOSSIER, Position
from lintas.dossier.traits import RETURN
from lintas.figures.suppress import RETURNS_MIN, Shown, suppress
from lintas.node.clocks import done_at
from lintas.node.state import Node
from lintas.node.totals import said_in
from lintas.wire.errors import LintasError


class NoPicture(LintasError):
    """There is no picture of this dossier, or not yet."""

    def __init__(self, why: str) -> None:
        self.why = why


@dataclass(frozen=True, slots=True)
class Picture:
    """The table, how many states are in it, and whose figures this node could not read."""

    table: Shown
    states: int
    unread: tuple[str, ...]
    exercise: bool


def picture(node: Node, dossier: bytes) -> Picture:
    """The picture as far as this node can draw it; raises `NoPicture`."""
    now = node.replica(dossier).now()
    item = next((types[-1] for types in now.type(DOSSIER).walk() if RETURN in types[-1].traits), None)
    if item is None:
        raise NoPicture("nobody hands in figures in a dossier of this kind")
    said, unread = _newest(node, now, item)
    states = sorted({author for author, _ in said})
    if len(states) < RETURNS_MIN:
        raise NoPicture(
            f"{len(states)} states have handed in figures that can be read here, and it takes {RETURNS_MIN}"
        )
    columns = _columns(_says(item))
    returns = [
        {
            (row, column): fields[column]
            for (author, row), fields in said.items()
            if author == state
            for column in columns
        }
        for state in states
    ]
    table = suppress(sorted({row for _, row in said}), columns, returns)
    return Picture(table, len(states), tuple(sorted(map(node.federation.code, unread))), node.federation.exercise)


def _says(item: Item) -> type[Body]:
    return next(verb.says for verb in item.verbs if _columns(verb.says))


def _row(says: type[Body]) -> str:
    return next(name for name, meaning in says.fields().items() if meaning.choices)


def _columns(says: type[Body]) -> list[str]:
    return [name for name, meaning in says.fields().items() if meaning.says(Count)]


def _newest(node: Node, now: Position, item: Item) -> tuple[dict[tuple[bytes, str], Mapping[str, Any]], set[bytes]]:
    """Of each author and row the newest figures that stand, and whose cannot be read."""
    row = _row(_says(item))
    said: dict[tuple[bytes, str], Mapping[str, Any]] = {}
    unread: set[bytes] = set()
    for act in sorted(_acts(now, item), key=lambda found: found.act.header.sequence):
        fields = said_in(node, act)
        if fields is None:
            unread.add(act.act.header.author)
        else:
            said[act.act.header.author, fields[row]] = fields
    return said, unread


def _acts(now: Position, item: Item) -> Iterator[GraphNode]:
    """The newest act with figures of each item of the type that stands."""
    for at in now.items:
        if now.type(at) is item and not now.over(at):
            again = [act for verb in item.verbs if _columns(verb.says) for act in done_at(now, at, verb.name)]
            opened = now.records.items[at].by
            yield max([*([opened] if opened else []), *again], key=lambda found: found.act.header.sequence)
