"""A peer to whom nothing goes for now: it is the operator's word, outlasts a restart, and what waits goes after it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from lintas.compose.service import Service
from lintas.dossier.authority import UnknownAuthority
from tests.compose.served import found, opened, served, until, vitals

pytestmark = pytest.mark.processes
QUIET_S = 0.6
"""Some rounds of a courier in these nodes."""


def held(service: Service) -> int:
    return int(service.worker.do(lambda node: len(node.store.dossiers())))


def test_nothing_goes_to_a_paused_peer_until_it_is_resumed(tmp_path: Path) -> None:
    found(tmp_path, ("aa", "bb"))
    with served(tmp_path / "bb") as bb:
        with served(tmp_path / "aa") as aa:
            aa.staff.pause("bb")
            aa.worker.do(lambda node: opened(node, "bb"))
            time.sleep(QUIET_S)
            assert held(bb) == 0
            assert vitals(aa)["couriers"]["bb"]["resting"]
        with served(tmp_path / "aa") as aa:
            time.sleep(QUIET_S)
            assert held(bb) == 0
            aa.staff.resume("bb")
            until(lambda: held(bb) == 1)
            assert not vitals(aa)["couriers"]["bb"]["resting"]


def test_what_a_paused_peer_brings_is_taken(tmp_path: Path) -> None:
    found(tmp_path, ("aa", "bb"))
    with served(tmp_path / "aa") as aa, served(tmp_path / "bb") as bb:
        aa.staff.pause("bb")
        bb.worker.do(lambda node: opened(node, "aa"))
        until(lambda: held(aa) == 1)


def test_asked_again_a_peer_is_reached_without_waiting_for_the_next_try(tmp_path: Path) -> None:
    found(tmp_path, ("aa", "bb"))
    with served(tmp_path / "bb") as bb:
        bb.staff.pause("aa")  # So that it is not aa's hearing of bb that wakes its courier.
    with served(tmp_path / "aa") as aa:
        until(lambda: vitals(aa)["couriers"]["bb"]["error"])
        courier = aa.staff.couriers[0]
        courier._patience._failed_ms = 60_000  # type: ignore[union-attr]
        courier._patience._retry_ms_max = 60_000  # type: ignore[union-attr]
        time.sleep(QUIET_S)
        with served(tmp_path / "bb"):
            time.sleep(QUIET_S)
            assert vitals(aa)["couriers"]["bb"]["error"]
            aa.staff.again("bb")
            until(lambda: not vitals(aa)["couriers"]["bb"]["error"])


def test_a_peer_that_there_is_not_is_named(tmp_path: Path) -> None:
    found(tmp_path, ("aa", "bb"))
    with served(tmp_path / "aa") as aa:
        for change in (aa.staff.pause, aa.staff.resume, aa.staff.again):
            with pytest.raises(UnknownAuthority):
                change("cc")
