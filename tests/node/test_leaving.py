"""Leaving and discharge: who is out gets nothing more by any way; who comes back is a newcomer to what was between."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lintas.dossier.admission import parse_act
from lintas.dossier.sealing import epoch_of
from lintas.node import bag, chunks, compare, fetch, mend
from lintas.node.aside import at_once
from lintas.node.deliver import next_batch
from lintas.node.expire import DAY_MS, expire
from lintas.node.order import NotAParty
from lintas.node.release import ReleaseOrder, release
from lintas.node.show import show
from lintas.node.state import UnknownDossier
from lintas.node.tree import NoSuchChunk
from lintas.node.uploads import add_file
from lintas.sync.compare import Question, question_fields
from lintas.sync.envelope import Envelope, write
from lintas.sync.link import LinkItem
from lintas.wire.limits import LIMITS
from tests.conformance.messages import chunk_request
from tests.node.hostile import TERMS, federation, give, shared, state
from tests.node.recalling import words
from tests.node.test_release import brought, reads
from tests.support.federation import Federation3
from tests.support.mending import mended

PICTURE = b"a picture that only the parties have" * 100
SECRET = "said after cc was discharged"


def discharged() -> tuple[Federation3, bytes, bytes]:
    """cc was discharged, and aa said something with a picture afterwards: the dossier and that act."""
    fed = federation()
    dossier = shared(fed)
    fed.act("aa-ca", dossier, "discharge", {"reasons": "its part is done"}, {"member": ("cc-ca",)})
    fed.settle()
    picture = add_file(fed.nodes["aa-ca"], "one.jpg", "image/jpeg", [PICTURE])
    question = {"urgency": "urgent", "question": SECRET, "purpose": "x", "files": [picture],
                "offence": {"name": "fraud", "band": "4 years or more"}}  # fmt: skip
    act = fed.act("aa-ca", dossier, "ask", question, {"asked": ("bb-ca",)}).act
    fed.settle()
    return fed, dossier, act


def by_link(fed: Federation3, dossier: bytes, act: bytes) -> None:
    for code in ("aa-ca", "bb-ca"):
        assert next_batch(fed.nodes[code], fed.id("cc-ca")) is None


def by_a_link_from_the_beginning(fed: Federation3, dossier: bytes, act: bytes) -> None:
    for code in ("aa-ca", "bb-ca"):
        fed.restart(code)
        while sent := next_batch(fed.nodes[code], fed.id("cc-ca")):
            assert act not in {parse_act(item.signed).act.id for item in sent.batch.items}
            fed.bring(code, "cc-ca")


def by_fetch(fed: Federation3, dossier: bytes, act: bytes) -> None:
    for code in ("aa-ca", "bb-ca"):
        for named in ((), (act,)):
            with pytest.raises(UnknownDossier):
                fetch.serve(fed.nodes[code], fetch.ask(fed.nodes["cc-ca"], fed.id(code), dossier, named)[1])


def by_comparing(fed: Federation3, dossier: bytes, act: bytes) -> None:
    cc = fed.nodes["cc-ca"]
    for code in ("aa-ca", "bb-ca"):
        node = fed.nodes[code]
        while compare.read_one(node):
            pass
        assert all(row.key != dossier for row in node.sets.shared(cc.id))
        envelope = Envelope(cc.id, node.id, cc.entropy(16), cc.clock())
        asked = write(cc.speaker(node.id), "compare", envelope, question_fields(Question(dossier)))
        with pytest.raises(UnknownDossier):
            compare.serve_question(node, asked)


def by_mending(fed: Federation3, dossier: bytes, act: bytes) -> None:
    for code in ("aa-ca", "bb-ca"):
        mended(fed.nodes["cc-ca"], fed.nodes[code])
        assert not list(mend.bodies(fed.nodes["cc-ca"], fed.id(code)))


def by_chunk(fed: Federation3, dossier: bytes, act: bytes) -> None:
    for code in ("aa-ca", "bb-ca"):
        node = fed.nodes[code]
        row = node.store.act(act)
        assert row
        request = chunk_request(fed.nodes["cc-ca"], node, parse_act(row.signed).act)
        with pytest.raises(NoSuchChunk):
            at_once(node, chunks.serve(node, request))


def by_hand(fed: Federation3, dossier: bytes, act: bytes) -> None:
    for code in ("aa-ca", "bb-ca"):
        fed.restart(code)
        node, cc = fed.nodes[code], fed.nodes["cc-ca"]
        carried = [bag.pack(node, cc.id)]
        if asked := bag.pack(cc, node.id):
            carried.append(bag.answer(node, bag.take(node, asked)))
        for each in filter(None, carried):
            bag.take(cc, each)
            cc.commit()


WAYS: dict[str, Callable[[Federation3, bytes, bytes], None]] = {
    "link": by_link,
    "link from the beginning": by_a_link_from_the_beginning,
    "fetch": by_fetch,
    "comparing": by_comparing,
    "mending": by_mending,
    "chunk": by_chunk,
    "files carried by hand": by_hand,
}


@pytest.mark.parametrize("way", WAYS)
def test_who_was_discharged_gets_nothing_more(way: str) -> None:
    fed, dossier, act = discharged()
    held = state(fed.nodes["cc-ca"])
    WAYS[way](fed, dossier, act)
    fed.nodes["cc-ca"].commit()
    assert fed.nodes["cc-ca"].store.act(act) is None
    assert state(fed.nodes["cc-ca"]) == held


def test_nobody_seals_or_releases_to_who_was_discharged() -> None:
    fed, dossier, act = discharged()
    with pytest.raises(NotAParty):
        fed.act("aa-ca", dossier, "change the terms", TERMS, readers=("cc-ca",))
    with pytest.raises(NotAParty):
        release(fed.nodes["aa-ca"], dossier, ReleaseOrder((fed.id("cc-ca"),), (act,), fed.desks["aa-ca"]))


def test_what_was_released_is_not_given_any_more_once_the_party_is_discharged() -> None:
    fed = federation()
    dossier = shared(fed)
    act = fed.act("bb-ca", dossier, "adopt the terms", {"text": "before dd"}).act
    fed.act("aa-ca", dossier, "invite", {"text": "Welcome"}, {"member": ("dd-ca",)})
    fed.settle()
    release(fed.nodes["bb-ca"], dossier, ReleaseOrder((fed.id("dd-ca"),), (act,), fed.desks["bb-ca"]))
    fed.nodes["bb-ca"].commit()
    fed.bring("bb-ca", "dd-ca")
    fed.act("aa-ca", dossier, "discharge", {"reasons": "done"}, {"member": ("dd-ca",)})
    fed.bring("aa-ca", "bb-ca")
    bb, dd = fed.nodes["bb-ca"], fed.nodes["dd-ca"]
    assert mend.bodies(dd, bb.id) == {dossier: (act,)}
    with pytest.raises(UnknownDossier):
        fetch.serve(bb, fetch.ask(dd, bb.id, dossier, (act,))[1])


def back_again(fed: Federation3, dossier: bytes) -> bytes:
    """bb says something to all, cc included, while cc is being discharged; then cc is invited again; what bb said."""
    fed.act("aa-ca", dossier, "discharge", {"reasons": "for now"}, {"member": ("cc-ca",)})
    between = fed.act("bb-ca", dossier, "adopt the terms", {"text": "crossed the discharge"}).act
    fed.bring("aa-ca", "bb-ca")
    fed.settle()
    fed.act("aa-ca", dossier, "invite", {"text": "Back again"}, {"member": ("cc-ca",)})
    fed.settle()
    return between


def test_who_comes_back_is_a_newcomer_to_what_was_sealed_in_between() -> None:
    fed = federation()
    dossier = shared(fed)
    fed.act("cc-ca", dossier, "adopt the terms")
    fed.settle()
    between = back_again(fed, dossier)
    for code in ("aa-ca", "bb-ca"):
        mended(fed.nodes["cc-ca"], fed.nodes[code])
    brought(fed)
    assert fed.nodes["cc-ca"].store.act(between)
    assert not reads(fed, between, "cc-ca")
    shown = show(fed.nodes["cc-ca"], dossier)
    assert {(each.party, each.author) for each in shown.newcomers} == {("cc-ca", "aa-ca"), ("cc-ca", "bb-ca")}
    release(fed.nodes["bb-ca"], dossier, ReleaseOrder((fed.id("cc-ca"),), (between,), fed.desks["bb-ca"]))
    fed.nodes["bb-ca"].commit()
    brought(fed)
    assert words(fed.nodes["cc-ca"], between) == "crossed the discharge"


def test_who_comes_back_gets_a_new_epoch_though_it_holds_the_key_of_an_old_one_for_the_same_circle() -> None:
    fed = federation()
    dossier = shared(fed)
    before = fed.act("bb-ca", dossier, "adopt the terms", {"text": "all three"}).act
    fed.settle()
    back_again(fed, dossier)
    after = fed.act("bb-ca", dossier, "adopt the terms", {"text": "all three again"}).act
    fed.settle()
    bb = fed.nodes["bb-ca"]
    old, new = (bb.store.act(each) for each in (before, after))
    assert old
    assert new
    assert epoch_of(parse_act(old.signed).act) != epoch_of(parse_act(new.signed).act)
    assert words(fed.nodes["cc-ca"], after) == "all three again"


def test_what_waits_where_we_are_no_party_is_dropped_after_a_while_and_comes_again_if_we_are() -> None:
    fed = federation()
    dossier = shared(fed)
    fed.act("aa-ca", dossier, "change the terms", TERMS)
    last = fed.act("aa-ca", dossier, "change the terms", TERMS).act
    cc, aa = fed.nodes["cc-ca"], fed.nodes["aa-ca"]
    row = aa.store.act(last)
    assert row
    give(aa, cc, [LinkItem(row.signed)])
    fed.act("cc-ca", dossier, "leave", {"text": "We have no part in it"})
    shown = show(cc, dossier)
    assert (shown.waiting, "cc-ca" in shown.parties) == (1, False)
    assert shown.waiting_until_ms
    left_ms = shown.waiting_until_ms - cc.clock()
    assert left_ms <= LIMITS.waiting_outside_days_max * DAY_MS
    assert expire(cc) == 0
    fed.clock.now_ms += left_ms + DAY_MS
    assert expire(cc) == 1
    assert not list(cc.staged)
    assert not cc.store.waiting()
    assert show(cc, dossier).waiting == 0
    assert not fed.restart("cc-ca").replica(dossier).waiting
    fed.settle()
    fed.act("aa-ca", dossier, "invite", {"text": "Back again"}, {"member": ("cc-ca",)})
    fed.settle()
    mended(fed.nodes["cc-ca"], aa)
    assert fed.nodes["cc-ca"].store.act(last)


def test_what_waits_where_we_are_a_party_waits_as_long_as_it_takes() -> None:
    fed = federation()
    dossier = shared(fed)
    fed.act("aa-ca", dossier, "change the terms", TERMS)
    last = fed.act("aa-ca", dossier, "change the terms", TERMS).act
    row = fed.nodes["aa-ca"].store.act(last)
    assert row
    give(fed.nodes["aa-ca"], fed.nodes["cc-ca"], [LinkItem(row.signed)])
    fed.clock.now_ms += 2 * LIMITS.waiting_outside_days_max * DAY_MS
    assert expire(fed.nodes["cc-ca"]) == 0
    assert len(fed.nodes["cc-ca"].staged) == 1


@pytest.mark.parametrize("backwards", [True, False])
def test_what_one_had_a_part_in_is_kept_also_where_it_comes_back_after_what_let_one_go(*, backwards: bool) -> None:
    fed = federation()
    empty = fed.nodes["cc-ca"].store.snapshot()  # type: ignore[attr-defined]
    dossier = shared(fed)
    fed.act("cc-ca", dossier, "adopt the terms", {})
    fed.act("aa-ca", dossier, "discharge", {"reasons": "its part is done"}, {"member": ("cc-ca",)})
    fed.settle()
    held = [row.id for row in fed.nodes["cc-ca"].store.acts(dossier)]
    items = [LinkItem(row.signed) for row in fed.nodes["aa-ca"].store.acts(dossier)]
    fed.nodes["cc-ca"].store.restore(empty)  # type: ignore[attr-defined]
    restored = fed.restart("cc-ca")
    give(fed.nodes["aa-ca"], restored, items[::-1] if backwards else items)
    assert restored.has(dossier)
    assert not restored.store.waiting()
    assert sorted(row.id for row in restored.store.acts(dossier)) == sorted(held)
