"""What nobody has is not asked for in each file that answers another: two would carry files to and fro for ever."""

from __future__ import annotations

import pytest

from tests.node.hostile import TERMS, WORDS
from tests.node.post import CODES
from tests.node.test_bag import carried
from tests.node.test_compared_by_mail import Guests
from tests.node.test_passed import rot

AA, BB, _ = CODES


@pytest.fixture
def guests() -> Guests:
    """aa and bb, both of which lost what both signed on top of."""
    made = Guests()
    lost = made.fed.act(AA, made.dossier, "change the terms", TERMS).act
    made.exchange()
    made.fed.act(AA, made.dossier, "change the terms", TERMS)
    made.fed.act(BB, made.dossier, "adopt the terms", WORDS)
    made.exchange()
    for code in (AA, BB):
        rot(made.node(code), lost)
        made.begin(code)
    return made


def test_by_mail_it_is_asked_for_anew_once_in_a_while(guests: Guests) -> None:
    first, later = guests.exchange(), guests.day()
    assert 0 < first <= 8
    assert 0 < later <= 8
    assert guests.exchange() == 0


def test_by_hand_an_answer_asks_for_nothing_where_the_file_brought_nothing(guests: Guests) -> None:
    assert 0 < carried(guests.node(AA), guests.node(BB)) <= 4
