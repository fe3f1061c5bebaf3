"""What nobody has any more is asked for ever more seldom, and at once where anything of its dossier came."""

from __future__ import annotations

import pytest

from lintas.node.courier import Errand
from lintas.node.in_vain import AGAIN_MS_MAX, AGAIN_MS_MIN
from lintas.node.steps import FETCH
from tests.node.hostile import WORDS
from tests.node.test_courier import PACE, go
from tests.node.test_holes import lost_by_both
from tests.node.test_passed import AA, BB, CC, rot
from tests.support.federation import Federation3


class Lost:
    """Terms that all three have lost, and aa's courier to bb."""

    def __init__(self) -> None:
        self.fed, self.dossier, lost = lost_by_both()
        rot(self.fed.nodes[CC], lost)
        self.fed.restart(CC)
        self.fed.settle()
        self.fed.clock.step_ms = 0
        self.errand = Errand(self.fed.nodes[BB].identity.authority, PACE)

    def asks(self, wait_ms: int = 0) -> int:
        """How often aa asks bb in one round, after a while."""
        self.fed.clock.now_ms += wait_ms
        return go(self.errand, self.fed.nodes[AA], self.fed.nodes[BB]).count(FETCH)


@pytest.fixture
def lost() -> Lost:
    return Lost()


def test_it_is_asked_for_again_after_a_while_that_doubles(lost: Lost) -> None:
    assert lost.asks() == 1
    assert [lost.asks() for _ in range(3)] == [0, 0, 0], "a round follows each commit"
    wait_ms = AGAIN_MS_MIN
    while wait_ms < AGAIN_MS_MAX:
        assert lost.asks(wait_ms - 1) == 0
        assert lost.asks(1) == 1
        wait_ms *= 2
    assert lost.asks(AGAIN_MS_MAX) == 1, "no longer than that"


def test_it_is_asked_for_at_once_where_anything_of_its_dossier_came_or_the_peer_is_to_be_asked_anew(lost: Lost) -> None:
    for _ in range(5):
        lost.asks(AGAIN_MS_MAX)
    assert lost.asks() == 0
    lost.fed.act(BB, lost.dossier, "leave", WORDS)
    lost.fed.bring(BB, AA)
    assert lost.asks() == 1
    assert lost.asks() == 0
    lost.errand.hurry()
    assert lost.asks() == 1


def test_what_is_no_longer_wanted_is_forgotten() -> None:
    fed: Federation3 = lost_by_both()[0]
    errand = Errand(fed.nodes[CC].identity.authority, PACE)
    assert go(errand, fed.nodes[AA], fed.nodes[CC]).count(FETCH) == 1
    assert go(errand, fed.nodes[AA], fed.nodes[CC]).count(FETCH) == 0
    assert not errand._in_vain._asked
