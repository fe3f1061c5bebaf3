"""Files carried by hand: an old receipt or one for a lost log takes nothing back, and a file has one sender."""

from __future__ import annotations

from dataclasses import dataclass, field

from lintas.node import bag
from lintas.node.batches import take_batch
from lintas.node.deliver import Sent, next_batch, take_receipt
from lintas.node.sending import Link
from lintas.node.state import Node
from lintas.wire.identifiers import NULL32
from tests.node.hostile import TERMS, federation, shared
from tests.node.test_bag import Post, carried, take
from tests.support.federation import Federation3


def kept(here: Node, there: Node) -> int:
    """How many statements of the other one are kept."""
    return sum(1 for _ in here.store.evidence(there.id))


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
    before, known = post.aa.store.outbound(post.bb.id).upto, kept(post.aa, post.bb)
    post.aa.links[post.bb.id] = Link(before, before, agreed=True)
    take(post.aa, denial)
    assert post.aa.store.outbound(post.bb.id).upto < before
    assert kept(post.aa, post.bb) == known + 1, "what it rests on"
    assert not post.aa.links[post.bb.id].agreed, "a line asks where the peer is"
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


def test_where_a_peer_stands_in_a_log_that_we_lost_is_kept_nowhere_and_all_is_brought_again() -> None:
    post = Post()
    post.open()
    carried(post.aa, post.bb)
    old = post.aa.store.snapshot()  # type: ignore[attr-defined]
    post.say("lost")
    carried(post.aa, post.bb)
    post.aa.store.restore(old)  # type: ignore[attr-defined]
    post.fed.restart("aa-ca")
    post.fed.open("aa-ca", "exchange", "open", TERMS, {"member": ("bb-ca",)})
    data = bag.pack(post.aa, post.bb.id)
    assert data
    denial = take(post.bb, data)
    assert denial
    post.fed.clock.now_ms += 1_000
    known = kept(post.aa, post.bb)
    take(post.aa, denial)
    assert post.aa.store.outbound(post.bb.id).upto == 0
    assert bag.cursor(post.aa, post.bb.id).anchor == NULL32
    assert kept(post.aa, post.bb) == known


def test_a_file_that_comes_twice_adds_no_receipt() -> None:
    post = Post()
    post.open()
    data = bag.pack(post.aa, post.bb.id)
    assert data
    first = take(post.bb, data)
    assert first
    take(post.aa, first)
    known = kept(post.aa, post.bb)
    post.fed.clock.now_ms += 1_000
    again = take(post.bb, data)
    assert again
    take(post.aa, again)
    assert kept(post.aa, post.bb) == known


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


@dataclass
class Led:
    """bb spoke before it knew that aa had made cc a party: what its link brings cc last it brings for an act of aa."""

    fed: Federation3 = field(default_factory=lambda: federation("aa-ca", "bb-ca", "cc-ca"))

    def __post_init__(self) -> None:
        self.dossier = shared(self.fed, "bb-ca")
        welcome = {"text": "Welcome"}
        self.fed.act("aa-ca", self.dossier, "invite", welcome, {"member": ("cc-ca",)}, readers=("cc-ca", "bb-ca"))
        self.fed.act("bb-ca", self.dossier, "adopt the terms")
        self.open()
        carried(self.bb, self.cc)
        self.fed.send("aa-ca", "bb-ca")

    @property
    def bb(self) -> Node:
        return self.fed.nodes["bb-ca"]

    @property
    def cc(self) -> Node:
        return self.fed.nodes["cc-ca"]

    def open(self) -> None:
        self.fed.open("bb-ca", "exchange", "open", TERMS, {"member": ("cc-ca",)})

    def ask(self) -> tuple[Sent, bytes]:
        """What bb sends next over the line, and what cc says to it."""
        sent = next_batch(self.bb, self.cc.id)
        assert sent
        reply = take_batch(self.cc, sent.data)
        self.cc.commit()
        return sent, reply


def test_what_an_act_of_another_led_to_is_not_brought_again() -> None:
    led = Led()
    carried(led.bb, led.cc)
    assert bag.pack(led.bb, led.cc.id) is None


def test_nor_after_a_start() -> None:
    led = Led()
    carried(led.bb, led.cc)
    led.fed.restart("bb-ca")
    assert bag.pack(led.bb, led.cc.id) is None
    led.open()
    assert carried(led.bb, led.cc) == 2
    assert bag.pack(led.bb, led.cc.id) is None


def test_nor_over_a_line_after_a_start() -> None:
    led = Led()
    carried(led.bb, led.cc)
    led.fed.restart("bb-ca")
    take_receipt(led.bb, *led.ask())
    assert next_batch(led.bb, led.cc.id) is None


def test_where_no_receipt_said_what_came_last_the_next_one_does() -> None:
    """The receipt over the line is lost, and by then the act of another leads to nothing more."""
    led = Led()
    take_receipt(led.bb, *led.ask())
    led.ask()
    led.fed.act("bb-ca", led.dossier, "adopt the terms", {"text": "Once more"})
    take_receipt(led.bb, *led.ask())
    next_batch(led.bb, led.cc.id)
    led.bb.commit()
    led.fed.restart("bb-ca")
    carried(led.bb, led.cc)
    assert bag.pack(led.bb, led.cc.id) is None
