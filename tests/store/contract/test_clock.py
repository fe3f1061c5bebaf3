"""A clock that is set back: positions, cursors and chains go on, and what was said before is judged as before."""

from __future__ import annotations

from pathlib import Path

import pytest

from lintas.node.check_store import check_store
from lintas.node.ports import Chunks, Store, Vault
from lintas.store.chunks import MemoryChunks
from lintas.store.memory import MemoryStore
from lintas.store.vault import MemoryVault
from tests.store.contract.implementations import STORES, close, prepare
from tests.support.federation import Federation3

DAY_MS = 24 * 60 * 60 * 1000
TERMS = {"purpose": "Boats stolen at sea", "basis": "Agreement of the invented states"}


@pytest.mark.slow
def test_a_clock_that_is_set_back_changes_no_order_and_stops_nothing(durable: str, tmp_path: Path) -> None:
    prepare(durable)

    def keep(code: str) -> tuple[Store, Vault, Chunks]:
        store = STORES[durable](tmp_path) if code == "aa-ca" else MemoryStore()
        return store, MemoryVault(), MemoryChunks()

    fed = Federation3.build(["aa-ca", "bb-ca"], keep=keep, kinds=("exchange",))
    opened = fed.open("aa-ca", "exchange", "open", TERMS, {"member": ("bb-ca",)})
    fed.settle()
    # An officer's certificate has a beginning; before it nobody may answer for an act, so the clock stays behind it.
    fed.clock.now_ms += 30 * DAY_MS
    for number in range(6):
        if number % 2:
            fed.clock.now_ms -= 7 * DAY_MS
        fed.act("aa-ca", opened.dossier, "change the terms", TERMS | {"crimes": f"number {number}"})
        if number == 3:
            fed.restart("aa-ca")
        fed.settle()
    ours, theirs = fed.nodes["aa-ca"], fed.nodes["bb-ca"]
    held = ours.store.since(0, 100)
    assert [each.position for each in held] == list(range(7))
    assert [each.id for each in theirs.store.acts(opened.dossier)] == [each.id for each in held]
    judged = ours.replica(opened.dossier).judged
    assert [judged[each.id].verdict.value for each in held] == ["counted"] * 7
    for node in (ours, theirs):
        assert check_store(node).ok
    close(ours.store)
