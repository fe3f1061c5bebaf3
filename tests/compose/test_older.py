"""A node goes on from the folder that an older version left (`tests/data/older`): nothing is lost, nobody forks, and an
older store in a backup is restored.
"""

from __future__ import annotations

import hashlib
from contextlib import ExitStack
from pathlib import Path

import pytest

from lintas.compose.backup import back_up
from lintas.compose.restore import restore
from lintas.node import fetch
from lintas.node.author import author
from lintas.node.batches import take_batch
from lintas.node.check_store import check_store
from lintas.node.deliver import next_batch, take_receipt
from lintas.node.desk import sign_in
from lintas.node.order import Order
from lintas.node.show import show
from lintas.node.state import Node
from tests.compose.test_backup import serving, silent
from tests.support.older import unpack

pytestmark = pytest.mark.slow


def bring(here: Node, there: Node) -> None:
    while sent := next_batch(here, there.id):
        reply = take_batch(there, sent.data)
        there.commit()
        take_receipt(here, sent, reply)
        here.commit()
    for dossier in fetch.wanted(there, here.id):
        request, data = fetch.ask(there, here.id, dossier)
        fetch.take(there, request, fetch.serve(here, data))
        there.commit()


def test_two_nodes_go_on_from_older_folders(tmp_path: Path) -> None:
    ours = unpack(tmp_path)
    token = (tmp_path / "yy-ca" / "token.txt").read_text()
    with ExitStack() as stack:
        xx, yy = (stack.enter_context(serving(folder)) for folder in (ours, tmp_path / "yy-ca"))
        root, (dossier,) = xx.frontier.root(), xx.store.dossiers()
        assert check_store(xx).findings == ()
        assert len(xx.staged) == 1
        bring(xx, yy)
        bring(yy, xx)
        assert len(xx.staged) == 0
        order = Order("adopt the terms", {"text": "now"}, (xx.id,), (sign_in(yy, "lan", token, "author"),), to={})
        author(yy, dossier, order)
        yy.commit()
        bring(yy, xx)
        assert {row.id for row in xx.store.acts(dossier)} == {row.id for row in yy.store.acts(dossier)}
        assert show(xx, dossier).phase == show(yy, dossier).phase
        assert {each.verdict for each in show(xx, dossier).acts} == {"counted"}
        assert [each.says["text"] for each in show(xx, dossier).acts if each.says and "text" in each.says][-1] == "now"
        for node in (xx, yy):
            assert check_store(node).findings == ()
        assert root != xx.frontier.root()


def test_an_older_store_in_a_backup_is_restored(tmp_path: Path) -> None:
    ours = unpack(tmp_path)
    before = hashlib.sha256((ours / "node.db").read_bytes()).hexdigest()
    back_up(ours, tmp_path / "content.zip", tmp_path / "vault", None, silent)
    assert hashlib.sha256((ours / "node.db").read_bytes()).hexdigest() == before, "a backup changes nothing"
    assert restore(tmp_path / "new", tmp_path / "content.zip", tmp_path / "vault", None, silent).doubts == ()
    with serving(tmp_path / "new") as node:
        assert node.store.size() == 5
        assert check_store(node).findings == ()
