"""Sealed files between two nodes without a line: both ways, lost, repeated, out of order and tampered with."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from lintas.crypto.errors import BadChunk, CannotUnwrap
from lintas.node import bag, fetch
from lintas.node.deliver import STORED
from lintas.node.files import read_file
from lintas.node.marks import OPENED
from lintas.node.opened import tell
from lintas.node.policy import Policy
from lintas.node.reading import read
from lintas.node.show import show
from lintas.node.state import ExchangeEnded, Node
from lintas.node.uploads import add_file
from lintas.sync.bag import BUCKET_BYTES_MIN, write_bag
from lintas.sync.envelope import NotForUs
from lintas.sync.link import LINK_KIND
from lintas.wire import cbor
from lintas.wire.errors import LintasError, Malformed, TooLarge
from lintas.wire.limits import LIMITS, Limits
from tests.node.hostile import TERMS, federation, shared
from tests.support.federation import Federation3

FRAUD = {"name": "fraud", "band": "4 years or more"}
QUESTION = {"urgency": "urgent", "question": "Whose boat?", "purpose": "To return it", "offence": FRAUD}


@dataclass
class Post:
    """aa and bb, and nobody but a messenger between them."""

    fed: Federation3 = field(default_factory=lambda: federation("aa-ca", "bb-ca", "cc-ca"))
    dossier: bytes = b""

    @property
    def aa(self) -> Node:
        return self.fed.nodes["aa-ca"]

    @property
    def bb(self) -> Node:
        return self.fed.nodes["bb-ca"]

    def open(self) -> None:
        self.dossier = self.fed.open("aa-ca", "exchange", "open", TERMS, {"member": ("bb-ca",)}).dossier

    def say(self, text: str) -> bytes:
        return self.fed.act("aa-ca", self.dossier, "change the terms", TERMS | {"crimes": text}).act

    def answer(self, text: str) -> bytes:
        return self.fed.act("bb-ca", self.dossier, "adopt the terms", {"text": text}).act

    def same(self) -> bool:
        return ids(self.aa) == ids(self.bb) and readable(self.aa) == readable(self.bb)


def ids(node: Node) -> set[bytes]:
    return {row.id for row in node.store.since(0, 10_000)}


def readable(node: Node) -> dict[bytes, str]:
    return {row.id: repr(read(node, row)[1].fields) for row in node.store.since(0, 10_000) if row.body is not None}


def take(node: Node, data: bytes) -> bytes | None:
    """Take a file; what there is to carry back."""
    taken = bag.take(node, data)
    assert not taken.errors
    node.commit()
    return bag.answer(node, taken)


def carried(here: Node, there: Node) -> int:
    """Carry files to and fro until nobody has anything to say; how many."""
    count, data = 0, bag.pack(here, there.id)
    while data:
        count += 1
        assert count < 20
        data = take(there, data)
        here, there = there, here
    return count


def test_both_ways_and_then_silence() -> None:
    post = Post()
    post.open()
    assert carried(post.aa, post.bb) == 2, "there and, with the receipt, back"
    post.answer("there is an answer")
    post.say("and more")
    carried(post.bb, post.aa)
    assert post.same()
    assert bag.pack(post.aa, post.bb.id) is None
    assert bag.pack(post.bb, post.aa.id) is None
    for node, peer in ((post.aa, "bb-ca"), (post.bb, "aa-ca")):
        assert {act.marks[peer] for act in show(node, post.dossier).acts if act.marks} == {STORED}


def test_days_later_and_after_a_start_on_either_side() -> None:
    post = Post()
    post.open()
    data = bag.pack(post.aa, post.bb.id)
    assert data
    post.fed.clock.now_ms += 30 * 24 * 60 * 60 * 1000
    post.fed.restart("aa-ca")
    post.fed.restart("bb-ca")
    back = take(post.bb, data)
    assert back
    post.fed.restart("aa-ca")
    take(post.aa, back)
    assert bag.pack(post.aa, post.bb.id) is None
    assert post.same()


def test_a_lost_file_is_made_good_by_the_next() -> None:
    post = Post()
    post.open()
    assert bag.pack(post.aa, post.bb.id), "lost"
    post.say("more")
    data = bag.pack(post.aa, post.bb.id)
    assert data
    assert take(post.bb, data), "the receipt is lost"
    assert post.same()
    post.say("and more")
    carried(post.aa, post.bb)
    assert post.same()
    assert bag.pack(post.aa, post.bb.id) is None


@pytest.mark.parametrize("seed", range(6))
def test_repeated_and_out_of_order(seed: int) -> None:
    """Files of both, shuffled, some twice and some never; what comes back is shuffled too. At last one round."""
    post, chance = Post(), random.Random(seed)
    post.open()
    carried(post.aa, post.bb)
    flying = list[tuple[str, bytes]]()
    for number in range(6):
        for code, other, say in (("aa-ca", "bb-ca", post.say), ("bb-ca", "aa-ca", post.answer)):
            say(f"number {number} of {code}")
            if data := bag.pack(post.fed.nodes[code], post.fed.id(other)):
                flying += [(other, data)] * chance.choice((0, 1, 1, 2))
        chance.shuffle(flying)
        for code, data in [flying.pop() for _ in range(len(flying) // 2)]:
            if back := take(post.fed.nodes[code], data):
                flying.append(("bb-ca" if code == "aa-ca" else "aa-ca", back))
    for code, data in flying:
        take(post.fed.nodes[code], data)
    carried(post.aa, post.bb)
    carried(post.bb, post.aa)
    assert post.same()
    assert bag.pack(post.aa, post.bb.id) is None
    assert bag.pack(post.bb, post.aa.id) is None
    assert len(list(post.bb.store.acts(post.dossier))) == len(ids(post.bb))


def test_a_line_and_files_go_together() -> None:
    post = Post()
    post.open()
    old = bag.pack(post.aa, post.bb.id)
    assert old
    post.fed.settle()
    post.say("over the line")
    post.fed.settle()
    take(post.bb, old)
    post.say("over the line again")
    post.fed.settle()
    assert post.same()
    assert bag.pack(post.aa, post.bb.id) is None


def test_a_newcomer_without_a_line_asks_for_what_came_before() -> None:
    post = Post()
    dd = post.fed.nodes["cc-ca"]
    post.dossier = shared(post.fed, "bb-ca")
    post.say("before")
    post.fed.send("aa-ca", "bb-ca")
    fields = {"text": "Words that only some may read"}
    post.fed.act("aa-ca", post.dossier, "invite", fields, {"member": ("cc-ca",)}, readers=("cc-ca", "bb-ca"))
    post.fed.nodes["bb-ca"].links.clear()
    carried(post.aa, dd)
    assert {row.id for row in dd.store.acts(post.dossier)} == {row.id for row in post.aa.store.acts(post.dossier)}


def test_the_chunks_of_files_come_too() -> None:
    post = Post()
    post.open()
    carried(post.aa, post.bb)
    picture = bytes(range(256)) * 5_000
    file = add_file(post.aa, "boat.jpg", "image/jpeg", [picture])
    fields = QUESTION | {"files": [file]}
    post.fed.act("aa-ca", post.dossier, "ask", fields, {"asked": ("bb-ca",)}, readers=("bb-ca",))
    carried(post.aa, post.bb)
    assert b"".join(read_file(post.bb.chunks, file)) == picture


def test_much_comes_in_several_batches_of_one_file() -> None:
    post = Post()
    post.open()
    carried(post.aa, post.bb)
    for number in range(12):
        post.say(f"number {number}")
    post.aa.limits = Limits(bundle_items_max=3)
    assert carried(post.aa, post.bb) == 2
    assert post.same()


def test_a_receiver_that_went_back_to_an_old_backup_is_brought_all_again() -> None:
    post = Post()
    post.open()
    carried(post.aa, post.bb)
    old = post.bb.store.snapshot()  # type: ignore[attr-defined]
    post.say("one")
    carried(post.aa, post.bb)
    post.bb.store.restore(old)  # type: ignore[attr-defined]
    post.fed.restart("bb-ca")
    post.say("two")
    carried(post.aa, post.bb)
    post.fed.restart("aa-ca")
    carried(post.aa, post.bb)
    assert post.same()


Tamper = Callable[[Post, bytes], bytes]


def changed(place: int) -> Tamper:
    def change(post: Post, data: bytes) -> bytes:
        at = place % len(data)
        return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]

    return change


TAMPERED: dict[str, tuple[Tamper, type[LintasError]]] = {
    "a bit of what is sealed": (changed(-30_000), BadChunk),
    "the last bit": (changed(-1), BadChunk),
    "a bit of the wrapped key": (changed(200), CannotUnwrap),
    "cut short": (lambda post, data: data[:-100], Malformed),
    "grown": (lambda post, data: data + b"\0", Malformed),
    "nothing": (lambda post, data: b"", Malformed),
    "noise": (lambda post, data: b"noise" * 100, Malformed),
    "for another": (lambda post, data: bag.seal(post.aa, post.fed.id("cc-ca"), [(LINK_KIND, b"x")]), NotForUs),
    "addressed to us, wrapped for another": (
        lambda post, data: write_bag(
            post.aa.suite, post.bb.id, post.fed.nodes["cc-ca"].identity.authority.recipient, b"k" * 32, []
        ),
        CannotUnwrap,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TAMPERED)
def test_what_was_tampered_with_is_not_taken_and_the_next_file_is(name: str) -> None:
    post = Post()
    post.open()
    data = bag.pack(post.aa, post.bb.id)
    assert data
    tamper, cause = TAMPERED[name]
    with pytest.raises(cause):
        bag.take(post.bb, tamper(post, data))
    assert not post.bb.pending
    take(post.bb, data)
    assert post.same()


def test_what_is_wrong_inside_is_passed_over_and_said() -> None:
    """Whoever knows the recipient's key may seal a file; only what an authority signed counts."""
    post = Post()
    post.open()
    data = bag.pack(post.aa, post.bb.id)
    assert data
    public = post.bb.identity.authority.recipient
    wrong = [("link", b"noise"), ("rumour", b""), ("receipt", b"x"), ("fetch", b"x"), ("chunk", b"x")]
    taken = bag.take(post.bb, write_bag(post.aa.suite, post.bb.id, public, b"k" * 32, wrong))
    assert len(taken.errors) == 5
    assert "UnknownMessage" in taken.errors
    assert (taken.sender, taken.replies, taken.messages) == (b"", [], 0)
    assert not post.bb.pending


def test_it_shows_its_size_in_powers_of_two_and_nothing_of_what_is_in_it() -> None:
    post = Post()
    post.open()
    small = bag.pack(post.aa, post.bb.id)
    post.say("a little more")
    more = bag.pack(post.aa, post.bb.id)
    assert small
    assert more
    assert len(small) == len(more) > BUCKET_BYTES_MIN
    assert post.dossier not in more
    assert post.aa.id not in more
    assert set(cbor.decode(more, size_max=LIMITS.bag_bytes_max)) == {1, 2, 3, 4}
    with pytest.raises(TooLarge):
        write_bag(post.aa.suite, post.bb.id, b"", bytes(32), [("link", bytes(LIMITS.bag_bytes_max))])


def test_nobody_learns_by_a_file_whether_a_dossier_exists() -> None:
    post = Post()
    post.open()
    cc = post.fed.nodes["cc-ca"]
    asked = fetch.ask(cc, post.aa.id, post.dossier)[1]
    data = bag.seal(cc, post.aa.id, [("fetch", asked)])
    taken = bag.take(post.aa, data)
    assert taken.errors == ["UnknownDossier"]
    assert not taken.replies


def test_nothing_is_taken_from_a_file_once_the_exchange_was_ended() -> None:
    post = Post()
    post.open()
    data = bag.pack(post.aa, post.bb.id)
    assert data
    post.bb.policy = Policy(ended=frozenset({"aa-ca"}))
    taken = bag.take(post.bb, data)
    post.bb.commit()
    assert set(taken.errors) == {"ExchangeEnded"}
    assert not post.bb.store.size()
    with pytest.raises(ExchangeEnded):
        bag.seal(post.bb, post.aa.id, [("receipt", b"")])


def test_that_it_was_opened_travels_in_files_until_it_is_confirmed() -> None:
    post = Post()
    post.open()
    carried(post.aa, post.bb)
    tell(post.bb, post.dossier, [(row.author, row.id) for row in post.bb.store.acts(post.dossier)])
    post.bb.commit()
    assert bag.pack(post.bb, post.aa.id), "lost"
    assert carried(post.bb, post.aa) == 2, "the statement, and that it is there"
    assert {act.marks["bb-ca"] for act in show(post.aa, post.dossier).acts if act.marks} == {OPENED}
    assert bag.pack(post.bb, post.aa.id) is None


def test_a_file_that_comes_late_brings_what_it_holds_and_moves_the_cursor_only_forward() -> None:
    post = Post()
    post.open()
    early = bag.pack(post.aa, post.bb.id)
    post.say("more")
    late = bag.pack(post.aa, post.bb.id)
    assert early
    assert late
    for data in (late, early):
        bag.take(post.bb, data)
        post.bb.commit()
        assert post.bb.store.inbound(post.aa.id).upto == post.aa.store.size()
