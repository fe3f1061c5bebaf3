"""After a restore a node disowns its old key only once all is back that it had signed, or its officers give it up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lintas.compose.registry_pages import disowned
from lintas.dossier.officers import APPROVER
from lintas.node import compare
from lintas.node.batches import take_batch
from lintas.node.come_back import COMPARED, begin_anew, compared, note_compared
from lintas.node.courier import Errand
from lintas.node.deliver import next_batch, take_receipt
from lintas.node.desk import appoint
from lintas.node.disown import NotCompared, OursMissing, disown, due
from lintas.node.doubt import UNEQUAL_PINGS_MAX
from lintas.node.heading import next_header
from lintas.node.mend import Walk
from lintas.node.ports import PeerRefused
from lintas.node.recovery import recovery
from lintas.node.state import Node
from lintas.node.steps import COMPARE, FETCH, Post
from lintas.sync.line import PLAIN
from lintas.sync.link import LinkItem
from lintas.sync.witness import ERA_BYTES
from lintas.wire.identifiers import show
from lintas.wire.limits import Limits
from tests.node.hostile import TERMS, give, shared, signed
from tests.node.test_keys import founded, renewed
from tests.node.test_line import PACE, go
from tests.support.federation import Federation3
from tests.support.mending import mended, pinged

DESK, POL, BB = "aa-ca", "aa-pol", "bb-ca"


class Restored:
    """The desk of AA lists new keys of its police, loses that to a restore, and renews its own before it is back."""

    def __init__(self, *, reaches: bool = True) -> None:
        self.fed, self.registry = founded()
        old = self.desk.store.snapshot()  # type: ignore[attr-defined]
        self.lost = self.fed.act(DESK, self.registry, "list", {"entry": renewed(self.fed, POL)}).act
        if reaches:
            self.fed.bring(DESK, BB)
        self.desk.store.restore(old)  # type: ignore[attr-defined]
        self.restart()
        self.fed.act(DESK, self.registry, "list", {"entry": renewed(self.fed, DESK)})
        assert due(self.desk) == (self.registry,)

    def restart(self) -> None:
        """As a restored node starts."""
        begin_anew(self.desk.vault, show(self.desk.entropy(ERA_BYTES)))
        self.fed.restart(DESK)
        self.fed.desks[DESK] = self.fed.officer(DESK), self.fed.officer(DESK, APPROVER)

    @property
    def desk(self) -> Node:
        return self.fed.nodes[DESK]

    def counts(self, code: str, act: bytes) -> bool:
        replica = self.fed.nodes[code].replica(self.registry)
        return act in replica.graph and replica.now().effect(replica.graph.nodes[act])

    def disown(self) -> None:
        disown(self.desk, self.registry)
        self.desk.commit()


def greeted(fed: Federation3, here: str, there: str) -> None:
    """A node learns where the peer is on its link."""
    sent = next_batch(fed.nodes[here], fed.id(there))
    assert sent
    take_receipt(fed.nodes[here], sent, take_batch(fed.nodes[there], sent.data))


def test_at_once_it_is_refused_and_says_with_whom_nothing_was_compared() -> None:
    restored = Restored()
    with pytest.raises(NotCompared) as refused:
        restored.disown()
    assert refused.value.codes == f"{POL}, {BB}"
    assert not restored.desk.pending.acts


def test_once_a_peer_named_an_act_that_is_not_here_it_says_which() -> None:
    restored = Restored()
    greeted(restored.fed, DESK, BB)
    with pytest.raises(OursMissing) as refused:
        restored.disown()
    assert (refused.value.acts, refused.value.first) == (1, show(restored.lost))


def test_when_it_compared_with_all_and_has_its_acts_it_may_and_loses_none_of_them() -> None:
    restored = Restored()
    mended(restored.desk, restored.fed.nodes[BB])
    assert restored.counts(DESK, restored.lost)
    with pytest.raises(NotCompared) as refused:
        restored.disown()
    assert refused.value.codes == POL, "it may have more"
    restored.fed.settle()
    mended(restored.desk, restored.fed.nodes[POL])
    restored.disown()
    restored.fed.settle()
    for code in restored.fed.nodes:
        assert restored.counts(code, restored.lost)


def test_what_its_officers_give_up_is_lost_to_everybody() -> None:
    restored = Restored()
    disown(restored.desk, restored.registry, abandoning_what_is_missing=True)
    restored.desk.commit()
    mended(restored.desk, restored.fed.nodes[BB])
    restored.fed.settle()
    assert [restored.counts(code, restored.lost) for code in (DESK, BB)] == [False, False]


def test_an_act_of_ours_that_came_back_and_waits_for_what_it_saw_is_not_back() -> None:
    restored = Restored()
    desk, bb = restored.desk, restored.fed.nodes[BB]
    for code in (BB, POL):
        note_compared(desk, restored.fed.id(code))
    desk.commit()
    draft = next_header(desk, restored.registry, desk.replica(restored.registry), verb="list")
    waits = signed(desk, replace(draft, seen=tuple(sorted({*draft.seen, restored.lost})), depth=draft.depth + 1))
    give(bb, desk, [LinkItem(waits.signed)])
    with pytest.raises(OursMissing) as refused:
        restored.disown()
    assert refused.value.first == show(waits.act.id)


def test_that_it_compared_outlives_a_start_and_not_another_restore() -> None:
    restored = Restored(reaches=False)
    for code in (BB, POL):
        restored.fed.bring(DESK, code)
        assert not pinged(restored.desk, restored.fed.nodes[code]).differs
        assert not compared(restored.desk, restored.fed.id(code)), "before the commit with what came"
        restored.desk.commit()
    restored.fed.restart(DESK)
    assert recovery(restored.desk, 0, 0).uncompared == ()
    assert len(restored.desk.vault.secrets(COMPARED)) == 2
    restored.restart()
    assert recovery(restored.desk, 0, 0).uncompared == (POL, BB)
    with pytest.raises(NotCompared):
        restored.disown()


@pytest.mark.parametrize("answers", [True, False])
def test_a_courier_notes_a_walk_that_was_answered_as_a_whole_though_both_do_not_hold_the_same(*, answers: bool) -> None:
    restored = Restored()
    desk, bb = restored.desk, restored.fed.nodes[BB]
    bb.policy = replace(bb.policy, wire_version_max=PLAIN)
    full = restored.fed.open(BB, "exchange", "open", TERMS, {"member": (DESK,)}).dossier
    for number in range(8):
        restored.fed.act(BB, full, "change the terms", TERMS | {"crimes": str(number)})
    desk.limits = Limits(dossier_acts_max=5)
    errand = Errand(bb.identity.authority, PACE)
    for node in (desk, bb):
        while compare.read_one(node):
            pass

    def on_line(post: Post) -> PeerRefused | None:
        return None if answers or post.path != COMPARE else PeerRefused("https://bb.example", 403, b"")

    asked = [post.path for _ in range(4) for post in go(errand, desk, bb, on_line)]
    assert COMPARE in asked
    assert pinged(desk, bb).differs
    assert compared(desk, bb.id) == answers
    assert restored.counts(DESK, restored.lost) == answers


@pytest.mark.parametrize("path", [COMPARE, FETCH])
def test_what_a_peer_refused_for_a_moment_is_asked_again_though_nothing_changed(path: str) -> None:
    restored = Restored()
    desk, bb, refused = restored.desk, restored.fed.nodes[BB], list[Post]()
    bb.policy = replace(bb.policy, wire_version_max=PLAIN)
    errand = Errand(bb.identity.authority, PACE)
    for node in (desk, bb):
        while compare.read_one(node):
            pass

    def on_line(post: Post) -> PeerRefused | None:
        if post.path != path or refused:
            return None
        refused.append(post)
        return PeerRefused("https://bb.example", 403, b"")

    while not refused:
        go(errand, desk, bb, on_line)
    assert not restored.counts(DESK, restored.lost)
    for _ in range(UNEQUAL_PINGS_MAX):
        go(errand, desk, bb, on_line)
    assert restored.counts(DESK, restored.lost)


def test_a_node_that_was_never_restored_waits_for_nobody() -> None:
    fed, registry = founded()
    fed.act(DESK, registry, "list", {"entry": renewed(fed, DESK)})
    assert disown(fed.nodes[DESK], registry).dossier == registry


def test_of_several_dossiers_none_is_disowned_where_one_may_not_be() -> None:
    fed, registry = founded()
    dossier = fed.open(DESK, "exchange", "open", TERMS, {"member": (BB,)}).dossier
    fed.settle()
    desk = fed.nodes[DESK]
    begin_anew(desk.vault, show(desk.entropy(ERA_BYTES)))
    desk = fed.restart(DESK)
    fed.act(DESK, registry, "list", {"entry": renewed(fed, DESK)})
    note_compared(desk, fed.id(BB))
    desk.commit()
    assert set(due(desk)) == {registry, dossier}
    appointed = appoint(desk, "one", ("author",))
    args = {"as": {"name": "one", "token": appointed.token, "role": "author"}}
    size = desk.store.size()
    with pytest.raises(NotCompared) as refused:
        disowned(desk, args)
    assert refused.value.codes == POL
    assert not desk.pending.acts
    assert disowned(desk, {**args, "dossier": show(dossier)}), "its parties were all asked"
    assert disowned(desk, {**args, "despite_missing": "yes"})
    desk.commit()
    assert desk.store.size() == size + 2
    assert due(desk) == ()


def test_what_it_signed_with_a_key_that_it_had_disowned_is_told_to_be_done_again() -> None:
    fed, registry = founded()
    old = fed.nodes[DESK].store.snapshot()  # type: ignore[attr-defined]
    fed.act(DESK, registry, "list", {"entry": renewed(fed, DESK)})
    disown(fed.nodes[DESK], registry)
    fed.nodes[DESK].commit()
    fed.bring(DESK, BB)
    fed.nodes[DESK].store.restore(old)  # type: ignore[attr-defined]
    begin_anew(fed.nodes[DESK].vault, show(fed.nodes[DESK].entropy(ERA_BYTES)))
    fed.restart(DESK)
    fed.desks[DESK] = fed.officer(DESK), fed.officer(DESK, APPROVER)
    act = fed.act(DESK, registry, "list", {"entry": renewed(fed, POL)}).act
    assert recovery(fed.nodes[DESK], 0, 0).to_be_redone == ()
    errand = Errand(fed.nodes[BB].identity.authority, PACE)
    for node in (fed.nodes[DESK], fed.nodes[BB]):
        while compare.read_one(node):
            pass
    for _ in range(3):
        # Twice for a difference to count, and then the key is another.
        go(errand, fed.nodes[DESK], fed.nodes[BB])
    found = recovery(fed.nodes[DESK], 0, 0).to_be_redone
    assert [(each.act, each.dossier, each.verb) for each in found] == [(show(act), show(registry), "list")]


def test_the_act_by_which_a_peer_left_comes_back_from_that_peer_where_nobody_else_has_it() -> None:
    fed = Federation3.build((DESK, BB, "cc-ca"), kinds=("exchange",))
    dossier = shared(fed)
    aa, bb = fed.nodes[DESK], fed.nodes[BB]
    old = aa.store.snapshot()  # type: ignore[attr-defined]
    reasons = {"reasons": "Named by mistake"}
    lost = fed.act(DESK, dossier, "discharge", reasons, {"member": (BB,)}, readers=(BB, "cc-ca")).act
    fed.bring(DESK, BB)
    aa.store.restore(old)  # type: ignore[attr-defined]
    begin_anew(aa.vault, show(aa.entropy(ERA_BYTES)))
    aa = fed.restart(DESK)
    assert pinged(aa, bb).differs
    assert mended(aa, bb)
    assert aa.store.act(lost)
    assert compared(aa, bb.id)
    assert not pinged(aa, bb).differs
    fed.settle()
    assert fed.nodes["cc-ca"].store.act(lost)
    fed.act("cc-ca", dossier, "adopt the terms")
    fed.settle()
    assert questions(aa, bb) == 1, "which dossiers: who has left is asked of nothing that went on since"


def questions(here: Node, there: Node) -> int:
    """How many questions a walk has."""
    walk, count = Walk(there.id), 0
    while asked := walk.ask(here):
        walk.take(here, asked[0], compare.serve_question(there, asked[1]))
        count += 1
    return count
