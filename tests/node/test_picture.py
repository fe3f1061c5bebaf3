"""The regional picture: from five states upwards, of each its newest figures, and nothing that shows one state."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lintas.dossier.meanings import Body, Text
from lintas.figures.suppress import TOTAL
from lintas.node.author import seal_next, weigh
from lintas.node.picture import NoPicture, picture
from lintas.node.show import show
from tests.support.federation import Federation3

COMPILER, STATES = "xs-asec", ("bn-st", "id-st", "kh-st", "my-st", "vn-st")
CALL = {"period": "2026", "first_day": "2026-01-01", "last_day": "2026-12-31", "counting": "a case once",
        "by": "2027-02-01"}  # fmt: skip
BEFORE_COURT = "before_court"


def figures(area: str, investigated: int, court: int) -> dict[str, object]:
    """A return of one area."""
    return {"area": area, "under_investigation": investigated, BEFORE_COURT: court, "ended_in_conviction": 20,
            "ended_otherwise": 30}  # fmt: skip


def called(states: tuple[str, ...]) -> tuple[Federation3, bytes]:
    """Figures were asked for, and these authorities have handed in two areas each."""
    asked = tuple(dict.fromkeys((*STATES, *states)))
    fed = Federation3.build((COMPILER, *asked), kinds=("returns",))
    dossier = fed.open(COMPILER, "returns", "call for returns", CALL, {"state": asked}).dossier
    fed.settle()
    for state in states:
        fed.act(state, dossier, "hand in figures", figures("illicit drugs", 100, 1 if state == "vn-st" else 0))
        fed.act(state, dossier, "hand in figures", figures("sea piracy", 40, 10))
    fed.settle()
    return fed, dossier


def test_four_states_make_no_picture() -> None:
    fed, dossier = called(STATES[:4])
    with pytest.raises(NoPicture) as raised:
        picture(fed.nodes[COMPILER], dossier)
    assert raised.value.why.startswith("4 states")


def test_five_make_one_in_which_the_case_of_one_state_cannot_be_found() -> None:
    fed, dossier = called(STATES)
    drawn = picture(fed.nodes[COMPILER], dossier)
    assert (drawn.states, drawn.unread, drawn.table.rows) == (5, (), ("illicit drugs", "sea piracy", TOTAL))
    assert drawn.table.value("illicit drugs", BEFORE_COURT) is None
    assert len(drawn.table.left_out) == 4
    assert drawn.table.value("sea piracy", "under_investigation") == 200


def test_two_authorities_of_one_state_are_one_state() -> None:
    fed, dossier = called((*STATES[:4], "my-pol"))
    with pytest.raises(NoPicture) as raised:
        picture(fed.nodes[COMPILER], dossier)
    assert raised.value.why.startswith("4 states")
    fed, dossier = called((*STATES, "my-pol"))
    drawn = picture(fed.nodes[COMPILER], dossier)
    assert drawn.states == 5
    assert drawn.table.value("sea piracy", "under_investigation") == 240


def test_newer_figures_stand_in_place_of_older_ones_and_what_was_taken_back_is_not_in_it() -> None:
    fed, dossier = called(STATES)
    ours = show(fed.nodes["vn-st"], dossier)
    said = {str(act.says["area"]): act.id[:16] for act in ours.acts if act.author == "vn-st" and act.says}
    items = [said["illicit drugs"], said["sea piracy"]]
    fed.act("vn-st", dossier, "replace the figures", figures("illicit drugs", 0, 0), item=items[0])
    fed.settle()
    drawn = picture(fed.nodes[COMPILER], dossier)
    assert drawn.table.value("illicit drugs", "under_investigation") == 400
    assert drawn.table.left_out == frozenset()
    for item in items:
        fed.act("vn-st", dossier, "take the figures back", {"reasons": "counted anew"}, item=item)
    fed.settle()
    with pytest.raises(NoPicture):
        picture(fed.nodes[COMPILER], dossier)


def test_figures_that_are_not_for_us_are_not_in_it_and_that_is_said() -> None:
    fed, dossier = called(STATES[1:])
    fed.act("bn-st", dossier, "hand in figures", figures("sea piracy", 5, 5), readers=("vn-st",))
    fed.settle()
    with pytest.raises(NoPicture) as raised:
        picture(fed.nodes[COMPILER], dossier)
    assert raised.value.why.startswith("4 states")
    assert picture(fed.nodes["vn-st"], dossier).states == 5


class Lax(Body):
    """What a program of somebody else may call figures."""

    area = Text


def test_figures_that_are_none_are_not_in_it_and_that_is_said_too() -> None:
    fed, dossier = called(STATES)
    node = fed.nodes["vn-st"]
    order = fed.order("vn-st", "hand in figures", {"area": "sea piracy"}, readers=(COMPILER, *STATES[:-1]))
    weighed = weigh(node, dossier, order)
    seal_next(node, dossier, replace(weighed, verb=replace(weighed.verb, says=Lax)), order)
    node.commit()
    fed.settle()
    drawn = picture(fed.nodes[COMPILER], dossier)
    assert (drawn.states, drawn.unread) == (5, ("vn-st",))
    assert drawn.table.value("sea piracy", "under_investigation") == 200
