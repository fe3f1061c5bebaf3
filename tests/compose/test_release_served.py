"""A release between nodes in service: the newcomer fetches what it was given, and answers for a recall, by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from lintas.compose.service import Service
from lintas.crypto.errors import CryptoError
from lintas.node.author import author
from lintas.node.desk import appoint, sign_in
from lintas.node.order import Order
from lintas.node.reading import read
from lintas.node.recall import RecallOrder, recall
from lintas.node.release import ReleaseOrder, release
from lintas.node.state import Node
from tests.compose.served import found, node_of, opened, served, until

pytestmark = pytest.mark.processes


def reads(service: Service, act: bytes) -> bool:
    def look(node: Node) -> bool:
        row = node.store.act(act)
        try:
            return row is not None and bool(read(node, row)[1].fields)
        except CryptoError:
            return False

    return service.worker.do(look)


def test_a_newcomer_in_service_gets_what_was_released_and_gives_it_up_when_it_is_recalled(tmp_path: Path) -> None:
    found(tmp_path, ("aa", "bb", "cc"))
    with node_of(tmp_path / "aa") as node:
        done = opened(node, "bb")
        officer = sign_in(node, "one", appoint(node, "one", ("author",)).token, "author")
        cc = node.federation.by_code("cc").id
        invite = Order("invite", {"text": "Welcome"}, (*done.audience, cc), (officer,), to={"member": (cc,)})
        welcome = author(node, done.dossier, invite).act
        node.commit()
    with served(tmp_path / "aa") as aa, served(tmp_path / "cc") as there:
        until(lambda: reads(there, welcome))
        assert not reads(there, done.act)
        order = ReleaseOrder((cc,), (done.act,), (officer,))
        aa.worker.do(lambda node: release(node, done.dossier, order))
        until(lambda: reads(there, done.act))
        aa.worker.do(lambda node: recall(node, done.dossier, RecallOrder((done.act,), "an error", (officer,))))
        until(lambda: not reads(there, done.act))
