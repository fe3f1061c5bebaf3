"""The walk notices a step that is gone: a verb that moves a lane is taken out of a table, and there is a fault.

Some steps are optional; that the table is sound without them is written down here, and also checked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

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
    "mla/query",
    "plan/extension",
    "registry/candidacy",
    "registry/entry",
    "transfer_of_sentenced_person/consent of the person",
)

OPTIONAL: frozenset[tuple[str, str]] = frozenset()


def without(item: Item, where: tuple[str, ...], verb: str) -> Item:
    """The type without a verb of the type below it that is named by its path."""
    if not where:
        return replace(item, verbs=tuple(v for v in item.verbs if v.name != verb))
    held = tuple(without(child, where[1:], verb) if child.name == where[0] else child for child in item.items)
    return replace(item, items=held)


def steps() -> Iterator[object]:
    """Each verb that moves a lane at one of the tables."""
    for kind in all_kinds().values():
        for path in tables(kind):
            for verb in path[-1].verbs if label(path) in TABLES else ():
                if verb.to is not None and not verb.opens and not verb.begins:
                    where = tuple(item.name for item in path[1:])
                    yield pytest.param(kind, where, verb.name, id=f"{label(path)}: {verb.name}")


@pytest.mark.parametrize(("kind", "where", "verb"), steps())
def test_the_walk_notices_a_step_that_is_gone(kind: Kind, where: tuple[str, ...], verb: str) -> None:
    mutant = replace(kind, item=without(kind.item, where, verb))
    path = next(path for path in tables(mutant) if tuple(item.name for item in path[1:]) == where)
    noticed = bool(walk(mutant, path).faults)
    assert noticed != ((label(path), verb) in OPTIONAL)


def test_the_tables_and_optional_steps_exist() -> None:
    paths = [path for kind in all_kinds().values() for path in tables(kind)]
    assert {label(path) for path in paths} >= set(TABLES)
    assert {(label(path), verb.name) for path in paths for verb in path[-1].verbs} >= OPTIONAL
