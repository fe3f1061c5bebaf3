"""When what waits reaches each rung: from minutes alone."""

from __future__ import annotations

import itertools

from lintas.console.rungs import MINUTE_MS, reached_at

SINCE_MS = 1_790_000_000_000


def test_each_rung_waits_its_own_minutes_after_the_one_before() -> None:
    assert reached_at([15, 30, 5], SINCE_MS) == [SINCE_MS, SINCE_MS + 15 * MINUTE_MS, SINCE_MS + 45 * MINUTE_MS]


def test_where_no_minutes_stand_it_does_not_go_on() -> None:
    assert reached_at([15, None, 5, 5], SINCE_MS) == [SINCE_MS, SINCE_MS + 15 * MINUTE_MS]
    assert reached_at([None, 5], SINCE_MS) == [SINCE_MS]


def test_without_a_ladder_nothing_is_reached() -> None:
    assert reached_at([], SINCE_MS) == []


def test_it_never_climbs_down_and_reaches_no_rung_that_is_not_there() -> None:
    for length in range(5):
        for minutes in itertools.product((None, 0, 5), repeat=length):
            found = reached_at(minutes, SINCE_MS)
            assert found == sorted(found)
            stays = minutes.index(None) if None in minutes else length - 1
            assert len(found) == min(stays + 1, length)
