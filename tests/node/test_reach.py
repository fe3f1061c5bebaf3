"""Who gets which act and which body, who learns of a dossier at all, and what the sender's marks say of it."""

from __future__ import annotations

from dataclasses import replace

from lintas.node.deliver import SENT, STORED, next_batch, not_handed_over, take_receipt
from lintas.node.marks import QUEUED
from lintas.node.reading import read as read_stored
from lintas.node.show import show
from lintas.node.status import status
from lintas.sync.link import LinkItem
from lintas.wire.identifiers import NULL32
from tests.node.hostile import TERMS, draft, errors, give, shared, signed
from tests.node.pair import Pair


def test_marks_say_queued_sent_and_stored() -> None:
    pair = Pair()
    pair.say()

    def mark() -> str:
        return show(pair.aa, pair.dossier).acts[-1].marks["bb-ca"]

    assert mark() == QUEUED
    sent = pair.next()
    assert mark() == SENT
    not_handed_over(pair.aa, pair.bb.id)
    assert mark() == QUEUED
    sent = pair.next()
    take_receipt(pair.aa, sent, pair.take(sent))
    assert mark() == SENT, "a receipt counts once it is durable here"
    pair.aa.commit()
    assert mark() == STORED
    kept = list(pair.aa.store.evidence(pair.bb.id))[-1]
    assert (kept.upto, kept.epoch) == (sent.batch.upto, pair.aa.link_epoch)
    assert [p.queued for p in status(pair.aa).peers] == [0, 0, 0]


def test_a_stranger_learns_from_no_answer_whether_a_dossier_is_here() -> None:
    pair = Pair()
    dd = pair.fed.nodes["dd-ca"]
    tip = pair.aa.replica(pair.dossier).tips()[0]

    def answer(dossier: bytes, seen: bytes) -> tuple[object, ...]:
        header = draft(pair.aa, pair.dossier, author=dd.id, sequence=1, prev=NULL32, seen=(seen,))
        receipt = give(dd, pair.aa, [LinkItem(signed(dd, replace(header, dossier=dossier)).signed)])
        return errors(receipt), receipt.tips, receipt.taken

    unknown = answer(b"?" * 16, b"?" * 32)
    assert answer(pair.dossier, b"?" * 32) == unknown == ([], {}, True)
    refused, tips, taken = answer(pair.dossier, tip)
    assert (refused, tips, taken) == (["RefusedAct"], {}, True), "whoever knows an act of it knows that it exists"


def test_the_discharged_get_the_header_of_the_discharge_and_nothing_after_it() -> None:
    pair = Pair("aa-ca", "bb-ca", "cc-ca")
    fed = pair.fed
    dossier = shared(fed)
    told = fed.act(
        "aa-ca", dossier, "discharge", {"reasons": "Out of turn"}, {"member": ("bb-ca",)}, readers=("bb-ca", "cc-ca")
    )
    later = fed.act("aa-ca", dossier, "change the terms", TERMS, readers=("cc-ca",)).act
    fed.settle()
    bb, cc = fed.nodes["bb-ca"], fed.nodes["cc-ca"]
    row = bb.store.act(told.act)
    assert row
    assert row.body is None
    assert pair.bb.id not in bb.replica(dossier).now().parties
    assert bb.store.act(later) is None
    found = cc.store.act(later)
    assert found
    assert read_stored(cc, found)[1].fields == TERMS
    assert set(show(pair.aa, dossier).acts[-1].marks) == {"cc-ca"}
    assert "bb-ca" in next(a for a in show(pair.aa, dossier).acts if a.id == told.act).marks


def test_a_newcomer_hears_of_acts_that_its_invitation_had_not_seen() -> None:
    """bb spoke before it knew that cc had become a party; its link to cc had long passed that act."""
    pair = Pair("aa-ca", "bb-ca", "cc-ca")
    fed = pair.fed
    fed.act("aa-ca", pair.dossier, "invite", {"text": "Welcome"}, {"member": ("cc-ca",)}, readers=("cc-ca", "bb-ca"))
    unaware = fed.act("bb-ca", pair.dossier, "adopt the terms").act
    fed.open("bb-ca", "exchange", "open", TERMS, {"member": ("cc-ca",)})
    fed.send("bb-ca", "cc-ca")
    assert fed.nodes["cc-ca"].store.act(unaware) is None
    fed.settle()
    assert fed.nodes["cc-ca"].store.act(unaware)
    assert len({fed.nodes[code].replica(pair.dossier).tips() for code in fed.nodes}) == 1


def test_a_peer_with_whom_nothing_is_shared_costs_no_second_look() -> None:
    pair = Pair("aa-ca", "bb-ca", "cc-ca")
    cc = pair.fed.nodes["cc-ca"]
    for _ in range(5):
        pair.say()
    assert next_batch(pair.aa, cc.id) is None
    assert pair.aa.links[cc.id].scanned == pair.aa.store.size()
    opened = pair.fed.open("aa-ca", "exchange", "open", TERMS, {"member": ("cc-ca",)})
    pair.fed.send("aa-ca", "cc-ca")
    assert cc.has(opened.dossier)
