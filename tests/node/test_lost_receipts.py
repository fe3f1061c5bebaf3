"""Receipts that were lost on the way: what a peer refused is not stored for one that only says where the peer is."""

from __future__ import annotations

import pytest

from lintas.node import bag
from lintas.node.check_store import check_store
from lintas.node.deliver import SENT, STORED, again, next_batch, take_receipt
from lintas.node.marks import Marks
from lintas.node.receipts import REFUSED, TAKEN
from lintas.node.state import Node
from lintas.wire.limits import LIMITS, Limits
from tests.node.hostile import TERMS
from tests.node.pair import Pair
from tests.node.post import AGAIN_MS, Mail
from tests.node.test_bag import Post, carried, take
from tests.node.test_mail import opened, say

FULL = Limits(dossier_acts_max=1)
"""With these a peer refuses each further act of a dossier."""
ONE = Limits(bundle_items_max=1)


def mark(node: Node, act: bytes, peer: str = "bb-ca") -> str:
    row = node.store.act(act)
    assert row
    return Marks(node).of(row)[peer]


class Lost:
    """aa said two things in a full dossier, of which bb refused the first and keeps the second until it has that, and
    one in another; bb's receipt was lost.
    """

    def __init__(self) -> None:
        self.pair = Pair()
        self.refused, self.waits = self.pair.say("one"), self.pair.say("two")
        other = self.pair.fed.open("aa-ca", "exchange", "open", TERMS, {"member": ("bb-ca",)})
        self.taken = other.act
        self.pair.bb.limits = FULL
        self.lost = self.pair.next()
        self.pair.take(self.lost)

    @property
    def aa(self) -> Node:
        return self.pair.aa

    def marks(self) -> list[str]:
        return [mark(self.aa, act) for act in (self.refused, self.waits, self.taken)]

    def upto(self) -> int:
        return self.aa.store.outbound(self.pair.bb.id).upto


def test_what_a_peer_refused_is_not_stored_for_a_receipt_that_only_says_where_it_is() -> None:
    lost = Lost()
    before, again = lost.upto(), lost.pair.next()
    receipt = take_receipt(lost.aa, again, lost.pair.take(again))
    lost.aa.commit()
    assert (receipt.taken, receipt.upto) == (False, lost.lost.batch.upto)
    assert lost.marks() == [SENT] * 3, "nobody here knows what became of them"
    assert lost.upto() == before


@pytest.mark.parametrize("restarts", [False, True])
def test_its_batch_is_brought_once_more_and_that_receipt_shows_what_the_peer_refuses(*, restarts: bool) -> None:
    lost = Lost()
    if restarts:
        lost.pair.fed.restart("aa-ca")
    batches = [batch for batch in lost.pair.bring() if batch.items]
    assert batches[-1].after == batches[-1].upto, "it moves no cursor"
    assert len(batches[-1].items) == len(lost.lost.batch.items)
    assert lost.marks() == [REFUSED, TAKEN, STORED]
    assert lost.upto() == lost.lost.batch.upto
    assert next_batch(lost.aa, lost.pair.bb.id) is None, "once, and not for ever"
    assert not [each for each in check_store(lost.aa).findings if each.code.startswith("evidence")]


def test_what_came_with_it_is_shown_act_by_act_where_it_goes_in_several_batches() -> None:
    lost = Lost()
    lost.aa.limits, first = ONE, lost.pair.next()
    take_receipt(lost.aa, first, lost.pair.take(first))
    part = lost.pair.next()
    take_receipt(lost.aa, part, lost.pair.take(part))
    lost.aa.commit()
    assert lost.marks() == [REFUSED, SENT, SENT]
    lost.pair.fed.restart("aa-ca").limits = ONE
    later = [batch for batch in lost.pair.bring() if batch.items]
    assert [len(batch.items) for batch in later] == [1] * (len(lost.lost.batch.items) - 1), "it goes on behind that"
    assert lost.marks() == [REFUSED, TAKEN, STORED]


def test_what_is_new_waits_for_it_and_no_receipt_for_another_batch_shows_it() -> None:
    lost = Lost()
    new = lost.pair.say("three")
    batches = [batch for batch in lost.pair.bring() if batch.items]
    assert [batch.after == batch.upto for batch in batches[-2:]] == [True, False]
    assert lost.marks() == [REFUSED, TAKEN, STORED]
    assert mark(lost.aa, new) == TAKEN


def test_what_the_peer_took_by_then_is_stored_and_there_once() -> None:
    lost = Lost()
    lost.pair.bb.limits = LIMITS
    lost.pair.bring()
    assert lost.marks() == [STORED] * 3
    assert lost.pair.same()


def test_what_went_ahead_and_was_refused_is_not_stored() -> None:
    pair = Pair()
    act = pair.say("one")
    link, row = pair.aa.links[pair.bb.id], pair.aa.store.act(act)
    assert row
    link.ahead[row.position] = SENT
    pair.bb.limits = FULL
    sent = again(pair.aa, pair.bb.id, [act])
    assert sent
    take_receipt(pair.aa, sent, pair.take(sent))
    assert mark(pair.aa, act) == SENT


def test_by_hand_a_lost_file_of_receipts_shows_nothing_and_the_next_file_does() -> None:
    post = Post()
    post.open()
    carried(post.aa, post.bb)
    said = [post.say("one"), post.say("two")]
    post.bb.limits, post.aa.limits = FULL, ONE
    files = [bag.pack(post.aa, post.bb.id) or b"" for _ in range(2)]
    receipts = [take(post.bb, file) or b"" for file in files][-1]
    post.fed.restart("aa-ca")
    assert not bag.take(post.aa, receipts).errors
    post.aa.commit()
    assert [mark(post.aa, act) for act in said] == [REFUSED, TAKEN]
    assert bag.pack(post.aa, post.bb.id) is None


def test_by_mail_a_receipt_for_a_later_batch_shows_nothing_of_one_before() -> None:
    post = Mail()
    dossier = opened(post)
    post.exchange()
    refused = say(post, dossier, "one")
    post.node("bb-ca").limits = FULL
    post.send("aa-ca", "bb-ca")
    post.collect("bb-ca")
    post.send("bb-ca", "aa-ca")
    post.letters.drop(post.letters.listed())
    post.node("bb-ca").limits = LIMITS
    later = post.fed.open("aa-ca", "exchange", "open", TERMS, {"member": ("bb-ca",)}).act
    post.exchange()
    assert {mark(post.node("aa-ca"), act) for act in (refused, later)} == {SENT}
    post.node("bb-ca").limits = FULL
    post.fed.clock.now_ms += AGAIN_MS
    post.exchange()
    assert mark(post.node("aa-ca"), refused) == REFUSED
    assert mark(post.node("aa-ca"), later) == STORED
