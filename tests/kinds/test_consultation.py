"""Consultation and follow-up, as staff of senior officials tell them; and who learns nothing of a consultation."""

from __future__ import annotations

import pickle

from lintas.kinds.consultation import KIND
from lintas.kinds.follow_up import KIND as FOLLOW_UP
from lintas.node.show import show
from lintas.node.state import Node
from tests.kinds.samples import body
from tests.kinds.table import Table
from tests.support.federation import Federation3


def kept(node: Node) -> bytes:
    """All that the node has written down of others and of itself."""
    store = node.store
    return pickle.dumps([*store.since(0, 1_000), *store.evidence(), *store.waiting()])


def test_i_know_what_those_i_asked_could_agree_to() -> None:
    table = Table("consultation", "VN", "ask for positions", consulted="MY ID")
    assert (table.phase(), table.awaited()) == ("asked", "ID MY")
    table.do("MY", "give a position")
    table.do("ID", "give none")
    assert (table.phase(), table.awaited()) == ("all have answered", "ID VN")
    table.do("VN", "put common words")
    table.do("MY", "agree to the words")
    table.do("ID", "give a position")
    table.do("ID", "agree to the words")
    assert table.phase() == "common words"
    table.do("VN", "put common words")
    assert (table.phase(), table.awaited()) == ("words put", "ID MY")
    table.do("VN", "close")
    assert table.phase() == "closed"


def test_a_state_that_agreed_may_change_its_position() -> None:
    table = Table("consultation", "VN", "ask for positions", consulted="MY")
    table.do("MY", "give a position")
    table.do("VN", "put common words")
    table.do("MY", "agree to the words")
    table.do("MY", "give a position")
    assert table.phase() == "words put"


def test_nobody_is_brought_into_a_consultation_after_its_first_act() -> None:
    seating = [verb.name for verb in KIND.item.verbs if verb.seats or verb.takes or verb.convokes]
    assert seating == ["ask for positions"]
    assert KIND.item.items == ()
    table = Table("consultation", "VN", "ask for positions", consulted="MY")
    table.refused("XS", "write")


def test_chair_secretariat_and_partner_cannot_learn_that_a_position_was_consulted() -> None:
    codes = ("vn-mps", "my-kdn", "xs-chair", "xt-asec", "xp-partner")
    federation = Federation3.build(codes, kinds=("consultation", "follow_up"))
    others = codes[2:]
    known = {code: federation.nodes[code].store.dossiers() for code in others}
    shared = federation.open("xt-asec", "follow_up", "open the follow-up", body(
        FOLLOW_UP.item.verbs[0].says), {"state": (*codes[:3], codes[4])})  # fmt: skip
    asked = federation.open(
        "vn-mps", "consultation", "ask for positions", body(KIND.item.verbs[0].says), {"consulted": ("my-kdn",)}
    )
    federation.settle()
    position = next(verb for verb in KIND.item.verbs if verb.name == "give a position")
    federation.act("my-kdn", asked.dossier, position.name, body(position.says))
    federation.settle()
    assert show(federation.nodes["vn-mps"], asked.dossier).phase == "all have answered"
    for code in others:
        node = federation.nodes[code]
        assert set(node.store.dossiers()) - set(known[code]) == {shared.dossier}
        assert not node.has(asked.dossier)
        assert asked.dossier not in kept(node)
    assert asked.dossier in kept(federation.nodes["my-kdn"])


def test_each_state_takes_a_recommendation_up_in_its_own_time_and_none_is_late() -> None:
    table = Table("follow_up", "XS", "open the follow-up", state="VN MY ID")
    recommended = table.do("XS", "enter a recommendation")
    assert (table.phase(), table.awaited()) == ("kept", "")
    table.do("VN", "study it", recommended)
    table.do("VN", "accept it", recommended)
    table.do("VN", "carry it out", recommended)
    table.do("VN", "report a step", recommended)
    table.do("VN", "report it done", recommended)
    table.do("MY", "not take it up", recommended)
    table.do("MY", "study it", recommended)
    assert (table.phase(recommended), table.awaited()) == ("recommended", "")
    assert [path[-1].name for path in FOLLOW_UP.item.walk() if path[-1].totals] == []


def test_a_task_comes_back_until_it_is_done() -> None:
    table = Table("follow_up", "XS", "open the follow-up", state="VN MY ID")
    task = table.do("XS", "task", owner="VN")
    assert (table.phase(), table.awaited()) == ("tasks open", "VN")
    table.do("VN", "take up", task)
    assert table.awaited() == "VN"
    table.do("VN", "report done", task)
    assert (table.phase(), table.awaited()) == ("tasks open", "XS")
    table.do("XS", "close", task)
    assert (table.phase(), table.awaited()) == ("kept", "")
