"""A store that lost a row: found by the simulator, each first seen as a failing seed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lintas.node import compare, mend, witnessing
from lintas.node.courier import Errand
from lintas.node.items import item_for
from lintas.node.leaves import LeafMissing, leaves_of
from lintas.node.passed import PASSED, Passed
from lintas.node.ports import Chunks, Store, StoreFull, Vault
from lintas.node.state import Node
from lintas.node.steps import COMPARE
from lintas.sim.disk import Disk
from lintas.store.chunks import MemoryChunks
from lintas.store.vault import MemoryVault
from lintas.sync.link import LinkItem
from tests.node.hostile import TERMS, give, shared
from tests.node.test_courier import PACE, go
from tests.support.evidence import cosign
from tests.support.federation import Federation3
from tests.support.mending import mended, pinged


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


def wrongly_wrapped(sender: Node, to: Node, act: bytes) -> LinkItem:
    """The act and its body with a parcel that no key of the receiver opens, as where it lost a renewal of its keys."""
    item = sent_with_key(sender, to, act)
    assert item.parcel
    return replace(item, parcel=bytes(len(item.parcel)))


def sent_with_key(sender: Node, to: Node, act: bytes) -> LinkItem:
    row = sender.store.act(act)
    assert row
    replica = sender.replica(row.dossier)
    return item_for(sender, replica.now(), row, replica.graph.nodes[act].act, to.id, alone=True)


def test_a_body_that_does_not_open_yet_is_asked_for_again_though_its_author_gave_the_header_alone(
    fed: Federation3,
) -> None:
    aa, bb = fed.nodes["aa-ca"], fed.nodes["bb-ca"]
    opened = fed.open("aa-ca", "exchange", "open", TERMS, {"member": ("bb-ca",)})
    give(aa, bb, [replace(sent_with_key(aa, bb, opened.act), body=None, parcel=None)])
    assert mend.bodies(bb, aa.id) == {}
    give(aa, bb, [wrongly_wrapped(aa, bb, opened.act)])
    assert mend.bodies(bb, aa.id) == {opened.dossier: (opened.act,)}
    give(aa, bb, [wrongly_wrapped(aa, bb, opened.act)])
    assert mend.bodies(bb, aa.id) == {}, "each time after a longer while"


def test_a_body_that_did_not_open_while_its_act_waited_is_asked_for_after_a_start_too() -> None:
    fed = Federation3.build(("aa-ca", "bb-ca", "cc-ca"), kinds=("exchange",))
    aa, bb = fed.nodes["aa-ca"], fed.nodes["bb-ca"]
    opened = fed.open("aa-ca", "exchange", "open", TERMS, {"member": ("bb-ca", "cc-ca")})
    fed.bring("aa-ca", "bb-ca")
    fed.act("bb-ca", opened.dossier, "adopt the terms")
    key = next(row.id for row in bb.store.acts(opened.dossier) if row.author == bb.id)
    give(bb, fed.nodes["cc-ca"], [wrongly_wrapped(bb, fed.nodes["cc-ca"], key)])
    cc = fed.restart("cc-ca")
    assert key in cc.staged
    give(aa, cc, [sent_with_key(aa, cc, opened.act)])
    assert key in cc.replica(opened.dossier).graph
    assert mend.bodies(cc, bb.id) == {opened.dossier: (key,)}


def test_who_left_by_an_act_that_lay_behind_a_hole_brings_it_though_nobody_asks_for_it() -> None:
    fed = Federation3.build(("aa-ca", "bb-ca", "cc-ca"), keep=on_disks, kinds=("exchange",))
    dossier = shared(fed)
    terms = fed.act("aa-ca", dossier, "change the terms", TERMS).act
    fed.settle()
    left = fed.act("cc-ca", dossier, "leave", {"text": "We have no part in it"}).act
    store = fed.nodes["cc-ca"].store
    assert isinstance(store, Disk)
    row = store.act(terms)
    assert row
    store.rot(row.position)
    aa, cc = fed.nodes["aa-ca"], fed.restart("cc-ca")
    for code in ("aa-ca", "bb-ca"):
        fed.bring("cc-ca", code)
    # As where the program that passed over it noted nothing.
    cc.vault.change({}, cc.vault.secrets(PASSED))
    cc.passed = Passed(cc.vault)
    assert mended(cc, aa)
    fed.settle()
    assert cc.id not in cc.replica(dossier).now().parties
    assert left not in aa.replica(dossier).graph, "the link passed over it while nobody knew to whom it goes"
    errand = Errand(aa.identity.authority, PACE)
    asked = [path for _ in range(4) for path in go(errand, cc, aa)]
    assert cc.id not in aa.replica(dossier).now().parties
    assert asked.count(COMPARE) == 2, "which dossiers, and which chains of this one"
    assert pinged(cc, aa).differs is None


def test_what_went_nowhere_while_the_first_act_was_lost_comes_with_its_body_afterwards() -> None:
    fed = Federation3.build(("aa-ca", "bb-ca", "cc-ca"), keep=on_disks, kinds=("exchange",))
    dossier = shared(fed)
    fed.act("bb-ca", dossier, "adopt the terms", {"text": "agreed"})
    store = fed.nodes["bb-ca"].store
    assert isinstance(store, Disk)
    first, key, said = store.acts(dossier)
    for lost in (first, said):
        store.rot(lost.position)
    bb, cc = fed.restart("bb-ca"), fed.nodes["cc-ca"]
    fed.settle()
    assert mended(bb, fed.nodes["aa-ca"])
    fed.settle()
    there = cc.store.act(key.id)
    assert there
    assert there.body, "nothing tells yet that it is for this node"
