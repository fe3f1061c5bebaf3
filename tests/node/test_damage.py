"""A store that lost a row: found by the simulator, each first seen as a failing seed."""

from __future__ import annotations

import pytest

from lintas.node import compare, mend, witnessing
from lintas.node.deliver import item_for
from lintas.node.leaves import LeafMissing, leaves_of
from lintas.node.ports import Chunks, Store, StoreFull, Vault
from lintas.node.state import Node
from lintas.sim.disk import Disk
from lintas.store.chunks import MemoryChunks
from lintas.store.vault import MemoryVault
from tests.node.hostile import TERMS, give, shared
from tests.support.evidence import cosign
from tests.support.federation import Federation3
from tests.support.mending import pinged


def on_disks(code: str) -> tuple[Store, Vault, Chunks]:
    return Disk(), MemoryVault(), MemoryChunks()


@pytest.fixture
def fed() -> Federation3:
    return Federation3.build(("aa-ca", "bb-ca"), keep=on_disks, kinds=("exchange",))


def rot_last_of_ours(node: Node) -> bytes:
    assert isinstance(node.store, Disk)
    row = [row for row in node.store.since(0, 100) if row.author == node.id][-1]
    node.store.rot(row.position)
    return row.id


def test_a_node_that_read_anew_what_rotted_never_signs_at_the_place_of_what_it_lost(fed: Federation3) -> None:
    dossier = shared(fed, "bb-ca")
    fed.act("aa-ca", dossier, "change the terms", TERMS)
    fed.settle()
    aa, bb = fed.nodes["aa-ca"], fed.nodes["bb-ca"]
    # Something comes after it, or the log itself would tell.
    fed.act("bb-ca", dossier, "adopt the terms")
    fed.settle()
    lost = rot_last_of_ours(aa)
    assert isinstance(aa.store, Disk)
    aa.store.size_bytes_max = aa.store.content.size_bytes
    with pytest.raises(StoreFull):
        fed.act("aa-ca", dossier, "change the terms", TERMS)
    aa.store.size_bytes_max = None
    made = fed.act("aa-ca", dossier, "change the terms", TERMS).act
    places = [bb.replica(dossier).judged[lost].act.header, aa.replica(dossier).judged[made].act.header]
    assert places[0].chain != places[1].chain or places[0].sequence != places[1].sequence


def test_a_log_with_a_hole_offers_no_proof_that_would_look_like_a_lie(fed: Federation3) -> None:
    dossier = shared(fed, "bb-ca")
    fed.settle()
    cosign(fed, "aa-ca", "bb-ca")
    for _ in range(3):
        fed.act("aa-ca", dossier, "change the terms", TERMS)
    aa, bb = fed.nodes["aa-ca"], fed.nodes["bb-ca"]
    assert isinstance(aa.store, Disk)
    witnessing.checkpoint(aa)
    aa.commit()
    aa.store.rot(aa.store.size() - 2)
    with pytest.raises(LeafMissing):
        leaves_of(aa.store)
    with pytest.raises(LeafMissing):
        witnessing.ask(aa, bb.id, known_size=1)


def test_a_body_that_came_before_its_key_is_asked_for_when_the_key_is_here(fed: Federation3) -> None:
    aa, bb = fed.nodes["aa-ca"], fed.nodes["bb-ca"]
    dossier = fed.open("aa-ca", "exchange", "open", TERMS, {"member": ("bb-ca",)}).dossier
    later = fed.act("aa-ca", dossier, "change the terms", TERMS).act
    first, second = aa.store.acts(dossier)
    now, graph = aa.replica(dossier).now(), aa.replica(dossier).graph
    give(aa, bb, [item_for(aa, now, second, graph.nodes[second.id].act, bb.id)])
    give(aa, bb, [item_for(aa, now, first, graph.nodes[first.id].act, bb.id)])
    row = bb.store.act(later)
    assert row is not None
    assert row.body is None
    assert mend.bodies(bb, aa.id) == {dossier: (later,)}


def test_a_walk_ends_where_the_node_reads_its_store_anew_on_the_way(fed: Federation3) -> None:
    dossier = shared(fed, "bb-ca")
    aa, bb = fed.nodes["aa-ca"], fed.nodes["bb-ca"]
    fed.act("aa-ca", dossier, "change the terms", TERMS)
    pinged(bb, aa)
    walk = mend.Walk(aa.id)
    for read_anew in (False, True):
        asked = walk.ask(bb)
        assert asked is not None
        reply = compare.serve_question(aa, asked[1])
        if read_anew:
            bb.forget()
        walk.take(bb, asked[0], reply)
    assert walk.ask(bb) is None
    assert list(walk.missing()) == []
