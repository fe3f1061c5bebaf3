"""The canonical declaration: whatever changes what an act means changes the hash, and prose does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from lintas.dossier.declaration import declaration, pin
from lintas.dossier.declare import Total, begins, clock, kind, may, one, phase, some
from lintas.dossier.grammar import Item, Kind
from lintas.dossier.meanings import Body, Count, Meaning, Text, choice, codes
from lintas.wire.cbor import encode


class Words(Body):
    """Some words."""

    text = Text
    number = Count.optional
    code = codes(("A", "first"), ("B", "second")).optional


def small(sentence: str = "It is so.", basis: str = "none", title: str = "Small", version: int = 1) -> Kind:
    return kind(
        "small",
        title,
        sentence=sentence,
        basis=basis,
        version=version,
        roles=(one("x"),),
        verbs=(
            begins("open", Words, takes="x", to="open"),
            may("x", "end", Words, at="open", to="over", needs=some("x", "open")),
        ),
        phases=(phase("over", some("x", "over"), ends=True), phase("open")),
        clocks=(clock("end it", "x", "open", timedelta(days=2), "end"),),
        totals=(Total("numbers", "end", "number"),),
    )


def edited(change: Callable[[Item], Item]) -> Kind:
    return replace(small(), item=change(small().item))


def with_body(**fields: Meaning) -> Kind:
    says = type("Other", (Words,), {"__doc__": "Others.", **fields})
    return edited(lambda item: replace(item, verbs=(item.verbs[0], replace(item.verbs[1], says=says))))


def test_prose_is_not_in_it() -> None:
    assert pin(small()) == pin(small(sentence="Other.", basis="treaty", title="Other"))
    assert pin(with_body()) == pin(small()), "neither the name nor the help text of a body counts"


CHANGES = {
    "version": small(version=2),
    "role": edited(lambda i: replace(i, roles=(replace(i.roles[0], many=True),))),
    "verb": edited(lambda i: replace(i, verbs=i.verbs[:1])),
    "persons": edited(lambda i: replace(i, verbs=(i.verbs[0], replace(i.verbs[1], persons=2)))),
    "at": edited(lambda i: replace(i, verbs=(i.verbs[0], replace(i.verbs[1], at=None)))),
    "need": edited(lambda i: replace(i, verbs=(i.verbs[0], replace(i.verbs[1], needs=())))),
    "phase": edited(lambda i: replace(i, phases=(replace(i.phases[0], ends=False), i.phases[1]))),
    "row order": edited(lambda i: replace(i, phases=i.phases[::-1])),
    "clock": edited(lambda i: replace(i, clocks=(clock("end it", "x", "open", timedelta(days=3), "end"),))),
    "total": edited(lambda i: replace(i, totals=())),
    "trait": edited(lambda i: replace(i, traits=frozenset({"case"}))),
    "item": edited(lambda i: replace(i, items=(Item("note", (), (), (phase("open"),)),))),
    "field": with_body(more=Text.optional),
    "required": with_body(number=Count),
    "several": with_body(number=Count.optional.several),
    "choices": with_body(code=choice("A", "B", "C").optional),
    "what a code means": with_body(code=codes(("A", "first"), ("B", "third")).optional),
}


@pytest.mark.parametrize("changed", CHANGES.values(), ids=CHANGES)
def test_what_an_act_means_is_in_it(changed: Kind) -> None:
    assert pin(changed).declaration != pin(small()).declaration


def test_every_change_gives_a_hash_of_its_own() -> None:
    assert len({pin(changed).declaration for changed in CHANGES.values()}) == len(CHANGES)


def test_it_is_plain_data_of_the_wire() -> None:
    assert encode(declaration(small()))
    assert pin(small()).name == "small"
    assert len(pin(small()).declaration) == 32
