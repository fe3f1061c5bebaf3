"""Back-pressure and precedence: who is full says so, who sends holds back, and realtime kinds go ahead of the rest."""

from __future__ import annotations

from lintas.node import batches, deliver
from lintas.node.deliver import PAGE_ROWS, SENT, STORED, next_batch, take_receipt
from lintas.node.ports import PeerRefused, Unreachable
from lintas.node.refusals import retry_ms
from lintas.node.show import show
from lintas.sync.link import LinkItem
from lintas.wire import cbor
from lintas.wire.limits import LIMITS, Limits
from tests.kinds.every import every_kind
from tests.kinds.samples import body
from tests.node.hostile import TERMS, errors, give, shared
from tests.node.pair import Pair
from tests.support.federation import Federation3

MINUTE_MS = 60_000


def test_a_receipt_says_how_much_more_may_wait_and_when_to_come_again() -> None:
    pair = Pair("aa-ca", "bb-ca")
    for number in range(3):
        pair.say(f"number {number}")
    rows = list(pair.aa.store.acts(pair.dossier))[-3:]
    free = give(pair.aa, pair.bb, [])
    assert (free.credit_bytes, free.retry_ms) == (LIMITS.bundle_bytes_max, 0)
    pair.bb.limits = Limits(waiting_acts_max=1, waiting_bytes_max=len(rows[2].signed) + 100)
    full = give(pair.aa, pair.bb, [LinkItem(rows[2].signed)])
    assert (full.credit_bytes, full.retry_ms) == (0, batches.HOLD_BACK_MS)
    assert errors(give(pair.aa, pair.bb, [LinkItem(rows[1].signed)])) == ["WaitingFull"]
    assert not errors(give(pair.aa, pair.bb, [LinkItem(rows[0].signed)])), "what can be judged is taken all the same"
    assert give(pair.aa, pair.bb, [LinkItem(rows[1].signed)]).credit_bytes > 0


def test_the_allowance_of_one_author_is_a_thousand_acts_and_sixteen_mib() -> None:
    assert (LIMITS.waiting_acts_max, LIMITS.waiting_bytes_max) == (1_000, 16 << 20)


def test_the_sender_holds_back_and_sends_no_more_than_it_may() -> None:
    pair = Pair("aa-ca", "bb-ca")
    for number in range(6):
        pair.say(f"number {number}")
    link = pair.aa.links[pair.bb.id]
    link.credit_bytes = 2_000
    sent = pair.next()
    assert 1 <= len(sent.batch.items) < 6
    assert sum(item.size_bytes for item in sent.batch.items) <= 2_000
    link.credit_bytes = 0
    sent = pair.next()
    assert len(sent.batch.items) == 1, "one goes in any case, so that the peer can say that there is room again"
    take_receipt(pair.aa, sent, pair.take(sent))
    assert link.credit_bytes == LIMITS.bundle_bytes_max
    deliver.hold_back(pair.aa, pair.bb.id, 5_000)
    assert next_batch(pair.aa, pair.bb.id) is None
    pair.fed.clock.now_ms += 5_000
    assert next_batch(pair.aa, pair.bb.id)
    deliver.hold_back(pair.aa, pair.bb.id, 2**62)
    assert next_batch(pair.aa, pair.bb.id) is None, "it is held back, and no wait is so long that none is kept"
    pair.fed.clock.now_ms += MINUTE_MS
    assert next_batch(pair.aa, pair.bb.id), "no peer holds us back for longer than a minute"


def test_who_is_full_is_left_alone_for_as_long_as_its_receipt_asks() -> None:
    pair = Pair("aa-ca", "bb-ca")
    pair.bb.limits, pair.fed.clock.step_ms = Limits(waiting_acts_max=0), 0
    pair.say("first")
    sent = pair.next()
    take_receipt(pair.aa, sent, pair.take(sent))
    pair.say("second")
    pair.fed.clock.now_ms += batches.HOLD_BACK_MS - 1
    assert next_batch(pair.aa, pair.bb.id) is None
    pair.fed.clock.now_ms += 1
    assert next_batch(pair.aa, pair.bb.id)


def test_what_a_refusal_says_about_when_to_come_again() -> None:
    def refused(status: int, body: bytes) -> int:
        return retry_ms(PeerRefused("https://bb.example", status, body))

    later = cbor.encode({1: "Behind", 2: {"retry_ms": 2_000, "credit_bytes": 0}})
    assert (refused(429, later), refused(503, later), refused(403, later)) == (2_000, 2_000, 0)
    assert refused(429, cbor.encode({1: "Behind", 2: {"retry_ms": 2**40}})) == MINUTE_MS
    for noise in (b"", b"noise", cbor.encode({1: "Behind"}), cbor.encode({2: {"retry_ms": "soon"}}), later[:-1]):
        assert refused(429, noise) == 0
    assert retry_ms(Unreachable("https://bb.example", "gone")) == 0


class Line:
    """aa and bb share an exchange and a hotline; aa has much to bring from the exchange, and then calls."""

    def __init__(self) -> None:
        self.fed = Federation3.build(("aa-ca", "bb-ca"), kinds=("exchange", "hotline"))
        self.bulk = shared(self.fed, "bb-ca")
        kind = every_kind()["hotline"]
        self.says = {verb.name: body(verb.says) for verb in kind.item.verbs if verb.name in {"open the line", "say"}}
        opened = self.fed.open("aa-ca", "hotline", "open the line", self.says["open the line"], {"end": ("bb-ca",)})
        self.hotline = opened.dossier
        self.fed.settle()
        self.pair = Pair.__new__(Pair)
        self.pair.fed, self.pair.dossier = self.fed, self.bulk

    def much(self, acts: int = PAGE_ROWS + 6) -> None:
        for number in range(acts):
            self.fed.act("aa-ca", self.bulk, "change the terms", TERMS | {"crimes": f"number {number}"})

    def call(self) -> bytes:
        return self.fed.act("aa-ca", self.hotline, "say", self.says["say"], {"reader": ("bb-ca",)}).act

    def marks(self) -> set[str]:
        return {act.marks["bb-ca"] for act in show(self.fed.nodes["aa-ca"], self.hotline).acts[-1:]}


def test_a_call_goes_before_everything_that_was_queued() -> None:
    line = Line()
    line.much()
    call = line.call()
    aa, bb = line.pair.aa, line.pair.bb
    upto = aa.links[bb.id].upto
    first = line.pair.next()
    assert (first.batch.after, first.batch.upto) == (upto, upto), "it moves no cursor"
    assert line.marks() == {SENT}
    inbound = bb.store.inbound(aa.id)
    take_receipt(aa, first, line.pair.take(first))
    assert bb.store.act(call)
    assert bb.store.inbound(aa.id) == inbound, "and no anchor"
    assert line.marks() == {STORED}
    batches = line.pair.bring()
    assert all(batch.upto > batch.after for batch in batches), "ahead once, and then in turn"
    assert line.marks() == {STORED}
    assert line.pair.same()
    assert next_batch(aa, bb.id) is None


def test_a_call_that_was_not_brought_goes_ahead_again() -> None:
    line = Line()
    line.much()
    call = line.call()
    aa, bb = line.pair.aa, line.pair.bb
    line.pair.next()
    deliver.not_handed_over(aa, bb.id)
    again = line.pair.next()
    assert again.batch.after == again.batch.upto
    take_receipt(aa, again, line.pair.take(again))
    assert bb.store.act(call)


def test_with_little_to_bring_everything_goes_in_turn_and_once() -> None:
    line = Line()
    line.much(3)
    line.call()
    assert [len(batch.items) for batch in line.pair.bring()] == [4]


def test_calls_that_nothing_stands_before_go_in_turn_and_once() -> None:
    line = Line()
    line.pair.bring()
    before = line.pair.aa.store.size()
    for _ in range(PAGE_ROWS + 6):
        line.call()
    batches = line.pair.bring()
    assert sum(len(batch.items) for batch in batches) == line.pair.aa.store.size() - before
    assert all(batch.upto > batch.after for batch in batches)
    assert line.pair.same()
