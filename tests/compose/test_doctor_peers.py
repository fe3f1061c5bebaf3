"""What is wrong between nodes: each fault is made between nodes that serve, and found by one of them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from lintas.compose import folder as folders
from lintas.compose.backup import back_up
from lintas.compose.doctor_peers import examine_peers
from lintas.compose.finding import FAULT, NOTE, WARNING, Finding
from lintas.compose.restore import mark_of, restore
from lintas.compose.service import Service
from lintas.compose.settings import read
from lintas.dossier.authority import write_genesis
from lintas.node import recovery
from lintas.node.author import author
from lintas.node.desk import appoint, sign_in
from lintas.node.order import Order
from lintas.node.plain_data import plain
from lintas.node.ports import WaitingAct
from lintas.node.steps import FETCH, LINK, PING, WITNESS
from lintas.transport.server import Reply
from lintas.wire.limits import LIMITS
from tests.compose.served import TERMS, found, make, node_of, opened, served, until, vitals
from tests.transport.serving import node as bare_server

pytestmark = pytest.mark.processes
MINUTE_MS = 60_000
DAY_MS = 24 * 60 * MINUTE_MS


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """Two nodes of one federation."""
    found(tmp_path, ("aa", "bb"))
    return tmp_path


def told(service: Service, code: str) -> Finding:
    """The finding, once it is there; every finding says what to do."""

    def look() -> Finding | None:
        here = examine_peers(vitals(service), None)
        assert all(len(each.what) > 10 and len(each.do) >= 8 for each in here), here
        return next((each for each in here if each.code == code), None)

    finding = until(look)
    assert isinstance(finding, Finding)
    return finding


def test_two_well_nodes_have_no_finding(two: Path) -> None:
    with node_of(two / "aa") as node:
        opened(node, "bb")
    with served(two / "aa") as aa, served(two / "bb"):
        until(lambda: vitals(aa)["cosigned_by"] == ["bb"])
        until(lambda: not examine_peers(vitals(aa), None))
        assert vitals(aa)["peers"][0]["queued"] == 0


def test_a_peer_that_is_down(two: Path) -> None:
    with served(two / "aa") as aa:
        finding = told(aa, "unreachable")
    assert finding.weight == WARNING
    assert "bb cannot be reached for" in finding.what


@pytest.mark.parametrize(("ahead_ms", "word"), [(5 * MINUTE_MS, "ahead of"), (-5 * MINUTE_MS, "behind")])
def test_a_clock_that_is_off(two: Path, ahead_ms: int, word: str) -> None:
    with served(two / "aa") as aa, served(two / "bb", ahead_ms):
        finding = told(aa, "clock-skew")
    assert finding.weight == WARNING
    assert word in finding.what


def test_clocks_so_far_apart_that_nodes_refuse(two: Path) -> None:
    with served(two / "aa") as aa, served(two / "bb", 20 * MINUTE_MS):
        assert told(aa, "clocks-apart").weight == FAULT


def test_a_genesis_with_the_same_members_that_is_another(tmp_path: Path) -> None:
    entries = make(tmp_path, ("aa", "bb"))
    for code, exercise in (("aa", True), ("bb", False)):
        folders.adopt(tmp_path / code, write_genesis(entries, exercise=exercise))
    with served(tmp_path / "aa") as aa, served(tmp_path / "bb"):
        finding = told(aa, "other-genesis")
    assert finding.weight == FAULT
    assert "rests on another genesis" in finding.what


def test_a_genesis_that_does_not_know_us(tmp_path: Path) -> None:
    aa, bb, cc = make(tmp_path, ("aa", "bb", "cc"))
    folders.adopt(tmp_path / "aa", write_genesis([aa, bb], exercise=True))
    folders.adopt(tmp_path / "bb", write_genesis([bb, cc], exercise=True))
    with served(tmp_path / "aa") as service, served(tmp_path / "bb"):
        assert "does not know this authority" in told(service, "other-genesis").what


def test_a_peer_that_answers_with_something_else(two: Path) -> None:
    async def teapot(body: bytes) -> Reply:
        return Reply(418, b"short and stout")

    teapots = bare_server({PING: teapot, LINK: teapot}, port=read(two / "bb", {}).port)
    with served(two / "aa") as aa, teapots:
        assert "418" in told(aa, "refuses").what


def test_acts_that_a_peer_refuses(two: Path) -> None:
    with node_of(two / "aa") as node:
        done = opened(node, "bb")
        officer = sign_in(node, "one", appoint(node, "one", ("author",)).token, "author")
        author(node, done.dossier, Order("change the terms", TERMS, done.audience, (officer,)))
        node.commit()
    with served(two / "bb") as bb:
        bb.node.limits = replace(LIMITS, dossier_acts_max=1)
        with served(two / "aa") as aa:
            assert "DossierFull" in told(aa, "acts-refused").what


def test_an_act_that_nobody_fetched_for_a_day(two: Path) -> None:
    with node_of(two / "aa", -2 * DAY_MS) as node:
        opened(node, "bb")
    with served(two / "aa") as aa:
        assert "has not confirmed 1 acts, the oldest of 2 d ago" in told(aa, "undelivered").what


def test_an_act_that_waits_and_for_what(two: Path) -> None:
    with node_of(two / "bb") as node:
        opened_by_bb = opened(node, "aa")
        officer = sign_in(node, "one", appoint(node, "one", ("author",)).token, "author")
        later = author(node, opened_by_bb.dossier, Order("change the terms", TERMS, opened_by_bb.audience, (officer,)))
        node.commit()
        row = node.store.act(later.act)
        assert row
    with node_of(two / "aa") as node:
        sender, signed = node.federation.by_code("bb").id, row.signed
        lost = WaitingAct(later.act, later.dossier, sender, signed, None, None, node.clock())
        with node.store.batch() as batch:
            batch.put_waiting(lost)
    with served(two / "aa") as aa:
        finding = told(aa, "waiting")
    assert finding.weight == NOTE
    assert "from bb waits" in finding.what
    assert "no party of its dossier" in finding.what
    assert "dropped in 29 d" in finding.do or "dropped in 30 d" in finding.do


def test_a_log_that_nobody_cosigns(two: Path) -> None:
    with node_of(two / "aa") as node:
        opened(node, "bb")
    with served(two / "aa") as aa, served(two / "bb", without=(WITNESS,)):
        assert told(aa, "not-cosigned").weight == WARNING


def test_an_act_that_was_lost_with_the_disk_and_did_not_come_back(two: Path) -> None:
    back_up(two / "aa", two / "content", two / "vault", None, _silent)
    with node_of(two / "aa") as node:
        lost = opened(node, "bb").act
    with served(two / "aa") as aa, served(two / "bb"):
        until(lambda: vitals(aa)["peers"][0]["queued"] == 0)
    shutil.rmtree(two / "aa")
    restore(two / "aa", two / "content", two / "vault", None, _silent)
    mark = mark_of(two / "aa")
    assert mark
    with served(two / "aa") as aa, served(two / "bb", without=(FETCH,)):
        look: Callable[[], Any] = partial(
            aa.worker.do, lambda node: recovery.recovery(node, mark.acts, mark.restored_ms)
        )
        said = plain(until(lambda: (seen := look()).lost and seen))
        codes = {each.code: each for each in examine_peers(vitals(aa), said)}
    assert said["lost"] == [{"peer": "bb", "act": plain(lost)}]
    assert codes["still-lost"].weight == WARNING


def test_what_came_back_without_a_body_and_a_program_that_was_replaced(two: Path) -> None:
    """The data of a node in service, with what it would say then."""
    with served(two / "aa") as aa:
        seen = vitals(aa) | {"version": "0.0.0"}
    came = {"act": "a" * 52, "dossier": "d" * 26, "verb": "open", "time_ms": 1, "body": False}
    void = {"act": "b" * 52, "dossier": "d" * 26, "verb": "ask", "time_ms": 2}
    found = examine_peers(seen, {"lost": [], "returned": [came], "to_be_redone": [void]})
    codes = {each.code for each in found}
    assert {"version-differs", "lost-bodies", "signed-with-a-disowned-key"} <= codes


def _silent(text: str) -> None:
    """Nobody is told."""
