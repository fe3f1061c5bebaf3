"""What lies behind an act that was lost: whoever signed on top of that one is asked for it, and by who had it whoever
had a part in the dossier, a party still or not.
"""

from __future__ import annotations

from lintas.node import compare, fetch
from tests.node.hostile import TERMS, WORDS, shared
from tests.node.test_damage import on_disks
from tests.node.test_passed import AA, BB, CC, rot
from tests.support.federation import Federation3


def lost_by_both(*, adopted: bool = True) -> tuple[Federation3, bytes, bytes]:
    """cc adopted the terms, or only has them, and was discharged; aa and bb lost them. The dossier, and that act."""
    fed = Federation3.build((AA, BB, CC), keep=on_disks, kinds=("exchange",))
    dossier = shared(fed)
    lost = fed.act(AA, dossier, "change the terms", TERMS).act
    fed.settle()
    if adopted:
        fed.act(CC, dossier, "adopt the terms", WORDS)
    fed.settle()
    fed.act(AA, dossier, "discharge", {"reasons": "its part is done"}, {"member": (CC,)})
    fed.settle()
    for code in (AA, BB):
        rot(fed.nodes[code], lost)
        fed.restart(code)
        while compare.read_one(fed.nodes[code]):
            pass
    return fed, dossier, lost


def test_what_both_parties_lost_comes_back_from_who_signed_on_top_of_it_and_left() -> None:
    fed, dossier, lost = lost_by_both()
    assert fetch.wanted(fed.nodes[BB], fed.id(CC)) == (dossier,)
    fed.settle()
    for code in (AA, BB):
        assert lost in fed.nodes[code].replica(dossier).graph


def test_what_its_author_lost_comes_back_from_who_left_and_signed_nothing_on_top_of_it() -> None:
    fed, dossier, lost = lost_by_both(adopted=False)
    assert fetch.wanted(fed.nodes[AA], fed.id(CC)) == (dossier,)
    fed.settle()
    for code in (AA, BB):
        assert lost in fed.nodes[code].replica(dossier).graph
        assert fed.id(CC) not in fed.nodes[code].replica(dossier).now().parties


def test_once_it_is_here_nobody_is_asked_any_more() -> None:
    fed, _, _ = lost_by_both()
    fed.settle()
    for code in (AA, BB):
        assert [fetch.wanted(fed.nodes[code], fed.id(other)) for other in (AA, BB, CC)] == [(), (), ()]
        assert not fed.nodes[code].holed


def test_a_first_act_that_both_parties_lost_comes_back_from_who_left() -> None:
    fed = Federation3.build((AA, BB, CC), keep=on_disks, kinds=("exchange",))
    dossier = shared(fed)
    fed.act(BB, dossier, "leave", WORDS)
    fed.settle()
    first = next(row.id for row in fed.nodes[AA].store.acts(dossier))
    for code in (AA, CC):
        rot(fed.nodes[code], first)
        fed.restart(code)
        while compare.read_one(fed.nodes[code]):
            pass
    assert fetch.wanted(fed.nodes[CC], fed.id(BB)) == (dossier,)
    fed.settle()
    for code in (AA, CC):
        assert first in fed.nodes[code].replica(dossier).graph
