"""The regional picture of statistical returns: the sums of all, without what could be worked out of them.

It is drawn of items with the trait *return*: the first field with choices names the row, each count is a column, and of
each authority the newest figures of a row stand. What several authorities of a state handed in is the return of that
state. What this node cannot read is not in it, and is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lintas.dossier.grammar import Item, Verb
from lintas.dossier.graph import Node as GraphNode
from lintas.dossier.meanings import Count
from lintas.dossier.position import DOSSIER, Position
from lintas.dossier.traits import RETURN
from lintas.figures.suppress import RETURNS_MIN, Shown, suppress
from lintas.node.clocks import done_at
from lintas.node.state import Node
from lintas.node.totals import opening, well_said
from lintas.wire.errors import LintasError


class NoPicture(LintasError):
    """There is no picture of this dossier, or not yet; `states`: how many have figures that can be read here."""

    def __init__(self, why: str, states: int = 0) -> None:
        self.why, self.states = why, states


@dataclass(frozen=True, slots=True)
class Picture:
    """The table, how many states are in it, whose figures this node could not read, and what was called for."""

    table: Shown
    states: int
    unread: tuple[str, ...]
    exercise: bool
    call: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Returns:
    """How a kind declares the figures that are handed in: the item, the verb that opens one and the one that replaces
    it, the field whose choices are the rows, and the fields that are the columns.
    """

    item: Item
    opener: Verb
    replace: Verb
    row: str
    columns: tuple[str, ...]

    @property
    def areas(self) -> Mapping[str, str]:
        """The rows, each with what belongs to it in words."""
        meaning = self.opener.says.fields()[self.row]
        return dict(zip(meaning.choices, meaning.plain or meaning.choices, strict=True))


def returns_of(dossier: Item) -> Returns | None:
    """How figures are handed in where dossiers are of this type, if they are."""
    path = next((path for path in dossier.walk() if RETURN in path[-1].traits), None)
    if path is None:
        return None
    item = path[-1]
    opener = next(verb for verb in path[-2].verbs if verb.opens == item.name)
    replace = next(verb for verb in item.verbs if verb.says is opener.says)
    fields = opener.says.fields()
    row = next(name for name, meaning in fields.items() if meaning.choices)
    return Returns(item, opener, replace, row, tuple(name for name, each in fields.items() if each.says(Count)))


def picture(node: Node, dossier: bytes) -> Picture:
    """The picture as far as this node can draw it; raises `NoPicture`."""
    now = node.replica(dossier).now()
    declared = returns_of(now.type(DOSSIER))
    if declared is None:
        raise NoPicture("nobody hands in figures in a dossier of this kind")
    said, unread = _newest(node, now, declared)
    returns = _by_state(node, declared, said)
    if len(returns) < RETURNS_MIN:
        raise NoPicture(
            f"{len(returns)} states have handed in figures that can be read here, and it takes {RETURNS_MIN}",
            len(returns),
        )
    table = suppress(sorted({row for _, row in said}), declared.columns, returns)
    codes = tuple(sorted(map(node.federation.code, unread)))
    return Picture(table, len(returns), codes, node.federation.exercise, opening(node, now))


def _by_state(
    node: Node, declared: Returns, said: Mapping[tuple[bytes, str], Mapping[str, Any]]
) -> list[Counter[tuple[str, str]]]:
    """The cells of each state: what several authorities of one have handed in is one return."""
    found: dict[str, Counter[tuple[str, str]]] = {}
    for (author, row), fields in said.items():
        cells = found.setdefault(node.federation.state(author), Counter())
        cells.update({(row, column): fields[column] for column in declared.columns})
    return [cells for _, cells in sorted(found.items())]


def _newest(
    node: Node, now: Position, declared: Returns
) -> tuple[dict[tuple[bytes, str], Mapping[str, Any]], set[bytes]]:
    """Of each author and row the newest figures that stand, and whose cannot be read."""
    said: dict[tuple[bytes, str], Mapping[str, Any]] = {}
    unread: set[bytes] = set()
    for act in sorted(newest_of(now, declared), key=lambda found: found.act.header.sequence):
        fields = well_said(node, act, declared.opener.says)
        if fields is None:
            unread.add(act.act.header.author)
        else:
            said[act.act.header.author, fields[declared.row]] = fields
    return said, unread


def newest_of(now: Position, declared: Returns) -> Iterator[GraphNode]:
    """The newest act with figures of each return that stands."""
    for at in now.items:
        if now.type(at) is declared.item and not now.over(at):
            opened = now.records.items[at].by
            found = [*([opened] if opened else []), *done_at(now, at, declared.replace.name)]
            yield max(found, key=lambda each: each.act.header.sequence)
