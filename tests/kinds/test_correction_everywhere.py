"""A correction in every kind that deals with persons: whoever says something of a person can correct it, also after the
matter has ended, and everybody who holds it is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pytest

from lintas.dossier.correcting import corrections
from lintas.dossier.grammar import Item, Kind, Verb
from lintas.dossier.header import Form
from lintas.dossier.meanings import Correction
from lintas.dossier.position import DOSSIER
from lintas.dossier.safeguards import CORRECT, use_of
from lintas.dossier.traits import PLAIN
from lintas.node.correct import CorrectionOrder, correct
from lintas.node.corrections import open_corrections
from lintas.node.order import NotOpen
from lintas.node.show import show
from tests.kinds.every import every_kind
from tests.kinds.test_every_kind import CODES, filled
from tests.kinds.test_recall_everywhere import STEPS, go_on, travelled
from tests.support.federation import Federation3


def items(item: Item) -> Iterator[Item]:
    yield item
    for child in item.items:
        yield from items(child)


def about_persons(item: Item) -> list[Verb]:
    return [verb for verb in item.verbs if use_of(verb)]


@pytest.mark.parametrize("name", every_kind())
def test_whoever_may_say_something_of_a_person_may_correct_it(name: str) -> None:
    for item in items(every_kind()[name].item):
        about = about_persons(item)
        verb = item.verb(CORRECT)
        assert bool(verb) == bool(about), item.name
        if verb:
            assert verb.says is Correction
            assert (verb.to, verb.at, verb.needs) == (None, None, ()), "it moves nothing, and is open from everywhere"
            assert {role for each in about for role in ((each.takes,) if each.begins else each.by)} == set(verb.by)


def kinds_about_persons() -> list[str]:
    found = every_kind().items()
    return [name for name, kind in found if any(map(about_persons, items(kind.item)))]


def test_there_are_such_kinds_and_none_of_them_is_plain() -> None:
    assert len(kinds_about_persons()) >= 5
    assert not any(PLAIN in every_kind()[name].item.traits for name in kinds_about_persons())


def say_something(federation: Federation3, dossier: bytes, kind: Kind) -> None:
    """Whoever can says something of a person at the dossier, if the kind has a verb for that."""
    here = [code for code in CODES if federation.nodes[code].has(dossier)]
    for verb in about_persons(kind.item):
        for code in () if verb.begins else here:
            to = {role: [next(other for other in here if other != code)] for role in verb.seats}
            with suppress(NotOpen):
                federation.act(code, dossier, verb.name, filled(federation, code, verb.says), to)
                federation.settle()
                return


@pytest.mark.parametrize("name", kinds_about_persons())
def test_what_was_said_is_corrected_at_every_holder(name: str) -> None:
    kind: Kind = every_kind()[name]
    federation, dossier = travelled(kind, 1)
    say_something(federation, dossier, kind)
    go_on(federation, dossier, STEPS)
    corrected = set[bytes]()
    for code, node in federation.nodes.items():
        if not node.has(dossier):
            continue
        now = node.replica(dossier).now()
        said = [
            found.act.id
            for found in now.graph.nodes.values()
            if found.act.header.form is Form.VERB
            and found.act.header.author == node.id
            and (item := now.type(found.act.header.item or DOSSIER)).verb(CORRECT)
            and (verb := item.verb(found.act.header.verb))
            and use_of(verb)
        ]
        for act in said[:2]:
            corrected.add(act)
            before = now.phase(DOSSIER)
            done = correct(node, dossier, CorrectionOrder((act,), "error", "an exercise", federation.desks[code]))
            node.commit()
            federation.settle()
            for holder in federation.nodes.values():
                if holder.has(dossier):
                    (found,) = corrections(holder.replica(dossier).now())[act]
                    assert found.act.id == done.act
                    (shown,) = (each for each in show(holder, dossier).acts if each.id == act)
                    reads = holder.id in {node.id, *done.audience}
                    assert [each.cause for each in shown.corrected] == ["error" if reads else ""]
            assert list(open_corrections(node)) == []
            assert node.replica(dossier).now().phase(DOSSIER) == before
    assert corrected
