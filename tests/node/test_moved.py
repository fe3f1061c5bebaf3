"""Of which acts marks moved between two looks: what was confirmed and opened, each dossier by its oldest act."""

from __future__ import annotations

from collections.abc import Mapping

from lintas.node import moved
from lintas.node.moved import Look, look
from lintas.node.state import Node
from tests.node.pair import Pair
from tests.node.test_opened import open_here, told


class Watched:
    """What moved at a node since it was asked last."""

    def __init__(self, node: Node) -> None:
        self._node, self._before = node, look(node)

    def moved(self) -> Mapping[bytes, int] | None:
        now = look(self._node)
        found = moved.moved(self._node, self._before, now)
        self._before = now
        return found


def _position(pair: Pair, act: bytes) -> int:
    row = pair.aa.store.act(act)
    assert row
    return row.position


def test_what_a_peer_confirmed_and_opened_is_named_by_the_oldest_of_it_and_once() -> None:
    pair = Pair("aa-ca", "bb-ca")
    pair.bring()
    watched = Watched(pair.aa)
    assert watched.moved() == {}
    acts = [pair.say() for _ in range(3)]
    assert watched.moved() == {}, "what was said is told as an act"
    pair.bring()
    assert watched.moved() == {pair.dossier: _position(pair, acts[0])}
    open_here(pair.bb, pair.dossier)
    told(pair.bb, pair.aa)
    found = watched.moved()
    assert found
    assert found.keys() == {pair.dossier}
    assert found[pair.dossier] <= _position(pair, acts[0]), "they opened all of it"
    assert watched.moved() == {}


def test_of_what_was_opened_that_act_alone_is_named_which_was() -> None:
    pair = Pair("aa-ca", "bb-ca")
    pair.say()
    pair.bring()
    open_here(pair.bb, pair.dossier)
    told(pair.bb, pair.aa)
    last = pair.say()
    pair.bring()
    watched = Watched(pair.aa)
    open_here(pair.bb, pair.dossier)
    told(pair.bb, pair.aa)
    assert watched.moved() == {pair.dossier: _position(pair, last)}


def test_what_others_wrote_has_no_marks_of_ours() -> None:
    pair = Pair("aa-ca", "bb-ca")
    pair.bring()
    watched = Watched(pair.bb)
    pair.say()
    pair.bring()
    assert watched.moved() == {}


def test_where_too_many_moved_or_the_node_is_at_an_earlier_moment_it_may_be_any() -> None:
    pair = Pair("aa-ca", "bb-ca")
    pair.bring()
    before = look(pair.aa)
    for _ in range(3):
        pair.say()
    pair.bring()
    now = look(pair.aa)
    assert moved.moved(pair.aa, before, now, 2) is None
    assert moved.moved(pair.aa, before, now, 3)
    assert moved.moved(pair.aa, Look({each: upto + 1 for each, upto in now.upto.items()}, now.opened), now) is None
    assert moved.moved(pair.aa, Look(now.upto, now.opened + 1), now) is None
