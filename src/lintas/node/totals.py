"""What the parties of a dossier have done together, as this node can add it up: of each the newest that it said.

A later report of a party at an item stands in place of its earlier one. What this node cannot read is not added and
not passed over in silence: whose it is stands beside the sum. Amounts of different currencies are never added.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lintas.crypto.errors import CryptoError
from lintas.dossier.grammar import Total
from lintas.dossier.graph import Node as GraphNode
from lintas.dossier.meanings import Body
from lintas.dossier.position import DOSSIER, Position
from lintas.node.clocks import done_at
from lintas.node.reading import read
from lintas.node.state import Node
from lintas.wire.errors import Malformed
from lintas.wire.identifiers import NULL16


@dataclass(frozen=True, slots=True)
class ShownTotal:
    """One figure at an item, over it and all below: the sum in words, and what each party's own part of it is.

    `unread`: who said something that this node cannot read. `missing`: who may say it there and has not.
    """

    item: bytes
    item_name: str
    name: str
    sum: str
    by: Mapping[str, str]
    unread: tuple[str, ...]
    missing: tuple[str, ...]


def totals(node: Node, dossier: bytes, items: Iterable[bytes]) -> tuple[ShownTotal, ...]:
    """Every figure that the types of these items declare, of the dossier itself first."""
    now = node.replica(dossier).now()
    return tuple(_total(node, now, item, total) for item in items for total in now.type(item).totals)


def _total(node: Node, now: Position, item: bytes, total: Total) -> ShownTotal:
    said: dict[bytes, list[Any]] = {}
    unread: set[bytes] = set()
    for author, act in _newest(now, item, total.verb):
        fields = said_in(node, act)
        if fields is None:
            unread.add(author)
        else:
            value = fields.get(total.field, ())
            said.setdefault(author, []).extend(value if isinstance(value, list | tuple) else [value])
    code = node.federation.code
    missing = _holders(now, item, total.verb) - said.keys() - unread
    return ShownTotal(
        item=item,
        item_name=now.type(item).name,
        name=total.name,
        sum=added([value for values in said.values() for value in values]),
        by={code(author): added(values) for author, values in said.items()},
        unread=tuple(sorted(map(code, unread))),
        missing=tuple(sorted(map(code, missing))),
    )


def added(values: Iterable[Any]) -> str:
    """Counts added up, amounts by currency, choices counted; a dash for nothing at all."""
    number, sums, kinds = None, dict[str, Decimal](), Counter[str]()
    for value in values:
        if isinstance(value, int):
            number = (number or 0) + value
        elif isinstance(value, Mapping):
            sums[value["currency"]] = sums.get(value["currency"], Decimal()) + Decimal(value["amount"])
        else:
            kinds[str(value)] += 1
    parts = [str(number)] if number is not None else []
    parts += [f"{amount} {currency}" for currency, amount in sorted(sums.items())]
    return ", ".join([*parts, *(f"{name}: {count}" for name, count in sorted(kinds.items()))]) or "-"


def _newest(now: Position, item: bytes, verb: str) -> Iterator[tuple[bytes, GraphNode]]:
    """Of each author and item, here and below, the newest act with effect that did the verb."""
    for at in now.below(item):
        found = {act.act.header.author: act for act in sorted(done_at(now, at, verb), key=_number)}
        yield from found.items()


def _number(found: GraphNode) -> int:
    """An author's acts in a dossier are numbered in the order in which they were made."""
    return found.act.header.sequence


def _holders(now: Position, item: bytes, verb: str) -> set[bytes]:
    declared = now.type(item).verb(verb)
    return {party for role in (declared.by if declared else ()) for party in now.held(item, role)}


def said_in(node: Node, found: GraphNode) -> Mapping[str, Any] | None:
    """What the act says; None where it was not for us, or is gone."""
    row = node.store.act(found.act.id)
    if row is None or row.id in node.recalls.gone:
        return None
    try:
        return read(node, row)[1].fields
    except (CryptoError, Malformed):
        return None


def well_said(node: Node, found: GraphNode, says: type[Body]) -> Mapping[str, Any] | None:
    """What the act says, field by field in the order of the form; None also where it is no such body.

    Nobody but its author has looked at the body of an act before it came: a field may be missing, or be anything.
    """
    said, fields = said_in(node, found), says.fields()
    good = {name: said[name] for name, each in fields.items() if said and name in said and not each.check(said[name])}
    return good if all(name in good for name, each in fields.items() if each.required) else None


def opening(node: Node, now: Position) -> Mapping[str, Any]:
    """What the act says that opened the dossier; nothing where it was not for us."""
    opened = next((each for each in now.graph.nodes.values() if each.act.header.dossier == NULL16), None)
    verb = now.type(DOSSIER).verb(opened.act.header.verb) if opened else None
    return (well_said(node, opened, verb.says) if opened and verb else None) or {}
