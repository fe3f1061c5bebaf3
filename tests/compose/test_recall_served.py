"""A recall between two nodes in service: obeyed, answered and listed without anybody's help; also after a kill."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lintas.compose import desk
from lintas.compose.service import Service
from lintas.dossier.sealing import NoBody
from lintas.node.desk import appoint, sign_in
from lintas.node.reading import read
from lintas.node.recall import RecallOrder, recall
from lintas.node.state import Node
from tests.compose.served import found, node_of, opened, served, until

pytestmark = pytest.mark.processes


def open_recalls(service: Service) -> Any:
    asked = desk.write_request("recalls", {})
    return desk.read_answer(service.worker.whole(lambda node: service._desk(node, asked)))["open"]


def take_back(node: Node, dossier: bytes, act: bytes) -> bytes:
    appointed = appoint(node, f"officer {len(node.vault.secrets('officer/'))}", ("author",))
    officer = sign_in(node, appointed.name, appointed.token, "author")
    return recall(node, dossier, RecallOrder((act,), "an error", (officer,))).act


def gone(node: Node, act: bytes) -> bool:
    row = node.store.act(act)
    assert row
    try:
        read(node, row)
    except NoBody:
        return True
    return False


def test_a_recall_is_carried_out_and_answered_by_a_peer_in_service(tmp_path: Path) -> None:
    found(tmp_path, ("aa", "bb"))
    with node_of(tmp_path / "aa") as node:
        done = opened(node, "bb")
    with served(tmp_path / "aa") as aa:
        with served(tmp_path / "bb") as bb:
            until(lambda: bb.worker.do(lambda node: node.store.act(done.act)))
        aa.worker.do(lambda node: take_back(node, done.dossier, done.act))
        # Here it is said once the search index is rewritten, beside the worker.
        until(lambda: [each["recall"]["awaited"] for each in open_recalls(aa)] == [{"bb": 0}])
        with served(tmp_path / "bb") as bb:
            until(lambda: open_recalls(aa) == [])
            assert bb.worker.do(lambda node: gone(node, done.act))
            assert aa.worker.do(lambda node: gone(node, done.act))


def test_a_node_that_was_killed_before_it_obeyed_obeys_before_it_serves(tmp_path: Path) -> None:
    found(tmp_path, ("aa", "bb"))
    with node_of(tmp_path / "aa") as node:
        done = opened(node, "bb")
        take_back(node, done.dossier, done.act)
        node.commit()
        assert not gone(node, done.act)
    with node_of(tmp_path / "aa") as node:
        assert gone(node, done.act)
        assert not node.recalls.due
