"""Who carries a batch can put another body in the place of one: the act is kept, and its own body is fetched."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lintas.node.batches import take_batch
from lintas.node.deliver import take_receipt
from lintas.sync.carried import carried, carry
from lintas.sync.link import LinkItem
from tests.node.hostile import give
from tests.node.pair import Pair
from tests.support.mending import mended

CHANGES: list[Callable[[bytes], bytes]] = [lambda body: bytes(len(body)), lambda body: body[:-1] + b"?"]


@pytest.mark.parametrize("change", CHANGES)
def test_another_body_is_not_kept_and_the_right_one_is_fetched(change: Callable[[bytes], bytes]) -> None:
    pair = Pair("aa-ca", "bb-ca")
    act = pair.say()
    sent = pair.next()
    signed, bodies = carried(sent.data)
    reply = take_batch(pair.bb, carry(signed, [change(body) for body in bodies]))
    pair.bb.commit()
    assert take_receipt(pair.aa, sent, reply).taken
    assert body_at(pair, act) is None
    mended(pair.bb, pair.aa)
    assert body_at(pair, act) == bodies[-1]


def test_so_it_is_with_an_act_that_waits() -> None:
    pair = Pair("aa-ca", "bb-ca")
    before, act = pair.say("before"), pair.say("after")
    row = pair.aa.store.act(act)
    assert row
    assert row.body
    assert give(pair.aa, pair.bb, [LinkItem(row.signed, bytes(len(row.body)))]).waiting == (act,)
    first = pair.aa.store.act(before)
    assert first
    assert give(pair.aa, pair.bb, [LinkItem(first.signed, first.body)]).waiting == ()
    assert body_at(pair, act) is None
    mended(pair.bb, pair.aa)
    assert body_at(pair, act) == row.body
    assert mended(pair.bb, pair.aa) == 0, "and not again"


def body_at(pair: Pair, act: bytes) -> bytes | None:
    row = pair.bb.store.act(act)
    assert row
    return row.body
