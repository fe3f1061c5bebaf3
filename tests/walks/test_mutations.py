"""The walk notices a step that is gone: a verb that moves a lane is taken out of a table, and there is a fault.

Some steps are optional; that the table is sound without them is written down here, and also checked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

from lintas.dossier.grammar import Item, Kind
from lintas.kinds import all_kinds
from tests.walks.scope import label
from tests.walks.tables import tables, walk

TABLES = (
    "asset/property/claim",
    "campaign/take-over",
    "extradition/assurance",
    "hotline/message",
    "mla/delivery",
    "mla/original",
    "mla/person in custody",
    "mla/query",
    "preservation",
    "registry/candidacy",
    "registry/desk",
    "registry/entry",
    "transfer_of_sentenced_person/consent of the person",
)

OPTIONAL = frozenset(
    {
        ("hotline/message", "acknowledge what followed"),
        ("mla/query", "ask again"),
        ("mla/query", "cannot supplement"),
        ("registry/candidacy", "take back assent"),
        ("registry/entry", "restore"),
    }
)


def without(item: Item, where: tuple[str, ...], verb: str) -> Item:
    """The type without a verb of the type below it that is named by its path."""
    if not where:
        return replace(item, verbs=tuple(v for v in item.verbs if v.name != verb))
    held = tuple(without(child, where[1:], verb) if child.name == where[0] else child for child in item.items)
    return replace(item, items=held)


def told(kind: Kind, where: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    """Rule and offender of every fault of a table."""
    path = next(path for path in tables(kind) if tuple(item.name for item in path[1:]) == where)
    return frozenset((fault.rule, fault.what) for fault in walk(kind, path).faults)


@cache
def told_whole(name: str, where: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    """The faults that the table has with all its verbs."""
    return told(all_kinds()[name], where)


def steps() -> Iterator[object]:
    """Each verb that moves a lane at one of the tables."""
    for kind in all_kinds().values():
        for path in tables(kind):
            for verb in path[-1].verbs if label(path) in TABLES else ():
                if verb.to is not None and not verb.opens and not verb.begins:
                    where = tuple(item.name for item in path[1:])
                    yield pytest.param(kind, where, verb.name, id=f"{label(path)}: {verb.name}")


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "where", "verb"), [*steps()])
def test_the_walk_notices_a_step_that_is_gone(kind: Kind, where: tuple[str, ...], verb: str) -> None:
    mutant = replace(kind, item=without(kind.item, where, verb))
    noticed = told(mutant, where) - told_whole(kind.name, where)
    assert bool(noticed) != (("/".join((kind.name, *where)), verb) in OPTIONAL)


def test_the_tables_and_optional_steps_exist() -> None:
    paths = [path for kind in all_kinds().values() for path in tables(kind)]
    assert {label(path) for path in paths} >= set(TABLES)
    assert {(label(path), verb.name) for path in paths for verb in path[-1].verbs} >= OPTIONAL
