"""Acts of ours over which a link went while they were not folded here: what is said of them, and who brings them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lintas.node.bag import answer, pack, take
from lintas.node.batches import take_batch
from lintas.node.clocks import NOT_RECEIVED, clocks
from lintas.node.deliver import SENT, STORED, next_batch, take_receipt
from lintas.node.marks import QUEUED
from lintas.node.passed import PASSED
from lintas.node.receipts import REFUSED
from lintas.node.show import show
from lintas.node.state import Node
from lintas.node.status import status
from lintas.sim.disk import Disk
from lintas.sync.link import RECEIPT_KIND
from lintas.wire.limits import Limits
from tests.node.hostile import TERMS, WORDS, give, shared, stored
from tests.node.test_correct import QUESTION
from tests.node.test_damage import on_disks
from tests.support.federation import Federation3
from tests.support.mending import mended

AA, BB, CC = "aa-ca", "bb-ca", "cc-ca"
LANE = {"certificates": "Vaccination", "agreement": "An exercise"}


def rot(node: Node, act: bytes) -> None:
    assert isinstance(node.store, Disk)
    row = node.store.act(act)
    assert row
    node.store.rot(row.position)


class PassedOver:
    """aa asked bb something, and lost an act before that; its link to bb went by. cc has what was lost."""

    def __init__(self) -> None:
        self.fed = Federation3.build((AA, BB, CC), keep=on_disks, kinds=("exchange",))
        self.dossier = shared(self.fed)
        for code in (BB, CC):
            self.fed.act(code, self.dossier, "adopt the terms", WORDS)
        self.fed.settle()
        lost = self.fed.act(AA, self.dossier, "change the terms", TERMS).act
        self.fed.settle()
        self.act = self.fed.act(AA, self.dossier, "ask", QUESTION, {"asked": (BB,)}, readers=(BB, CC)).act
        rot(self.aa, lost)
        self.fed.restart(AA)

    @property
    def aa(self) -> Node:
        return self.fed.nodes[AA]

    @property
    def bb(self) -> Node:
        return self.fed.nodes[BB]

    def go_by(self, bring: Callable[[], object]) -> None:
        """Something else goes to bb, with a receipt for the position of the act."""
        self.fed.open(AA, "exchange", "open", TERMS, {"member": (BB,)})
        bring()
        row = self.aa.store.act(self.act)
        assert row
        assert self.aa.store.outbound(self.bb.id).upto > row.position

    def repair(self) -> None:
        """What was lost comes back from cc."""
        assert mended(self.aa, self.fed.nodes[CC])
        assert self.act in self.aa.replica(self.dossier).graph
        assert self.bb.store.act(self.act) is None

    def mark(self, peer: str = BB, act: bytes = b"") -> str:
        return next(each.marks[peer] for each in show(self.aa, self.dossier).acts if each.id == (act or self.act))


@pytest.fixture
def passed() -> PassedOver:
    made = PassedOver()
    made.go_by(lambda: made.fed.bring(AA, BB))
    return made


def test_what_a_link_went_over_is_not_stored_for_a_receipt_that_covers_its_position(passed: PassedOver) -> None:
    passed.repair()
    assert passed.mark() == QUEUED
    assert next(each.queued for each in status(passed.aa).peers if each.code == BB) == 2, "with its key"
    passed.fed.restart(AA)
    assert passed.mark() == QUEUED, "after a start too"


def test_it_is_brought_once_it_folds_though_nobody_compares_and_that_receipt_shows_it(passed: PassedOver) -> None:
    passed.repair()
    passed.fed.restart(AA)
    assert passed.fed.bring(AA, BB)
    row = passed.bb.store.act(passed.act)
    assert row
    assert row.body
    assert passed.mark() == STORED
    passed.fed.restart(AA)
    passed.fed.bring(AA, BB)
    assert passed.mark() == STORED
    assert next_batch(passed.aa, passed.bb.id) is None
    assert [each.id for each in passed.bb.store.acts(passed.dossier)].count(passed.act) == 1


def test_that_it_was_passed_over_is_durable_before_the_batch_leaves() -> None:
    """The receipt is lost with the process: after its next start the peer is beyond the act, for all that it says."""
    passed = PassedOver()

    def bring_and_die() -> None:
        while sent := next_batch(passed.aa, passed.bb.id):
            passed.aa.commit()
            reply = take_batch(passed.bb, sent.data)
            passed.bb.commit()
            if sent.batch.items:
                break
            take_receipt(passed.aa, sent, reply)
        passed.fed.restart(AA)
        passed.fed.bring(AA, BB)

    passed.go_by(bring_and_die)
    passed.repair()
    assert passed.mark() == QUEUED
    passed.fed.bring(AA, BB)
    assert passed.mark() == STORED


def test_a_receipt_that_was_lost_before_it_was_noted_shows_nothing_and_it_comes_again(passed: PassedOver) -> None:
    passed.repair()
    while sent := next_batch(passed.aa, passed.bb.id):
        reply = take_batch(passed.bb, sent.data)
        passed.bb.commit()
        if sent.batch.items:
            break
        take_receipt(passed.aa, sent, reply)
        passed.aa.commit()
    passed.fed.restart(AA)
    assert passed.mark() == QUEUED
    passed.fed.bring(AA, BB)
    assert passed.mark() == STORED


def test_a_peer_that_refuses_it_says_so_in_that_receipt_and_is_not_brought_it_for_ever(passed: PassedOver) -> None:
    passed.repair()
    passed.bb.limits = Limits(dossier_acts_max=1)
    passed.fed.bring(AA, BB)
    assert passed.mark() == REFUSED
    assert next_batch(passed.aa, passed.bb.id) is None


def test_a_time_runs_from_the_receipt_that_shows_the_act_and_not_from_one_that_covers_its_place(
    passed: PassedOver,
) -> None:
    passed.repair()
    (clock,) = clocks(passed.aa, passed.dossier)
    assert (clock.state, clock.since_ms) == (NOT_RECEIVED, 0)
    passed.fed.clock.now_ms += 10**6
    since_ms = passed.fed.clock.now_ms
    passed.fed.bring(AA, BB)
    (clock,) = clocks(passed.aa, passed.dossier)
    assert clock.since_ms > since_ms


def test_what_turns_out_to_be_for_others_is_noted_no_longer(passed: PassedOver) -> None:
    other = passed.fed.open(AA, "exchange", "open", TERMS, {"member": (CC,)}).dossier
    passed.fed.settle()
    passed.fed.act(AA, other, "change the terms", TERMS)
    passed.fed.settle()
    ours = [row.id for row in passed.aa.store.acts(other) if row.author == passed.aa.id]
    rot(passed.aa, ours[0])
    passed.fed.restart(AA)
    passed.fed.open(AA, "exchange", "open", TERMS, {"member": (BB,)})
    passed.fed.bring(AA, BB)
    assert ours[-1] in passed.aa.passed.of(passed.bb.id)
    assert mended(passed.aa, passed.fed.nodes[CC])
    passed.fed.bring(AA, BB)
    assert ours[-1] not in passed.aa.passed.of(passed.bb.id)
    assert ours[-1] not in {row.id for row in passed.bb.store.acts(other)}
    passed.aa.commit()
    assert not [name for name in passed.aa.vault.secrets(PASSED) if name.endswith(ours[-1].hex())]


def test_whom_the_last_party_seated_as_it_left_is_told_though_nobody_takes_it_for_a_party() -> None:
    fed = Federation3.build((AA, BB, CC), keep=on_disks, kinds=("green_lane", "exchange"))
    dossier = fed.open(AA, "green_lane", "open", LANE, {"state": (BB,)}).dossier
    fed.settle()
    lost = fed.act(BB, dossier, "leave", WORDS).act
    fed.settle()
    fed.act(AA, dossier, "bring in a state", WORDS, {"state": (CC,)})
    fed.act(AA, dossier, "leave", WORDS)
    rot(fed.nodes[AA], lost)
    aa = fed.restart(AA)
    for code in (BB, CC):
        fed.open(AA, "exchange", "open", TERMS, {"member": (code,)})
        fed.bring(AA, code)
    assert not fed.nodes[CC].has(dossier)
    give(fed.nodes[BB], aa, [stored(fed.nodes[BB], lost)])
    assert aa.id not in aa.replica(dossier).now().parties
    fed.settle()
    assert fed.nodes[CC].replica(dossier).now().parties == {fed.id(CC)}


def test_a_newcomer_has_what_it_was_never_sent_once_it_says_so() -> None:
    """The link to cc had gone over aa's older acts, which were none of cc's business then."""
    fed = Federation3.build((AA, BB, CC), kinds=("exchange",))
    dossier = shared(fed, BB)
    said = fed.act(AA, dossier, "change the terms", TERMS).act
    fed.open(AA, "exchange", "open", TERMS, {"member": (CC,)})
    fed.settle()
    fed.act(AA, dossier, "invite", {"text": "Welcome"}, {"member": (CC,)}, readers=(BB, CC))

    def mark() -> str:
        return next(each.marks[CC] for each in show(fed.nodes[AA], dossier).acts if each.id == said)

    assert mark() == SENT, "a receipt covers its place, from before cc was a party"
    assert not fed.nodes[CC].has(dossier)
    fed.settle()
    fed.act(AA, dossier, "change the terms", TERMS)
    fed.settle()
    assert mark() == STORED


def hand_over(here: Node, there: Node, *, asked: bool = True) -> bool:
    """A file from one to the other, and back what is `asked`, or a receipt alone; whether there was any."""
    file = pack(here, there.id)
    here.commit()
    if file is None:
        return False
    taken = take(there, file)
    there.commit()
    if not asked:
        taken.replies = [each for each in taken.replies if each[0] == RECEIPT_KIND]
    back = answer(there, taken)
    if back:
        take(here, back)
        here.commit()
    return True


def test_files_bring_it_too() -> None:
    passed = PassedOver()
    passed.go_by(lambda: hand_over(passed.aa, passed.bb, asked=False))
    passed.repair()
    assert passed.mark() == QUEUED
    lost = [pack(passed.aa, passed.bb.id) for _ in range(2)]
    assert all(lost), "each file brings it, until a receipt came"
    assert hand_over(passed.aa, passed.bb)
    assert passed.bb.store.act(passed.act)
    assert passed.mark() == STORED
    passed.fed.restart(AA)
    assert passed.mark() == STORED
    assert pack(passed.aa, passed.bb.id) is None
