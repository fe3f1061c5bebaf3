"""Receiving: what is kept, what waits, and that no body reaches a store that it is not for."""

from __future__ import annotations

import logging
from dataclasses import replace
from itertools import permutations

import pytest

from lintas.crypto.cose import open1
from lintas.dossier.admission import ACT_KIND
from lintas.dossier.control import Erasure, erasure_fields
from lintas.dossier.header import Form
from lintas.dossier.header_bytes import read_act
from lintas.node.items import item_for
from lintas.node.obey import obey
from lintas.node.reading import read
from lintas.node.state import Node
from lintas.sync.link import LinkItem
from tests.node.hostile import TERMS, draft, errors, everything, federation, give, shared, signed, stored
from tests.support.federation import Federation3

MARKER = b"bytes that nobody should ever find on this disk"


def sent_to(node: Node, peer: Node, dossier: bytes) -> list[LinkItem]:
    """All acts of the node in a dossier as its peer may have them, bodies and parcels included."""
    replica = node.replica(dossier)
    rows = [row for row in node.store.acts(dossier) if row.author == node.id]
    return [item_for(node, replica.now(), row, replica.graph.nodes[row.id].act, peer.id) for row in rows]


def body_of(node: Node, act: bytes) -> bytes | None:
    row = node.store.act(act)
    assert row, "the header stays"
    return row.body


def says(node: Node, act: bytes) -> object:
    row = node.store.act(act)
    assert row
    return read(node, row)[1].fields


def whispered() -> tuple[Federation3, bytes, bytes]:
    """bb said something to cc alone; nothing was delivered yet."""
    fed = federation()
    dossier = shared(fed)
    return fed, dossier, fed.act("bb-ca", dossier, "adopt the terms", {"text": "for one"}, readers=("cc-ca",)).act


def test_a_body_that_is_not_for_us_never_reaches_the_store_whoever_pushes_it() -> None:
    fed, dossier, act = whispered()
    aa, bb, cc = (fed.nodes[code] for code in ("aa-ca", "bb-ca", "cc-ca"))
    whole = [stored(bb, row.id) for row in bb.store.acts(dossier) if row.author == bb.id]
    with_parcels = sent_to(bb, cc, dossier)
    bodies = [item.body for item in whole if item.body]
    assert len(bodies) == 2, "the KEY act and what was said"
    for items in (whole, with_parcels, whole[1:], whole[:1]):
        give(bb, aa, items)
        give(cc, aa, items)
        assert not any(body in everything(aa) for body in bodies)
    assert body_of(aa, act) is None
    assert all(parcel not in everything(aa) for parcel in (item.parcel for item in with_parcels) if parcel)
    fed.settle()
    assert says(cc, act) == {"text": "for one"}
    assert body_of(aa, act) is None


def test_nothing_that_is_pushed_beside_an_act_that_waits_is_kept_unless_it_opens() -> None:
    fed, dossier, act = whispered()
    aa, bb = fed.nodes["aa-ca"], fed.nodes["bb-ca"]
    key, said = [stored(bb, row.id) for row in bb.store.acts(dossier) if row.author == bb.id]
    assert said.body
    for body, parcel in ((said.body, None), (MARKER, MARKER), (said.body, MARKER), (said.body[:-1], None)):
        give(bb, aa, [LinkItem(said.signed, body, parcel)])
        waits = aa.store.waiting()
        assert [(w.id, w.body, w.parcel) for w in waits] == [(act, None, None)]
    give(bb, aa, [LinkItem(key.signed, key.body, MARKER)])
    assert body_of(aa, act) is None
    assert MARKER not in everything(aa)
    assert said.body not in everything(aa)


def test_a_dossier_that_does_not_concern_us_is_never_stored() -> None:
    fed = federation()
    aa, bb, cc = (fed.nodes[code] for code in ("aa-ca", "bb-ca", "cc-ca"))
    opened = fed.open("bb-ca", "exchange", "open", TERMS, {"member": ("cc-ca",)})
    row = bb.store.act(opened.act)
    assert row
    assert row.body
    for items in ([stored(bb, opened.act)], sent_to(bb, cc, opened.dossier)):
        assert not errors(give(bb, aa, items))
    assert aa.store.size() == 0
    assert not aa.has(opened.dossier)
    assert row.body not in everything(aa)
    assert [w.id for w in aa.store.waiting()] == [opened.act], "the header waits within bb's allowance"
    assert aa.vault.epochs(opened.dossier) == []


def test_a_body_that_does_not_open_is_dropped_and_its_header_stays(caplog: pytest.LogCaptureFixture) -> None:
    fed = federation()
    dossier = shared(fed)
    aa, bb = fed.nodes["aa-ca"], fed.nodes["bb-ca"]
    one = fed.act("bb-ca", dossier, "adopt the terms", {"text": "one"}).act
    two = fed.act("bb-ca", dossier, "adopt the terms", {"text": "two"}).act
    key, first, second = sent_to(bb, aa, dossier)
    with caplog.at_level(logging.WARNING):
        receipt = give(bb, aa, [key, replace(first, body=second.body), replace(second, body=MARKER)])
    assert not errors(receipt)
    assert body_of(aa, one) is body_of(aa, two) is None
    assert MARKER not in everything(aa)
    assert sum("dropped a body: BodyMismatch" in record.getMessage() for record in caplog.records) == 2
    give(bb, aa, [first, second])
    assert [says(aa, one), says(aa, two)] == [{"text": "one"}, {"text": "two"}], "the right body may come later"


def test_a_body_on_an_act_that_has_none_is_dropped() -> None:
    fed = federation()
    dossier = shared(fed)
    aa, bb = fed.nodes["aa-ca"], fed.nodes["bb-ca"]
    bare = signed(bb, draft(bb, dossier))
    assert not errors(give(bb, aa, [LinkItem(bare.signed, MARKER, MARKER)]))
    assert body_of(aa, bare.act.id) is None
    assert MARKER not in everything(aa)


def test_headers_may_come_from_anybody_and_the_bodies_later_from_their_author() -> None:
    """Otherwise a third party that is quicker than the author would take the body away for ever."""
    fed = federation()
    dossier = shared(fed)
    aa, bb, cc = (fed.nodes[code] for code in ("aa-ca", "bb-ca", "cc-ca"))
    act = fed.act("bb-ca", dossier, "adopt the terms", {"text": "for all"}).act
    items = sent_to(bb, aa, dossier)
    assert not errors(give(cc, aa, [LinkItem(item.signed) for item in items]))
    assert body_of(aa, act) is None
    assert not errors(give(bb, aa, items))
    assert says(aa, act) == {"text": "for all"}
    assert all(row.body for row in aa.store.acts(dossier))
    size = aa.store.size()
    give(bb, aa, items)
    assert aa.store.size() == size, "again it changes nothing"


def test_the_body_may_come_after_the_header_also_while_the_act_waits() -> None:
    fed = federation()
    dossier = shared(fed)
    aa, bb, cc = (fed.nodes[code] for code in ("aa-ca", "bb-ca", "cc-ca"))
    missing = fed.act("cc-ca", dossier, "adopt the terms", {"text": "first"})
    fed.send("cc-ca", "bb-ca")
    act = fed.act("bb-ca", dossier, "adopt the terms", {"text": "after it"}).act
    items = sent_to(bb, aa, dossier)
    give(cc, aa, [LinkItem(item.signed) for item in items])
    assert len(aa.staged) == len(aa.store.waiting()) == 2
    give(bb, aa, items)
    assert all(w.body for w in aa.store.waiting())
    aa = fed.restart("aa-ca")
    fed.send("cc-ca", "aa-ca")
    assert says(aa, missing.act) == {"text": "first"}
    assert says(aa, act) == {"text": "after it"}
    assert not aa.store.waiting()
    assert len(aa.staged) == 0


def test_body_and_release_in_one_commit_leave_nothing_waiting() -> None:
    fed = federation()
    dossier = shared(fed)
    aa, bb, cc = (fed.nodes[code] for code in ("aa-ca", "bb-ca", "cc-ca"))
    fed.act("cc-ca", dossier, "adopt the terms", {"text": "first"})
    fed.send("cc-ca", "bb-ca")
    act = fed.act("bb-ca", dossier, "adopt the terms", {"text": "after it"}).act
    items = sent_to(bb, aa, dossier)
    give(bb, aa, [LinkItem(item.signed) for item in items])
    give(bb, aa, [*items, *sent_to(cc, aa, dossier)])
    assert says(aa, act) == {"text": "after it"}
    assert not aa.store.waiting()


def test_any_order_of_arrival_gives_the_same_store() -> None:
    fed = federation()
    dossier = shared(fed)
    bb = fed.nodes["bb-ca"]
    acts = [fed.act("bb-ca", dossier, "adopt the terms", {"text": str(number)}).act for number in range(2)]
    again = fed.act("bb-ca", dossier, "adopt the terms", {"text": "to one"}, readers=("aa-ca",)).act
    items = sent_to(bb, fed.nodes["aa-ca"], dossier)
    start = fed.nodes["aa-ca"].store.snapshot()  # type: ignore[attr-defined]
    for order in list(permutations(items))[::7]:
        aa = fed.restart("aa-ca")
        aa.store.restore(start)  # type: ignore[attr-defined]
        aa.forget()
        give(bb, aa, order)
        assert {row.id for row in aa.store.acts(dossier)} == {row.id for row in bb.store.acts(dossier)}
        give(bb, aa, items)
        assert [says(aa, act) for act in (*acts, again)] == [{"text": "0"}, {"text": "1"}, {"text": "to one"}]
        assert not aa.store.waiting()


def test_what_was_erased_stays_erased() -> None:
    fed = federation()
    dossier = shared(fed)
    aa, bb = fed.nodes["aa-ca"], fed.nodes["bb-ca"]
    act = fed.act("bb-ca", dossier, "adopt the terms", {"text": "to be forgotten"}).act
    items = sent_to(bb, aa, dossier)
    fed.settle()
    erase = draft(bb, dossier, verb="", form=Form.ERASE, control=erasure_fields(Erasure((act,))))
    give(bb, aa, [LinkItem(signed(bb, erase).signed)])
    obey(aa)
    for _ in range(2):
        give(bb, aa, items)
        assert body_of(aa, act) is None
        aa = fed.restart("aa-ca")


def test_who_names_the_act_of_another_in_an_erase_achieves_nothing() -> None:
    fed = federation()
    dossier = shared(fed)
    aa, bb, cc = (fed.nodes[code] for code in ("aa-ca", "bb-ca", "cc-ca"))
    act = fed.act("bb-ca", dossier, "adopt the terms", {"text": "to be kept"}).act
    fed.bring("bb-ca", "aa-ca")
    erase = draft(cc, dossier, verb="", form=Form.ERASE, control=erasure_fields(Erasure((act,))))
    for node in (aa, cc):
        give(cc, node, [LinkItem(signed(cc, erase).signed)])
        obey(node)
    give(bb, cc, sent_to(bb, cc, dossier))
    assert [says(node, act) for node in (aa, cc)] == [{"text": "to be kept"}] * 2
    assert not aa.recalls.due


def test_a_dossier_is_ours_from_the_act_that_makes_us_a_party() -> None:
    fed = federation()
    dossier = shared(fed)
    aa, dd = fed.nodes["aa-ca"], fed.nodes["dd-ca"]
    fed.act("aa-ca", dossier, "change the terms", TERMS)
    before = sent_to(aa, dd, dossier)
    assert not errors(give(aa, dd, before))
    assert dd.store.size() == 0
    fed.act("aa-ca", dossier, "invite", {"text": "Welcome"}, {"member": ("dd-ca",)}, readers=("dd-ca",))
    dd = fed.restart("dd-ca")
    give(aa, dd, sent_to(aa, dd, dossier)[len(before) :])
    assert dd.has(dossier)
    assert [row.id for row in dd.store.acts(dossier)] == [row.id for row in aa.store.acts(dossier)]
    assert not dd.store.waiting()
    assert [row.position for row in dd.store.acts(dossier)] == list(range(dd.store.size()))


def test_what_rests_on_a_refused_act_is_refused_with_it() -> None:
    fed = federation()
    dossier = shared(fed)
    aa, bb = fed.nodes["aa-ca"], fed.nodes["bb-ca"]
    wrong = signed(bb, replace(draft(bb, dossier), depth=99))
    header = draft(bb, dossier)
    after = signed(bb, replace(header, sequence=header.sequence + 1, prev=wrong.act.id, seen=(), depth=100))
    receipt = give(bb, aa, [LinkItem(after.signed), LinkItem(wrong.signed), LinkItem(after.signed)])
    assert errors(receipt) == ["RefusedAct"] * 3
    assert {refusal.act for refusal in receipt.refused} == {wrong.act.id, after.act.id}
    assert len(aa.staged) == 0


def test_an_act_of_ours_that_comes_back_is_taken_once() -> None:
    fed = federation()
    dossier = shared(fed)
    aa, bb = fed.nodes["aa-ca"], fed.nodes["bb-ca"]
    size = aa.store.size()
    opened = next(iter(aa.store.acts(dossier)))
    assert not errors(give(bb, aa, [LinkItem(opened.signed)] * 3))
    assert aa.store.size() == size
    assert read_act(open1(opened.signed, kind=ACT_KIND, size_max=99_999).payload).id == opened.id
