"""Histories that broke the rules as they first stood (decision 0009), and what holds now."""

from __future__ import annotations

from tests.model.drafts import disown_act
from tests.model.histories import party, reg
from tests.model.kinds import circle
from tests.model.script import Script
from tests.model.second_fold import DOSSIER

ASSENTERS = (1, 2, 3, 4)


def counted(script: Script) -> None:
    assert all(judged.counted for judged in script.judged.values())


def test_deposed_holder_does_not_choose_its_successor() -> None:
    script = Script(circle())
    proposal, assents = script.take_over(1, ASSENTERS)
    offer = script.do(0, "offer", to={"successor": [4]})
    taken = script.do(1, "take over", *assents, at=proposal)
    # Party 4 is the old holder's friend and has not seen the take-over; it tries until its id is the lower one.
    salt = 0
    while True:
        made = script.do(4, "accept the office", offer, at=offer, salt=salt, prev=assents[3])
        if made.id < taken.id:
            break
        salt += 1
    counted(script)
    view = script.view([taken.id, made.id])
    assert view.held(DOSSIER, "convenor") == {party(1)}


def test_chosen_successor_decides_nothing_after_a_take_over() -> None:
    script = Script(circle())
    proposal, assents = script.take_over(1, ASSENTERS)
    offer = script.do(0, "offer", to={"successor": [4]})
    taken = script.do(1, "take over", *assents, at=proposal)
    made = script.do(4, "accept the office", offer, at=offer)
    stranger = script.do(4, "enrol", made, to={"member": [7]})
    counted(script)
    assert party(7) not in script.view([taken.id, stranger.id]).parties


def test_loser_of_two_take_overs_decides_nothing() -> None:
    script = Script(circle())
    proposal, assents = script.take_over(1, ASSENTERS)
    # The first candidate takes over; restored from a backup it gives up, and the others turn to a second one.
    taken = script.do(1, "take over", *assents, at=proposal)
    up = script.do(1, "give up", *assents, at=proposal, incarnation=2)
    second = script.do(2, "propose", up)
    again = [script.do(n, "assent", second, up, at=second, incarnation=2 if n == 1 else 1) for n in ASSENTERS]
    rival = script.do(2, "take over", *again, at=second)
    counted(script)
    loser, first, other = (2, taken, rival) if taken.id < rival.id else (1, rival, taken)
    stranger = script.do(loser, "enrol", other, to={"member": [7]}, incarnation=1)
    view = script.view([first.id, stranger.id])
    assert view.held(DOSSIER, "convenor") == {party(3 - loser)}
    assert party(7) not in view.parties


def test_thief_is_disowned_though_the_victim_saw_its_act_by_way_of_others() -> None:
    script = Script(circle())
    good = script.do(1, "say", script.first)
    stolen = script.do(1, "say", good, incarnation=5)
    other = script.do(2, "say", stolen)
    mine = script.do(1, "say", other, prev=good)
    disown = script.disown(1, 0, [mine])
    view = script.view([disown.id])
    assert view.effect(mine.id)
    assert not view.effect(stolen.id)


def test_the_fold_rests_on_admission_for_who_may_disown() -> None:
    """A DISOWN by the old key would count: admission must refuse it, since only the registry knows which key is old."""
    script = Script(circle())
    good = script.do(1, "say", script.first)
    script.disown(1, 0, [good])
    fresh = script.do(1, "say", good, incarnation=9, key=1)
    place = script.place(1, [good], 5, 0)
    stolen = script.add(disown_act(place, [reg(1, 1)], ()), 1, 5)
    assert not script.view([fresh.id, stolen.id]).effect(fresh.id)


def test_dead_party_blocks_a_take_over() -> None:
    script = Script(circle())
    proposal, assents = script.take_over(1, (1, 2, 3))
    script.do(1, "take over", *assents, at=proposal)
    assert [judged.rule for judged in script.judged.values() if not judged.counted] == ["V7"]


def test_party_that_left_is_waited_for_no_more() -> None:
    script = Script(circle())
    proposal, assents = script.take_over(1, (1, 2, 3))
    gone = script.do(4, "leave", proposal)
    script.do(1, "take over", *assents, gone, at=proposal)
    counted(script)


def test_holder_that_handed_over_decides_no_more() -> None:
    script = Script(circle())
    offer = script.do(0, "offer", to={"successor": [4]})
    accepted = script.do(4, "accept the office", offer, at=offer)
    stranger = script.do(0, "enrol", to={"member": [7]}, prev=offer)
    counted(script)
    view = script.view([accepted.id, stranger.id])
    assert view.held(DOSSIER, "convenor") == {party(4)}
    assert party(7) not in view.parties


def test_a_take_over_outdoes_a_hand_over_that_it_did_not_see() -> None:
    """What is, not what is wished: a holder that discharges all but a friend could have done so without the offer."""
    script = Script(circle())
    offer = script.do(0, "offer", to={"successor": [4]})
    accepted = script.do(4, "accept the office", offer, at=offer)
    # The old holder goes on as if nobody had accepted: all but its friend are discharged, who then takes over alone.
    emptied = script.do(0, "discharge", to={"member": [2, 3, 4]}, prev=offer)
    proposal, assents = script.take_over(1, (1,), emptied)
    taken = script.do(1, "take over", *assents, at=proposal)
    counted(script)
    assert script.view([accepted.id, taken.id]).held(DOSSIER, "convenor") == {party(1)}
