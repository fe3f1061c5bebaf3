"""Links: cursors, anchors, restarts, rewound logs, receipts, and who gets which header and body."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from lintas.crypto.errors import BadSignature
from lintas.node import deliver
from lintas.node.author import author
from lintas.node.batches import take_batch
from lintas.node.deliver import SENT, STORED, Sent, WrongReceipt, next_batch, take_receipt
from lintas.node.ports import Store, StoredAct
from lintas.node.show import show
from lintas.node.state import Node
from lintas.store.memory import MemoryStore
from lintas.sync.envelope import Envelope, NotForUs, WrongNonce, read, write
from lintas.sync.link import RECEIPT_KIND, LinkItem, Receipt, Refusal, receipt_fields
from lintas.wire.errors import Malformed
from lintas.wire.identifiers import NULL16, NULL32
from lintas.wire.limits import Limits
from tests.node.hostile import TERMS, WORDS, draft, federation, give, shared, signed, stored
from tests.node.pair import Pair, items


def test_nothing_is_sent_twice_and_an_idle_link_is_silent() -> None:
    pair = Pair()
    assert next_batch(pair.aa, pair.bb.id) is None
    pair.say()
    assert [len(batch.items) for batch in pair.bring()] == [1]
    assert pair.same()
    assert next_batch(pair.aa, pair.bb.id) is None


def test_only_what_is_durable_is_sent() -> None:
    pair = Pair()
    order = pair.fed.order("aa-ca", "change the terms", TERMS, readers=("bb-ca",))
    author(pair.aa, pair.dossier, order)
    assert next_batch(pair.aa, pair.bb.id) is None
    pair.aa.commit()
    assert items(pair.bring()) == 1


class Reads(MemoryStore):
    """Holds what another store holds, and notes of which acts the content was read."""

    def __init__(self, other: Store) -> None:
        super().__init__()
        assert isinstance(other, MemoryStore)
        self.restore(other.snapshot())
        self.read: list[bytes] = []

    def since(self, position: int, limit: int, author: bytes | None = None) -> Sequence[StoredAct]:
        rows = super().since(position, limit, author)
        self.read += [row.id for row in rows]
        return rows


def test_content_is_read_only_of_acts_that_go() -> None:
    pair = Pair()
    ours, theirs = Reads(pair.aa.store), Reads(pair.bb.store)
    pair.aa.store, pair.bb.store = ours, theirs
    act = pair.say()
    assert items(pair.bring()) == 1
    assert ours.read == [act]
    assert next_batch(pair.bb, pair.aa.id) is None
    assert theirs.read == []


def test_a_batch_with_a_gap_is_not_taken_and_the_link_recovers() -> None:
    pair = Pair()
    pair.say("one")
    first = pair.next()
    link = pair.aa.links[pair.bb.id]
    link.upto, link.anchor = first.batch.upto, bytes(32)
    pair.say("two")
    early = pair.next()
    receipt = take_receipt(pair.aa, early, pair.take(early))
    assert not receipt.taken
    assert receipt.upto == first.batch.after
    assert items(pair.bring()) == 2
    assert pair.same()


def test_a_batch_that_comes_again_or_late_changes_nothing() -> None:
    pair = Pair()
    pair.say("one")
    first, twin = pair.next(), pair.next()
    pair.take(first)
    pair.say("two")
    size = pair.bb.store.size()
    assert not take_receipt(pair.aa, twin, pair.take(twin)).taken
    assert pair.bb.store.size() == size
    with pytest.raises(WrongNonce):
        take_batch(pair.bb, first.data)
    assert [items([batch]) for batch in pair.bring()] == [1, 1], (
        "what no receipt told of once more, and then what is new"
    )
    assert pair.same()


def test_a_lost_receipt_is_made_good() -> None:
    pair = Pair()
    pair.say("one")
    pair.take(pair.next())
    pair.say("two")
    pair.bring()
    assert pair.same()
    assert show(pair.aa, pair.dossier).acts[-1].marks == {"bb-ca": STORED}


def test_what_a_lost_receipt_covered_is_known_to_be_stored_once_it_was_brought_again() -> None:
    pair = Pair()
    pair.say("one")
    lost = pair.next()
    pair.take(lost)
    batches = pair.bring()
    assert items(batches) == 2 * items([lost.batch]), "refused as a whole, and once more"
    assert pair.aa.store.outbound(pair.bb.id).upto == lost.batch.upto
    kept = list(pair.aa.store.evidence(pair.bb.id))
    assert kept[-1].upto == lost.batch.upto
    assert {act.marks["bb-ca"] for act in show(pair.aa, pair.dossier).acts if act.marks} == {STORED}


def test_a_link_epoch_that_was_never_heard_of_goes_on_from_the_anchor_or_from_the_beginning() -> None:
    pair = Pair()
    pair.say()
    pair.bring()
    inbound = pair.bb.store.inbound(pair.aa.id)
    act = LinkItem(signed(pair.aa, draft(pair.aa, pair.dossier, "change the terms")).signed)
    cases: list[tuple[dict[str, object], bool]] = [
        ({"after": inbound.upto + 1, "upto": 99, "anchor": inbound.anchor}, False),
        ({"after": inbound.upto, "upto": 99, "anchor": bytes(32)}, False),
        ({"after": inbound.upto - 1, "upto": 99, "anchor": inbound.anchor}, False),
        ({"after": inbound.upto, "upto": 99, "anchor": inbound.anchor}, True),
        ({"after": 0, "upto": 99, "anchor": NULL32}, True),
    ]
    start = pair.bb.store.snapshot()  # type: ignore[attr-defined]
    for changed, taken in cases:
        pair.bb.store.restore(start)  # type: ignore[attr-defined]
        pair.bb.forget()
        receipt = give(pair.aa, pair.bb, [act], **changed)
        assert receipt.taken == taken, changed
        if not taken:
            assert (receipt.upto, receipt.anchor, receipt.epoch) == (inbound.upto, inbound.anchor, inbound.epoch)
            assert pair.bb.store.inbound(pair.aa.id) == inbound


def test_after_a_restart_the_sender_goes_on_where_it_was() -> None:
    pair = Pair()
    pair.say("one")
    pair.bring()
    pair.fed.restart("aa-ca")
    pair.say("two")
    batches = pair.bring()
    assert items(batches) == 1, "what was confirmed is not sent again"
    assert batches[-1].after > 0
    assert pair.same()


def rewound(pair: Pair, back_to: object) -> None:
    """aa is restored from an old backup and starts again."""
    assert isinstance(pair.aa.store, MemoryStore)
    pair.aa.store.restore(back_to)  # type: ignore[arg-type]
    pair.fed.restart("aa-ca")


def test_a_sender_whose_log_was_rewound_begins_again_and_nothing_is_doubled() -> None:
    pair = Pair()
    backup = pair.aa.store.snapshot()  # type: ignore[attr-defined]
    pair.say("lost with the disk")
    pair.bring()
    rewound(pair, backup)
    new = pair.say("new")
    batches = pair.bring()
    assert batches[-1].after == 0 or batches[1].after == 0
    pair.fed.settle()
    ids = [row.id for row in pair.bb.store.acts(pair.dossier)]
    assert len(set(ids)) == len(ids)
    assert new in ids


def test_a_log_that_was_rewound_to_just_behind_the_anchor_leaves_nothing_out() -> None:
    """What follows the anchor need not be for this peer: then the cursor must not lie behind it."""
    pair = Pair("aa-ca", "bb-ca", "cc-ca")
    pair.say("the anchor")
    pair.bring()
    backup = pair.aa.store.snapshot()  # type: ignore[attr-defined]
    for number in range(4):
        pair.fed.open("aa-ca", "exchange", "open", {**TERMS, "crimes": str(number)}, {"member": ("cc-ca",)})
    pair.bring()
    rewound(pair, backup)
    new = [pair.say(str(number)) for number in range(6)]
    pair.bring()
    assert all(pair.bb.store.act(act) for act in new)
    assert pair.same()


def test_a_receiver_whose_store_was_rewound_gets_what_it_lost() -> None:
    pair = Pair()
    backup = pair.bb.store.snapshot()  # type: ignore[attr-defined]
    pair.say("one")
    pair.bring()
    pair.bb.store.restore(backup)  # type: ignore[attr-defined]
    pair.fed.restart("bb-ca")
    pair.say("two")
    assert items(pair.bring()) >= 2
    assert pair.same()


def test_a_receiver_that_lost_everything_gets_everything() -> None:
    pair = Pair()
    pair.bb.store.restore(MemoryStore().snapshot())  # type: ignore[attr-defined]
    pair.fed.restart("bb-ca")
    pair.say()
    pair.bring()
    assert pair.same()


@pytest.mark.parametrize(
    "limits", [Limits(bundle_items_max=2), Limits(bundle_bytes_max=deliver.BUNDLE_MARGIN_BYTES + 4_000)]
)
def test_what_is_too_much_for_one_batch_is_split(limits: Limits) -> None:
    pair = Pair()
    for number in range(7):
        pair.say(str(number))
    pair.aa.limits = limits
    batches = pair.bring()
    assert items(batches) == 7
    assert len(batches) > 2
    assert all(len(batch.items) <= limits.bundle_items_max for batch in batches)
    room = limits.bundle_bytes_max - deliver.BUNDLE_MARGIN_BYTES
    assert all(sum(item.size_bytes for item in batch.items) <= room for batch in batches)
    assert pair.same()


def test_a_refused_act_is_listed_and_the_cursor_moves_on() -> None:
    pair = Pair()
    bad = signed(pair.aa, replace(draft(pair.aa, pair.dossier, "change the terms"), depth=77))
    good = stored(pair.aa, pair.say())
    receipt = give(pair.aa, pair.bb, [LinkItem(b"noise"), LinkItem(bad.signed), good])
    assert [(refusal.act, refusal.error) for refusal in receipt.refused][1] == (bad.act.id, "RefusedAct")
    assert receipt.refused[0].act == NULL32
    assert (receipt.taken, receipt.upto) == (True, 3)
    assert pair.same()


def receipt_of(pair: Pair, sent: Sent, speaker: Node, nonce: bytes | None = None, **changed: object) -> bytes:
    made = Receipt(sent.batch.epoch, sent.batch.upto, NULL32, True, 1, bytes(32), {}, ())
    envelope = Envelope(pair.bb.id, pair.aa.id, nonce or sent.envelope.nonce, pair.bb.clock())
    return write(speaker.identity.signer, RECEIPT_KIND, envelope, receipt_fields(replace(made, **changed)))  # type: ignore[arg-type]


FALSE: dict[str, tuple[Callable[[Pair, Sent], bytes], type[Exception]]] = {
    "forged by another": (lambda p, s: receipt_of(p, s, p.aa), BadSignature),
    "for another request": (lambda p, s: receipt_of(p, s, p.bb, nonce=b"n" * 16), WrongNonce),
    "for more than was sent": (lambda p, s: receipt_of(p, s, p.bb, upto=2**62), WrongReceipt),
    "for less than was sent": (lambda p, s: receipt_of(p, s, p.bb, upto=0), WrongReceipt),
    "for another link epoch": (lambda p, s: receipt_of(p, s, p.bb, epoch=NULL16), WrongReceipt),
    "of another peer": (
        lambda p, s: write(
            p.fed.nodes["cc-ca"].identity.signer,
            RECEIPT_KIND,
            Envelope(p.fed.nodes["cc-ca"].id, p.aa.id, s.envelope.nonce, p.bb.clock()),
            receipt_fields(Receipt(s.batch.epoch, s.batch.upto, NULL32, True, 1, bytes(32), {})),
        ),
        NotForUs,
    ),
    "addressed to another": (
        lambda p, s: write(
            p.bb.identity.signer,
            RECEIPT_KIND,
            Envelope(p.bb.id, p.fed.nodes["cc-ca"].id, s.envelope.nonce, p.bb.clock()),
            receipt_fields(Receipt(s.batch.epoch, s.batch.upto, NULL32, True, 1, bytes(32), {})),
        ),
        NotForUs,
    ),
    "noise": (lambda p, s: b"noise", Malformed),
    "nothing": (lambda p, s: b"", Malformed),
}


@pytest.mark.parametrize("name", FALSE)
def test_a_false_receipt_proves_nothing(name: str) -> None:
    pair = Pair()
    pair.say()
    sent, before = pair.next(), (replace(pair.aa.links[pair.bb.id]), pair.aa.store.outbound(pair.bb.id))
    make, cause = FALSE[name]
    with pytest.raises(cause):
        take_receipt(pair.aa, sent, make(pair, sent))
    assert not pair.aa.pending
    assert (pair.aa.links[pair.bb.id], pair.aa.store.outbound(pair.bb.id)) == before
    assert show(pair.aa, pair.dossier).acts[-1].marks == {"bb-ca": SENT}
    pair.bring()
    assert pair.same()


def test_a_receipt_that_tells_nonsense_about_where_the_peer_is_costs_one_round() -> None:
    pair = Pair()
    pair.say()
    sent = pair.next()
    nonsense = receipt_of(
        pair, sent, pair.bb, taken=False, upto=2**62, anchor=bytes(32), refused=(Refusal(NULL32, "x"),)
    )
    take_receipt(pair.aa, sent, nonsense)
    assert pair.aa.links[pair.bb.id].upto == 0
    pair.bring()
    assert pair.same()


def test_a_receipt_says_what_the_receivers_log_was_and_what_it_knows() -> None:
    pair = Pair()
    act = pair.say()
    sent = pair.next()
    receipt = take_receipt(pair.aa, sent, pair.take(sent))
    assert (receipt.log_size, receipt.log_root) == (pair.bb.frontier.size, pair.bb.frontier.root())
    assert receipt.tips == {pair.dossier: (act,)}


def test_a_reply_is_signed_for_the_one_who_asked() -> None:
    pair = Pair()
    pair.say()
    reply = pair.take(pair.next())
    with pytest.raises(NotForUs):
        read(pair.aa.suite, pair.aa.federation, RECEIPT_KIND, reply, to=pair.bb.id)


def test_a_lost_receipt_is_made_good_where_an_act_of_another_led_to_what_came_last() -> None:
    """The anchor then stands in our log far before the cursor: the peer is where we brought it in this epoch."""
    fed = federation("aa-ca", "bb-ca", "cc-ca")
    dossier, bb, cc = shared(fed, "bb-ca"), fed.nodes["bb-ca"], fed.nodes["cc-ca"]
    said = fed.act("bb-ca", dossier, "adopt the terms", WORDS).act
    fed.act("aa-ca", dossier, "invite", WORDS, {"member": ("cc-ca",)})
    fed.bring("bb-ca", "cc-ca")
    fed.bring("aa-ca", "bb-ca")
    lost = next_batch(bb, cc.id)
    assert lost
    assert [item.signed for item in lost.batch.items] == [stored(bb, said).signed]
    take_batch(cc, lost.data)
    cc.commit()
    again = next_batch(bb, cc.id)
    assert again
    assert not take_receipt(bb, again, take_batch(cc, again.data)).taken
    assert bb.links[cc.id].upto == lost.batch.upto
    told = next_batch(bb, cc.id)
    assert told
    assert {item.signed for item in told.batch.items} >= {item.signed for item in lost.batch.items}
    take_receipt(bb, told, take_batch(cc, told.data))
    assert next_batch(bb, cc.id) is None
