"""The walk passes a table without a fault, bites on each fault, and its shortcuts change nothing."""

from __future__ import annotations

import pytest

from lintas.dossier.grammar import Kind
from lintas.dossier.position import DOSSIER
from lintas.dossier.replica import Replica
from lintas.kinds import all_kinds
from tests.walks.openings import openings
from tests.walks.scene import firsts
from tests.walks.scope import Path, label, scopes
from tests.walks.small import CLOSE, VERBS, errand, faulty
from tests.walks.tables import tables, walk
from tests.walks.tour import STATES_MAX, Tour

SMALL = [errand(), *(kind for kind, _ in faulty().values() if kind.item.phases[-1].when == ())]
TRIED = ("mla/query", "mla/delivery", "campaign/take-over", "asset/property/claim", "registry/candidacy")


ONLY_WHOLE = {
    "never opened", "dead verb", "no last row", "unreachable phase", "arises without crossing",
    "arises only by crossing",
}  # fmt: skip
"""What only all tours of a table together show."""


def told(kind: Kind, states_max: int = STATES_MAX, overtaking_max: int = 3) -> set[str]:
    """Every fault of every table, without histories."""
    found = (walk(kind, path, states_max, overtaking_max) for path in tables(kind))
    return {f"{fault.rule}: {fault.what}" for done in found for fault in done.faults}


def tried() -> list[tuple[Kind, Path]]:
    """Every table of the small kinds, and some of the real ones."""
    real = [(kind, path) for kind in all_kinds().values() for path in tables(kind) if label(path) in TRIED]
    return [*((kind, path) for kind in SMALL for path in tables(kind)), *real]


def test_a_sound_table_has_no_fault() -> None:
    assert told(errand()) == set()


@pytest.mark.parametrize("what", faulty())
def test_a_faulty_table_has_its_fault(what: str) -> None:
    kind, fault = faulty()[what]
    found = told(kind)
    assert any(one.startswith(fault) for one in found), found


def test_a_walk_that_is_cut_says_so() -> None:
    assert "cut: more than 3 positions" in told(errand(), states_max=3)


def test_a_fault_comes_with_the_shortest_history() -> None:
    kind, fault = faulty()["a phase that crosses and does not say so"]
    (found,) = (one for one in walk(kind, (kind.item,)).faults if str(one).startswith(fault))
    assert found.history == (
        "asking 1: ask (doing doing 1, doing 2) at errand; "
        "[doing 1: do at errand, crossing asking 1: withdraw at errand]"
    )


class Checked(Tour):
    """A tour that compares what it says of each position with the fold's own word."""

    checked = 0

    def _expand(self, number: int, replica: Replica) -> None:
        super()._expand(number, replica)
        place, position = self.found.places[number], replica.now()
        target = self._target(position)
        assert place.awaited == bool(position.awaited(target))
        assert place.phase == position.row(target)
        self.checked += 1


@pytest.mark.slow
def test_whose_move_it_is_is_the_folds_own_answer() -> None:
    for kind, path in tried():
        starts = openings(kind, path)
        for scope in scopes(path):
            tour = Checked(scope)
            found = tour.run(starts)
            assert tour.checked == len(found.places)


@pytest.mark.slow
def test_shortcuts_leave_no_position_out() -> None:
    for kind, path in tried():
        starts = openings(kind, path)
        for scope in scopes(path):
            short, long = Tour(scope), Tour(scope, shortcuts=False)
            short.run(starts)
            long.run(starts)
            assert short.positions() == long.positions(), (label(path), scope.name)


@pytest.mark.slow
def test_overtaking_acts_lead_to_all_that_pairs_lead_to_and_to_more() -> None:
    more = 0
    for kind, path in tried():
        starts = openings(kind, path)
        for scope in scopes(path):
            pairs, longer = Tour(scope), Tour(scope, overtaking_max=4)
            pairs.run(starts)
            longer.run(starts)
            assert pairs.positions() <= longer.positions()
            more += len(longer.positions() - pairs.positions())
    assert more


def test_the_first_act_fills_every_role() -> None:
    ((replica, _),) = firsts(errand())
    seated = {role: len(replica.now().held(DOSSIER, role)) for role in ("asking", "doing")}
    assert seated == {"asking": 1, "doing": 2}


def test_verbs_of_the_errand_are_all_walked() -> None:
    kind = errand()
    (tour,) = walk(kind, (kind.item,)).tours
    assert tour.verbs == {verb.name for verb in VERBS if not verb.begins}
    assert CLOSE.name in tour.verbs


def test_a_table_walked_in_pieces_is_walked_whole() -> None:
    for kind, path in ((small, path) for small in SMALL for path in tables(small)):
        whole = walk(kind, path)
        pieces = [walk(kind, path, only=scope.name) for scope in scopes(path)]
        assert sum(piece.positions for piece in pieces) == whole.positions
        left = set(whole.faults) - {fault for piece in pieces for fault in piece.faults}
        assert len(left) == len(whole.faults) - sum(len(piece.faults) for piece in pieces)
        assert {fault.rule for fault in left} <= ONLY_WHOLE
