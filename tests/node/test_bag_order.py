"""Files carried by hand: an old receipt or one for a lost log takes nothing back, and a file has one sender."""

from __future__ import annotations

from lintas.node import bag
from tests.node.hostile import TERMS
from tests.node.test_bag import Post, carried, take


def test_an_old_receipt_takes_nothing_back_that_a_newer_one_confirmed() -> None:
    post = Post()
    post.open()
    carried(post.aa, post.bb)
    old = post.bb.store.snapshot()  # type: ignore[attr-defined]
    post.say("one")
    carried(post.aa, post.bb)
    post.bb.store.restore(old)  # type: ignore[attr-defined]
    post.fed.restart("bb-ca")
    post.say("two")
    data = bag.pack(post.aa, post.bb.id)
    assert data
    denial = take(post.bb, data)
    assert denial
    post.fed.clock.now_ms += 1_000
    before = post.aa.store.outbound(post.bb.id).upto
    take(post.aa, denial)
    assert post.aa.store.outbound(post.bb.id).upto < before
    carried(post.aa, post.bb)
    confirmed = post.aa.store.outbound(post.bb.id).upto
    assert confirmed == post.aa.store.size()
    take(post.aa, denial)
    assert post.aa.store.outbound(post.bb.id).upto == confirmed


def test_a_receipt_for_a_log_that_we_lost_moves_no_cursor() -> None:
    post = Post()
    post.open()
    carried(post.aa, post.bb)
    old, sent = post.aa.store.snapshot(), post.aa.store.outbound(post.bb.id).upto  # type: ignore[attr-defined]
    post.say("lost")
    data = bag.pack(post.aa, post.bb.id)
    assert data
    receipt = take(post.bb, data)
    assert receipt
    post.aa.store.restore(old)  # type: ignore[attr-defined]
    post.fed.restart("aa-ca")
    take(post.aa, receipt)
    assert post.aa.store.outbound(post.bb.id).upto == sent


def test_a_file_is_of_one_sender() -> None:
    post = Post()
    post.open()
    cc = post.fed.nodes["cc-ca"]
    post.fed.open("cc-ca", "exchange", "open", TERMS, {"member": ("bb-ca",)})
    both = [
        message
        for node in (post.aa, cc)
        for message in bag.owed(node, post.bb.id, bag.cursor(node, post.bb.id), bag.OWED_BYTES_MAX)
    ]
    taken = bag.take(post.bb, bag.seal(post.aa, post.bb.id, both))
    assert (taken.sender, taken.messages, taken.errors) == (post.aa.id, 1, ["NotForUs"])
