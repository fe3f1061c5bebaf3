"""To whom a body may be given in a view: who is known to its author, who is a newcomer, and what a release changes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lintas.dossier.control import Disown, Release, disown_fields, release_fields
from lintas.dossier.header import Act, Form
from lintas.dossier.releases import read_readers, release_words
from lintas.dossier.sealing import Content
from lintas.wire.shape import BadShape
from tests.dossier.acts import OTHER_REG, REG, SEAL, A, Acts, B, C, D


def knew(acts: Acts, act: Act, party: bytes) -> bool:
    now = acts.replica().now()
    return now.knew(now.graph.nodes[act.id], party)


def released(acts: Acts, act: Act) -> frozenset[bytes]:
    now = acts.replica().now()
    return now.released(now.graph.nodes[act.id])


def give(acts: Acts, author: bytes, after: list[Act], act: Act, *parties: bytes) -> Act:
    control = release_fields(Release((act.id,), parties))
    return acts.add(author, after, form=Form.RELEASE, control=control)


def test_an_act_knows_those_whose_seat_it_saw_and_those_whom_it_seats() -> None:
    acts = Acts()
    said = acts.add(B, [acts.first])
    add = acts.add(A, [acts.first], verb="add", to=(("member", (D,)),))
    later = acts.add(B, [said, add])
    assert [knew(acts, each, D) for each in (acts.first, said, add, later)] == [False, False, True, True]
    assert [knew(acts, each, C) for each in (acts.first, said, add, later)] == [True] * 4


def test_the_act_that_began_the_epoch_of_a_seating_knows_whom_that_seats() -> None:
    acts = Acts()
    begun = acts.add(A, [acts.first], form=Form.KEY, seal=replace(SEAL, epoch=bytes(16)))
    alien = acts.add(B, [acts.first], form=Form.KEY, seal=replace(SEAL, epoch=bytes(16)))
    seal = replace(SEAL, epoch=begun.item)
    acts.add(A, [begun], verb="add", to=(("member", (D,)),), seal=seal)
    assert knew(acts, begun, D)
    acts.add(A, [begun], incarnation=2, verb="add", to=(("member", (D,)),), seal=replace(SEAL, epoch=alien.item))
    assert not knew(acts, alien, D)


def test_who_left_and_came_back_is_a_newcomer_to_all_that_was_said_before() -> None:
    acts = Acts()
    before = acts.add(B, [acts.first])
    drop = acts.add(A, [acts.first], verb="drop", to=(("member", (C,)),))
    between = acts.add(B, [before, drop])
    assert [knew(acts, each, C) for each in (acts.first, before, between)] == [False] * 3
    back = acts.add(A, [drop, between], verb="add", to=(("member", (C,)),))
    after = acts.add(B, [between, back])
    assert [knew(acts, each, C) for each in (before, between, back, after)] == [False, False, True, True]


def test_a_release_gives_to_those_whom_it_names_and_whose_seat_it_saw() -> None:
    acts = Acts()
    said = acts.add(B, [acts.first])
    add = acts.add(A, [said], verb="add", to=(("member", (D,)),))
    early = give(acts, B, [said], said, D)
    assert released(acts, said) == frozenset()
    give(acts, B, [early, add], said, D, b"x" * 16)
    assert released(acts, said) == {D}


def test_a_release_of_what_another_said_gives_nothing() -> None:
    acts = Acts()
    said = acts.add(B, [acts.first])
    add = acts.add(A, [said], verb="add", to=(("member", (D,)),))
    give(acts, A, [add], said, D)
    assert released(acts, said) == frozenset()


def test_a_release_ends_with_the_seat_and_does_not_come_back_with_it() -> None:
    acts = Acts()
    said = acts.add(B, [acts.first])
    add = acts.add(A, [said], verb="add", to=(("member", (D,)),))
    gave = give(acts, B, [said, add], said, D)
    assert released(acts, said) == {D}
    drop = acts.add(A, [add, gave], verb="drop", to=(("member", (D,)),))
    assert released(acts, said) == frozenset()
    acts.add(A, [drop], verb="add", to=(("member", (D,)),))
    assert released(acts, said) == frozenset()


def test_a_release_that_is_disowned_gives_nothing() -> None:
    acts = Acts()
    said = acts.add(B, [acts.first])
    add = acts.add(A, [said], verb="add", to=(("member", (D,)),))
    gave = give(acts, B, [said, add], said, D)
    control = disown_fields(Disown((REG,), (said.id,)))
    acts.add(B, [gave], form=Form.DISOWN, control=control, reg=OTHER_REG)
    assert released(acts, said) == frozenset()


READERS = {b"e" * 16: (A, C), b"f" * 16: ()}


def test_what_a_release_says_of_readers_is_read_again() -> None:
    assert read_readers(Content(release_words("why", READERS))) == READERS
    assert read_readers(Content({})) == {}


@pytest.mark.parametrize(
    "said", [b"x", [b"x"], [[b"e" * 16]], [[b"e" * 15, []]], [[b"e" * 16, [b"short"]]], [["e", []]]]
)
def test_readers_that_are_not_so_written_are_refused(said: object) -> None:
    with pytest.raises(BadShape):
        read_readers(Content({"readers": said}))
